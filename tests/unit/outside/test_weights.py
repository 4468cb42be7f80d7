"""Files of weights that ask for more than numbers are refused before any library reads them; none needs torch here."""

import io
import os
import pickle
import struct
import sys
import types
import zipfile

import pytest

from avatar.outside.weights import require_weights

MAGIC = (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True})


class Call:
    """Is pickled as the call of anything."""

    def __init__(self, call, *given):
        self.made = (call, given)

    def __reduce__(self):
        return self.made


class Number:
    """Is pickled as numbers that lie elsewhere in the file."""

    def __init__(self, count):
        self.count = count


class Pickler(pickle.Pickler):
    """Writes as torch does."""

    def persistent_id(self, what):
        return ("storage", sys.modules["torch"].FloatStorage, "0", "cpu", what.count) if type(what) is Number else None


@pytest.fixture
def torch(monkeypatch):
    """Give names of torch to be pickled, and nothing behind them."""
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})
    for name in ("_rebuild_tensor_v2", "_rebuild_nested_tensor"):
        made = types.FunctionType(compile("0", name, "eval"), {"__name__": "torch._utils"}, name)
        made.__qualname__ = name
        setattr(utils, name, made)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)
    return utils


def pickled(content, protocol=2):
    into = io.BytesIO()
    Pickler(into, protocol).dump(content)
    return into.getvalue()


def files(folder, content):
    """Write it as torch does since 1.6, and as before; or bytes that stand for a pickle as they are."""
    whole = content if isinstance(content, bytes) else pickled(content)
    new, old = folder / "new.pth", folder / "old.pth.tar"
    with zipfile.ZipFile(new, "w") as archive:
        archive.writestr("archive/data.pkl", whole)
        archive.writestr("archive/data/0", bytes(400))
    old.write_bytes(b"".join(map(pickled, MAGIC)) + whole + pickled(["0"]) + bytes(400))
    return new, old


def tensor(torch, count, size, stride, offset=0, call="_rebuild_tensor_v2"):
    return Call(getattr(torch, call), Number(count), offset, size, stride, False, {})


def test_weights_pass(tmp_path, torch):
    content = {
        "state_dict": {
            "w": tensor(torch, 100, (10, 10), (10, 1)),
            "s": tensor(torch, 1, (), ()),
            "v": tensor(torch, 1, (9,), (0,)),
        },
        "epoch": 3,
    }
    for path in files(tmp_path, content):
        require_weights(path)


HOSTILE = {
    "a program": lambda torch: Call(os.system, "touch hacked"),
    "another one": lambda torch: Call(eval, "1"),
    "gigabytes": lambda torch: Call(bytearray, 10**10),
    "gigabytes twice": lambda torch: Call(bytearray, Call(bytearray, 10**10)),
    "a count of gigabytes": lambda torch: Call(__import__("collections").Counter, Call(bytearray, 10**9)),
    "numbers that are not there": lambda torch: {"w": tensor(torch, 10**12, (10**6, 10**6), (10**6, 1))},
    "one number for ever": lambda torch: {"w": tensor(torch, 1, (20_000, 20_000), (0, 0))},
    "many of them": lambda torch: {str(each): tensor(torch, 1, (5000, 5000), (0, 0)) for each in range(5)},
    "less than nothing": lambda torch: {"w": tensor(torch, 100, (-1, 10), (10, 1))},
    "a size that is none": lambda torch: {"w": tensor(torch, 100, ("10",), (1,))},
    "another kind": lambda torch: {"w": tensor(torch, 100, (10,), (1,), call="_rebuild_nested_tensor")},
    "a memory as long as it says": lambda torch: b"\x80\x02}" + b"r" + struct.pack("<I", 4_000_000_000) + b".",
    "the same in letters": lambda torch: b"(dp4000000000\n.",
    "an extension": lambda torch: b"\x80\x02\x82\x01.",
    "no end": lambda torch: b"\x80\x02}q\x00",
    "nothing": lambda torch: b"",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_else_is_in_them_is_refused_and_not_done(tmp_path, torch, monkeypatch, what):
    monkeypatch.chdir(tmp_path)
    for path in files(tmp_path, HOSTILE[what](torch)):
        with pytest.raises(ValueError, match=r"\S"):
            require_weights(path)
    assert not (tmp_path / "hacked").exists()


def test_names_that_a_reader_needs_besides_are_let_in_and_stand_for_nothing(tmp_path, torch, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content = {"optimizer": Call(os.system, "touch hacked")}
    for path in files(tmp_path, content):
        with pytest.raises(ValueError, match="is no weight"):
            require_weights(path, ("posi.", "TTS."))
        with pytest.raises(ValueError, match="is no weight"):
            require_weights(path, (f"{os.name}.",))  # of all that begins so, classes alone
        require_weights(path, (f"{os.name}.system",))
    assert not (tmp_path / "hacked").exists()


def test_text_is_no_weight(tmp_path):
    (tmp_path / "a.pth").write_text("hello")
    with pytest.raises(ValueError, match=r"\S"):
        require_weights(tmp_path / "a.pth")

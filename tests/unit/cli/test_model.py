"""`avatar model`, as somebody at a shell meets it, with a server on this machine that a home's catalogue names."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile

import numpy as np
import pytest

from avatar.downloads import transfer
from avatar.errors import NotInstalledError
from avatar.neural.models import located
from avatar.runtime.folders import Home
from tests.file_server import FileServer, Mishap

WEIGHTS = np.random.default_rng(5).bytes(300_000)
PACK = {"det.onnx": b"finds" * 99, "first": WEIGHTS[:1000], "second": WEIGHTS[1000:3000], "third": WEIGHTS[3000:4000]}


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


CATALOGUE = """
[archives.pack]
filename = "pack.zip"
urls = ["URL/pack.zip"]

[[entries]]
name = "free"
task = "upscale"
engine = "onnxruntime"
description = "Free"
licence = "MIT"
commercial = "yes"
year = 2024
paper = "A paper"
files = [{ path = "free.pth", urls = ["URL/gone.pth", "URL/free.pth"], size = SIZE, sha256 = "SHA256" }]

[[entries]]
name = "bound"
task = "detect"
also = ["identity"]
engine = "gramophone"
extra = "neural"
licence = "CC-BY-NC-4.0"
commercial = "no"
attribution = "Ann"
files = [
  { path = "det.onnx", archive = "pack", member = "det.onnx", sha256 = "DET" },
  { path = "whole.onnx", archive = "pack", member = "first", joined = ["second", "third"], sha256 = "WHOLE" },
]

[[entries]]
name = "unpublished"
task = "fomm"
engine = "onnxruntime"
licence = "MIT"
commercial = "yes"
files = [{ path = "secret.pth.tar", urls = ["URL/secret.pth.tar"] }]
"""


@pytest.fixture
def server(shell):
    with FileServer() as server:
        server.files |= {"/free.pth": WEIGHTS, "/pack.zip": zipped(PACK), "/secret.pth.tar": WEIGHTS[:5000]}
        known = {"SIZE": str(len(WEIGHTS)), "SHA256": sha256(WEIGHTS), "URL": server.url}
        known |= {"DET": sha256(PACK["det.onnx"]), "WHOLE": sha256(WEIGHTS[:4000])}
        text = CATALOGUE
        for name, value in known.items():
            text = text.replace(name, value)
        (shell.home / "models").mkdir(parents=True)
        (shell.home / "models" / "own.toml").write_text(text)
        yield server


def test_what_can_be_had_is_listed_by_task_with_licence_size_and_whether_it_is_here(shell, server):
    assert [line[0] for line in shell.lines("model", "available", "--task", "upscale")][-1] == "free"
    shell("model", "install", "free")
    (free,) = [line for line in shell.lines("model", "available") if line[0] == "free"]
    assert free == ["free", "upscale", "300 kB", "MIT", "here", "2024", "Free"]
    told = {each["name"]: each for each in shell.tells("model", "available")["models"]}
    assert told["liveportrait"]["commercial"] == "yes"
    assert told["bound"]["also"] == ["identity"]
    assert told["free"]["is_here"]
    assert "choose one of fomm, liveportrait" in shell.refuses("model", "available", "--task", "singing")


def test_what_is_installed_is_found_by_who_works_with_it(shell, server):
    home = Home.at(shell.home)
    with pytest.raises(NotInstalledError, match=r"avatar model install free$"):
        located("free", "upscale", home)
    done = shell("model", "install", "free")
    assert (done.code, done.out) == (0, f"{shell.home / 'models' / 'free'}\n")
    assert "free: MIT (commercial use is allowed), 300 kB." in done.err
    assert located("free", "upscale", home).path.read_bytes() == WEIGHTS
    assert shell.lines("model", "list") == [["free", "upscale", "300 kB", "MIT", ""]]
    (told,) = shell.tells("model", "list")["models"]
    assert told["folder"] == str(shell.home / "models" / "free")
    fields = shell.prints("model", "show", "free")
    assert f"sha256 {sha256(WEIGHTS)}" in fields
    assert f"{server.url}/free.pth" in fields


def test_a_cut_download_goes_on_where_it_was_cut(shell, server):
    server.mishaps = [Mishap(status=404), *(Mishap(cut_after=90_000) for _ in range(3))]
    assert shell("model", "install", "free").code == 0
    asked = [ranged for path, ranged in server.asked if path == "/free.pth"]
    assert asked == ["", "bytes=90000-", "bytes=180000-", "bytes=270000-"]
    assert server.sent == len(WEIGHTS)


def test_one_that_was_given_up_goes_on_in_another_call(shell, server):
    server.mishaps = [Mishap(status=404), Mishap(cut_after=200_000)]
    server.always = Mishap(status=403)
    assert shell("model", "install", "free", "--quiet").code == 4
    assert not (shell.home / "models" / "free").exists()
    server.always = Mishap()
    server.asked.clear()
    assert shell("model", "install", "free", "--quiet").code == 0
    assert ("/free.pth", "bytes=200000-") in server.asked


def test_what_has_another_checksum_is_refused_and_nothing_is_left(shell, server):
    server.always = Mishap(is_corrupt=True)
    done = shell("model", "install", "free", "--quiet")
    assert done.code == 4
    assert "is corrupted" in done.err
    assert not (shell.home / "models" / "free").exists()


def test_where_the_disk_is_full_it_is_told_and_nothing_is_left(shell, server, monkeypatch):
    usage = shutil.disk_usage(shell.folder)
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda _: usage._replace(free=40_000_000))
    done = shell("model", "install", "free", "--quiet")
    assert done.code == 2
    assert "There is no room for" in done.err
    assert not (shell.home / "models" / "free").exists()


def test_a_licence_that_binds_is_agreed_to_or_nothing_is_fetched(shell, server):
    told = shell.refuses("model", "install", "bound", code=3)
    assert "The model 'bound' is under the licence 'CC-BY-NC-4.0': not for commercial use; to be named: Ann" in told
    assert "--accept-licence bound" in told
    assert server.asked == []
    done = shell("model", "install", "bound", "--accept-licence", "CC-BY-NC-4.0")
    assert done.code == 0
    assert located("bound", "identity", Home.at(shell.home)).facts.binds
    receipt = json.loads((shell.home / "models" / "bound" / "installed.json").read_text())
    assert receipt["agreed_to"] == "CC-BY-NC-4.0"


def test_pieces_of_one_archive_are_fetched_once_and_those_that_were_cut_are_joined(shell, server):
    shell("model", "install", "bound", "--accept-licence", "bound")
    assert [path for path, _ in server.asked] == ["/pack.zip"]
    assert (shell.home / "models" / "bound" / "whole.onnx").read_bytes() == WEIGHTS[:4000]


def test_what_runs_a_network_is_told_where_it_is_lacking(shell, server, monkeypatch):
    monkeypatch.setitem(shop_modules(), "gramophone", ("no_such_module",))
    done = shell("model", "install", "bound", "--accept-licence", "bound")
    assert "bound: What it is run by is not installed; get it with: pip install 'avatar[neural]'" in done.err
    assert shell.lines("model", "list")[0][-1].startswith("pip install 'avatar[neural]'")


def shop_modules():
    from avatar.neural import shop

    return shop._MODULES


def test_of_what_nobody_publishes_a_checksum_the_first_is_pinned_and_that_is_said(shell, server):
    done = shell("model", "install", "unpublished")
    assert f"what came now has the sha256 {sha256(WEIGHTS[:5000])}, which is pinned" in done.err
    shell("model", "remove", "unpublished", "--yes")
    server.files["/secret.pth.tar"] = WEIGHTS[:4999] + b"!"
    done = shell("model", "install", "unpublished", "--quiet")
    assert done.code == 4
    assert "was pinned when it first came" in done.err


def test_a_machine_without_a_network_takes_it_from_a_file_an_archive_or_a_folder(shell, server):
    (shell.folder / "brought" / "base_models").mkdir(parents=True)
    (shell.folder / "brought" / "base_models" / "free.pth").write_bytes(WEIGHTS)
    (shell.folder / "brought" / "pack.zip").write_bytes(zipped(PACK))
    assert shell("model", "install", "free", "--from", "brought/base_models/free.pth").code == 0
    shell("model", "remove", "free", "--yes")
    assert shell("model", "install", "free", "--from", "brought").code == 0
    assert shell("model", "install", "bound", "--accept-licence", "bound", "--from", "brought/pack.zip").code == 0
    assert (shell.home / "models" / "bound" / "whole.onnx").read_bytes() == WEIGHTS[:4000]
    assert server.asked == []


def test_what_is_brought_is_checked_as_what_is_fetched(shell, server):
    (shell.folder / "free.pth").write_bytes(WEIGHTS[:-1] + b"!")
    told = shell.refuses("model", "install", "free", "--from", "free.pth", "--quiet")
    assert "is not what 'free' needs: its sha256 is" in told
    assert "There is no file 'none.pth'" in shell.refuses("model", "install", "free", "--from", "none.pth", "--quiet")


def test_what_was_tampered_with_is_found_and_can_be_had_anew(shell, server):
    for name in ("free", "bound"):
        shell("model", "install", name, "--accept-licence", "bound")
    assert shell.prints("model", "verify") == "bound: as it came\nfree: as it came\n"
    place = shell.home / "models" / "free" / "free.pth"
    place.write_bytes(WEIGHTS + b"!")
    (shell.home / "models" / "bound" / "det.onnx").unlink()
    told = shell.prints("model", "verify", code=4)
    assert "bound: 'det.onnx' is gone." in told
    assert "free: 'free.pth' was changed: its sha256 is" in told
    found = shell.tells("model", "verify", "free", code=4)["models"]
    assert [(each["name"], each["whole"], len(each["faults"])) for each in found] == [("free", False, 1)]
    assert shell.prints("model", "remove", "free", "--yes").startswith("free removed, 300 kB")
    assert shell("model", "install", "free").code == 0
    assert shell.prints("model", "verify", "free") == "free: as it came\n"


def test_a_receipt_that_was_changed_with_the_file_is_found_by_what_is_published(shell, server):
    shell("model", "install", "free")
    folder = shell.home / "models" / "free"
    (folder / "free.pth").write_bytes(b"another")
    receipt = json.loads((folder / "installed.json").read_text())
    receipt["files"]["free.pth"] = sha256(b"another")
    (folder / "installed.json").write_text(json.dumps(receipt))
    assert "should have 300,000" in shell.prints("model", "verify", code=4)


def test_only_what_was_installed_is_removed_and_what_somebody_added_stays(shell, server):
    shell("model", "install", "free")
    (shell.home / "models" / "free" / "notes.txt").write_text("mine")
    assert "add --yes" in shell.refuses("model", "remove", "free")
    assert "was not installed by `avatar model install`" in shell.refuses("model", "remove", "own.toml", "--yes")
    assert "was not installed" in shell.refuses("model", "verify", "../keys")
    done = shell("model", "remove", "free", "--yes")
    assert "notes.txt was changed or added since, and stays" in done.err
    assert [each.name for each in (shell.home / "models" / "free").iterdir()] == ["notes.txt"]


def test_a_name_that_nobody_has_is_told_with_those_that_are_near(shell, server):
    assert "Did you mean liveportrait" in shell.refuses("model", "install", "live-portrait")
    assert shell.lines("model", "list") == []

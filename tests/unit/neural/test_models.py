"""A network is found by its name, its file or its folder, is what it was when it came, and says its licence."""

from __future__ import annotations

import hashlib
import json

import pytest

from avatar.downloads.entry import COMMERCIAL
from avatar.downloads.receipts import write_receipt
from avatar.errors import InputError, NotInstalledError
from avatar.neural import models, shop
from avatar.neural.models import SHELF, TASKS, available, does, located, usual
from avatar.runtime.folders import Home

OWN = """
[[entries]]
name = "tiny"
task = "matting"
engine = "onnxruntime"
licence = "AGPL-3.0"
commercial = "yes"
copyleft = true
attribution = "Somebody"
side = 320
files = [{ path = "tiny.onnx", urls = ["https://example.com/tiny.onnx"], sha256 = "SHA256" }]

[[entries]]
name = "pair"
task = "liveportrait-like"
engine = "torch"
licence = "research only"
commercial = "no"
files = [
  { path = "one.pth", urls = ["https://example.com/one.pth"] },
  { path = "two.pth", urls = ["https://example.com/two.pth"] },
]
"""
CONTENT = b"no real network, but the bytes of one"


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def home(tmp_path):
    home = Home.at(tmp_path / "home")
    (home.data / SHELF).mkdir()
    (home.data / SHELF / "own.toml").write_text(OWN.replace("SHA256", sha256(CONTENT)))
    return home


def entry(name, home):
    return next(each for each in available(home) if each.name == name)


def put(name, home, contents):
    """Install a network, as the command does when the files have come."""
    folder = home.data / SHELF / name
    folder.mkdir()
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    write_receipt(entry(name, home), folder)
    return folder


def test_every_entry_of_the_catalogue_says_what_it_is(home):
    entries = [each for each in available(home) if each.name not in ("tiny", "pair")]
    assert len({each.name for each in entries}) == len(entries) >= 15
    for each in entries:
        assert each.task in TASKS
        assert each.description
        assert each.engine
        assert each.commercial in COMMERCIAL
        assert each.attribution or each.licence == "CC0-1.0"
        assert set(each.about.get("also", ())) <= set(TASKS)
        assert each.licence
        assert each.paper
        assert 2010 < each.year < 2030
        assert all(len(piece.known.sha256) in (0, 64) for piece in each.pieces)
        assert all(place.startswith("https://") for piece in each.pieces for place in piece.download.urls)
    assert {each.task for each in entries} == set(TASKS) - {"swap"}  # the files of those come from whoever has one


def test_every_file_of_the_catalogue_has_a_source_and_is_told_from_others(home):
    """By a checksum that somebody has published, or, which is said, by what comes first; sizes where they are known."""
    pinned, sizeless = set(), set()
    for each in (each for each in available(home) if each.name not in ("tiny", "pair")):
        told = {file["path"]: file for file in shop.plain(each, home)["files"]}
        for piece in each.pieces:
            package = piece.download.package
            assert piece.download.urls or (package and package.name and package.version and piece.member)
            assert told[piece.path]["from"] == piece.download.origin
            sure = piece.known.has_digest or piece.download.expected.has_digest
            assert (told[piece.path]["checked"] == "pinned at the first download") is not sure
            pinned |= set() if sure else {piece.path}
            sizeless |= set() if piece.known.size else {piece.path}
    assert pinned == {"vox-cpk.pth.tar"}  # nobody has published one
    assert sizeless == {"vox-cpk.pth.tar", "vox-adv-cpk.pth.tar", "2DFAN4-11f355bf06.pth.tar"}


@pytest.mark.parametrize("name", ["buffalo_l", "buffalo_s"])
def test_a_pack_does_several_tasks(home, name):
    assert all(does(entry(name, home), task) for task in ("detect", "landmarks", "identity"))
    assert entry(name, home).needs_agreement


def test_an_installed_network_is_found_by_its_name(home):
    folder = put("tiny", home, {"tiny.onnx": CONTENT})
    found = located("tiny", "matting", home)
    assert found.path == folder / "tiny.onnx"
    assert found.facts.sha256 == sha256(CONTENT)
    assert found.facts.licence == "AGPL-3.0"
    assert found.facts.binds
    assert found.about["side"] == 320
    assert usual("matting", home) == found


def test_of_a_network_in_two_files_one_is_named_and_both_count(home, tmp_path):
    graph, numbers = tmp_path / "sharp.param", tmp_path / "sharp.bin"
    graph.write_text("7767517")
    with pytest.raises(InputError, match=r"lacks 'sharp\.bin'"):
        located(graph, "upscale", home)
    numbers.write_bytes(b"one")
    first = located(graph, "upscale", home)
    assert located(numbers, "upscale", home) == first
    assert first.files == (graph, numbers)
    numbers.write_bytes(b"another")
    assert located(graph, "upscale", home).facts.sha256 != first.facts.sha256


def test_one_that_is_not_here_is_told_with_its_cure(home):
    with pytest.raises(NotInstalledError, match=r"avatar model install tiny --accept-licence tiny$"):
        located("tiny", "matting", home)
    with pytest.raises(NotInstalledError, match=r"avatar model install fomm-vox-256$"):
        usual("fomm", home)


def test_a_name_that_nobody_has_is_told_with_those_that_are_near(home):
    with pytest.raises(InputError, match="Did you mean u2net"):
        located("u2nett", "matting", home)


def test_one_for_another_task_is_refused(home):
    with pytest.raises(InputError, match="is not for 'fomm'; choose one of fomm-vox-256"):
        located("tiny", "fomm", home)


def test_a_file_is_as_good_as_a_name_and_its_licence_is_known_by_its_content(home, tmp_path):
    mine = tmp_path / "renamed.onnx"
    mine.write_bytes(CONTENT)
    assert located(mine, "matting", home).facts.name == "tiny"
    mine.write_bytes(b"another")
    found = located(str(mine), "matting", home)
    assert (found.facts.name, found.facts.licence, found.facts.commercial) == ("renamed.onnx", "", "unknown")
    assert found.facts.sha256 == sha256(b"another")


def test_a_folder_with_all_files_is_as_good_wherever_they_lie_in_it(home, tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "one.pth").write_bytes(b"1")
    with pytest.raises(InputError, match=r"it lacks two\.pth"):
        located(tmp_path, "liveportrait-like", home)
    (tmp_path / "two.pth").write_bytes(b"2")
    found = located(tmp_path, "liveportrait-like", home)
    assert found.file("one.pth") == tmp_path / "base" / "one.pth"
    assert found.facts.commercial == "no"
    with pytest.raises(InputError, match=r"has no 'three\.pth'"):
        found.file("three.pth")


@pytest.mark.parametrize(("name", "content", "why"), [("a.jpg", b"x", "is no network"), ("a.onnx", b"", "is empty")])
def test_what_is_no_network_is_refused(home, tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=why):
        located(tmp_path / name, "matting", home)


def test_a_file_that_is_not_there_is_told(home, tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        located(tmp_path / "none.onnx", "matting", home)


def test_what_was_changed_since_it_came_is_not_used(home):
    folder = put("tiny", home, {"tiny.onnx": CONTENT})
    located("tiny", "matting", home)
    (folder / "tiny.onnx").write_bytes(CONTENT + b"!")
    with pytest.raises(InputError, match="was changed since it was installed; get it anew: avatar model remove tiny"):
        located("tiny", "matting", home)
    (folder / "tiny.onnx").unlink()
    with pytest.raises(InputError, match="is gone"):
        located("tiny", "matting", home)


def test_a_large_file_is_hashed_once(home, monkeypatch):
    put("tiny", home, {"tiny.onnx": CONTENT})
    located("tiny", "matting", home)
    monkeypatch.setattr(models, "file_sha256", lambda path: pytest.fail(f"{path} was read again"))
    located("tiny", "matting", home)


def test_a_damaged_note_of_hashes_is_made_anew(home):
    put("tiny", home, {"tiny.onnx": CONTENT})
    (home.cache / SHELF).mkdir()
    (home.cache / SHELF / "digests.json").write_text("[1")
    assert located("tiny", "matting", home).facts.sha256 == sha256(CONTENT)
    assert json.loads((home.cache / SHELF / "digests.json").read_text())

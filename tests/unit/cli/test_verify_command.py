"""`avatar verify`: what it prints and how it ends."""

import json
import shutil
import sqlite3

import pytest
from PIL import Image

from avatar.cli.edge import run
from tests.marked import Studio, scene
from tests.ordinary import without_privilege

HUGE = b"GIF89a" + bytes.fromhex("ffffffff800000000000ffffff2c00000000010001000002024401003b")
"""a picture that says that it has 65535x65535 pixels, in 35 bytes"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def film(studio, tmp_path_factory):
    return studio.film(tmp_path_factory.mktemp("film") / "a.mp4", studio.facts(1))


@pytest.fixture
def folder(studio, film, tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(studio.folder))
    shutil.copy(film, tmp_path)
    return tmp_path


@pytest.mark.slow
def test_a_trusted_film_ends_with_0_and_prints_one_object(folder, capsys):
    assert run(["verify", str(folder / "a.mp4"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "trusted"
    assert told["content_id"] == f"{1:032x}"
    assert list(told["layers"]) == [
        "label",
        "aigc",
        "c2pa",
        "watermark",
        "audio_watermark",
        "registry",
        "authorization",
    ]
    assert all(layer["state"] in ("present", "absent", "invalid", "untrusted") for layer in told["layers"].values())


@pytest.mark.slow
def test_a_folder_is_as_good_as_its_worst_file(folder, capsys):
    assert run(["verify", str(folder), "--json"]) == 0
    capsys.readouterr()
    Image.fromarray(scene((200, 200))).save(folder / "photo.jpg")
    (folder / "notes.txt").write_text("no film")
    assert run(["verify", str(folder), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "unmarked"
    assert [row["verdict"] for row in told["files"]] == ["trusted", "unmarked"]


def test_people_get_a_sentence_and_a_table(folder, capsys):
    (folder / "cut.mp4").write_bytes((folder / "a.mp4").read_bytes()[:-4000])
    assert run(["verify", str(folder / "cut.mp4")]) == 3
    out = capsys.readouterr().out
    assert "tampered. It was changed after it was made" in out
    assert "registry\tinvalid\tthe clip was made here, but this is not the file that was made" in out


@pytest.mark.parametrize(("name", "sentence"), [("none.mp4", "cannot be read"), ("notes.txt", "is no film")])
def test_what_cannot_be_looked_at_is_bad_input(folder, capsys, name, sentence):
    (folder / "notes.txt").write_text("no film")
    assert run(["verify", str(folder / name)]) == 2
    assert sentence in capsys.readouterr().err


def test_the_registry_alone(studio, folder, capsys, monkeypatch):
    assert run(["verify", "--registry", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True
    assert run(["verify"]) == 2
    assert run(["verify", str(folder), "--registry"]) == 2


def test_an_empty_folder_is_bad_input(folder, capsys):
    (folder / "empty").mkdir()
    assert run(["verify", str(folder / "empty")]) == 2
    assert "has no film" in capsys.readouterr().err


def test_a_folder_in_it_that_may_not_be_read_is_not_passed_over(folder, capsys):
    (folder / "inner").mkdir()
    (folder / "inner").chmod(0o000)
    with without_privilege():
        assert run(["verify", str(folder)]) == 2
    (folder / "inner").chmod(0o700)
    told = capsys.readouterr()
    assert told.out == ""
    assert f"'{folder}/inner' is closed to you; open it with: chmod u+rwX" in told.err


def test_say_offers_the_jurisdictions(capsys):
    assert run(["say", "x", "--jurisdiction", "mars"]) == 2
    assert "choose one of cn, eu, us-ca, us-ny, kr, all" in capsys.readouterr().err


LAYERS = {"label", "aigc", "c2pa", "watermark", "audio_watermark", "registry", "authorization"}


@pytest.mark.slow
def test_what_bears_no_mark_is_not_called_genuine_and_each_layer_is_a_line(shell):
    Image.fromarray(scene((200, 200))).save("photo.png")
    (said,), *lines = shell.lines("verify", "photo.png", code=3)
    assert said.startswith("photo.png: unmarked. No mark was found. That does not say that it is genuine")
    assert [len(line) for line in lines] == [3] * 7
    told = shell.tells("verify", "photo.png", code=3)
    assert (told["verdict"], told["content_id"]) == ("unmarked", "")
    assert list(told["layers"]) == [line[0] for line in lines]
    assert {line[0] for line in lines} == LAYERS


@pytest.mark.slow
def test_files_of_a_folder_are_listed_by_name_and_what_is_hidden_or_no_medium_is_passed_over(shell):
    (shell.folder / "films" / "inner").mkdir(parents=True)
    for name in ("b.png", "a.JPG", "inner/c.jpg", ".hidden.png"):
        Image.fromarray(scene((128, 128))).save(shell.folder / "films" / name)
    (shell.folder / "films" / "notes.txt").write_text("Hello.")
    told = shell.tells("verify", "films", code=3)
    assert [row["file"] for row in told["files"]] == ["films/a.JPG", "films/b.png", "films/inner/c.jpg"]
    assert all(set(row["layers"]) == LAYERS for row in told["files"])
    assert told["verdict"] == "unmarked"
    blocks = shell.prints("verify", "films", code=3).split("\n\n")
    assert [block.split(": ")[0] for block in blocks] == ["films/a.JPG", "films/b.png", "films/inner/c.jpg"]


def test_a_file_that_cannot_be_looked_at_does_not_end_its_folder(shell):
    (shell.folder / "films").mkdir()
    (shell.folder / "films" / "a.mp4").write_text("no film")
    (shell.folder / "films" / "b.gif").write_bytes(HUGE)
    Image.fromarray(scene((128, 128))).save(shell.folder / "films" / "c.png")
    told = shell.tells("verify", "films", code=3)
    assert [row["verdict"] for row in told["files"]] == ["unreadable", "too-large", "unmarked"]
    assert told["verdict"] == "unreadable"
    assert "no film, picture or sound" in told["files"][0]["why"][0]
    assert "megapixels" in told["files"][1]["why"][0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "give a file or a folder, or --registry alone"),
        (["--json"], "give a file or a folder, or --registry alone"),
        ([".", "--registry"], "give a file or a folder, or --registry alone"),
        (["nowhere.mp4"], "'nowhere.mp4' cannot be read (No such file or directory)"),
        (["nowhere/"], "'nowhere' cannot be read"),
        (["notes.txt"], "'notes.txt' is no film, picture or sound that can be looked at; give an MP4"),
        (["notes.png"], "'notes.png'"),
        (["empty.wav"], "'empty.wav'"),
        (["none"], "'none' has no film, picture or sound in it; give another"),
        (["notes.txt", "notes.png"], "(notes.png)"),
        (["notes.txt", "--portrait", "xiaochen"], "No such option: --portrait"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_verified_is_named(shell, words, sentence):
    for name in ("notes.txt", "notes.png"):
        (shell.folder / name).write_text("Hello.")
    (shell.folder / "empty.wav").write_bytes(b"")
    (shell.folder / "none").mkdir()
    assert sentence in shell.refuses("verify", *words)


def test_a_registry_without_a_clip_is_whole(shell):
    assert shell.prints("verify", "--registry") == "0 clips: the registry is whole.\n"
    assert shell.tells("verify", "--registry") == {"clips": 0, "whole": True, "why": ""}


def test_a_registry_from_which_a_row_was_taken_is_told_so(studio, folder, shell):
    shutil.copytree(studio.folder, shell.home)
    with sqlite3.connect(shell.home / "registry" / "clips.sqlite") as base:
        base.execute("DELETE FROM clips")
    base.close()
    told = shell.tells("verify", "--registry", code=3)
    assert (told["clips"], told["whole"]) == (0, False)
    assert f"changed, {told['why']}" in shell.prints("verify", "--registry", code=3)

"""`avatar verify`: what it prints and how it ends."""

import json

import pytest
from PIL import Image

from avatar.cli.edge import run
from tests.marked import Studio, scene
from tests.ordinary import without_privilege


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture
def folder(studio, tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(studio.folder))
    studio.film(tmp_path / "a.mp4", studio.facts(1))
    return tmp_path


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

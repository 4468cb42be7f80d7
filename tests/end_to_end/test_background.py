"""A ready film before another background has every mark, names the film that it was made of, and asks its people."""

from __future__ import annotations

import json
import shutil

import av
import pytest

from avatar.ledger.audit import read_entries
from avatar.runtime.hashing import file_sha256

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def replaced(shell, made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("replaced")
    done = shell("background", made.video, "--background", "#205080", "-o", "film.mp4", "--json", cwd=folder)
    assert done.code == 0, done.err
    return folder, json.loads(done.out)


def test_it_has_every_mark_and_names_what_it_was_made_of(replaced, made, shell):
    folder, report = replaced
    assert report["made_of"] == made.report["content_id"]
    assert report["frames"] == made.report["frames"]
    assert report["warnings"] == []
    checked = shell("verify", "film.mp4", "--json", cwd=folder)
    assert checked.code == 0, checked.out
    told = json.loads(checked.out)
    assert told["verdict"] == "trusted"
    assert told["content_id"] == report["content_id"]
    assert file_sha256(made.video)[:16] in told["layers"]["registry"]["film"]


def test_it_is_logged_as_a_film_made_of_another(replaced, made, shell):
    entries = [each for each in read_entries(shell.home / "audit") if each["what"] == "render"]
    (entry,) = [each for each in entries if each["details"].get("film") == file_sha256(made.video)]
    assert entry["output"] == file_sha256(replaced[0] / "film.mp4")
    assert entry["details"]["content_id"] == replaced[1]["content_id"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((), 2, "Nothing is to be behind"),
        (("--background", "white", "--portrait", "marco"), 2, "made here of another portrait"),
        (("--background", "white", "--purpose", "nonsense"), 2, "purpose"),
    ],
)
def test_what_makes_no_sense_says_so(made, shell, tmp_path, arguments, code, sentence):
    done = shell("background", made.video, *arguments, "-o", "film.mp4", cwd=tmp_path)
    assert done.code == code, done.err
    assert sentence in done.err
    assert not list(tmp_path.iterdir())


def test_nothing_behind_is_a_film_whose_room_is_clear(made, shell, tmp_path):
    done = shell("background", made.video, "-b", "transparent", "-o", "clear.mov", cwd=tmp_path)
    assert done.code == 0, done.err
    with av.open(str(tmp_path / "clear.mov")) as film:
        cover = next(film.decode(video=0)).to_ndarray(format="rgba")[..., 3]
    height, width = cover.shape
    assert (cover[: height // 20, : width // 20] < 8).all()
    assert (cover[height // 2 - 8 : height // 2 + 8, width // 2 - 8 : width // 2 + 8] > 247).all()
    done = shell("background", made.video, "-b", "transparent", "-o", "clear.mp4", cwd=tmp_path)
    assert done.code == 2
    assert "cannot be transparent" in done.err
    assert not (tmp_path / "clear.mp4").exists()


@pytest.fixture(scope="module")
def foreign(made, tmp_path_factory):
    """The same film for somebody who has never heard of it: another home, other keys."""
    folder = tmp_path_factory.mktemp("foreign")
    shutil.copy(made.video, folder / "film.mp4")
    return folder


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "was not made here"),
        (("--portrait", "xiaochen"), "Nobody has said that whoever performs"),
        (("--portrait", "marco", "--performer-consent", "nobody"), "is not that of 'marco'"),
    ],
)
def test_of_another_film_somebody_has_to_say_who_it_is_and_they_are_compared(
    foreign, shell_elsewhere, tmp_path, arguments, sentence
):
    done = shell_elsewhere("background", foreign / "film.mp4", "-b", "white", *arguments, "-o", "new.mp4", cwd=tmp_path)
    assert done.code == 3, done.err
    assert sentence in done.err
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def shell_elsewhere(shell, warm, tmp_path_factory):
    return type(shell)(warm(tmp_path_factory.mktemp("elsewhere"), "xiaochen", "marco"))

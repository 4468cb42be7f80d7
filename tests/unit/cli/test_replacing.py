"""What is exported replaces no file unless somebody says so."""

from pathlib import Path

import pytest
import typer

from avatar.cli import asking
from avatar.cli.asking import require_free
from avatar.errors import OutputError, RefusedError


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "mine.txt"
    place.write_text("an hour's work")
    return place


def test_nobody_is_asked_where_nothing_lies_or_where_it_is_said(tmp_path, place):
    require_free(None, tmp_path / "new.txt", is_forced=False)
    require_free(place, is_forced=True)


def test_a_device_is_no_file_that_could_be_lost():
    require_free(Path("/dev/null"), is_forced=False)


def test_without_a_terminal_a_file_stays_and_the_cure_is_named(place):
    with pytest.raises(OutputError, match=r"mine\.txt' is there already.*--force"):
        require_free(place, is_forced=False)


@pytest.mark.parametrize("answer", [True, False])
def test_on_a_terminal_a_person_is_asked(place, monkeypatch, answer):
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: answer)
    if answer:
        require_free(place, is_forced=False)
    else:
        with pytest.raises(RefusedError, match="left as it is"):
            require_free(place, is_forced=False)


COMMANDS = {
    "timeline export": ["timeline", "export", "hello.mp4", "-o", "kept.toml"],
    "timeline export as labels": ["timeline", "export", "hello.mp4", "--format", "labels", "-o", "kept.txt"],
    "timeline export as TextGrid": ["timeline", "export", "hello.mp4", "-o", "kept.TextGrid"],
    "timeline edit": ["timeline", "edit", "hello.mp4", "--shift", "0.0", "-o", "kept.toml"],
    "consent request": ["consent", "request", "me.png", "--subject", "Ana", "--licensee", "B", "-o", "kept.html"],
}


@pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)
def test_every_command_that_exports_leaves_what_is_there(shell, line, clip, me):
    for name in ("kept.toml", "kept.TextGrid", "kept.html", "kept.phones.txt"):
        (shell.folder / name).write_text("an hour's work")
    done = shell(*line)
    assert (done.code, "--force" in done.err) == (2, True), done
    assert {path.read_text() for path in shell.folder.glob("kept.*")} == {"an hour's work"}
    done = shell(*line, "--force")
    assert done.code == 0, done
    assert [path.read_text() for path in shell.folder.glob("kept.*")].count("an hour's work") == 3

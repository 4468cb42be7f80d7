"""What killed processes have left is removed: only what is ours, of dead processes or long still, and nothing else."""

import os
import subprocess
import sys
import time

import pytest

from avatar.cli.edge import run
from avatar.film.parts import hidden
from avatar.runtime.folders import Home
from avatar.runtime.leftovers import LONG, STILL, sweep, sweep_daily
from avatar.runtime.unfinished import machine, own_name, passing_folder, scratch_in

SOON, LATER = STILL + 60, LONG + 60


@pytest.fixture
def home(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return Home.at(tmp_path / "home")


@pytest.fixture(scope="module")
def dead():
    """Give the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def made(place, seconds, *, is_folder=False):
    """Lay a file or a folder with one inside there that has been still for so long."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if is_folder:
        place.mkdir()
    file = place / "photo.png" if is_folder else place
    file.write_bytes(b"private")
    for each in {file, place}:
        os.utime(each, (time.time() - seconds,) * 2)
    return place


def test_what_a_killed_process_leaves_has_names_that_are_swept(home):
    """The names come from the code that gives them, in a process that is really killed."""
    code = (
        "import os, signal, sys; from contextlib import ExitStack; from pathlib import Path;"
        "from avatar.runtime.unfinished import *; from avatar.film.parts import hidden;"
        "data, cache, tmp = map(Path, sys.argv[1:]); turn = ExitStack();"
        "turn.enter_context(scratch_in(data / 'consent')); turn.enter_context(scratch_in(cache / 'footage'));"
        "turn.enter_context(passing_folder(tmp)); turn.enter_context(passing_folder(data / 'keys', '.keys-'));"
        "turn.enter_context(passing_folder(data / 'campaign', '.part-'));"
        "hidden(data / 'films' / 'a.mp4').touch(); hidden(data / 'films' / 'a.mp4', '.json.part').touch();"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    tmp = home.data.parent / "tmp"
    for name in ("consent", "keys", "campaign", "films", "cache/footage"):
        (home.data / name).mkdir(parents=True)
    process = subprocess.run([sys.executable, "-c", code, str(home.data), str(home.cache), str(tmp)], check=False)
    assert process.returncode == -9
    left = [each for place in (home.data, tmp) for each in place.rglob("*avatar-*") if each.name != "home"]
    left += [each for name in (".keys-*", ".part-*") for each in home.data.rglob(name)]
    assert len(left) == 7
    assert sweep(home) == 0  # it may just have begun
    assert sweep(home, time.time() + SOON) == 7
    assert not any(each.exists() for each in left)


NAMES = [
    ".avatar-{m}-{p}-0123456789abcdef.part",
    ".keys-{m}-{p}-0123456789abcdef",
    ".avatar-{m}-{p}-01234567.json.part",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_folder", [True, False])
def test_only_what_is_of_a_dead_process_or_long_still_is_removed(home, dead, name, is_folder):
    here, there = machine(), "0" * 8

    def place(folder, who, process, seconds):
        return made(home.data / folder / name.format(m=who, p=process), seconds, is_folder=is_folder)

    gone = [place("a", here, dead, SOON), place("b", there, dead, LATER), place("c", there, os.getpid(), LATER)]
    kept = [
        place("d", here, dead, STILL - 60),
        place("e", here, os.getpid(), LATER),
        place("f", here, os.getppid(), LATER),
        place("g", there, dead, LONG - 60),
    ]
    assert sweep(home) == 3
    assert [each.exists() for each in gone] == [False] * 3
    assert all(each.exists() for each in kept)


def test_names_of_earlier_versions_go_after_a_week(home):
    names = [".0123456789abcdef.part", ".keys-0123456789abcdef", ".part-0123456789abcdef", f".{'ab' * 12}.part"]
    for name in names:
        made(home.data / "old" / name, LATER)
        made(home.data / "new" / name, LONG - 60)
    assert sweep(home) == 4
    assert sorted(each.name for each in (home.data / "new").iterdir()) == sorted(names)


STRANGE = [
    "clip.mp4.part",
    ".clip.mp4.part",
    "avatar-notes.part",
    ".avatar-0123456789abcdef.taken",
    "voice.onnx.part",
    "abcd-voice.onnx.part",
    ".0123456789abcdef.part.bak",
    "portrait.png",
    ".avatar-xyz-12-01234567.part",
]


@pytest.mark.parametrize("name", STRANGE)
def test_what_is_not_ours_is_left_whatever_its_age(home, name):
    """Downloads are gone on with, whole files count, and what users call so is theirs."""
    place = made(home.data / "downloads" / name, 99 * LONG)
    assert sweep(home) == 0
    assert place.exists()


def test_links_are_neither_followed_nor_removed(home, dead, tmp_path):
    inside = made(tmp_path / "elsewhere" / f".avatar-{machine()}-{dead}-01234567.part", LATER)
    (home.data / "link").symlink_to(tmp_path / "elsewhere")
    (home.data / f".avatar-{machine()}-{dead}-89abcdef.part").symlink_to(inside)
    folder = made(home.data / f".keys-{machine()}-{dead}-01234567", LATER, is_folder=True)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    os.utime(folder, (time.time() - LATER,) * 2)
    os.utime(folder / "link", (time.time() - LATER,) * 2, follow_symlinks=False)
    assert sweep(home) == 1
    assert inside.exists()
    assert (home.data / "link").is_symlink()


def test_a_folder_in_which_something_is_new_is_left(home, dead):
    folder = made(home.data / f".keys-{machine()}-{dead}-01234567", LATER, is_folder=True)
    (folder / "deep").mkdir()
    (folder / "deep" / "new").touch()
    os.utime(folder, (time.time() - LATER,) * 2)
    assert sweep(home) == 0


def test_what_this_process_has_begun_stays(home):
    with scratch_in(home.data) as (_, part), passing_folder() as folder, passing_folder(home.cache, ".part-") as other:
        film = hidden(home.data / "a.mp4")
        film.touch()
        assert sweep(home, time.time() + 99 * LONG) == 0
        assert all(each.exists() for each in (part, folder, other, film))


def test_it_is_done_once_a_day_after_a_command_that_makes_something(home, dead, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(home.data))
    name = f".avatar-{machine()}-{dead}-01234567.part"
    left = made(home.data / "consent" / name, SOON)
    assert run(["doctor", "--help"]) == 0
    assert left.exists()
    assert run(["consent", "list"]) == 0
    assert not left.exists()
    left = made(home.data / "consent" / name, SOON)
    assert run(["consent", "list"]) == 0
    assert left.exists()
    assert sweep_daily(home, time.time() + 86401) == 1
    assert not left.exists()
    assert own_name("a-") != own_name("a-")

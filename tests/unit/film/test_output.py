"""A film appears whole or not at all, and a place that won't do is named before the work starts."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from itertools import count, islice

import numpy as np
import pytest

from avatar.data import Frame
from avatar.errors import AvatarError, OutputError
from avatar.film import check_output
from avatar.film.output import whole_file
from avatar.settings import FilmSettings
from tests.films import write_film
from tests.ordinary import without_privilege
from tests.processes import Process

SILENCE = np.zeros(48000, np.float32)


def has_passed_apart(request):
    """Run a test that mounts once more where an ordinary user is root; tell whether it ran, and has passed."""
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if os.geteuid() == 0 or not shutil.which("unshare"):
        return False
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode:
        return False
    command = [*namespace, sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", request.node.nodeid]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    with Process(command, cwd=request.config.rootpath, env=plain, stdout=subprocess.PIPE, text=True) as work:
        said, _ = work.communicate(timeout=120)
    assert work.returncode == 0, said
    assert "1 passed" in said, said
    return True


@contextmanager
def small_disk(folder, size, *options):
    """A file system of its own, which only root can have."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not (mount and umount and os.geteuid() == 0):
        pytest.skip("mounting needs root and mount(8)")
    folder.mkdir(exist_ok=True)
    command = [mount, "-t", "tmpfs", "-o", ",".join((f"size={size}", *options)), "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run([umount, str(folder)], check=True)


@contextmanager
def files_up_to(size):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def endless_noise(taken):
    rng = np.random.default_rng(0)
    for index in count():
        taken.append(index)
        yield Frame(rng.integers(0, 256, (256, 256, 3), np.uint8), index, index / 25)


def write_until_full(path):
    """Encode frames without end: only the encoder's fault can stop it."""
    taken: list[int] = []
    with pytest.raises(OutputError, match="does not fit on its disk; free some space") as caught:
        write_film(endless_noise(taken), SILENCE, path, FilmSettings(256, 256))
    assert repr(str(path)) in str(caught.value)
    assert len(taken) < 500
    assert list(path.parent.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("avatar-film")]


@pytest.mark.slow
def test_a_full_disk_stops_the_frames_and_leaves_nothing(tmp_path, request):
    if has_passed_apart(request):
        return
    with small_disk(tmp_path / "disk", "300k") as folder:
        write_until_full(folder / "a.mp4")


def test_a_limit_on_file_size_is_a_full_disk(tmp_path):
    with files_up_to(300_000):
        write_until_full(tmp_path / "a.mp4")


def test_a_disk_that_fills_in_the_last_moment_leaves_nothing(tmp_path):
    """A short film's data is written when the file is closed, so the fault comes with the last call."""
    frames = list(islice(endless_noise([]), 3))
    with files_up_to(20_000), pytest.raises(OutputError, match="does not fit"):
        write_film(frames, SILENCE, tmp_path / "a.mp4", FilmSettings(256, 256))
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_disk_is_refused(tmp_path, request):
    if has_passed_apart(request):
        return
    with small_disk(tmp_path / "disk", "300k", "ro") as folder, pytest.raises(OutputError, match="Read-only"):
        check_output(folder / "a.mp4", FilmSettings())


@pytest.mark.parametrize("name", ["a.avi", "a", "a.mp4.txt", "mp4"])
def test_another_extension_is_refused(tmp_path, name):
    with pytest.raises(OutputError, match=r"says no format; let its name end in \.mp4, \.mov, "):
        check_output(tmp_path / name, FilmSettings())


def test_a_missing_folder_is_named_and_not_made(tmp_path):
    with pytest.raises(OutputError, match="nowhere' does not exist; create it first"):
        check_output(tmp_path / "nowhere" / "a.mp4", FilmSettings())
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="does not exist; create it first"):
        check_output(tmp_path / "file" / "a.mp4", FilmSettings())


def test_a_folder_or_a_pipe_in_the_place_of_the_film_is_refused(tmp_path):
    (tmp_path / "a.mp4").mkdir()
    os.mkfifo(tmp_path / "b.mp4")
    for name in ("a.mp4", "b.mp4"):
        with pytest.raises(OutputError, match="is not a file; choose another name"):
            check_output(tmp_path / name, FilmSettings())


def test_a_name_too_long_for_the_disk_is_refused(tmp_path):
    with pytest.raises(OutputError, match="too long for its disk; choose a shorter one"):
        check_output(tmp_path / ("好" * 100 + ".mp4"), FilmSettings())


def test_a_folder_without_permission_is_refused(tmp_path):
    tmp_path.chmod(0o555)
    with without_privilege(), pytest.raises(OutputError, match="Permission denied"):
        check_output(tmp_path / "a.mp4", FilmSettings())


def test_a_good_place_is_left_as_it_was(tmp_path):
    old = tmp_path / "a.mp4"
    old.write_bytes(b"old")
    check_output(old, FilmSettings())
    check_output(tmp_path / "B.MP4", FilmSettings())
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert old.read_bytes() == b"old"


def test_a_link_is_followed_and_stays(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "a.mp4"
    link.symlink_to(tmp_path / "real" / "b.mp4")
    frames = [Frame(np.zeros((256, 256, 3), np.uint8), 0, 0.0)]
    write_film(frames, SILENCE, link, FilmSettings(256, 256))
    assert link.is_symlink()
    assert (tmp_path / "real" / "b.mp4").stat().st_size > 500


def test_the_film_has_the_usual_permissions(tmp_path):
    before = os.umask(0o027)
    try:
        write_film(
            [Frame(np.zeros((256, 256, 3), np.uint8), 0, 0.0)], SILENCE, tmp_path / "a.mp4", FilmSettings(256, 256)
        )
    finally:
        os.umask(before)
    assert (tmp_path / "a.mp4").stat().st_mode & 0o777 == 0o640


INTERRUPTED = """
import sys
from itertools import count
from pathlib import Path
import numpy as np
from avatar.data import Frame
from avatar.settings import FilmSettings
from tests.films import write_film
from tests.ordinary import without_privilege
from tests.processes import Process

def frames():
    for index in count():
        if index == 60:
            print("under way", flush=True)
        yield Frame(np.zeros((128, 128, 3), np.uint8), index, index / 25)

write_film(frames(), np.zeros(48000 * 9, np.float32), Path(sys.argv[1]), FilmSettings(128, 128))
"""


@pytest.mark.slow
def test_an_interruption_half_way_leaves_nothing_and_ends_at_once(tmp_path):
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path / "a.mp4")]
    with Process(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as work:
        assert work.stdout.readline() == "under way\n"
        assert len(list(tmp_path.glob(".avatar-*.part"))) == 1
        work.send_signal(signal.SIGINT)
        _, complaint = work.communicate(timeout=60)
    assert work.returncode != 0
    assert complaint.strip().endswith("KeyboardInterrupt")
    assert "leaked" not in complaint
    assert list(tmp_path.iterdir()) == []


def test_a_hook_gets_the_whole_hidden_file_and_may_refuse_it(tmp_path):
    path, seen = tmp_path / "a.mp4", []
    with whole_file(path, lambda part: seen.append((part.read_bytes(), path.exists()))) as part:
        part.write_bytes(b"all of it")
    assert seen == [(b"all of it", False)]
    assert path.read_bytes() == b"all of it"

    def refuse(_part):
        raise AvatarError("No.")

    with pytest.raises(AvatarError, match="No"), whole_file(path, refuse) as part:
        part.write_bytes(b"another")
    assert path.read_bytes() == b"all of it"
    assert [each.name for each in tmp_path.iterdir()] == ["a.mp4"]

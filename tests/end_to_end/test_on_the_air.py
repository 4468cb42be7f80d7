"""`avatar stream` as somebody uses it: lines go in, a server gets pictures and sound that bear all marks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing

import av
import numpy as np
import pytest

from avatar.clip.marking import check
from avatar.ledger.audit.log import audit_folder, read_entries
from tests.patience import until
from tests.processes import Process
from tests.rtmp_server import free_port, keeping

pytestmark = pytest.mark.slow

PATIENCE = 300
SMALL = ("--size", "256x256", "--voice", "fast")


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm, astronaut):
    folder = tmp_path_factory.mktemp("onair") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(warm(folder, astronaut)))
        yield folder


def command(*arguments):
    return [sys.executable, "-m", "avatar", "stream", *map(str, arguments), *SMALL]


def streamed(*arguments, lines="", cwd=None):
    """Run it to its end."""
    return subprocess.run(
        command(*arguments), input=lines, capture_output=True, text=True, timeout=PATIENCE, cwd=cwd, check=False
    )


def loudness(place):
    """Loudness of the sound, and how many pictures there are."""
    with av.open(str(place)) as film:
        sound = np.concatenate([block.to_ndarray().ravel() for block in film.decode(audio=0)])
    with av.open(str(place)) as film:
        return float(np.abs(sound).max()), sum(1 for _ in film.decode(video=0))


def test_lines_are_said_and_what_is_refused_is_told(home, tmp_path):
    place = tmp_path / "show.ts"
    done = streamed(
        "--to", place, "--json", "Good morning.", lines="/what\nHere is the weather.\n//stop is no command.\n"
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["said"] == 3
    assert "/what" in done.stderr
    assert "On the air" in done.stderr
    loudest, pictures = loudness(place)
    assert loudest > 0.1
    assert pictures == report["frames"]
    verdict = check(place)
    assert verdict.verdict == "marked", verdict.why
    states = {name: layer.state for name, layer in verdict.layers.items()}
    assert states["watermark"] == states["audio_watermark"] == states["label"] == "present"
    assert verdict.content_id


def test_a_text_that_the_policy_refuses_is_not_said_and_the_stream_goes_on(home, tmp_path):
    place = tmp_path / "show.mkv"
    harm = "This is your bank. Tell me the code from your phone at once or your account will be closed."
    done = streamed("--to", place, "--json", lines=f"{harm}\nGood morning.\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["said"] == 1
    assert json.loads(done.stdout)["refused"] == 1
    assert "Refused" in done.stderr


def test_a_photo_of_somebody_who_has_not_agreed_is_not_on_the_air(home, tmp_path, astronaut):
    place = tmp_path / "show.ts"
    done = streamed("--to", place, "--portrait", astronaut, "Hello.")
    assert done.returncode == 3
    assert not place.exists()


def test_an_rtmp_server_gets_it(home, tmp_path):
    place = tmp_path / "received.mkv"
    with keeping(place) as address:
        done = streamed("--to", address, "--for", "4", "Good morning.")
        assert done.returncode == 0, done.stderr
        assert "key" not in done.stderr
    assert loudness(place)[1] >= 90


@pytest.mark.skipif(shutil.which("srt-live-transmit") is None, reason="without srt-tools")
def test_an_srt_server_gets_it(home, tmp_path):
    place, port = tmp_path / "received.ts", free_port()
    with (
        place.open("wb") as file,
        Process(["srt-live-transmit", "-q", f"srt://:{port}?mode=listener", "file://con"], stdout=file),
    ):
        done = streamed("--to", f"srt://127.0.0.1:{port}", "--for", "5", "Good morning.")
        assert done.returncode == 0, done.stderr
        until(lambda: place.stat().st_size > 20_000, PATIENCE)
    with av.open(str(place)) as film:
        assert {stream.type for stream in film.streams} == {"video", "audio"}


def test_a_server_that_is_not_there_is_told_at_once(home):
    done = streamed("--to", "rtmp://127.0.0.1:1/live/sEcReT", "Hello.")
    assert done.returncode == 2
    assert "rtmp://127.0.0.1:1/live/..." in done.stderr
    assert "sEcReT" not in done.stderr


def test_standard_output_is_a_stream_and_may_be_left(home, tmp_path):
    with Process(command("--to", "-", "--stay", "Hello."), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as sending:
        assert sending.stdout.read(188 * 40)[::188] == b"G" * 40
        sending.stdout.close()
        assert sending.wait(PATIENCE) == 128 + signal.SIGPIPE


def test_a_socket_takes_texts_and_stop_and_ctrl_c_ends_all(home, tmp_path):
    place, door = tmp_path / "show.flv", tmp_path / "texts.sock"
    with Process(command("--to", place, "--listen", door), stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as sending:
        until(door.exists, PATIENCE)
        assert asked(door, "Good morning.\n") == "said\n"
        before, long = rows(home), "This sentence is said again and again. " * 30
        with closing(socket.socket(socket.AF_UNIX)) as line:
            line.settimeout(PATIENCE)
            line.connect(str(door))
            line.sendall(f"{long}\n".encode())
            until(lambda: rows(home) > before, PATIENCE)
            assert asked(door, "/stop\n") == "stopped\n"
            assert line.makefile().readline() == "stopped\n"
        assert asked(door, "And now something else.\n") == "said\n"
        os.killpg(sending.pid, signal.SIGINT)
        assert sending.wait(PATIENCE) == 130
    assert not door.exists()
    assert check(place).verdict == "marked"


def asked(door, text):
    with closing(socket.socket(socket.AF_UNIX)) as line:
        line.settimeout(PATIENCE)
        line.connect(str(door))
        line.sendall(text.encode())
        line.shutdown(socket.SHUT_WR)
        return line.makefile().read()


def rows(home):
    """Count what was logged since the home began."""
    return sum(1 for _ in read_entries(audit_folder(home)))

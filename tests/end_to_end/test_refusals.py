"""Whatever cannot be used is refused with one sentence and the right exit code, and leaves nothing behind."""

import os
import resource
import signal
import time

import pytest

from tests.ordinary import give_up_privilege

pytestmark = pytest.mark.slow

LONG = "这是一个很长的句子，用来测试中断。" * 15

REFUSED = {
    "empty text": (["say", ""], 2, "nothing to say"),
    "only spaces": (["say", "  \n\t "], 2, "nothing to say"),
    "only punctuation": (["say", "。，！？…"], 2, "nothing to say"),
    "only emoji": (["say", "😀🎉"], 2, "nothing to say"),
    "unknown language": (["say", "--lang", "klingon", "Hello"], 2, "'klingon'"),
    "unknown voice": (["say", "--voice", "nobody", "Hello"], 2, "'nobody'"),
    "unknown portrait": (["say", "--portrait", "nobody", "Hello"], 2, "nobody"),
    "missing photo": (["say", "--portrait", "nowhere.jpg", "Hello"], 2, "nowhere.jpg"),
    "text file as a portrait": (["say", "--portrait", "notes.txt", "Hello"], 2, "notes.txt"),
    "truncated photo": (["say", "--portrait", "half.jpg", "Hello"], 2, "half.jpg"),
    "missing text file": (["say", "--file", "nowhere.txt"], 2, "nowhere.txt"),
    "binary text file": (["say", "--file", "half.jpg"], 2, "half.jpg"),
    "text and file": (["say", "--file", "notes.txt", "Hello"], 2, "not both"),
    "no text": (["say"], 2, "no text"),
    "missing folder": (["say", "-o", "absent/a.mp4", "Hello"], 2, "absent"),
    "folder as output": (["say", "-o", "folder.mp4", "Hello"], 2, "folder.mp4"),
    "output of another kind": (["say", "-o", "a.avi", "Hello"], 2, "a.avi"),
    "codec against ending": (["say", "-o", "a.webm", "--codec", "h264", "Hello"], 2, "a.webm"),
    "no such codec": (["say", "--codec", "divx", "Hello"], 2, "divx"),
    "transparent MP4": (["say", "-o", "a.mp4", "--background", "transparent", "Hello"], 2, "a.mp4"),
    "no such background": (["say", "--background", "nowhere.jpg", "Hello"], 2, "nowhere.jpg"),
    "somebody else's JSON": (["say", "-o", "data.mp4", "Hello"], 2, "data.json"),
    "unknown size": (["say", "--size", "large", "Hello"], 2, "'large'"),
    "giant size": (["say", "--size", "99999x99999", "Hello"], 2, "9999"),
    "zero size": (["say", "--size", "0x0", "Hello"], 2, "0"),
    "unknown rate": (["say", "--fps", "fast", "Hello"], 2, "'fast'"),
    "zero rate": (["say", "--fps", "0", "Hello"], 2, "0"),
    "unknown renderer": (["say", "--renderer", "hologram", "Hello"], 4, "'hologram'"),
    "unknown label language": (["say", "--label-lang", "la", "Hello"], 2, "'la'"),
    "speed beyond reason": (["say", "--speed", "9", "Hello"], 2, "9"),
    "no such option": (["say", "--no-label", "Hello"], 2, "--no-label"),
    "no such command": (["sing"], 2, "sing"),
    "no such voice to show": (["voice", "show", "nobody"], 2, "'nobody'"),
    "no such portrait to show": (["portrait", "show", "nobody"], 2, "nobody"),
    "no such photo to check": (["portrait", "check", "nowhere.jpg"], 2, "nowhere.jpg"),
    "no such photo to enroll": (["portrait", "enroll", "nowhere.jpg"], 2, "nowhere.jpg"),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes.txt").write_text("Hello, this is not a picture.")
    (tmp_path / "half.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01" + bytes(200))
    (tmp_path / "data.json").write_text('{"mine": true}')
    (tmp_path / "folder.mp4").mkdir()
    return tmp_path


def is_one_sentence(text):
    return text.startswith("avatar: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_one_sentence(case, inside, folder):
    """In this process: that a program of its own ends in the same way is tried below."""
    arguments, code, word = REFUSED[case]
    before = sorted(folder.iterdir())
    assert word in inside(folder).refuses(*arguments, code=code)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "case", ["only emoji", "somebody else's JSON", "unknown renderer", "no such option", "no such command"]
)
def test_a_program_of_its_own_says_the_same(case, shell, folder):
    arguments, code, word = REFUSED[case]
    before = sorted(folder.iterdir())
    done = shell(*arguments, cwd=folder)
    assert (done.code, done.out) == (code, ""), done.err
    assert is_one_sentence(done.err), done.err
    assert word in done.err
    assert sorted(folder.iterdir()) == before


def test_with_debug_the_place_of_the_fault_is_shown(shell, tmp_path):
    done = shell("say", "--voice", "nobody", "--debug", "Hello", cwd=tmp_path)
    assert done.code != 0
    assert "Traceback" in done.err


def test_a_folder_that_cannot_be_written_is_refused(shell, tmp_path):
    tmp_path.chmod(0o500)
    command = ("say", "--size", "256x256", "-o", "a.mp4", "Hello")
    with shell.start(*command, cwd=tmp_path, before=give_up_privilege) as process:
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, b"")
    assert is_one_sentence(err.decode()), err
    assert "'a.mp4' cannot be written (Permission denied); choose another folder" in err.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux")  # noqa: PTH110 - a condition, not a file
def test_a_full_standard_output_is_a_sentence(shell, tmp_path):
    with open("/dev/full", "wb") as full, shell.start("voice", "list", cwd=tmp_path, stdout=full) as process:  # noqa: PTH123
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert is_one_sentence(err.decode())
    assert "free some space" in err.decode()


@pytest.mark.slow
def test_a_full_disk_is_a_sentence_and_leaves_nothing(made, shell, tmp_path):
    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    command = ("say", "--voice", "fast", "--size", "256x256", "-o", "clip.mp4", LONG)
    with shell.start(*command, cwd=tmp_path, before=small_disk) as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert is_one_sentence(err.decode()), err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_half_way_leaves_nothing(made, shell, tmp_path, number, code):
    with shell.start("say", "--voice", "fast", "--size", "256x256", "-o", "clip.mp4", LONG, cwd=tmp_path) as process:
        wait_for_growth(tmp_path, process)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (code, b"")
    assert is_one_sentence(err.decode()), err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_its_parent_ignores_stays_ignored(made, shell, tmp_path):
    """After `nohup`, and in the background of a script, Ctrl-C is meant for others."""

    def ignore():
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    command = ("say", "--voice", "fast", "--size", "256x256", "-o", "clip.mp4", LONG)
    with shell.start(*command, cwd=tmp_path, before=ignore) as process:
        wait_for_growth(tmp_path, process)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM


def test_the_reader_of_a_list_may_leave_early(shell, tmp_path):
    with shell.start("voice", "list", cwd=tmp_path) as process:
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert process.returncode == 128 + signal.SIGPIPE
    assert err == b""


def wait_for_growth(folder, process):
    """Wait until the film is being written under its temporary name."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read()
        parts = [path for path in folder.glob(".avatar-*.part") if not path.name.endswith(".json.part")]
        if any(path.stat().st_size > 0 for path in parts):
            return
        time.sleep(0.05)
    pytest.fail("the film was never begun")

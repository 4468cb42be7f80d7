"""Whatever has become of the three standard streams, a command does its work and ends with its own exit code."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from avatar.cli import streams

AVATAR = f"{sys.executable} -m avatar"
CLOSED = [">&-", "2>&-", "<&-", ">&- 2>&-", ">&- 2>&- <&-"]
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
LEFT = "What was to be written does not fit on its disk; free some space."

pytestmark = pytest.mark.slow


def ended(script):
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize(("words", "code"), [("--version", 0), ("voice list", 0), ("say --sized 3 Hi.", 2)])
def test_a_closed_stream_changes_nothing_but_what_is_heard(words, code, closed):
    assert ended(f"{AVATAR} {words} {closed}")[0] == code


def test_a_text_from_a_closed_stream_is_an_empty_one():
    code, _, told = ended(f"{AVATAR} speak --file - <&-")
    assert (code, told.count("\n")) == (2, 1)
    assert "nothing to say" in told


@FULL
@pytest.mark.parametrize("words", ["--version", "voice list", "say --help"])
def test_a_full_disk_behind_standard_output_is_one_sentence(words):
    assert ended(f"{AVATAR} {words} >/dev/full") == (2, "", f"avatar: {LEFT}\n")


@FULL
def test_a_full_disk_behind_standard_error_leaves_the_exit_code():
    assert ended(f"{AVATAR} say --portrait nobody.jpg Hi. 2>/dev/full")[0] == 2


@pytest.mark.parametrize("words", ["say --help", "voice list", "voice list --json"])
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_leaves_early_hears_no_complaint(words, reader):
    code, _, told = ended(f"{AVATAR} {words} | {reader}; exit ${{PIPESTATUS[0]}}")
    assert code in (0, 141)
    assert told == ""


def test_a_reader_of_errors_that_has_left_leaves_the_exit_code():
    assert ended(f"{AVATAR} say --portrait nobody.jpg Hi. 2> >(true)")[0] == 2


def test_a_stream_that_may_only_be_read_is_named(tmp_path):
    (tmp_path / "x").touch()
    code, _, told = ended(f"{AVATAR} --version 1<{tmp_path}/x")
    assert code == 2
    assert "standard stream" in told


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "latin-1:strict"])
def test_what_an_encoding_has_no_letters_for_is_written_as_an_escape(encoding):
    code, _, told = ended(f"PYTHONIOENCODING={encoding} {AVATAR} say --portrait 没有.jpg Hi.")
    assert code == 2
    assert "\\u6ca1\\u6709.jpg" in told


@pytest.mark.parametrize("value", ["error", "default", "error::DeprecationWarning"])
def test_warnings_of_libraries_are_not_for_the_user(value):
    assert ended(f"PYTHONWARNINGS={value} {AVATAR} voice list >/dev/null") == (0, "", "")


def test_what_is_open_stays_as_it_is():
    code = "from avatar.cli.streams import open_missing; open_missing(); print('out')"
    assert ended(f'{sys.executable} -c "{code}"') == (0, "out\n", "")


def test_a_file_of_ours_never_gets_the_number_of_a_stream(tmp_path):
    opened = "print(open('f', 'w').fileno() > 2, file=open('n', 'w'))"
    code = f"from avatar.cli.streams import open_missing; open_missing(); {opened}"
    assert ended(f'cd {tmp_path}; PYTHONPATH={Path.cwd()} {sys.executable} -c "{code}" >&- 2>&- <&-')[0] == 0
    assert (tmp_path / "n").read_text() == "True\n"


def test_json_is_whole_where_there_are_no_letters_for_it(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert streams.can_write("abc")
    assert not streams.can_write("您好")
    assert not streams.can_write(os.fsdecode(b"\xff"))

"""Lines of strangers: what is to be said, commands, and all that cannot be read; from a pipe or from a socket."""

from __future__ import annotations

import io
import os
import socket
import stat
from contextlib import closing

import pytest

from avatar.errors import OutputError
from avatar.onair.lines import LONGEST, QUIT, STOP, Line, listening, read_lines


def read(data):
    taken, answers = [], []
    read_lines(io.BytesIO(data), taken.append, answers.append)
    return [line.text for line in taken], answers


def test_each_line_is_a_text():
    assert read("Hello.\n\n  您好。 \r\nend".encode()) == (["Hello.", "您好。", "end"], [])


def test_a_mark_of_byte_order_is_no_part_of_it():
    assert read(b"\xef\xbb\xbfHello.\n")[0] == ["Hello."]


def test_commands_are_read_and_slashes_can_be_said():
    assert read(b"/stop\n/QUIT\n//etc is a folder\n")[0] == [STOP, QUIT, "/etc is a folder"]


def test_what_is_no_command_is_answered():
    taken, answers = read(b"/halt\nHello.\n")
    assert taken == ["Hello."]
    assert len(answers) == 1
    assert answers[0].startswith("refused:")
    assert STOP in answers[0]


def test_a_line_that_is_no_utf_8_is_answered_and_the_next_is_taken():
    taken, answers = read(b"\xe9t\xe9\nHello.\n")
    assert taken == ["Hello."]
    assert "UTF-8" in answers[0]


def test_a_line_that_is_too_long_is_answered_once_and_the_next_is_taken():
    taken, answers = read(b"a" * (3 * LONGEST) + b"\nHello.\n")
    assert taken == ["Hello."]
    assert len(answers) == 1
    assert read(b"a" * LONGEST + b"\n")[1] == []


def asked(place, data):
    with closing(socket.socket(socket.AF_UNIX)) as line:
        line.settimeout(60)
        line.connect(str(place))
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        return line.makefile("rb").read().decode()


def test_whoever_connects_is_answered_when_it_is_done(tmp_path):
    place = tmp_path / "texts.sock"
    with listening(place, lambda line: line.answer(f"said {line.text}")):
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        assert asked(place, b"one\ntwo\n") == "said one\nsaid two\n"
        assert asked(place, b"/x\nthree\n").endswith("said three\n")
        assert asked(place, b"") == ""
    assert not place.exists()


def test_somebody_who_says_no_more_waits_for_answers_that_come_late(tmp_path):
    late: list[Line] = []
    place = tmp_path / "texts.sock"

    def take(line):
        if line.text == "now":
            late.pop().answer("after all")
        else:
            late.append(line)

    with listening(place, take), closing(socket.socket(socket.AF_UNIX)) as first:
        first.settimeout(60)
        first.connect(str(place))
        first.sendall(b"wait\n")
        first.shutdown(socket.SHUT_WR)
        while not late:
            pass
        asked_now = socket.socket(socket.AF_UNIX)
        with closing(asked_now):
            asked_now.connect(str(place))
            asked_now.sendall(b"now\n")
            assert first.makefile("rb").read() == b"after all\n"


def test_two_do_not_listen_at_one_place(tmp_path):
    place = tmp_path / "texts.sock"
    with (
        listening(place, lambda _: None),
        pytest.raises(OutputError, match="already"),
        listening(place, lambda _: None),
    ):
        pass


def test_a_socket_that_was_left_behind_is_replaced(tmp_path):
    place = tmp_path / "texts.sock"
    with closing(socket.socket(socket.AF_UNIX)) as old:
        old.bind(str(place))
    with listening(place, lambda line: line.answer("said")):
        assert asked(place, b"one\n") == "said\n"


def test_a_file_is_not_replaced(tmp_path):
    place = tmp_path / "texts.sock"
    place.write_text("mine")
    with pytest.raises(OutputError, match="no socket"), listening(place, lambda _: None):
        pass
    assert place.read_text() == "mine"


def test_a_place_with_a_long_name_is_listened_at(tmp_path):
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    place = folder / "texts.sock"
    with listening(place, lambda line: line.answer("said")):
        here = os.open(folder, os.O_RDONLY)
        try:
            assert asked(f"/proc/self/fd/{here}/texts.sock", b"one\n") == "said\n"
        finally:
            os.close(here)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError, match=r"texts\.sock"), listening(tmp_path / "none" / "texts.sock", lambda _: None):
        pass

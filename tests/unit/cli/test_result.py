"""Standard output: a table for people, tab-separated fields for `cut`, one object for programs."""

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.cli.progress import shown, warn
from avatar.cli.result import on_one_line, print_fields, print_json, print_table


class Terminal(io.StringIO):
    """A stream that says that a person is looking."""

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Let a person look at standard output or at standard error."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")

    def attach(name):
        stream = Terminal()
        monkeypatch.setattr(f"sys.{name}", stream)
        return stream

    return attach


HEADER, ROWS = ("name", "what"), [("ada", "a voice"), ("bo", "another [one]")]


def test_in_a_pipe_a_table_is_lines_of_fields_without_a_header(capsys):
    print_table(HEADER, ROWS)
    assert capsys.readouterr().out == "ada\ta voice\nbo\tanother [one]\n"


def test_on_a_terminal_it_has_a_header_and_columns(terminal):
    stream = terminal("stdout")
    print_table(HEADER, ROWS)
    first, *rest = re.sub(r"\x1b\[\d*m", "", stream.getvalue()).splitlines()
    assert first.split() == ["name", "what"]
    assert [line.rstrip() for line in rest] == ["ada   a voice", "bo    another [one]"], "brackets are no markup"


def test_an_empty_table_is_nothing(capsys):
    print_table(HEADER, [])
    assert capsys.readouterr().out == ""


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=5))
def test_whatever_the_fields_hold_a_row_is_a_line_and_a_field_is_a_field(rows):
    with pytest.MonkeyPatch.context() as patch:
        stream = io.StringIO()
        patch.setattr("sys.stdout", stream)
        print_table(("a", "b", "c"), rows)
    lines = stream.getvalue().split("\n")[:-1]
    assert len(lines) == len(rows)
    assert all(line.count("\t") == 2 and line.splitlines() in ([line], []) for line in lines)


@settings(deadline=None)
@given(st.text())
def test_a_field_on_one_line_keeps_all_that_can_be_seen(text):
    one = on_one_line(text)
    assert [sign for sign in one if sign.isprintable()] == [
        " " if sign in "\t\n\r" else sign for sign in text if sign.isprintable() or sign in "\t\n\r"
    ]


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=5), st.text() | st.integers() | st.none() | st.lists(st.text(), max_size=2), max_size=4
    )
)
def test_json_is_one_line_in_a_pipe_and_means_what_was_given(content):
    with pytest.MonkeyPatch.context() as patch:
        stream = io.StringIO()
        patch.setattr("sys.stdout", stream)
        print_json(content)
    out = stream.getvalue()
    assert out.endswith("\n")
    assert out.count("\n") == 1
    assert json.loads(out) == content


def test_json_keeps_letters_of_all_scripts_readable(capsys):
    print_json({"text": "您好 é"})
    assert "您好 é" in capsys.readouterr().out


def test_on_a_terminal_json_is_set_in(terminal):
    stream = terminal("stdout")
    print_json({"a": 1})
    assert stream.getvalue() == '{\n  "a": 1\n}\n'


def test_fields_leave_out_what_is_empty_and_keep_what_is_nought(capsys):
    print_fields({"name": "ada", "note": "", "face": None, "count": 0, "is_shipped": False})
    assert capsys.readouterr().out == "name: ada\ncount: 0\nis_shipped: False\n"


@pytest.mark.slow
@settings(deadline=None)
@given(st.text())
def test_no_value_looks_like_another_field(value):
    with pytest.MonkeyPatch.context() as patch:
        stream = io.StringIO()
        patch.setattr("sys.stdout", stream)
        print_fields({"text": f"a{value}"})
    first, *others = stream.getvalue().removesuffix("\n").splitlines()
    assert first.startswith("text: a")
    assert all(line.startswith("  ") for line in others)


def test_off_a_terminal_progress_is_not_seen(capsys):
    with shown(is_quiet=False) as watch:
        watch("rendering", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_progress_is_a_bar_on_standard_error(terminal, capsys):
    stream = terminal("stderr")
    with shown(is_quiet=False) as watch:
        watch("reading", 1, 1)
        watch("rendering", 3, 4)
        watch("rendering", 4, 4)
    seen = stream.getvalue()
    assert "reading" in seen
    assert "rendering" in seen
    assert "4/4" in seen
    assert capsys.readouterr().out == ""


def test_quiet_is_quiet_on_a_terminal(terminal):
    stream = terminal("stderr")
    with shown(is_quiet=True) as watch:
        watch("rendering", 3, 4)
    assert stream.getvalue() == ""


def test_a_fault_under_way_passes_through_the_bars(terminal):
    terminal("stderr")
    with pytest.raises(ZeroDivisionError), shown(is_quiet=False) as watch:
        watch("rendering", 1, 4)
        raise ZeroDivisionError


def test_warnings_are_sentences_on_standard_error(capsys):
    warn(("One thing.", "Another."))
    assert capsys.readouterr() == ("", "avatar: One thing.\navatar: Another.\n")

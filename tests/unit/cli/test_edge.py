"""Whatever happens inside, people and scripts get one sentence and the exit code that says whose turn it is."""

import errno
import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from avatar import errors
from avatar.cli import edge
from avatar.cli.commands import NAMES
from avatar.cli.stopping import Stopped
from avatar.runtime.system import READER_GONE

GROUPS = ["portrait", "voice", "consent", "keys", "review", "audit", "cache", "bench"]


@pytest.fixture
def fail(shell, monkeypatch):
    """Let the command `doctor` meet a fault."""

    def set_up(fault):
        def examine():
            raise fault

        monkeypatch.setattr("avatar.doctor.examine", examine)
        return shell

    return set_up


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (errors.AvatarError, 1),
        (errors.InputError, 2),
        (errors.TextError, 2),
        (errors.VoiceError, 2),
        (errors.PortraitError, 2),
        (errors.OutputError, 2),
        (errors.RefusedError, 3),
        (errors.NotInstalledError, 4),
    ],
)
def test_each_kind_of_fault_has_its_exit_code(fail, fault, code):
    said = "The cat 'Mau' is asleep; wake it."
    assert fail(fault(said)).refuses("doctor", code=code) == said


def test_every_fault_of_the_tree_has_one_of_the_four_codes():
    kinds = [errors.AvatarError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.exit_code for kind in kinds} == {1, 2, 3, 4}


def test_a_sentence_of_many_lines_stays_on_one(fail):
    assert fail(errors.InputError("The file 'a\nb' is none;\n\n  give another.")).refuses("doctor") == (
        "The file 'a b' is none; give another."
    )


def test_a_fault_of_ours_says_its_kind_and_how_to_see_more(fail):
    told = fail(ZeroDivisionError("division by zero")).refuses("doctor", code=1)
    assert "ZeroDivisionError: division by zero" in told
    assert "--debug shows where" in told


def test_with_debug_it_comes_out_as_it_is(fail):
    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError())("doctor", "--debug")


def test_a_missing_module_is_named_with_the_line_that_installs_it(fail):
    told = fail(ModuleNotFoundError("No module named 'onnxruntime'", name="onnxruntime")).refuses("doctor", code=4)
    assert "'onnxruntime'" in told
    assert "pip install" in told


def test_a_missing_library_of_the_system_is_named_with_its_package(fail):
    told = fail(ImportError("libGL.so.1: cannot open shared object file")).refuses("doctor", code=4)
    assert "libGL.so.1" in told
    assert "libgl1" in told


@pytest.mark.parametrize(
    ("number", "cure"),
    [(errno.ENOSPC, "free some space"), (errno.EROFS, "can only be read"), (errno.EIO, "repair it")],
)
def test_what_the_system_refuses_is_told_with_the_path_and_a_cure(fail, number, cure):
    told = fail(OSError(number, os.strerror(number), "/some/file")).refuses("doctor")
    assert "'/some/file'" in told
    assert cure in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
@pytest.mark.parametrize("words", [["voice", "list"], ["voice", "list", "--json"], ["keys", "init"]], ids=" ".join)
def test_a_result_that_does_not_fit_is_bad_luck_of_the_users_and_not_a_fault_of_ours(shell, words, capsys):
    full = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115, PTH123 - closing it fails once more
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", full)
        assert edge.run(words) == 2
    with suppress(OSError):
        full.close()
    assert capsys.readouterr().err == "avatar: What was to be written does not fit on its disk; free some space.\n"


def test_too_little_memory_is_told_with_a_cure(fail):
    assert "choose a smaller --size or a shorter text" in fail(MemoryError()).refuses("doctor", code=2)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (
            UnicodeEncodeError("utf-8", "a\udcff.jpg", 1, 2, "surrogates not allowed"),
            "'a\\udcff.jpg' is not valid UTF-8",
        ),
        (UnicodeEncodeError("ascii", "你好.wav", 0, 2, "ordinal not in range"), "set LC_ALL=C.UTF-8"),
        (OSError(errno.EBADF, "Bad file descriptor"), "A standard stream can be neither read nor written"),
        (RuntimeError("Could not determine home directory."), "give a whole path"),
        (RuntimeError("can't start new thread"), "No further thread or process can be started"),
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n"),
    ],
    ids=lambda each: str(each)[:30],
)
def test_what_the_surroundings_do_is_no_fault_of_ours(fail, fault, told):
    assert told in fail(fault).refuses("doctor", code=2)


def test_a_folder_that_is_gone_is_told(fail, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert "The folder that you work in is gone" in fail(FileNotFoundError(2, "No such file")).refuses("doctor", code=2)


def test_a_stop_passes_through_to_those_who_tidy_up(fail):
    with pytest.raises(Stopped):
        fail(Stopped(2))("doctor")


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_alone_shows_its_commands_and_has_done_nothing(shell, group):
    done = shell(group)
    assert (done.code, done.err) == (2, "")
    assert f"Usage: avatar {group} " in done.out
    assert not shell.home.exists()


def test_avatar_alone_shows_all_commands(shell):
    done = shell()
    assert (done.code, done.err) == (2, "")
    assert all(f" {name} " in done.out for name in NAMES)


@pytest.mark.parametrize("group", GROUPS)
def test_an_unknown_command_of_a_group_is_named_with_the_page_to_see(shell, group):
    assert shell.refuses(group, "dance") == f"No such command 'dance'. See: avatar {group} --help"


@pytest.mark.parametrize(("slip", "meant"), [("voices", "voice"), ("portraits", "portrait"), ("doktor", "doctor")])
def test_a_slip_of_the_finger_is_told_what_it_could_have_been(shell, slip, meant):
    assert shell.refuses(slip) == f"No such command {slip!r}. Did you mean {meant!r}? See: avatar --help"


@pytest.mark.parametrize("words", [["doctor"], ["cache", "show"], ["consent", "list"], ["say", "Hi."]])
def test_one_argument_too_many_is_named(shell, words):
    told = shell.refuses(*words, "surplus")
    assert "'surplus'" in told or "(surplus)" in told
    assert f"See: avatar {' '.join(words[:2] if words[0] != 'say' else ['say'])} --help" in told


@pytest.mark.parametrize(
    ("words", "given", "option"),
    [
        (["portrait", "check", "me.jpg", "--face", "0"], "'0'", "'--face'"),
        (["portrait", "enroll", "me.jpg", "--face", "left"], "'left'", "'--face'"),
        (["say", "Hi.", "--seed", "1.5"], "'1.5'", "'--seed'"),
        (["say", "Hi.", "--face", "two"], "'two'", "'--face'"),
        (["say", "Hi.", "--head", "big"], "'big'", "'--head'"),
        (["say", "Hi.", "--blink", "often"], "'often'", "'--blink'"),
        (["say", "Hi.", "--mouth", "wide"], "'wide'", "'--mouth'"),
        (["speak", "Hi.", "--speed", "fast"], "'fast'", "'--speed'"),
        (["audit", "show", "--last", "0"], "'0'", "'--last'"),
        (["audit", "show", "--last", "all"], "'all'", "'--last'"),
        (["consent", "sign", "me.jpg", "--self", "--max-outputs", "0"], "'0'", "'--max-outputs'"),
        (["consent", "sign", "me.jpg", "--self", "--max-outputs", "1e3"], "'1e3'", "'--max-outputs'"),
        (["consent", "revoke", "--refresh", "--days", "367"], "'367'", "'--days'"),
        (["bench", "quality", "--seconds", "nan"], "'nan'", "'--seconds'"),
        (["bench", "quality", "--seconds", "601"], "'601'", "'--seconds'"),
        (["bench", "speed", "--runs", "0"], "'0'", "'--runs'"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, list) else None,
)
def test_a_number_that_cannot_be_used_is_named_with_its_option_and_page(shell, words, given, option):
    told = shell.refuses(*words)
    assert f"Invalid value {given} for {option}" in told
    assert told.endswith("--help")


@contextmanager
def nobody_reads():
    """Let standard output be a pipe whose other end is closed, as in `avatar voice list | true`."""
    there, here = os.pipe()
    os.close(there)
    stream = open(here, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - a descriptor, closed below
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", stream)
        yield
    with suppress(BrokenPipeError):
        stream.close()


@pytest.mark.slow
@pytest.mark.parametrize("words", [["voice", "list"], ["consent", "list"], ["keys", "init"], ["doctor", "--help"], []])
def test_where_the_reader_has_left_the_command_stops_without_a_word(shell, words, capsys):
    with nobody_reads(), pytest.raises(Stopped) as stop:
        edge.run(words)
    assert stop.value.number == READER_GONE
    assert capsys.readouterr().err == ""


def test_the_version_is_one_line(shell):
    import avatar

    assert shell.prints("--version") == f"avatar {avatar.__version__}\n"


@pytest.mark.slow
def test_python_m_avatar_is_the_same_program(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "avatar", "--version"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("avatar ")

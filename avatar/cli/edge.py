"""The edge of the program: faults become one sentence and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

import typer

from avatar.cli.asking import unlock_usually
from avatar.cli.stopping import Stopped, tell
from avatar.errors import AvatarError, InputError, OutputError
from avatar.runtime.access import FULL, is_file, refusal
from avatar.runtime.environment import trust_environment
from avatar.runtime.scratch import find_scratch
from avatar.runtime.stops import stops
from avatar.runtime.system import READER_GONE

_FAULT_OF_OURS = 1
_BAD_INPUT = 2
_LEGIBLE = 80
"""characters of a value in a sentence"""
# typer has come with its own copy of click for some time, so the class is reached through its public child.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code: the one place that turns any exception into a sentence."""
    is_debug = "--debug" in arguments
    trust_environment()
    try:
        find_scratch()
        unlock_usually(arguments)
        code = _dispatch(arguments)
        sys.stdout.flush()
        if _makes_something(arguments):
            _anchor()
            _tidy()
    except (BrokenPipeError, SystemExit):  # rich leaves by the latter if it cannot show a whole page of help
        raise Stopped(READER_GONE) from None
    except Exception as fault:
        if is_debug:
            raise
        if stops.asked:  # an import or a library has made this of it
            raise Stopped(stops.asked) from fault
        return _explain(fault)
    return code


def _makes_something(arguments: list[str]) -> bool:
    from avatar.cli.commands import SIGNING

    return bool(arguments) and arguments[0] in SIGNING and {"-h", "--help"}.isdisjoint(arguments)


def _anchor() -> None:
    """Anchor the usual home elsewhere where its settings say that it is time; what fails is told, and ends nothing."""
    from avatar.runtime.folders import user_data

    with suppress(AvatarError):
        if is_file((home := user_data()) / "config.toml"):
            from avatar.ledger.anchors import put_if_due

            if why := put_if_due(home):
                tell(f"What was made is kept, but this home is not anchored elsewhere: {why}")


def _tidy() -> None:
    """Once a day, after a command that makes something, take away what killed processes have left in the home."""
    from avatar.runtime.folders import Home
    from avatar.runtime.leftovers import sweep_daily

    with suppress(AvatarError):
        sweep_daily(Home.usual())


def _dispatch(arguments: list[str]) -> int:
    from avatar.cli.app import app

    result = app(arguments, standalone_mode=False, prog_name="avatar")
    return result if isinstance(result, int) else 0


def _explain(given: Exception) -> int:
    fault = _of_the_tree(given)
    if isinstance(fault, AvatarError):
        tell(str(fault))
        return fault.exit_code
    if isinstance(fault, _UsageError):
        _tell_misuse(fault)
        return _BAD_INPUT
    tell(f"Something went wrong inside avatar ({type(fault).__name__}: {fault}); --debug shows where.")
    return _FAULT_OF_OURS


def _of_the_tree(fault: Exception) -> Exception:
    """Give what the system refused as one of our own faults, and any other as it is."""
    if isinstance(fault, AvatarError | _UsageError):
        return fault
    from avatar.runtime.shortage import shortage

    if (short := shortage(fault)) is not None:
        return short
    if isinstance(fault, ImportError):
        from avatar.backends import missing

        return missing(fault)
    if isinstance(fault, UnicodeEncodeError):
        return _unspellable(fault)
    if isinstance(fault, RuntimeError) and "home directory" in str(fault):
        return InputError("A path begins with ~, and that user has no folder; give a whole path.")
    return _refused(fault) if isinstance(fault, OSError) else fault


def _unspellable(fault: UnicodeEncodeError) -> Exception:
    """Say that a name or a value has no letters where it is to be written; it came from outside."""
    text = fault.object if len(fault.object) < _LEGIBLE else f"{fault.object[fault.start : fault.start + _LEGIBLE]}..."
    if any("\ud800" <= sign <= "\udfff" for sign in fault.object[fault.start : fault.end]):
        return InputError(f"{text!r} is not valid UTF-8; give it in UTF-8, or give the file another name.")
    return InputError(
        f"{text!r} cannot be written in the letters of this locale ({fault.encoding}); set LC_ALL=C.UTF-8."
    )


def _refused(fault: OSError) -> Exception:
    """Say what the system has refused."""
    if isinstance(fault.filename, str | bytes):
        return refusal(Path(os.fsdecode(fault.filename)), fault, "choose another place")
    if fault.errno in FULL:
        return OutputError("What was to be written does not fit on its disk; free some space.")
    if fault.errno == errno.EBADF:
        return OutputError("A standard stream can be neither read nor written; see what it was redirected to.")
    if isinstance(fault, FileNotFoundError) and not _has_place():
        return OutputError("The folder that you work in is gone; go to another one, or give whole paths.")
    return fault


def _has_place() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _tell_misuse(fault: Exception) -> None:
    context = getattr(fault, "ctx", None)
    message = _with_value(fault).rstrip(".")
    if not message:  # a group without a command, whose help has been shown
        return
    if message.endswith("is not readable"):
        tell(f"{message}; change its rights, or give another file.")
        return
    cure = f"See: {context.command_path if context else 'avatar'} --help"
    tell(f"{message}{'' if message.endswith('?') else '.'} {cure}")


def _with_value(fault: Exception) -> str:
    """Give typer's sentence; where it has left out what was given, with that."""
    message: str = fault.format_message()  # type: ignore[attr-defined]
    found: list[dict[str, object]] = getattr(
        fault.__cause__, "errors", list
    )()  # of pydantic, which typer reads numbers with
    if not found or repr(found[0]["input"]) in message:
        return message
    return message.replace("Invalid value for", f"Invalid value {found[0]['input']!r} for", 1)

"""Questions to a person: only on a terminal, always on standard error."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.locked import FLAG, HELP, given_file
from avatar.errors import InputError, OutputError, RefusedError
from avatar.outside.cleaning import on_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.ledger.keys import Unlock

PassphraseFile = Annotated[Path | None, typer.Option(FLAG, help=HELP, show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already, without being asked.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Agree without being asked.")]


def is_terminal() -> bool:
    """Tell whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def require_agreement(
    text: str, question: str, *, is_given: bool, cure: str = "--yes", otherwise: str = "so nothing was signed"
) -> None:
    """Show a text and ask. Raise `InputError` where nobody can be asked, and `RefusedError` for a no."""
    if is_given:
        return
    if not is_terminal():
        raise InputError(f"Somebody must agree to this, and there is no terminal to ask on; add {cure}.")
    typer.echo(f"{on_lines(text)}\n", err=True)
    if not _confirms(question):
        raise RefusedError(f"You did not agree, {otherwise}.")


def require_free(*places: Path | None, is_forced: bool) -> None:
    """Ask before a file is replaced that is there already.

    Raise `OutputError` where nobody can be asked, and `RefusedError` for a no.
    """
    for place in places:
        if is_forced or place is None or not place.is_file():
            continue
        if not is_terminal():
            raise OutputError(f"The file {str(place)!r} is there already; choose another, or replace it with --force.")
        if not _confirms(f"The file {str(place)!r} is there already. Replace it?"):
            raise RefusedError(f"You did not agree, so {str(place)!r} was left as it is.")


def _confirms(question: str) -> bool:
    """Ask for a yes or a no; the end of the input (Ctrl-D) is a no."""
    # Python writes the last sign of a question to standard output, where only the result belongs.
    with suppress(typer.Abort), redirect_stdout(sys.stderr):
        return typer.confirm(question, default=False, err=True)
    return False


def unlocker(file: Path | None) -> Unlock | None:
    """Open locked keys with the passphrase in a file; None: in the usual way, which an agent or a terminal may be."""
    from avatar.ledger.keys import passphrase_file

    return passphrase_file(file) if file is not None else None


def unlock_usually(arguments: Sequence[str]) -> None:
    """Open locked keys with --passphrase-file, wherever it stands, else with the open file of the environment's number.

    Else a person is asked, on a terminal.
    """
    from avatar.ledger.keys import passphrase_file
    from avatar.ledger.keys.unlocking import FROM, open_locked_with
    from avatar.runtime.environment import variable

    if given := given_file(arguments):
        open_locked_with(passphrase_file(Path(given)))
    elif not variable(FROM) and is_terminal():
        open_locked_with(_prompt, is_asking=True)
    else:
        open_locked_with(None)  # it is read when a key is locked


def asked_passphrase(file: Path | None, what: str) -> bytes:
    """Give a passphrase from a file, or by asking. Raise `InputError` off a terminal."""
    from avatar.ledger.keys import passphrase_file

    if file is not None:
        return passphrase_file(file)(what)
    if not is_terminal():
        raise InputError("There is no terminal to ask for a passphrase on; give it with --passphrase-file FILE.")
    return _prompt(what)


def new_passphrase(file: Path | None, *, is_asked: bool) -> bytes | None:
    """Give the passphrase for a new key: from a file, by asking twice, or None. Raise `InputError` off a terminal."""
    from avatar.ledger.keys import passphrase_file

    if file is not None:
        return passphrase_file(file)("the new key")
    if not is_asked:
        return None
    if not is_terminal():
        raise InputError("There is no terminal to ask for a passphrase on; give it with --passphrase-file FILE.")
    return _typed("New passphrase", is_new=True)


def _prompt(what: str) -> bytes:
    return _typed(f"Passphrase of {what}", is_new=False)


def _typed(what: str, *, is_new: bool) -> bytes:
    try:
        text: str = typer.prompt(what, hide_input=True, confirmation_prompt=is_new, err=True)
    except typer.Abort:
        raise InputError("No passphrase was typed; type one, or give it with --passphrase-file FILE.") from None
    return text.encode()

"""`avatar keys`: the keys of this installation."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import PassphraseFile, new_passphrase
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError

if TYPE_CHECKING:
    from avatar.ledger.keys import KeyCard

app = typer.Typer(
    help="Make, see and replace the keys that sign: for consent, media, the log and revocation.",
    no_args_is_help=True,
    epilog=examples("avatar keys init", "avatar keys show --json", "avatar keys rotate media", "avatar keys unlock"),
)
Purpose = Annotated[str, typer.Argument(help="One of consent, media, log and revocation.")]
Ask = Annotated[bool, typer.Option("--passphrase", help="Ask for a passphrase that locks the key.")]


@app.command("init", epilog=examples("avatar keys init", "avatar keys init --passphrase-file secret.txt"))
def init_keys(
    passphrase: Ask = False,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make the keys that are not there yet. Without this command, each is made when it is first needed."""
    from avatar.ledger.keys import KeyRing
    from avatar.marks.credentials.authority import renew
    from avatar.marks.registry.pattern_key import pattern_key

    pattern_key(is_renewed=True)
    renew()
    _print(KeyRing().init(new_passphrase(passphrase_file, is_asked=passphrase)), as_json=json)


@app.command("show", epilog=examples("avatar keys show", "avatar keys show --json"))
def show_keys(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show every public key that counts here, and which of them sign. Private keys are never shown."""
    from avatar.ledger.keys import KeyRing

    _print(KeyRing().cards(), as_json=json)


@app.command("rotate", epilog=examples("avatar keys rotate media", "avatar keys rotate consent --withdraw"))
def rotate_key(  # noqa: PLR0913 - one parameter per option of the command
    purpose: Purpose,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="What the earlier keys signed no longer counts: for a key that leaked.")
    ] = False,
    passphrase: Ask = False,
    passphrase_file: PassphraseFile = None,
    unlocked: Annotated[bool, typer.Option("--no-passphrase", help="Leave the new key open.")] = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Replace a key. What the earlier one signed keeps counting, unless it is withdrawn."""
    from avatar.ledger.keys import KeyRing
    from avatar.ledger.stores import rotate
    from avatar.permission.consent.restoring import sign_again
    from avatar.permission.consent.store import ConsentStore

    if unlocked and passphrase:
        raise typer.BadParameter("--no-passphrase leaves the new key open, and a passphrase locks it; give one of them")
    # With --no-passphrase, the file only opens the log's key, which signs for the new one.
    ring, secret = KeyRing(), None if unlocked else new_passphrase(passphrase_file, is_asked=passphrase)
    if secret is None and not unlocked and any(card.is_locked for card in ring.cards() if card.purpose == purpose):
        raise InputError(
            f"The key for {purpose!r} is locked; lock the new one with --passphrase or --passphrase-file FILE, or say "
            "--no-passphrase."
        )
    rotate(home := ring.folder.parent, purpose, secret, withdraw=withdraw)
    if withdraw:
        sign_again(ConsentStore(home), purpose)
    _print([card for card in ring.cards() if card.purpose == purpose], as_json=json)


@app.command(
    "unlock", epilog=examples("avatar keys unlock", "avatar keys unlock --for 30m --passphrase-file secret.txt")
)
def unlock_keys(
    hours: Annotated[str, typer.Option("--for", help="How long, such as 8h or 30m; at most 24h.")] = "8h",
    passphrase_file: PassphraseFile = None,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Let a process remember the passphrase for some hours, for every command of yours with this home."""
    from avatar.cli.asking import asked_passphrase
    from avatar.ledger.keys import agent
    from avatar.runtime.folders import user_data

    seconds = _seconds(hours)
    agent.start(user_data(), asked_passphrase(passphrase_file, "the keys"), seconds)


@app.command("lock", epilog=examples("avatar keys lock"))
def lock_keys(
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Let it be forgotten at once."""
    from avatar.ledger.keys import agent
    from avatar.runtime.folders import user_data

    agent.end(user_data())


def _seconds(text: str) -> float:
    from avatar.ledger.keys.agent import LONGEST

    found = re.fullmatch(r"([0-9]{1,5})([hms])", text.strip())
    seconds = int(found[1]) * {"h": 3600, "m": 60, "s": 1}[found[2]] if found else 0
    if not 0 < seconds <= LONGEST:
        raise typer.BadParameter(f"--for {text!r} is no time up to 24h; write it like 8h, 30m or 90s")
    return float(seconds)


def _print(cards: list[KeyCard], *, as_json: bool) -> None:
    from avatar.cli.result import print_json, print_table

    if as_json:
        print_json({"keys": [asdict(card) for card in cards]})
        return
    rows = [(card.purpose, card.key_id, "signs" if card.is_current else "earlier", _lock(card)) for card in cards]
    print_table(("purpose", "key id", "state", "passphrase"), rows)


def _lock(card: KeyCard) -> str:
    return "locked" if card.is_locked else "none" if card.is_current else ""

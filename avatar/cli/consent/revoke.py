"""`avatar consent revoke`: end an authorization, and keep the lists of what is ended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from avatar.cli.asking import PassphraseFile, unlocker
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError

EXAMPLES = examples(
    "avatar consent revoke df29dd31",
    "avatar consent revoke df29dd31ab... --key me.key -o revocation.json",
    "avatar consent revoke --import revocation.json",
    "avatar consent revoke --refresh --days 30 -o list.json",
)
_WHOLE_ID = re.compile(r"[0-9a-f]{32}")


def revoke(  # noqa: PLR0913 - one parameter per option of the command
    authorization: Annotated[
        str | None, typer.Argument(help="Its id, or the beginning of it.", show_default=False)
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; stands in the list.")] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help="Only sign the list anew.")] = False,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="Until the list has to be signed anew.")] = 7,
    imported: Annotated[
        Path | None, typer.Option("--import", help="A list or revocation from somebody else.", show_default=False)
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help="Revoke as the person shown, with this key.", show_default=False)
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Also write the list here.")] = None,
    passphrase_file: PassphraseFile = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """End an authorization for good. A photo can be authorized anew; what was ended stays ended."""
    from avatar.cli.result import print_json, print_line
    from avatar.permission.consent import revoking
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.store import ConsentStore

    if [authorization is not None, refresh, imported is not None].count(True) != 1:
        raise InputError("Say what to do: an authorization's id, --refresh, or --import LIST.json.")
    if authorization is None and (key or reason):
        raise InputError("--key and --reason go with the id of one authorization; leave them out.")
    if key and not _WHOLE_ID.fullmatch(authorization or ""):
        raise InputError(f"{authorization!r} is not a whole authorization id; give all of its 32 hex digits.")
    store, unlock = ConsentStore(), unlocker(passphrase_file)
    if imported is not None:
        found = revoking.honour(store, imported, unlock)
    elif authorization is None:
        found = store.lists.issue(now(), days, unlock)
    elif key is not None:
        found = revoking.state(authorization, reason, key, unlock)
    else:
        found = revoking.revoke(store, authorization, reason, days, unlock)
    if output or key:
        revoking.write(found, output or Path(f"revocation-{(authorization or '')[:8]}.json"))
    if json:
        print_json({"number": found.number, "next_update": found.next_update, "revoked": len(found.revoked)})
    else:
        print_line(f"list {found.number}: {len(found.revoked)} revoked, good until {found.next_update}")

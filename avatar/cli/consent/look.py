"""`avatar consent list`, `show`, `verify` and `clock`: what is authorized, and whether it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError

if TYPE_CHECKING:
    from avatar.permission.consent.store import ConsentStore

LIST_EXAMPLES = examples("avatar consent list", "avatar consent list --json")
SHOW_EXAMPLES = examples("avatar consent show me.jpg", "avatar consent show df29dd31 --json")
VERIFY_EXAMPLES = examples("avatar consent verify me.jpg", "avatar consent verify df29dd31 --at 2026-12-01T09:00:00Z")
CLOCK_EXAMPLES = examples("avatar consent clock", "avatar consent clock --accept")
_REFUSED = 3
Target = Annotated[
    str,
    typer.Argument(help="A photo, a portrait's name, a recording of a voice, an authorization id, or a record's file."),
]


def list_records(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List every authorization, the shipped portraits' included."""
    from avatar.cli.consent.targets import describe
    from avatar.cli.result import print_json, print_table
    from avatar.permission.consent.checks import standing
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.store import ConsentStore

    store, moment = ConsentStore(), now()
    records = store.records()
    if json:
        print_json({"records": [describe(record, store, moment) for record in records]})
        return
    rows = [
        (
            record.authorization_id,
            standing(record, store, moment).reason,
            record.expires_at[:10],
            record.subject.name or "",
            record.statement,
        )
        for record in records
    ]
    print_table(("authorization", "state", "until", "subject", "what it is"), rows)


def show_record(
    target: Target,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show what is allowed for a photo, or one authorization."""
    from avatar.cli.consent.targets import describe, find_records, in_lines
    from avatar.cli.result import print_json, print_line
    from avatar.outside.cleaning import on_one_line
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.store import ConsentStore

    store, moment = ConsentStore(), now()
    records = find_records(store, target)
    if json:
        print_json({"records": [describe(record, store, moment) for record in records]})
        return
    if not records:
        raise InputError(f"There is no authorization for {target!r}; see: avatar consent sign --help")
    for line in (line for record in records for line in in_lines(record, store, moment)):
        print_line(on_one_line(line))


def verify_record(
    target: Target,
    at: Annotated[
        str | None, typer.Option("--at", help="As of this moment, like 2026-12-01T09:00:00Z.", show_default="now")
    ] = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Check signatures, dates and revocation; exit code 0 if an authorization counts, else 3."""
    from avatar.cli.consent.targets import describe, find_records
    from avatar.cli.result import print_json, print_line
    from avatar.permission.consent.checks import require_sound
    from avatar.permission.consent.faults import ConsentError, stated
    from avatar.permission.consent.moments import now, read_moment
    from avatar.permission.consent.store import ConsentStore

    store, moment = ConsentStore(), now()
    as_of = None if at is None else read_moment(at)
    if as_of is None:  # as `avatar say` would be answered
        try:
            moment = require_sound(store, moment)
        except ConsentError as fault:
            raise stated(fault.reason, f"Whether {target!r} is authorized cannot be told: {fault}.") from fault
    found = [describe(record, store, moment, as_of) for record in find_records(store, target)]
    is_valid = any(each["valid"] for each in found)
    if json:
        print_json({"valid": is_valid, "records": found})
    for each in [] if json else found:
        print_line(f"{each['authorization_id']}: {'valid' if each['valid'] else each['why']} ({each['statement']})")
    if not found and not json:
        print_line(f"{target}: there is no authorization for this {_what(target)}")
    if not is_valid:
        raise typer.Exit(_REFUSED)


def _what(target: str) -> str:
    from avatar.cli.consent.targets import SOUNDS

    return "recording" if target.lower().endswith(tuple(SOUNDS)) else "picture"


def _seen(store: ConsentStore) -> str | None:
    """Write the latest moment that the clock has shown; None if it was never read."""
    from datetime import datetime, timezone

    from avatar.permission.consent.moments import written

    latest = store.ledger.latest_moment()
    return written(datetime.fromtimestamp(latest, timezone.utc)) if latest else None


def clock(
    accept: Annotated[bool, typer.Option("--accept", help="The clock is right now; it was wrong before.")] = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show the latest time that was seen here, or accept the present one after a clock was wrong."""
    from avatar.cli.result import print_fields, print_json
    from avatar.ledger.audit import Event
    from avatar.permission.consent.moments import now, written
    from avatar.permission.consent.store import ConsentStore

    store, moment = ConsentStore(), now()
    earlier = _seen(store)
    if accept:
        log = store.open_log()
        log.require_writable()
        store.ledger.see_moment(moment.timestamp(), is_accepted=True)
        details = {"now": written(moment), "latest_seen": earlier or ""}
        log.append(Event("consent.clock", decision="allow", details=details))
    seen = _seen(store)
    told = {"now": written(moment), "latest_seen": seen}
    if json:
        print_json(told)
    else:
        print_fields(told)

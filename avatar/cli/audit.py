"""`avatar audit`: who made what of whom, and whether the log of it is whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import Force, Yes, require_agreement, require_free
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

if TYPE_CHECKING:
    from avatar.ledger.anchors import AnchoredEnd
    from avatar.ledger.audit.checkpoint import LogKey

app = typer.Typer(
    help="See, check and export the log of everything that was made or refused.",
    no_args_is_help=True,
    epilog=examples(
        "avatar audit show --last 20",
        "avatar audit verify",
        "avatar audit export audit-2026.jsonl",
        "avatar audit verify --against audit-2026.jsonl",
        "avatar audit anchor --to s3://bucket/anchors/",
    ),
)
Key = Annotated[
    Path | None,
    typer.Option("--key", help="A public key (PEM) to trust instead of this installation's.", show_default=False),
]
Authorities = Annotated[
    Path | None,
    typer.Option("--tsa-ca", help="PEM file of the authorities of time stamps.", show_default="[anchors]"),
]


@app.command("show", epilog=examples("avatar audit show", "avatar audit show --last 100 --json"))
def show_log(
    last: Annotated[int, typer.Option("--last", min=1, help="How many lines, from the end.")] = 20,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show the last lines of the log."""
    from collections import deque

    from avatar.cli.result import print_json, print_table
    from avatar.ledger.audit import audit_folder, read_entries

    entries = list(deque(read_entries(audit_folder()), maxlen=last))
    if json:
        print_json({"entries": entries})
        return
    names = ("n", "time", "who", "what", "decision", "authorization")
    rows = [tuple(str(entry.get(name, "")) for name in names) for entry in entries]
    print_table(names, rows)


@app.command(
    "verify",
    epilog=examples(
        "avatar audit verify",
        "avatar audit verify --against audit-2026.jsonl",
        "avatar audit verify --anchors s3://bucket/anchors/ --tsa-ca tsa.pem",
        "avatar audit verify audit-2026.jsonl --key log.pub.pem",
    ),
)
def verify_log(  # noqa: PLR0913 - one parameter per option of the command
    export: Annotated[
        Path | None, typer.Argument(help="An exported log; else this installation's.", show_default=False)
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="An earlier export that the log must continue.", show_default=False),
    ] = None,
    anchors: Annotated[
        list[str] | None,
        typer.Option("--anchors", help="A place of `audit anchor` that the home must go on from.", show_default=False),
    ] = None,
    tsa_ca: Authorities = None,
    key: Key = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say whether a line was edited, deleted, moved, added or cut off, or another store put back; exit code 2 if so."""
    from avatar.cli.result import print_json, print_line
    from avatar.ledger.audit import Fault, audit_folder, verify, verify_export
    from avatar.ledger.audit.export import exported_checkpoint
    from avatar.ledger.stores import close_all, exposed, whole_troubles
    from avatar.runtime.folders import user_data

    for flag, others in (("--against", against), ("--anchors", anchors)):
        if export is not None and others:
            raise typer.BadParameter(
                f"{flag} {str(others[0])!r} compares this installation's log, not the export {str(export)!r}; give "
                "one of them"
            )
    keys = _keys(key)
    if export is not None:
        report = verify_export(export, keys)
    else:
        there = _anchored(anchors or [], tsa_ca)
        exported = [exported_checkpoint(path) for path in against or ()]
        report = verify(audit_folder(), keys, [*exported, *there.ends])
        wrong = [*exposed(user_data()), *whole_troubles(user_data()), *_other_troubles(), *there.faults]
        report.notes.extend(there.notes)
        if closed := close_all(user_data()):
            report.notes.append(f"{closed} files and folders were open to others, and are closed now.")
        report.faults.extend(Fault("stores", 0, f"{each[:1].upper()}{each[1:]}.") for each in wrong)
    if json:
        print_json(asdict(report) | {"passed": report.passed})
    else:
        for note in report.notes:
            print_line(f"note: {note}")
        for fault in report.faults:
            print_line(f"{fault.kind}: {fault.why}")
        verdict = "whole" if report.passed else "not whole"
        print_line(f"{report.entries} lines, {report.checkpoints} checkpoints: the log is {verdict}.")
    if not report.passed:
        raise typer.Exit(2)


@app.command("export", epilog=examples("avatar audit export audit-2026.jsonl"))
def export_audit(
    target: Annotated[Path, typer.Argument(help="The file to write.")],
    force: Force = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Sign the end of the log and copy it into one file, to keep where nobody here can change it."""
    from avatar.cli.result import print_json, print_line
    from avatar.ledger.audit import audit_folder, export_log
    from avatar.ledger.stores import open_log
    from avatar.runtime.folders import user_data

    require_free(target, is_forced=force)
    checkpoint = export_log(open_log(user_data()), audit_folder(), target)
    if json:
        print_json({"export": str(target), "checkpoint": asdict(checkpoint)})
    else:
        print_line(str(target))


@app.command(
    "anchor",
    epilog=examples(
        "avatar audit anchor --to s3://bucket/anchors/",
        "avatar audit anchor --tsa https://tsa.example.com --tsa-ca tsa.pem --to /mnt/worm/avatar.jsonl",
    ),
)
def anchor_stores(
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            help='A file that a line is added to, or ending in "/", a folder that gets a file; repeat it.',
            show_default="[anchors]",
        ),
    ] = None,
    tsa: Annotated[
        str | None, typer.Option("--tsa", help="URL of a timestamp server (RFC 3161).", show_default="[anchors]")
    ] = None,
    tsa_ca: Authorities = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Write how far log, ledger, registry, queue and keys have come where nobody here can change it.

    Needs no key. What is not given is taken from [anchors] in config.toml.
    """
    from avatar.cli.result import print_json, print_line
    from avatar.ledger.anchors import note_failure, put_elsewhere, read_settings
    from avatar.runtime.folders import user_data

    settings = read_settings(home := user_data())
    given = {"to": tuple(to or ()), "tsa": tsa, "tsa_ca": str(tsa_ca) if tsa_ca else None}
    if to or tsa:  # what is asked for here is done here, and nothing else
        settings = replace(settings, to=(), tsa="")
    if tsa and not (tsa_ca or settings.tsa_ca):
        raise typer.BadParameter(f"--tsa {tsa!r} needs --tsa-ca FILE, or nobody could tell its answers from others'")
    made = put_elsewhere(home, replace(settings, **{name: value for name, value in given.items() if value}))  # type: ignore[arg-type]
    note_failure(home, "")
    lines = made.statement.shown.counts.get("audit.lines", 0)
    if json:
        servers = [each.server for each in made.stamps]
        print_json({"time": made.statement.time, "lines": lines, "places": list(made.places), "stamps": servers})
        return
    for each in (*made.places, *(each.server for each in made.stamps)):
        print_line(each)


@app.command("accept", epilog=examples('avatar audit accept --reason "the disk was put back"'))
def accept_stores(
    reason: Annotated[str, typer.Option("--reason", help="Why they are as they are; it is logged.")],
    yes: Yes = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Take log, ledger, registry, queue and keys as they are now, after one was put back or lost for a known reason.

    What the log says was revoked or counted is so again.
    """
    from avatar.cli.result import print_json, print_line
    from avatar.errors import InputError
    from avatar.ledger.stores import accept, troubles
    from avatar.permission.consent.restoring import count_again, revoke_again
    from avatar.permission.consent.store import ConsentStore
    from avatar.runtime.folders import user_data

    if not reason.strip():
        raise InputError("Somebody will ask why; say it with --reason WHY.")
    wrong = troubles(home := user_data())
    text = "\n".join(wrong) or "All stores are as they were signed."
    require_agreement(text, "Is it known why, and do you accept them as they are?", is_given=yes or not wrong)
    store = ConsentStore(home)
    again, counted = (revoke_again(store), count_again(store)) if wrong else ([], 0)
    accepted = accept(home, reason.strip()) if wrong else []
    if json:
        print_json({"accepted": accepted, "revoked_again": again, "counted_again": counted})
        return
    for each in accepted:
        print_line(f"accepted: {each}")
    for each in again:
        print_line(f"revoked again: {each}")
    if counted:
        print_line(f"counted again: {counted} outputs")
    if not wrong:
        print_line(text)


def _other_troubles() -> list[str]:
    """Say in clauses what is wrong with records and lists, with votes, and with the rows of the registry."""
    from avatar.marks.registry import Registry
    from avatar.permission.consent.missing import missing
    from avatar.permission.consent.store import ConsentStore
    from avatar.permission.review import ReviewQueue

    found = Registry().check()
    clauses = [] if found.is_whole else [f"the registry was changed ({found.why})"]
    clauses += missing(ConsentStore())
    return clauses + [f"a vote on the script {key} is not signed" for key in ReviewQueue().forged()]


@dataclass(frozen=True, slots=True)
class _There:
    """What anchors say of this home."""

    ends: list[AnchoredEnd]
    faults: list[str]
    """clauses"""
    notes: list[str]
    """sentences"""


def _anchored(urls: list[str], tsa_ca: Path | None) -> _There:
    """Read the anchors in places, and compare them with all but the log."""
    from avatar.ledger.anchors import ends, failure, lagging, look_there, read_authorities, read_settings
    from avatar.runtime.folders import user_data
    from avatar.runtime.stores import shown

    settings, home = read_settings(), user_data()
    file = tsa_ca or (Path(settings.tsa_ca).expanduser() if settings.tsa_ca else None)
    authorities = read_authorities(file) if file and urls else None
    there = _There([], [], [f"The last try to anchor this home failed: {why}"] if (why := failure(home)) else [])
    for url in urls:
        found = look_there(home, url, authorities)
        statements = [each.statement for each in found.anchors]
        there.ends.extend(ends(statements))
        there.faults.extend([*found.faults, *lagging(home, statements)])
        if statements:
            last = f"{len(statements)} anchors in {shown(url)!r}, the last of {statements[-1].time}"
            there.notes.append(f"{last}{f', stamped until {found.stamped}' if found.stamped else ''}.")
        if found.unchecked:
            there.notes.append(f"{found.unchecked} time stamps there were not looked at; name their --tsa-ca FILE.")
    return there


def _keys(key: Path | None) -> dict[str, LogKey]:
    from avatar.errors import InputError
    from avatar.ledger.keys import PublicKey, trusted_keys

    if key is None:
        return dict(trusted_keys("log"))
    try:
        trusted = PublicKey.from_pem(key.read_bytes(), str(key))
    except OSError as fault:
        raise InputError(
            f"The key {str(key)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    return {trusted.key_id: trusted}

"""`avatar audit`: who made what of whom, and whether the log of it is whole."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import Force, require_free
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

if TYPE_CHECKING:
    from avatar.ledger.audit.checkpoint import LogKey

app = typer.Typer(
    help="See, check and export the log of everything that was made or refused.",
    no_args_is_help=True,
    epilog=examples(
        "avatar audit show --last 20",
        "avatar audit verify",
        "avatar audit export audit-2026.jsonl",
        "avatar audit verify --against audit-2026.jsonl",
    ),
)
Key = Annotated[
    Path | None,
    typer.Option("--key", help="A public key (PEM) to trust instead of this installation's.", show_default=False),
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
        "avatar audit verify audit-2026.jsonl --key log.pub.pem",
    ),
)
def verify_log(
    export: Annotated[
        Path | None, typer.Argument(help="An exported log; else this installation's.", show_default=False)
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="An earlier export that the log must continue.", show_default=False),
    ] = None,
    key: Key = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say whether a line was edited, deleted, moved, added or cut off; exit code 2 if so."""
    from avatar.cli.result import print_json, print_line
    from avatar.ledger.audit import audit_folder, verify, verify_export
    from avatar.ledger.audit.export import exported_checkpoint

    if export is not None and against:
        raise typer.BadParameter(
            f"--against {str(against[0])!r} compares this installation's log, not the export {str(export)!r}; give "
            "one of them"
        )
    keys = _keys(key)
    if export is not None:
        report = verify_export(export, keys)
    else:
        report = verify(audit_folder(), keys, [exported_checkpoint(path) for path in against or ()])
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
    from avatar.ledger.audit import AuditLog, audit_folder, export_log
    from avatar.ledger.keys import load_signer

    require_free(target, is_forced=force)
    folder = audit_folder()
    checkpoint = export_log(AuditLog(folder, load_signer("log")), folder, target)
    if json:
        print_json({"export": str(target), "checkpoint": asdict(checkpoint)})
    else:
        print_line(str(target))


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

"""`avatar review`: scripts that wait for a person's yes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

if TYPE_CHECKING:
    from avatar.permission.review import Entry

app = typer.Typer(
    help="See and decide scripts that the policy holds back.",
    no_args_is_help=True,
    epilog=examples(
        "avatar review list",
        "avatar review show 3f9a01bc",
        'avatar review approve 3f9a01bc --reviewer "Ana Ruiz" --reason "ordered by the city police"',
        'avatar review reject 3f9a01bc --reviewer "Ana Ruiz" --reason "a promise we cannot keep"',
    ),
)
Key = Annotated[str, typer.Argument(help="A key of `avatar review list`, or its first digits.")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Your name.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept.", show_default=False)]


@app.command("list", epilog=examples("avatar review list", "avatar review list --all --json"))
def list_held(
    everything: Annotated[bool, typer.Option("--all", help="Also what was decided or has expired.")] = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List the scripts that wait, oldest first."""
    from avatar.cli.result import print_json, print_table
    from avatar.permission.review import ReviewQueue

    entries = ReviewQueue().list(everything=everything)
    if json:
        print_json({"entries": [_describe(entry) for entry in entries]})
        return
    rows = [(entry.key[:12], entry.state, entry.purpose, ", ".join(entry.rules), entry.asked) for entry in entries]
    print_table(("key", "state", "purpose", "rules", "asked"), rows)


@app.command("show", epilog=examples("avatar review show 3f9a01bc", "avatar review show 3f9a01bc --json"))
def show_held(
    key: Key,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show one script with the rules that held it and what reviewers said."""
    from avatar.permission.review import ReviewQueue

    _print(ReviewQueue().show(key), as_json=json)


@app.command(
    "approve", epilog=examples('avatar review approve 3f9a01bc --reviewer "Ana Ruiz" --reason "checked with the bank"')
)
def approve_held(
    key: Key,
    reviewer: Reviewer,
    reason: Reason,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Let one script be spoken, with this portrait and for this purpose alone."""
    _decide(key, reviewer, reason, is_approval=True, as_json=json)


@app.command("reject", epilog=examples('avatar review reject 3f9a01bc --reviewer "Ana Ruiz" --reason "misleading"'))
def reject_held(
    key: Key,
    reviewer: Reviewer,
    reason: Reason,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Keep one script from being spoken; also takes back an approval."""
    _decide(key, reviewer, reason, is_approval=False, as_json=json)


def _decide(key: str, reviewer: str, reason: str, *, is_approval: bool, as_json: bool) -> None:
    from avatar.permission.review import ReviewQueue

    queue = ReviewQueue()
    decide = queue.approve if is_approval else queue.reject
    _print(decide(key, reviewer=reviewer, reason=reason), as_json=as_json)


def _describe(entry: Entry) -> dict[str, object]:
    return asdict(entry)


def _print(entry: Entry, *, as_json: bool) -> None:
    from avatar.cli.result import print_fields, print_json, print_line

    if as_json:
        print_json(_describe(entry))
        return
    shown = _describe(entry) | {"rules": ", ".join(entry.rules), "votes": "", "needed": ""}
    print_fields(shown)
    print_line(f"approvals: {sum(vote.is_approval for vote in entry.votes)} of {entry.needed}")
    for vote in entry.votes:
        print_line(f"{'approved' if vote.is_approval else 'rejected'} by {vote.reviewer}, {vote.time}: {vote.reason}")

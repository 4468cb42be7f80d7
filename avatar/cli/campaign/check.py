"""`avatar campaign check`: what is wrong, before anything is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.outside.cleaning import on_lines

if TYPE_CHECKING:
    from avatar.campaign.preflight import Checked

EXAMPLES = examples(
    "avatar campaign check",
    "avatar campaign check spring-offer --table checked.xlsx",
    "avatar campaign check spring-offer --json",
)
_FAULTY = 2
"""exit code where something cannot be made as it is"""
Campaign = Annotated[Path, typer.Argument(metavar="CAMPAIGN", help="campaign.yaml or its folder.")]

Unreviewed = Annotated[bool, typer.Option("--unreviewed", help="Take translations that nobody has approved yet.")]


def check(  # noqa: PLR0913 - one parameter per option of the command
    campaign: Campaign = Path(),
    table: Annotated[
        Path | None,
        typer.Option("--table", help="Write your table there, with a column problem added.", show_default=False),
    ] = None,
    unreviewed: Unreviewed = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Look at every row in every language: texts, names, voices, consents, rules, letters, lengths. Nothing is made."""
    from avatar.campaign.preflight.report import HEADER, by_row, described, lines, summary
    from avatar.campaign.sheet.writing import write_problems
    from avatar.cli.result import print_json, print_table

    checked = looked_at(campaign, is_quiet=quiet, is_unreviewed=unreviewed)
    if table is not None:
        write_problems(checked.table, by_row(checked), table)
    if json:
        print_json(described(checked))
    else:
        if checked.problems:
            print_table(HEADER, lines(checked.problems))
        typer.echo(on_lines(summary(checked)), err=bool(checked.problems))
    if checked.fatal:
        raise typer.Exit(_FAULTY)


def looked_at(campaign: Path, *, is_quiet: bool, is_unreviewed: bool = False) -> Checked:
    """Look at a campaign behind a bar, and say what was found out about its files."""
    from avatar.campaign.preflight import check as look
    from avatar.campaign.sheet.reading import read_campaign
    from avatar.cli.progress import shown, warn
    from avatar.runtime.folders import Home

    read = read_campaign(campaign.expanduser())
    with shown(is_quiet=is_quiet) as watch:
        checked = look(read, Home.usual(), watch, is_unreviewed=is_unreviewed)
    if not is_quiet:
        warn(checked.table.notes)
    return checked

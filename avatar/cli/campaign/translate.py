"""`avatar campaign translate`: one script becomes many languages, and lies before people before anything renders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.outside.cleaning import on_lines

if TYPE_CHECKING:
    from avatar.campaign.languages.texts import Report

EXAMPLES = examples(
    "avatar campaign translate",
    "avatar campaign translate spring/campaign.yaml --to es --to ar",
    "avatar campaign translate --review for-the-agency.csv",
)


def translate(  # noqa: PLR0913 - one parameter per option of the command
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="campaign.yaml or its folder.")] = "campaign.yaml",
    to: Annotated[
        list[str] | None,
        typer.Option("--to", help="A language (es), of those of the campaign; repeat it.", show_default=False),
    ] = None,
    review: Annotated[
        str | None,
        typer.Option(
            "--review", help="File that people look at, .xlsx or .csv; else the campaign's.", show_default=False
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Translate what the table lacks into a file to read, correct and approve; what is there already stays."""
    from avatar.campaign.languages.texts import make_review
    from avatar.campaign.sheet.opening import read_table
    from avatar.campaign.sheet.reading import read_campaign
    from avatar.cli.progress import shown

    told = read_campaign(Path(campaign).expanduser())
    table = read_table(told.table, told.sheet, told.encoding)
    with shown(quiet or json) as watch:
        report = make_review(told, table, tuple(to or ()), Path(review).expanduser() if review else None, watch)
    _tell(report, is_json=json, is_quiet=quiet)
    if report.lacking:
        raise typer.Exit(1)


def _tell(report: Report, *, is_json: bool, is_quiet: bool) -> None:
    from dataclasses import asdict

    from avatar.cli.result import print_json, print_line

    if is_json:
        print_json(asdict(report))
        return
    print_line(report.review)
    if is_quiet:
        return
    waiting = report.texts - report.approved
    lines = [
        f"{report.texts} texts: {report.asked} translated now, {report.approved} approved, {waiting} to be read.",
        f"{report.doubtful} have a warning; look at those first." if report.doubtful else "",
        f"{report.lacking} did not come; run it again, or write them into the file." if report.lacking else "",
        "Write yes beside each that is good; nothing is made before that." if waiting else "",
    ]
    for line in filter(None, lines):
        typer.echo(on_lines(line), err=True)

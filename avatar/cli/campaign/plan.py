"""`avatar campaign plan`: what a run would make, and how long it would take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import Force, require_free
from avatar.cli.campaign.check import Campaign, Unreviewed, looked_at
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet

if TYPE_CHECKING:
    from avatar.campaign.planning import Plan

EXAMPLES = examples(
    "avatar campaign plan",
    "avatar campaign plan spring-offer --json",
    "avatar campaign plan spring-offer --jobs jobs.jsonl",
)
_MINUTE, _HOUR = 60, 3600
"""s"""


def plan(  # noqa: PLR0913 - one parameter per option of the command
    campaign: Campaign = Path(),
    to: Annotated[
        str | None,
        typer.Option("--to", help="Where the films go: a folder, or such as s3://bucket/spring.", show_default=False),
    ] = None,
    jobs: Annotated[
        Path | None,
        typer.Option("--jobs", help="Write what is to be made there, a line of JSON each.", show_default=False),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Measure nothing: tell the time only where it is known already.")
    ] = False,
    unreviewed: Unreviewed = False,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say how many clips there are, which are there unchanged, and how long the others take on this machine."""
    from avatar.campaign.planning import plan as make_plan
    from avatar.cli.progress import shown
    from avatar.cli.result import print_fields, print_json
    from avatar.runtime.folders import Home

    checked = looked_at(campaign, is_quiet=quiet, is_unreviewed=unreviewed)
    with shown(is_quiet=quiet) as watch:
        made = make_plan(checked, Home.usual(), to or "", watch, is_measuring=not quick)
    require_free(jobs, is_forced=force)
    if jobs is not None:
        _write_jobs(made, jobs)
    if json:
        print_json(made.as_json())
        return
    print_fields(_told(made))


def _told(made: Plan) -> dict[str, object]:
    languages = made.as_json()["languages"]
    assert isinstance(languages, dict)
    by_language = ", ".join(f"{count} {language}" for language, count in languages.items())
    fatal = len({each.row for each in made.checked.fatal})
    return {
        "campaign": made.checked.campaign.name,
        "films go to": made.folder,
        "rows": len(made.checked.table.rows),
        "clips": len(made.checked.jobs),
        "unchanged": len(made.unchanged),
        "to be made": f"{len(made.due)}{f' ({by_language})' if by_language else ''}",
        "film": _span(made.seconds),
        "takes about": "not measured yet" if made.wall_s is None else _span(made.wall_s),
        "rows with faults": f"{fatal}; see: avatar campaign check" if fatal else "",
    }


def _write_jobs(made: Plan, path: Path) -> None:
    from json import dumps

    from avatar.runtime.access import whole_page

    with whole_page(path, "file of jobs") as part:
        lines = (dumps(job.document(), ensure_ascii=False) for job in made.checked.jobs)
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _span(seconds: float) -> str:
    """Write a time as people say it: 45 s, 12 min, 3 h 20 min."""
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if seconds < _HOUR else f"{minutes // _MINUTE} h {minutes % _MINUTE} min"

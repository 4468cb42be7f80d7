"""`avatar campaign run` and `retry`: what is missing of a campaign's clips is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.campaign.check import Unreviewed
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.campaign.job import Job, Problem
    from avatar.campaign.running.executors.work import Executor
    from avatar.campaign.running.run import Ran

EXAMPLES = examples(
    "avatar campaign run campaign.yaml --limit 5",
    "avatar campaign run campaign.yaml --only fr --only zh/7",
    "avatar campaign run jobs.jsonl --to s3://bucket/spring --broker redis://queue:6379/0",
)
RETRY_EXAMPLES = examples(
    "avatar campaign retry spring-offer",
    "avatar campaign retry s3://bucket/spring --broker redis://queue:6379/0",
)
_SOME_FAILED = 1
"""exit code where a clip is missing at the end"""

Only = Annotated[
    list[str] | None,
    typer.Option("--only", help="A language (fr), a row (7) or one clip (fr/7); repeat it.", show_default=False),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, help="Make no more than so many clips.", show_default=False)
]
Workers = Annotated[
    int, typer.Option("--workers", min=0, max=256, help="Processes; 0: one per core, as far as memory goes; 1: none.")
]
Broker = Annotated[
    str | None,
    typer.Option(
        "--broker", help="Let the workers of `avatar worker` make them: redis://HOST:PORT/N.", show_default=False
    ),
]


def run(  # noqa: PLR0913 - one parameter per option of the command
    campaign: Annotated[
        str, typer.Argument(metavar="CAMPAIGN", help="campaign.yaml or its folder; or jobs, a line of JSON each.")
    ] = "campaign.yaml",
    to: Annotated[
        str | None,
        typer.Option("--to", help="Where the films go: a folder, or such as s3://bucket/spring.", show_default=False),
    ] = None,
    limit: Limit = None,
    only: Only = None,
    workers: Workers = 0,
    broker: Broker = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where a run was broken off, as it always does.")
    ] = True,
    unreviewed: Unreviewed = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make the clips that are missing; those that are there and unchanged are left as they are."""
    from avatar.campaign.running.choosing import chosen
    from avatar.cli.campaign.source import planned

    plan = planned(campaign, to, is_quiet=quiet, is_unreviewed=unreviewed)
    execute = _executor(workers, broker)
    asked = chosen(plan.jobs, only or ())
    ran = _made(plan.jobs, asked, plan.folder, limit, execute, plan.problems, is_quiet=quiet)
    _finish(ran, plan.problems, is_json=json)


def retry(  # noqa: PLR0913 - one parameter per option of the command
    campaign: Annotated[str, typer.Argument(help="campaign.yaml or its folder; or the folder or URL of its films.")],
    only: Only = None,
    limit: Limit = None,
    workers: Workers = 0,
    broker: Broker = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make those clips again that failed, were refused, or were set aside by the workers."""
    from avatar.campaign.running.choosing import chosen, lost
    from avatar.campaign.running.manifest import Manifest, read_jobs
    from avatar.campaign.running.place import Place
    from avatar.cli.campaign.source import outputs_of

    outputs = outputs_of(campaign)
    place = Place.at(outputs)
    jobs = read_jobs(place)
    asked = lost(chosen(jobs, only or ()), Manifest(place).lines())
    _finish(_made(jobs, asked, outputs, limit, _executor(workers, broker), (), is_quiet=quiet), (), is_json=json)


def _made(  # noqa: PLR0913 - what, where, by whom, and how it is shown
    jobs: Sequence[Job],
    asked: Sequence[Job],
    folder: str,
    limit: int | None,
    execute: Executor,
    problems: Sequence[Problem],
    *,
    is_quiet: bool,
) -> Ran:
    from avatar.campaign.running.executors.work import Setting
    from avatar.campaign.running.run import run as make
    from avatar.cli.campaign.progress import bars
    from avatar.runtime.folders import Home

    with bars(len(asked), is_quiet=is_quiet) as shown:
        setting = Setting(folder, Home.usual())
        return make(
            jobs,
            setting,
            execute,
            asked=asked,
            limit=limit,
            problems=problems,
            tell=shown.tell,
            ended=shown.ended,
        )


def _executor(workers: int, broker: str | None) -> Executor:
    if broker:
        if workers:
            raise InputError(
                f"--workers {workers} is of no use with --broker: start avatar worker on the machines that should work."
            )
        from avatar.campaign.running.executors.queued import Queued
        from avatar.cli.progress import warn

        queued = Queued(broker)
        if not queued.listening():
            warn(
                (f"No worker takes work from {broker.rpartition('@')[2]} yet; start some: avatar worker --broker ...",)
            )
        return queued
    from avatar.campaign.running.executors.inline import inline
    from avatar.campaign.running.executors.processes import Processes

    return inline if workers == 1 else Processes(workers)


def _finish(ran: Ran, problems: Sequence[Problem], *, is_json: bool) -> None:
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_line

    if is_json:
        print_json(ran.as_json())
    else:
        warn(tuple(f"row {job.row} {job.language}: {each.message}" for job, each in ran.outcomes if not each.is_done))
        print_line(_summary(ran, sum(each.is_fatal for each in problems)))
    if not ran.is_whole or any(each.is_fatal for each in problems):
        raise typer.Exit(_SOME_FAILED)


def _summary(ran: Ran, problems: int) -> str:
    from avatar.campaign.running.gallery import GALLERY
    from avatar.campaign.running.place import Place

    parts = [f"{ran.count('done')} rendered", f"{ran.count('reused')} reused"]
    parts += [f"{count} {state}" for state in ("failed", "refused") if (count := ran.count(state))]
    parts += [f"{ran.left} left"] if ran.left else []
    parts += [f"{problems} problems in the table"] if problems else []
    return f"{', '.join(parts)}; look at them: {Place.at(ran.folder).link(GALLERY)}"

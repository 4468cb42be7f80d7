"""`avatar worker`: this machine makes clips that campaigns have put into queues."""

from __future__ import annotations

from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug

EXAMPLES = examples(
    "avatar worker --broker redis://queue:6379/0",
    "avatar worker --broker redis://queue:6379/0 --processes 4 --time-limit 1800",
    "avatar worker --broker redis://queue:6379/0 --kind segment --kind assemble",
)


def worker(
    broker: Annotated[
        str,
        typer.Option(
            "--broker",
            envvar="AVATAR_BROKER",
            help="The Redis that holds the queues: redis://HOST:PORT/N, rediss://...",
        ),
    ],
    processes: Annotated[
        int, typer.Option("--processes", min=0, max=256, help="Clips made at a time; 0: one per core.")
    ] = 0,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Take only clip, segment or assemble; repeat it.", show_default="all"),
    ] = None,
    time_limit: Annotated[
        float, typer.Option("--time-limit", help="Seconds that a clip may take; the same for all workers.")
    ] = 3600,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make the clips that `avatar campaign run --broker` hands out, until it is stopped; what is begun is finished."""
    import logging

    from avatar.campaign.running.executors.queued.app import KINDS, Limits
    from avatar.campaign.running.executors.queued.worker import Worker
    from avatar.errors import InputError
    from avatar.runtime.folders import Home
    from avatar.runtime.stops import stops
    from avatar.runtime.system import usable_cores

    if unknown := sorted(set(kind or ()) - set(KINDS)):
        raise InputError(f"There is no kind of work {unknown[0]!r}; use one of {', '.join(KINDS)}.")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    kinds = [each for each in KINDS if not kind or each in kind]
    limits, count = Limits.of(time_limit), processes or usable_cores()
    with stops.take_time():
        Worker(broker, Home.usual(), kinds=kinds, processes=count, limits=limits).run()

"""`avatar campaign status`: how far a campaign is."""

from __future__ import annotations

from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

EXAMPLES = examples("avatar campaign status spring-offer", "avatar campaign status s3://bucket/spring --json")


def status(
    campaign: Annotated[str, typer.Argument(help="campaign.yaml or its folder; or the folder or URL of its films.")],
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say which clips are done, left, failed and refused, and how long the rest will take."""
    from avatar.campaign.running.place import Place
    from avatar.campaign.running.state import read_state
    from avatar.cli.campaign.source import outputs_of
    from avatar.cli.result import print_fields, print_json, print_table

    state = read_state(Place.at(outputs_of(campaign)))
    if json:
        print_json(state.as_json())
        return
    print_fields(state.counts() | {"time left": state.time_left})
    print_table(
        ("row", "language", "state", "why"),
        [(str(job.row), job.language, line.outcome.state, line.outcome.message) for job, line in state.faults],
    )

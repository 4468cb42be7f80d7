"""`avatar campaign new`: a folder to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

EXAMPLES = examples(
    "avatar campaign new spring-offer",
    "avatar campaign new spring-offer --languages zh,en,ar",
    "avatar campaign new spring-offer --template product",
)


def new(
    folder: Annotated[Path, typer.Argument(metavar="NAME", help="The campaign's name, or where its folder is made.")],
    template: Annotated[
        str | None,
        typer.Option("--template", help="What stands around the person; else the head alone.", show_default=False),
    ] = None,
    languages: Annotated[str, typer.Option("--languages", help="That clips are made in, with commas.")] = "zh,en",
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make a campaign's folder: campaign.yaml with every key explained, a sample table, and what to do next."""
    from avatar.campaign.scaffold import new_campaign
    from avatar.cli.result import print_json, print_line
    from avatar.runtime.folders import Home

    tags = [each.strip() for each in languages.split(",") if each.strip()]
    made = new_campaign(folder.expanduser(), tags, template, Home.usual())
    if json:
        print_json({"folder": str(folder), "files": [str(each) for each in made]})
        return
    for each in made:
        print_line(str(each))

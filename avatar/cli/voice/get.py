"""`avatar voice install` and `remove`: voices from elsewhere, and away with them."""

from __future__ import annotations

from typing import Annotated

import typer

from avatar.cli.asking import Yes
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.cli.shopping import Accepted, Given

INSTALL_EXAMPLES = examples(
    "avatar voice install af_nova am_puck",
    "avatar voice install de_DE-thorsten-low",
    "avatar voice install fr_FR-tom-medium --accept-licence AGPL-3.0",
    "avatar voice install af_nova --from kokoro-js-1.2.1.tgz",
)
REMOVE_EXAMPLES = examples("avatar voice remove af_nova", "avatar voice remove af_nova --yes --json")


def install(  # noqa: PLR0913 - one parameter per option of the command
    names: Annotated[list[str], typer.Argument(help="Names of `avatar voice list --available`.", show_default=False)],
    given: Given = None,
    accepted: Accepted = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Get voices: fetched on from where it was cut, checked, and there whole or not at all."""
    from avatar.cli.shopping import agreed, get
    from avatar.runtime.folders import Home
    from avatar.speech import shop

    home, entries = Home.usual(), shop.chosen(names)
    accepting = agreed(shop.VOICES, entries, accepted or (), is_quiet=quiet)
    get(lambda way: shop.install(entries, home, way, accepting, given), home, as_json=json, is_quiet=quiet)


def remove(
    names: Annotated[list[str], typer.Argument(help="Voices that were installed.", show_default=False)],
    yes: Yes = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Take voices away that were installed: what came with them goes, what was added or changed since stays."""
    from avatar.cli.shopping import take_away
    from avatar.runtime.folders import Home
    from avatar.speech import shop

    home = Home.usual()
    for name in names:
        shop.require_installed(name, home)
    take_away(names, lambda name: shop.remove(name, home), yes=yes, as_json=json)

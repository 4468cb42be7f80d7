"""`avatar voice install` and `remove`: voices from elsewhere, and away with them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import Yes, is_terminal, require_agreement
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet

if TYPE_CHECKING:
    from avatar.downloads.entry import Entry
    from avatar.downloads.installing import Installed

INSTALL_EXAMPLES = examples(
    "avatar voice install af_nova am_puck",
    "avatar voice install de_DE-thorsten-low",
    "avatar voice install fr_FR-tom-medium --accept-licence AGPL-3.0",
    "avatar voice install af_nova --from kokoro-js-1.2.1.tgz",
)
REMOVE_EXAMPLES = examples("avatar voice remove af_nova", "avatar voice remove af_nova --yes --json")


def install(  # noqa: PLR0913 - one parameter per option of the command
    names: Annotated[list[str], typer.Argument(help="Names of `avatar voice list --available`.", show_default=False)],
    given: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Take it from this file, archive or folder, and not from the network.",
            show_default=False,
        ),
    ] = None,
    accepted: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-licence",
            help="Agree to a licence that binds, by its own name or the voice's; may be repeated.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Get voices: fetched on from where it was cut, checked, and there whole or not at all."""
    from avatar.cli.progress import transfers, warn
    from avatar.cli.result import print_json, print_line
    from avatar.downloads.settings import DownloadSettings
    from avatar.downloads.store import Way
    from avatar.runtime.config import read_table
    from avatar.runtime.folders import Home
    from avatar.runtime.network import Network
    from avatar.speech import shop

    home, entries = Home.usual(), shop.chosen(names)
    asked = _asked(entries, accepted or ())
    agreed = {*(accepted or ()), *asked}
    shop.require_agreement(entries, agreed)
    if not quiet:
        warn(tuple(_terms(entry) for entry in entries if entry.name not in asked))
    settings = read_table("downloads", DownloadSettings, home.data)
    done: list[Installed] = []
    try:
        with transfers(is_quiet=quiet) as watch:
            way = Way(Network.of_this_process(), settings, watch=watch)
            done.extend(shop.install(entries, home, way, agreed, given))
    finally:  # those before one that fails are there
        if not quiet:
            warn(tuple(f"{each.name}: {note}" for each in done for note in each.notes))
        for each in () if json else done:
            print_line(each.folder)
    if json:
        print_json({"installed": [asdict(each) for each in done]})


def remove(
    names: Annotated[list[str], typer.Argument(help="Voices that were installed.", show_default=False)],
    yes: Yes = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Take voices away that were installed: what came with them goes, what was added or changed since stays."""
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_line
    from avatar.runtime.folders import Home
    from avatar.runtime.sizes import in_words
    from avatar.speech import shop

    home = Home.usual()
    for name in names:
        shop.require_installed(name, home)
    listed = ", ".join(names)
    require_agreement(f"To be removed: {listed}", "Remove?", is_given=yes, otherwise="so nothing was removed")
    done = [shop.remove(name, home) for name in dict.fromkeys(names)]
    for each in done:
        if each.kept:
            warn((f"{each.name}: {', '.join(each.kept)} was changed or added since, and stays.",))
        if not json:
            print_line(f"{each.name} removed, {in_words(each.size)}")
    if json:
        print_json({"removed": [asdict(each) for each in done]})


def _asked(entries: tuple[Entry, ...], accepted: list[str] | tuple[str, ...]) -> list[str]:
    """Ask for each licence that binds, where somebody can be asked; give the names of those that were agreed to."""
    binding = [each for each in entries if each.needs_agreement and not {each.name, each.licence} & set(accepted)]
    if not is_terminal():
        return []
    for entry in binding:
        require_agreement(_terms(entry), "Do you keep to that?", is_given=False, otherwise="so nothing was installed")
    return [entry.name for entry in binding]


def _terms(entry: Entry) -> str:
    """Say under which licence a voice is, and how much is fetched."""
    from avatar.runtime.sizes import in_words
    from avatar.speech.shop import binds

    size = in_words(entry.size) if entry.size else "a size that nobody publishes"
    note = f" {entry.note}" if entry.note else ""
    return f"{entry.name}: {entry.licence} ({binds(entry)}), {size}.{note}"

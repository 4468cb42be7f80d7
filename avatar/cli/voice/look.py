"""`avatar voice list` and `show`: who can speak, and who could."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avatar.data import VoiceCard
    from avatar.downloads.entry import Entry

    _Spoken = TypeVar("_Spoken", VoiceCard, Entry)

LIST_EXAMPLES = examples(
    "avatar voice list", "avatar voice list --lang pt --json", "avatar voice list --available --lang fi"
)
SHOW_EXAMPLES = examples("avatar voice show xiaoyun", "avatar voice show xiaoyun --json")


def list_voices(
    lang: Annotated[
        str | None, typer.Option("--lang", "-l", help="Only voices of this language, for example zh or pt-BR.")
    ] = None,
    available: Annotated[
        bool, typer.Option("--available", help="Those that `avatar voice install` can get instead.")
    ] = False,
    engine: Annotated[str | None, typer.Option("--engine", help="Only voices of this engine, such as piper.")] = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List every voice that can be given to `avatar say --voice`."""
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_table
    from avatar.speech.voices import card_faults, default_voice, voices

    if available:
        _list_available(lang, engine, as_json=json)
        return
    if lang is not None:
        default_voice(lang)  # says which languages there are if it is none of them
    warn(card_faults())
    cards = voices() if lang is None else _speaking(lang, voices())
    cards = [card for card in cards if engine in (None, card.engine)]
    if json:
        print_json({"voices": [_plain(card) for card in cards]})
        return
    rows = [(card.name, card.language, card.gender, card.engine, card.description) for card in cards]
    print_table(("voice", "language", "gender", "engine", "description"), rows)


def show_voice(
    name: Annotated[str, typer.Argument(help="A name of `avatar voice list`.")],
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show the card of one voice."""
    from avatar.cli.result import print_fields, print_json
    from avatar.speech.voices import find_voice

    card = _plain(find_voice(name))
    if json:
        print_json(card)
    else:
        options = card.pop("options")
        print_fields(card | {f"engine.{option}": value for option, value in options.items()})


def _list_available(lang: str | None, engine: str | None, *, as_json: bool) -> None:
    from avatar.cli.result import print_json, print_table
    from avatar.cli.shopping import licence_of, size_of
    from avatar.runtime.folders import Home
    from avatar.speech import shop

    home = Home.usual().data
    found = [each for each in shop.available() if engine in (None, each.engine)]
    found = found if lang is None else _speaking(lang, found)
    if as_json:
        print_json({"voices": [shop.plain(each, home) for each in found]})
        return
    rows = [
        (each.name, each.language, each.about["gender"], each.engine, size_of(each), licence_of(each),
         "here" if shop.is_here(each.name, home) else "", each.description)
        for each in found
    ]  # fmt: skip
    print_table(("voice", "language", "gender", "engine", "size", "licence", "", "description"), rows)


def _plain(card: VoiceCard) -> dict[str, Any]:
    """Write a card with what JSON knows."""
    return asdict(card) | {"files": dict(card.files), "folder": card.folder and str(card.folder)}


def _speaking(language: str, cards: Iterable[_Spoken]) -> list[_Spoken]:
    """Take the voices of a language: of all its regions; of a region that has none of its own, those of the others."""
    from avatar.speech.voices import ALIASES

    primary, *regions = language.lower().split("-")
    primary = ALIASES.get(primary, primary)
    spoken = [(f"{card.language.lower()}-", card) for card in cards]
    near = [card for tag, card in spoken if tag.startswith("-".join((primary, *regions, "")))]
    return near or [card for tag, card in spoken if tag.startswith(f"{primary}-")]

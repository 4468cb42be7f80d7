"""`avatar voice`: who can speak."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

app = typer.Typer(
    help="See the voices.",
    no_args_is_help=True,
    epilog=examples("avatar voice list --lang zh", "avatar voice show xiaoyun"),
)


@app.command("list", epilog=examples("avatar voice list", "avatar voice list --lang pt --json"))
def list_voices(
    lang: Annotated[
        str | None, typer.Option("--lang", "-l", help="Only voices of this language, for example zh or pt-BR.")
    ] = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List every voice that can be given to `avatar say --voice`."""
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_table
    from avatar.speech.voices import ALIASES, card_faults, default_voice, voices

    if lang is not None:
        default_voice(lang)  # says which languages there are if it is none of them
        lang = ALIASES.get(lang, lang)
    warn(card_faults())
    cards = [card for card in voices() if lang is None or _speaks(card.language, lang)]
    if json:
        print_json({"voices": [asdict(card) for card in cards]})
        return
    rows = [(card.name, card.language, card.gender, card.engine, card.description) for card in cards]
    print_table(("voice", "language", "gender", "engine", "description"), rows)


@app.command("show", epilog=examples("avatar voice show xiaoyun", "avatar voice show xiaoyun --json"))
def show_voice(
    name: Annotated[str, typer.Argument(help="A name of `avatar voice list`.")],
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show the card of one voice."""
    from avatar.cli.result import print_fields, print_json
    from avatar.speech.voices import find_voice

    card = asdict(find_voice(name))
    if json:
        print_json(card)
    else:
        options = card.pop("options")
        print_fields(card | {f"engine.{option}": value for option, value in options.items()})


def _speaks(language: str, wanted: str) -> bool:
    return language.lower() == wanted.lower() or language.lower().startswith(wanted.lower() + "-")

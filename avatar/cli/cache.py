"""`avatar cache`: what has been filmed and is kept."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError
from avatar.runtime.sizes import in_words

app = typer.Typer(
    help="See and clear what has been filmed and is kept for the next time.",
    no_args_is_help=True,
    epilog=examples("avatar cache show", "avatar cache limit 2GB", "avatar cache clear"),
)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*(?:([KMGT])I?)?B?", re.IGNORECASE | re.ASCII)
_LARGEST = 10**18
"""bytes; no disk has more, so it is a slip"""


@app.command("show", epilog=examples("avatar cache show", "avatar cache show --json"))
def show(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show where finished passages are kept, how many, and how much room they take."""
    from avatar.cli.result import print_fields, print_json
    from avatar.clip.footage import FootageStore

    usage = FootageStore().usage()
    if json:
        print_json(asdict(usage))
    else:
        print_fields(asdict(usage) | {"size": in_words(usage.size), "limit": in_words(usage.limit)})


@app.command("clear", epilog=examples("avatar cache clear"))
def clear(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Throw all kept passages away; films are not touched, and the next one is made anew."""
    from avatar.cli.result import print_json, print_line
    from avatar.clip.footage import FootageStore

    usage = FootageStore().clear()
    if json:
        print_json({"cleared": usage.passages, "size": usage.size})
    else:
        print_line(f"{usage.passages} passages cleared, {in_words(usage.size)}")


@app.command("limit", epilog=examples("avatar cache limit 2GB", "avatar cache limit 0"))
def limit(
    size: Annotated[str, typer.Argument(help="How much room they may take, such as 500MB or 10GB; 0 keeps none.")],
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say how much room kept passages may take; what was not used for longest goes first."""
    from avatar.cli.result import print_json, print_line
    from avatar.clip.footage import FootageStore

    store = FootageStore()
    store.set_limit(parse_size(size))
    if json:
        print_json({"limit": store.limit()})
    else:
        print_line(in_words(store.limit()))


def parse_size(text: str) -> int:
    """Read a size such as "500 MB", in bytes. Raise `InputError` for anything else."""
    match = _SIZE.fullmatch(text.strip())
    size = round(float(match[1]) * _UNITS[(match[2] or "").upper()]) if match else -1
    if not 0 <= size <= _LARGEST:
        raise InputError(f"{text!r} is not a size; give one such as 500MB or 10GB.")
    return size

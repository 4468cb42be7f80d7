"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated

import typer

from avatar.clip.options import Option, table
from avatar.clip.request import default_of

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress and no warnings.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error came from.")]

Text = Annotated[str | None, typer.Argument(help="What to say; - reads standard input.", show_default=False)]
TextFile = Annotated[
    Path | None,
    typer.Option("--file", "-f", help="Read the text from a file (UTF-8, UTF-16 or GB18030); - is standard input."),
]

Film = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        help="The film to write: .mp4, .mov, .mkv, .webm or .gif; else one is named after portrait and text.",
        show_default=False,
    ),
]
Portrait = Annotated[
    str, typer.Option("--portrait", "-p", help="A photo, or the name of an enrolled or shipped portrait.")
]

Encoding = Annotated[
    str,
    typer.Option(
        "--encoding",
        help="Of the text file: gb18030, big5, shift_jis, euc_kr, cp1252, ...; else it is found out.",
        show_default=False,
    ),
]
Strength = Annotated[
    float,
    typer.Option("--strength", min=0, max=1, help="How much of the face is seen; with less it is a likeness of both."),
]
Skin = Annotated[
    float,
    typer.Option(
        "--skin", min=0, max=1, help="How far the face takes on the colour of the body's skin; 0: not at all."
    ),
]


def taking(options: type, leaving: Sequence[str] | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, whose last parameter is `**options`, an option for each that `avatar.clip.options` knows.

    They stand before its --json. Their names, help and defaults are written there and nowhere else. A command that is
    `leaving` some of them out has no defaults either: what is not said is None.
    """

    def give(command: Callable[..., None]) -> Callable[..., None]:
        own = [*signature(command, eval_str=True).parameters.values()][:-1]
        place = [each.name for each in own].index("json")
        asked = [
            _parameter(options, name, option, has_default=leaving is None)
            for name, option in table(options).items()
            if name not in (leaving or ())
        ]
        given = [each.replace(kind=each.KEYWORD_ONLY) for each in (*own[:place], *asked, *own[place:])]
        command.__signature__ = Signature(given)  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in given}
        return command

    return give


def _parameter(options: type, name: str, option: Option, *, has_default: bool) -> Parameter:
    default = default_of(options, name) if has_default else None
    kind = option.kind if default is not None else option.kind | None
    flags = option.flags or (f"--{name.replace('_', '-')}",)
    # What is no number is told by the option itself, in the same words as to Python.
    asked = typer.Option(*flags, help=option.help, show_default=default is not None)
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, asked])

"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avatar.settings import JURISDICTIONS

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress and no warnings.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error came from.")]

Text = Annotated[str | None, typer.Argument(help="What to say; - reads standard input.", show_default=False)]
TextFile = Annotated[
    Path | None,
    typer.Option("--file", "-f", help="Read the text from a file (UTF-8, UTF-16 or GB18030); - is standard input."),
]
Voice = Annotated[
    str | None, typer.Option("--voice", "-v", help="A voice of `avatar voice list`; else the language's own.")
]
Language = Annotated[
    str, typer.Option("--lang", "-l", help="Language of the text (zh, en, fr, ...); auto decides per sentence.")
]
Speed = Annotated[float, typer.Option("--speed", help="Speaking rate, 0.5 to 2; 1 is the voice's own.")]
Purpose = Annotated[str, typer.Option("--purpose", help="What it is for; whoever is shown has to have allowed that.")]
Jurisdiction = Annotated[
    str, typer.Option("--jurisdiction", help=f"Whose rules on marks it must meet: {', '.join(JURISDICTIONS)}.")
]

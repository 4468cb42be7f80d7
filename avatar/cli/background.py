"""`avatar background`: a ready film before something else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import ClipOptions, table

TAKEN = (
    "language", "purpose", "jurisdiction", "matting", "device", "codec", "background", "match", "label_language",
    "channel", "territory", "product", "licensee", "speaker",
)  # fmt: skip
"""options of `avatar say` that a ready film has a use for"""

EXAMPLES = examples(
    "avatar background hello.mp4 --background beach.jpg -o beach.mp4",
    "avatar background hello.mp4 --background blur",
    "avatar background me.mp4 --background '#1e2a38' --portrait me --performer-consent self",
    "avatar background studio.mov --background loop.mp4 --portrait ana --performer-consent ana-form.pdf",
)


@options.taking(ClipOptions, leaving=[name for name in table(ClipOptions) if name not in TAKEN])
def background(  # noqa: PLR0913 - which film, who is seen, where to, and how the result is told
    video: Annotated[Path, typer.Argument(help="The film whose background is replaced.", show_default=False)],
    *,
    portrait: Annotated[
        str | None,
        typer.Option("--portrait", "-p", help="Who is seen, if the film was not made here.", show_default=False),
    ] = None,
    performer_consent: Annotated[
        str | None,
        typer.Option(
            "--performer-consent",
            help="self if you were filmed; the form that whoever was has signed; nobody if no person was.",
            show_default=False,
        ),
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="Leave the sound out.")] = False,
    output: options.Film = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **wanted: Any,  # noqa: ANN401 - what `ClipOptions` names
) -> None:
    """Show whoever is seen in a ready film before something else: a picture, a film, a colour, or out of focus."""
    from avatar import replace_background
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_replaced, print_json, print_line

    with shown(is_quiet=quiet) as watch:
        made = replace_background(
            video, output=output, portrait=portrait, performer=performer_consent, mute=mute, watch=watch, **wanted
        )
    if not quiet:
        warn(made.warnings)
    if json:
        print_json(describe_replaced(made))
    else:
        print_line(made.video)

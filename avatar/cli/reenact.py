"""`avatar reenact`: a performance drives a portrait."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import ClipOptions
from avatar.clip.request import DEFAULT_PORTRAIT

OF_THE_PERFORMER = ("voice", "speed", "emotion", "blink", "seed", "scene", "seconds", "rates")
"""options of `avatar say` that a performance has no use for: somebody performs all that"""

EXAMPLES = examples(
    'avatar reenact --driving me.mp4 --portrait marco --performer-consent self "This is what I say in it."',
    "avatar reenact --driving ana.mov --portrait amara --performer-consent ana-form.pdf --file script.txt -o film.mp4",
    "avatar reenact --driving webcam --seconds 8 --performer-consent self -o nod.mp4",
    "avatar reenact --driving take3.csv --audio take3.wav --performer-consent self --file script.txt",
)


@options.taking(ClipOptions, leaving=OF_THE_PERFORMER)
def reenact(  # noqa: PLR0913 - what is performed by whom, where to, and how the result is told
    text: Annotated[
        str | None,
        typer.Argument(help="What is said in the performance; - reads standard input.", show_default=False),
    ] = None,
    *,
    driving: Annotated[
        str,
        typer.Option(
            "--driving", help="A film of somebody's face, webcam, webcam:1, or a CSV of the app Live Link Face."
        ),
    ],
    file: options.TextFile = None,
    encoding: options.Encoding = "",
    portrait: options.Portrait = DEFAULT_PORTRAIT,
    performer_consent: Annotated[
        str | None,
        typer.Option(
            "--performer-consent",
            help="self if you perform; the form that whoever performs has signed; nobody if no person does.",
            show_default=False,
        ),
    ] = None,
    neutral: Annotated[
        float | None,
        typer.Option(
            "--neutral", help="Second of the performance at which the face rests; else it is found.", show_default=False
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option("--seconds", help="How long the webcam is looked through.", show_default="10"),
    ] = None,
    mute: Annotated[bool, typer.Option("--mute", help="Leave the sound of the performance out.")] = False,
    output: options.Film = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **wanted: Any,  # noqa: ANN401 - what `ClipOptions` names
) -> None:
    """Let a portrait move as somebody's face does in a film: a labelled, marked film of what they perform."""
    from avatar.cli.filming import film
    from avatar.cli.source import find_text
    from avatar.clip.files import check_apart
    from avatar.driving.asking import asked

    said = find_text(text, file, is_wanted=False, encoding=encoding)
    driven, request = asked(
        driving,
        said,
        portrait,
        output,
        performer=performer_consent,
        neutral=neutral,
        seconds=seconds,
        mute=mute,
        **wanted,
    )
    check_apart(output, file, driving)
    film(request, output, as_json=json, is_quiet=quiet, driven=driven)

"""`avatar swap`: a video with another face."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import FilmOptions, table
from avatar.edit import KEEP

TAKEN = (
    "language",
    "purpose",
    "jurisdiction",
    "codec",
    "label_language",
    "channel",
    "territory",
    "product",
    "licensee",
)
"""options of `avatar say` that a video has a use for: all that is seen and heard in it is there already"""

EXAMPLES = examples(
    "avatar swap talk.mp4 --face me.jpg -o me.mp4",
    'avatar swap model.mp4 --face marco --body model.jpg -o new.mp4 "What she says in it."',
    "avatar swap walk.mov --face me.jpg --body ana --mute --keep 1 -o walk-me.mp4",
)


@options.taking(FilmOptions, leaving=tuple(each for each in table(FilmOptions) if each not in TAKEN))
def swap(  # noqa: PLR0913 - whose video, whose face, where to, and how the result is told
    video: Annotated[Path, typer.Argument(help="A film that was made here, or a video of somebody who has agreed.")],
    text: Annotated[
        str | None,
        typer.Argument(help="What is said in it, unless it was made here; - reads standard input.", show_default=False),
    ] = None,
    *,
    face: Annotated[
        str, typer.Option("--face", help="Whose face it gets: a photo, or the name of a portrait.", show_default=False)
    ],
    body: Annotated[
        str | None,
        typer.Option(
            "--body",
            help="Who is seen in a video that was not made here: a photo, or the name of a portrait.",
            show_default=False,
        ),
    ] = None,
    keep: Annotated[
        float, typer.Option("--keep", min=0, max=1, help="Share of the face's own shape; 0: its skin and brows alone.")
    ] = KEEP,
    strength: options.Strength = 1.0,
    skin: options.Skin = 1.0,
    file: options.TextFile = None,
    encoding: options.Encoding = "",
    mute: Annotated[bool, typer.Option("--mute", help="Leave its sound out.")] = False,
    output: options.Film = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **wanted: Any,  # noqa: ANN401 - what `TAKEN` names
) -> None:
    """Give a video another face: a labelled, marked film with the same speech, gaze and blinks.

    Both have to have agreed to that: whose face it is with `avatar consent sign PHOTO --self --edit likeness`, who is
    seen in the video with `--edit body`.
    """
    from avatar import swap_face
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import print_json, print_line
    from avatar.cli.source import find_text
    from avatar.clip.files import check_apart

    said = find_text(text, file, is_wanted=False, encoding=encoding)
    check_apart(output, file, face, body)
    with shown(is_quiet=quiet) as watch:
        made = swap_face(
            video,
            face,
            output,
            body=body,
            keep=keep,
            strength=strength,
            skin=skin,
            text=said,
            mute=mute,
            watch=watch,
            **wanted,
        )
    if not quiet:
        warn(made.warnings)
    if json:
        told = asdict(made) | {"parents": {each.edit: each.sha256 for each in made.parents}}
        print_json(told | {"authorization": told.pop("authorization_id"), "size": list(made.size)})
    else:
        print_line(made.video)

"""`avatar voice try`: hear a voice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet

EXAMPLES = examples("avatar voice try emma", 'avatar voice try zf_xiaoyi "您好，很高兴见到您。" -o xiaoyi.mp3')


def attempt(  # noqa: PLR0913 - one parameter per option of the command
    name: Annotated[str, typer.Argument(help="A name of `avatar voice list`.", show_default=False)],
    text: Annotated[str | None, typer.Argument(help="What it says; else a sentence.", show_default=False)] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The sound to write; else a new temporary file.", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Let a voice say a sentence, as `avatar speak` does: with its label and all marks."""
    from avatar.aloud import record
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_recording, print_json, print_line
    from avatar.clip.request import SoundRequest
    from avatar.speech.samples import sample
    from avatar.speech.voices import find_voice

    card = find_voice(name)
    said = sample(card.language) if text is None else text
    with shown(is_quiet=quiet) as watch:
        request = SoundRequest.from_options(said, voice=name, language=card.language)
        recording = record(request, output or _new_place(name), watch)
    if not quiet:
        warn(recording.warnings)
    if json:
        print_json(describe_recording(recording))
    else:
        print_line(recording.audio)


def _new_place(name: str) -> Path:
    from tempfile import mkdtemp

    return Path(mkdtemp(prefix="avatar-")) / f"{name}.wav"

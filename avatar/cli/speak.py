"""`avatar speak`: a text becomes a sound file without pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import SoundOptions
from avatar.clip.request import SoundRequest

EXAMPLES = examples(
    'avatar speak "您好，我是小陈。"',
    'avatar speak --voice diego -o welcome.mp3 "Bienvenidos."',
    'avatar speak --label rhythm --speed 1.2 -o notice.m4a "The office closes at six."',
    "avatar speak --file chapter.txt -o chapter.mp3",
    "echo 'Bonjour !' | avatar speak --lang fr --json --file -",
)


@options.taking(SoundOptions)
def speak(  # noqa: PLR0913 - what is said, where to, and how the result is told
    text: options.Text = None,
    file: options.TextFile = None,
    encoding: options.Encoding = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The sound to write: .wav, .mp3 or .m4a; else a .wav is named after voice and text.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **asked: Any,  # noqa: ANN401 - what `SoundOptions` names
) -> None:
    """Say a text without pictures: a sound file that says at its beginning that it is generated, with all marks."""
    from avatar.aloud import record
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_recording, print_json, print_line
    from avatar.cli.source import find_text
    from avatar.clip.files import check_apart

    request = SoundRequest.from_options(find_text(text, file, encoding=encoding), **asked)
    check_apart(output, file)
    with shown(is_quiet=quiet) as watch:
        recording = record(request, output, watch)
    if not quiet:
        warn(recording.warnings)
    if json:
        print_json(describe_recording(recording))
    else:
        print_line(recording.audio)

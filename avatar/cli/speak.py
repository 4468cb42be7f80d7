"""`avatar speak`: a text becomes a sound file without pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.settings import AUDIBLE_LABELS, MarkSettings, Settings, SpeechSettings, TextSettings

EXAMPLES = examples(
    'avatar speak "您好，我是小陈。"',
    'avatar speak --voice diego -o welcome.mp3 "Bienvenidos."',
    'avatar speak --label rhythm --speed 1.2 -o notice.m4a "The office closes at six."',
    "avatar speak --file chapter.txt -o chapter.mp3",
    "echo 'Bonjour !' | avatar speak --lang fr --json --file -",
)
_SPEECH, _TEXT, _MARKS = SpeechSettings(), TextSettings(), MarkSettings()


def speak(  # noqa: PLR0913 - one parameter per option of the command
    text: options.Text = None,
    file: options.TextFile = None,
    voice: options.Voice = None,
    lang: options.Language = _TEXT.language,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The sound to write: .wav, .mp3 or .m4a; else a .wav is named after voice and text.",
            show_default=False,
        ),
    ] = None,
    speed: options.Speed = _SPEECH.speed,
    label: Annotated[
        str, typer.Option("--label", help="How it says that it is generated: spoken, or a rhythm of tones.")
    ] = AUDIBLE_LABELS[0],
    purpose: options.Purpose = "personal",
    jurisdiction: options.Jurisdiction = _MARKS.jurisdiction,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
) -> None:
    """Say a text without pictures: a sound file that says at its beginning that it is generated, with all marks."""
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_recording, print_json, print_line
    from avatar.cli.source import find_text
    from avatar.clip.sound_file import Script, record

    settings = Settings(
        text=TextSettings(language=lang), speech=SpeechSettings(speed=speed), marks=MarkSettings(jurisdiction)
    )
    script = Script(find_text(text, file), voice, label, purpose, settings)
    with shown(is_quiet=quiet) as watch:
        recording = record(script, output, watch)
    if not quiet:
        warn(recording.warnings)
    if json:
        print_json(describe_recording(recording))
    else:
        print_line(recording.audio)

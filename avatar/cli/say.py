"""`avatar say`: a text becomes a talking video."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.order import DEFAULT_PORTRAIT, DEFAULT_RENDERER, Order
from avatar.settings import EMOTIONS, FilmSettings, LipSettings, MotionSettings, Settings, SpeechSettings, TextSettings

EXAMPLES = examples(
    'avatar say "您好，我是小陈，很高兴为您服务。"',
    'avatar say --portrait me.jpg -o hello.mp4 --size 1080x1920 "Nice to meet you."',
    'avatar say --emotion warm "Good to see you! [nod] [pause 500ms] How can I help?"',
    "avatar say --portrait marco --voice diego --file script.txt",
    "echo 'Bonjour !' | avatar say --lang fr --json --file -",
)
_FILM, _SPEECH, _TEXT = FilmSettings(), SpeechSettings(), TextSettings()
_LIPS, _MOTION = LipSettings(), MotionSettings()


def say(  # noqa: PLR0913 - one parameter per option of the command
    text: Annotated[str | None, typer.Argument(help="What to say; - reads standard input.", show_default=False)] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="Read the text from a file (UTF-8, UTF-16 or GB18030); - is standard input."),
    ] = None,
    portrait: Annotated[
        str, typer.Option("--portrait", "-p", help="A photo, or the name of an enrolled or shipped portrait.")
    ] = DEFAULT_PORTRAIT,
    voice: Annotated[
        str | None, typer.Option("--voice", "-v", help="A voice of `avatar voice list`; else the language's own.")
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", "-l", help="Language of the text (zh, en, fr, ...); auto decides per sentence.")
    ] = _TEXT.language,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The video to write; else one is named after portrait and text.", show_default=False
        ),
    ] = None,
    size: Annotated[str, typer.Option("--size", "-s", help="Width x height in pixels.")] = (
        f"{_FILM.width}x{_FILM.height}"
    ),
    fps: Annotated[str, typer.Option("--fps", help="Frames per second, also as 30000/1001.")] = str(_FILM.fps),
    renderer: Annotated[str, typer.Option("--renderer", help="What makes the pictures.")] = DEFAULT_RENDERER,
    face: Annotated[
        int | None, typer.Option("--face", min=1, help="Which face of a group photo, counted from the left.")
    ] = None,
    speed: Annotated[
        float, typer.Option("--speed", help="Speaking rate, 0.5 to 2; 1 is the voice's own.")
    ] = _SPEECH.speed,
    emotion: Annotated[str, typer.Option("--emotion", "-e", help=f"One of {', '.join(EMOTIONS)}.")] = _MOTION.emotion,
    head: Annotated[float, typer.Option("--head", help="Size of head motion, 0 to 2.")] = _MOTION.head,
    blink: Annotated[float, typer.Option("--blink", help="How often the eyes blink, 0 to 2.")] = _MOTION.blink,
    mouth: Annotated[float, typer.Option("--mouth", help="Size of lip movements, 0.3 to 1.5.")] = _LIPS.strength,
    label_lang: Annotated[
        str, typer.Option("--label-lang", help="Language of the label: zh, en, or auto for that of the text.")
    ] = _FILM.label_language,
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, help="Of blinks, gaze and head; else derived from the portrait."),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make a portrait say a text: an MP4 with an "AI-generated" label, and its timeline beside it as JSON."""
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_clip, print_json, print_line
    from avatar.cli.source import find_text
    from avatar.film import even_size, parse_fps, parse_size
    from avatar.pipeline import make

    (width, height), notes = even_size(parse_size(size))
    order = Order(
        text=find_text(text, file),
        portrait=portrait,
        voice=voice,
        face=face,
        renderer=renderer,
        seed=seed,
        settings=Settings(
            text=TextSettings(language=lang),
            speech=SpeechSettings(speed=speed),
            lips=LipSettings(strength=mouth),
            motion=MotionSettings(head=head, blink=blink, emotion=emotion),
            film=FilmSettings(width=width, height=height, fps=parse_fps(fps), label_language=label_lang),
        ),
    )
    with shown(is_quiet=quiet) as watch:
        clip = make(order, output, watch)
    clip = replace(clip, warnings=notes + clip.warnings)
    if not quiet:
        warn(clip.warnings)
    if json:
        print_json(describe_clip(clip))
    else:
        print_line(clip.video)

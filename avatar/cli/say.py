"""`avatar say`: a text becomes a talking video."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.request import DEFAULT_PORTRAIT, DEFAULT_RENDERER, Occasion, Order
from avatar.settings import (
    CODECS,
    EMOTIONS,
    FilmSettings,
    LipSettings,
    MarkSettings,
    MotionSettings,
    Settings,
    SpeechSettings,
    TextSettings,
)

EXAMPLES = examples(
    'avatar say "您好，我是小陈，很高兴为您服务。"',
    'avatar say --portrait me.jpg -o hello.mp4 --size 1080x1920 "Nice to meet you."',
    'avatar say --emotion warm "Good to see you! [nod] [pause 500ms] How can I help?"',
    "avatar say --portrait marco --voice diego --file script.txt",
    'avatar say --background office.jpg -o greeting.mp4 "Welcome!"',
    'avatar say --background transparent -o overlay.webm "I float over your page."',
    "echo 'Bonjour !' | avatar say --lang fr --json --file -",
)
_FILM, _SPEECH, _TEXT = FilmSettings(), SpeechSettings(), TextSettings()
_LIPS, _MOTION, _MARKS, _OCCASION = LipSettings(), MotionSettings(), MarkSettings(), Occasion()


def say(  # noqa: PLR0913 - one parameter per option of the command
    text: options.Text = None,
    file: options.TextFile = None,
    portrait: Annotated[
        str, typer.Option("--portrait", "-p", help="A photo, or the name of an enrolled or shipped portrait.")
    ] = DEFAULT_PORTRAIT,
    voice: options.Voice = None,
    lang: options.Language = _TEXT.language,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The film to write: .mp4, .mov, .mkv, .webm or .gif; else one is named after portrait and text.",
            show_default=False,
        ),
    ] = None,
    size: Annotated[str, typer.Option("--size", "-s", help="Width x height in pixels.")] = (
        f"{_FILM.width}x{_FILM.height}"
    ),
    fps: Annotated[str, typer.Option("--fps", help="Frames per second, also as 30000/1001.")] = str(_FILM.fps),
    codec: Annotated[
        str | None,
        typer.Option("--codec", help=f"One of {', '.join(CODECS)}; else what goes with the film's ending."),
    ] = None,
    background: Annotated[
        str,
        typer.Option(
            "--background",
            "-b",
            help="own, transparent, a colour (white, #1e2a38), a picture or a film.",
        ),
    ] = "own",
    renderer: Annotated[str, typer.Option("--renderer", help="What makes the pictures.")] = DEFAULT_RENDERER,
    face: Annotated[
        int | None, typer.Option("--face", min=1, help="Which face of a group photo, counted from the left.")
    ] = None,
    speed: options.Speed = _SPEECH.speed,
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
    purpose: options.Purpose = _OCCASION.purpose,
    channel: Annotated[
        str, typer.Option("--channel", help="How it reaches people: file, website, social, broadcast, ...")
    ] = _OCCASION.channel,
    territory: Annotated[
        str | None, typer.Option("--territory", help="Where it is shown, such as CN or US-CA.", show_default=False)
    ] = None,
    product: Annotated[
        str | None, typer.Option("--product", help="Which product it is about.", show_default=False)
    ] = None,
    licensee: Annotated[
        str | None, typer.Option("--licensee", help="Who makes it, as in the authorization.", show_default=False)
    ] = None,
    jurisdiction: options.Jurisdiction = _MARKS.jurisdiction,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
) -> None:
    """Make a portrait say a text: a film with an "AI-generated" label, and its timeline beside it as JSON."""
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_clip, print_json, print_line
    from avatar.cli.source import find_text
    from avatar.film import choose_codec, even_size, parse_fps, parse_size, preview_shape
    from avatar.finish.backdrops import parse_background
    from avatar.pipeline import make

    behind = parse_background(background)
    chosen = choose_codec(output, codec, is_transparent=behind.is_transparent)
    shape, notes = even_size(parse_size(size))
    rate = parse_fps(fps)
    if chosen == "gif":
        shape, rate, more = preview_shape(shape, rate)
        notes += more
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
            film=FilmSettings(*shape, fps=rate, label_language=label_lang, codec=chosen, background=behind),
            marks=MarkSettings(jurisdiction),
        ),
        occasion=Occasion(purpose, channel, territory, product, licensee),
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

"""`avatar say`: a text becomes a talking video."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import ClipOptions
from avatar.clip.request import DEFAULT_PORTRAIT, ClipRequest

EXAMPLES = examples(
    'avatar say "您好，我是小陈，很高兴为您服务。"',
    'avatar say --portrait me.jpg -o hello.mp4 --size 1080x1920 "Nice to meet you."',
    'avatar say --emotion warm "Good to see you! [nod] [pause 500ms] How can I help?"',
    "avatar say --portrait marco --voice diego --file script.txt",
    'avatar say --background office.jpg -o greeting.mp4 "Welcome!"',
    'avatar say --audio greeting.m4a --portrait me.jpg "Hello, this is my own voice."',
    'avatar say --background transparent -o overlay.webm "I float over your page."',
    "echo 'Bonjour !' | avatar say --lang fr --json --file -",
)


@options.taking(ClipOptions)
def say(  # noqa: PLR0913 - what is said by whom, where to, and how the result is told
    text: options.Text = None,
    file: options.TextFile = None,
    encoding: options.Encoding = "",
    portrait: Annotated[
        str, typer.Option("--portrait", "-p", help="A photo, or the name of an enrolled or shipped portrait.")
    ] = DEFAULT_PORTRAIT,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The film to write: .mp4, .mov, .mkv, .webm or .gif; else one is named after portrait and text.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **asked: Any,  # noqa: ANN401 - what `ClipOptions` names
) -> None:
    """Make a portrait say a text: a film with an "AI-generated" label, and its timeline beside it as JSON."""
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import describe_clip, print_json, print_line
    from avatar.cli.source import find_text
    from avatar.clip.files import check_apart
    from avatar.pipeline import make

    is_wanted = asked["audio"] is None
    request = ClipRequest.from_options(
        find_text(text, file, is_wanted=is_wanted, encoding=encoding), portrait, output, **asked
    )
    check_apart(output, file)
    with shown(is_quiet=quiet) as watch:
        clip = make(request, output, watch)
    if not quiet:
        warn(clip.warnings)
    if json:
        print_json(describe_clip(clip))
    else:
        print_line(clip.video)

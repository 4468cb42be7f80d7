"""`avatar say`: a text becomes a talking video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import ClipOptions
from avatar.clip.request import DEFAULT_PORTRAIT, ClipRequest
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data.scene import Scene

EXAMPLES = examples(
    'avatar say "您好，我是小陈，很高兴为您服务。"',
    'avatar say --portrait me.jpg -o hello.mp4 --size 1080x1920 "Nice to meet you."',
    'avatar say --emotion warm "Good to see you! [nod] [pause 500ms] How can I help?"',
    "avatar say --portrait marco --voice diego --file script.txt",
    'avatar say --background office.jpg -o greeting.mp4 "Welcome!"',
    'avatar say --audio greeting.m4a --portrait me.jpg "Hello, this is my own voice."',
    'avatar say --background transparent -o overlay.webm "I float over your page."',
    "avatar say --template ./my-template --set headline='Spring is here' 'Spring is here.'",
    "echo 'Bonjour !' | avatar say --lang fr --json --file -",
)


@options.taking(ClipOptions)
def say(  # noqa: PLR0913 - what is said by whom, where to, and how the result is told
    text: options.Text = None,
    file: options.TextFile = None,
    encoding: options.Encoding = "",
    portrait: options.Portrait = DEFAULT_PORTRAIT,
    output: options.Film = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            help="A scene template of `avatar template list`, or its folder, filled with --set.",
            show_default=False,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="A value of the template, NAME=VALUE; may be given again and again.", show_default=False
        ),
    ] = None,
    shape: Annotated[
        str, typer.Option("--shape", help="Which of the template's shapes, such as tall.", show_default=False)
    ] = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **asked: Any,  # noqa: ANN401 - what `ClipOptions` names
) -> None:
    """Make a portrait say a text: a film with an "AI-generated" label, and its timeline beside it as JSON."""
    from avatar.cli.filming import film
    from avatar.cli.source import find_text
    from avatar.clip.files import check_apart

    said = find_text(text, file, is_wanted=asked["audio"] is None, encoding=encoding)
    if template is not None or values or shape:
        asked["scene"] = _filled(template, values or (), shape, said, asked, is_quiet=quiet)
    request = ClipRequest.from_options(said, portrait, output, **asked)
    check_apart(output, file)
    film(request, output, as_json=json, is_quiet=quiet)


def _filled(  # noqa: PLR0913 - which, with what, for which text in which shape
    template: str | None, values: Sequence[str], shape: str, text: str, asked: dict[str, Any], *, is_quiet: bool
) -> Scene:
    """Fill the template that is asked for, in the version that a campaign would use."""
    from avatar.campaign.templates import scene_of
    from avatar.campaign.versions import choose_template
    from avatar.cli.progress import warn
    from avatar.runtime.folders import Home

    if template is None:
        raise InputError("--set and --shape are for a template; name one with --template.")
    if asked.get("scene") is not None:
        raise InputError("--scene is a template that was filled already; give either that or --template.")
    chosen = choose_template(template, Home.usual())
    if chosen.warning and not is_quiet:
        warn((chosen.warning,))
    return scene_of(chosen.template, values, text, asked["language"], asked["size"], shape)

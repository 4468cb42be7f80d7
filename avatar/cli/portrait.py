"""`avatar portrait`: who can be shown."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avatar.cli.asking import Force, require_free
from avatar.cli.editing import describe
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet, Skin, Strength, taking
from avatar.clip.options import PortraitOptions
from avatar.edit import KEEP
from avatar.errors import InputError

if TYPE_CHECKING:
    from avatar.portrait.judging import PhotoItem

app = typer.Typer(
    help="Check, enroll and see the portraits.",
    no_args_is_help=True,
    epilog=examples("avatar portrait check me.jpg", "avatar portrait enroll me.jpg --name me", "avatar portrait list"),
)

BEYOND = (
    "Other programs show the person at rest and the 52 shapes. What glTF cannot hold lies in its extras, for our own "
    "renderer: gaze, the soft inside of the mouth, lips that stop each other, folds, a turning head, breath and the "
    "background.",
    "It holds the photo. Give it to those only who may have that, and have what is made of it say that it is "
    "AI-generated.",
)
"""what is said beside a rig"""
Face = Annotated[int | None, typer.Option("--face", min=1, help="Which face of a group photo, counted from the left.")]
Name = Annotated[str, typer.Argument(help="A name of `avatar portrait list`.")]


@app.command(
    "enroll",
    epilog=examples(
        "avatar portrait enroll me.jpg",
        "avatar portrait enroll team.png --face 2 --name ana",
        "avatar portrait enroll old.jpg --upscale realesrgan-x2plus --upscale-by 4",
    ),
)
@taking(PortraitOptions)
def enroll_portrait(  # noqa: PLR0913 - one parameter per option of the command
    image: Annotated[Path, typer.Argument(help="The photo.")],
    name: Annotated[
        str | None, typer.Option("--name", "-n", help="What to call it; else as the file.", show_default=False)
    ] = None,
    face: Face = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
    **asked: Any,  # noqa: ANN401 - what `PortraitOptions` names
) -> None:
    """Take a photo apart once and keep it under a name, so that `avatar say` can start at once.

    Networks that are named hold for every clip of it that names none. Somebody has to have agreed to all that: see
    `avatar consent sign`.
    """
    from avatar import enroll
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import print_json, print_line
    from avatar.portrait.choosing import idle
    from avatar.portrait.store import PortraitStore
    from avatar.settings import EMBEDDED, NOBODY

    with shown(is_quiet=quiet) as watch:
        portrait = enroll(image, name, face, watch, **asked)
    named = str(asked["upscale"] or NOBODY)
    if not quiet and named not in (NOBODY, EMBEDDED) and portrait.scale <= 1:
        warn((idle(named, portrait.iod),))
    if json:
        print_json(describe(PortraitStore().show(portrait.name)))
    else:
        print_line(portrait.name)


@app.command(
    "edit",
    epilog=examples(
        "avatar portrait edit amara --face xiaochen --name anna",
        "avatar portrait edit model.jpg --face me.jpg --keep 0.6 --name me-in-the-coat",
        "avatar portrait edit amara --garment shirt.jpg --name amara-in-blue",
        "avatar portrait edit marco --garment products/ --name autumn",
        "avatar portrait edit amara --face xiaochen --garment shirt.jpg --name anna-in-blue",
    ),
)
def edit(  # noqa: PLR0913 - one parameter per option of the command
    portrait: Annotated[str, typer.Argument(help="Whose body it is: a photo, or the name of a portrait.")],
    name: Annotated[str, typer.Option("--name", "-n", help="What to call the new portrait.", show_default=False)],
    source: Annotated[
        str | None,
        typer.Option("--face", help="Whose face it gets: a photo, or the name of a portrait.", show_default=False),
    ] = None,
    keep: Annotated[
        float, typer.Option("--keep", min=0, max=1, help="Share of the face's own shape; 0: its skin and eyes alone.")
    ] = KEEP,
    strength: Strength = 1.0,
    skin: Skin = 1.0,
    garment: Annotated[
        Path | None,
        typer.Option(
            "--garment",
            help="What it wears: the picture of a top that lies flat on light ground. A folder: one portrait of each, "
            "NAME-PICTURE.",
            show_default=False,
        ),
    ] = None,
    parser: Annotated[
        Path | None,
        typer.Option(
            "--parser",
            help="ONNX file of a network that finds clothes (SegFormer, SCHP), where colour alone does not tell.",
            show_default=False,
        ),
    ] = None,
    swapper: Annotated[
        str | None,
        typer.Option(
            "--swapper",
            help="A network of inswapper's kind that draws the face: its ONNX file, or a name of `avatar model`.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Give a portrait the face of another photo, other clothes, or both: a new portrait, which then talks as any other.

    All have to have agreed to that: whose face it is with `avatar consent sign PHOTO --self --edit likeness`, whose
    body it is with `--edit body`, and to other clothes with `--edit clothes`. When one of them ends it, the new
    portrait is shown no longer.
    """
    from avatar.cli.editing import made_of
    from avatar.edit.settings import FaceSettings

    if source is None and garment is None:
        raise InputError("Say what the portrait is to get: --face PHOTO, --garment PICTURE, or both.")
    settings = FaceSettings(keep, strength, skin)
    if swapper is not None and source is None:
        raise InputError("--swapper draws a face; say whose: --face PHOTO.")
    made_of(
        portrait,
        name,
        garment,
        face=source,
        settings=settings,
        parser=parser,
        swapper=swapper,
        json=json,
        quiet=quiet,
    )


@app.command("list", epilog=examples("avatar portrait list", "avatar portrait list --json"))
def list_portraits(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List every portrait that can be given to `avatar say --portrait` by name."""
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_table
    from avatar.clip.keeping import overdue
    from avatar.portrait.store import PortraitStore
    from avatar.runtime.folders import user_data

    store = PortraitStore()
    cards, to_delete = store.list(), overdue(user_data())
    warn((*store.faults(), *(each.sentence for each in to_delete)))
    if json:
        print_json({"portraits": [describe(card) for card in cards], "overdue": [asdict(each) for each in to_delete]})
        return
    rows = [(card.name, "shipped" if card.is_shipped else "enrolled", card.description) for card in cards]
    print_table(("portrait", "origin", "description"), rows)


@app.command("show", epilog=examples("avatar portrait show xiaochen", "avatar portrait show xiaochen --json"))
def show_portrait(
    name: Name,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Show what is known about one portrait."""
    from avatar.cli.result import print_fields, print_json
    from avatar.portrait.store import PortraitStore

    described = describe(PortraitStore().show(name))
    if json:
        print_json(described)
    else:
        print_fields(described)


@app.command(
    "check",
    epilog=examples(
        "avatar portrait check me.jpg",
        "avatar portrait check me.jpg --json",
        "avatar portrait check old.jpg --upscale-by 4 --matting none",
    ),
)
@taking(PortraitOptions)
def check_portrait(
    image: Annotated[str, typer.Argument(help="A photo, or the name of a portrait.")],
    face: Face = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
    **asked: Any,  # noqa: ANN401 - what `PortraitOptions` names
) -> None:
    """Say how well a photo suits and why; exit code 2 if it cannot be used or promises a poor film.

    With the options of `enroll` it is looked at by those networks: whether they are here, and find the person.
    """
    from avatar.cli.result import print_json, print_line, print_table
    from avatar.clip.request import portrait_settings
    from avatar.portrait.check import check_photo
    from avatar.portrait.store import PortraitStore

    store = PortraitStore()
    source = store.read(image)
    report = check_photo(source.path, face, store.settings_of(source, portrait_settings(**asked)))
    if json:
        items = [asdict(item) | {"value": None if math.isnan(item.value) else item.value} for item in report.items]
        print_json({"verdict": report.verdict, "items": items})
    else:
        rows = [(item.verdict, item.name, _measured(item), item.why) for item in report.items]
        print_table(("verdict", "what", "measured", "why"), rows)
        print_line(f"{image}: {report.verdict}")
    if report.verdict == "poor":
        raise typer.Exit(2)


@app.command(
    "export",
    epilog=examples(
        "avatar portrait export xiaochen --glb -o xiaochen.glb",
        "avatar portrait export xiaochen --glb -o tall.glb --size 720x1280",
    ),
)
def export_portrait(  # noqa: PLR0913 - one parameter per option of the command
    name: Name,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write: .glb.")],
    is_glb: Annotated[bool, typer.Option("--glb", help="As glTF 2.0 in one binary, with 52 ARKit shapes.")] = False,
    size: Annotated[
        str, typer.Option("--size", help="Of the pictures that are drawn from it, which it is cut for: WxH.")
    ] = "1080x1080",
    purpose: Annotated[str, typer.Option("--purpose", help="What it is for, as the authorization names it.")] = (
        "personal"
    ),
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Write a portrait as a model that others can move: for web pages, three.js, Blender, Unity and Unreal.

    Whoever gives it away gives the photo away: the authorization has to allow the channel "website".
    """
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_line
    from avatar.clip.giving import export
    from avatar.clip.request import Occasion
    from avatar.film import parse_size
    from avatar.runtime.folders import Home

    if not is_glb:
        raise InputError("Say in which form it is to be written; there is one: --glb.")
    require_free(output, is_forced=force)
    given = export(name, output, parse_size(size), Occasion(purpose), Home.usual())
    if json:
        facts = {"file": str(output), "bytes": len(given.content), "rig_id": given.rig_id, "beyond": list(BEYOND)}
        print_json(facts | {"authorization": given.authorization_id, "portrait": given.portrait_hash})
        return
    print_line(str(output))
    if not quiet:
        warn(BEYOND)


@app.command("remove", epilog=examples("avatar portrait remove me"))
def remove_portrait(
    name: Name,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Forget an enrolled portrait: the copy of its photo and everything that was made of it."""
    from avatar.portrait.store import PortraitStore

    PortraitStore().remove(name)


def _measured(item: PhotoItem) -> str:
    if math.isnan(item.value):
        return ""
    return f"{item.value:g}" if item.unit == "0-1" else f"{item.value:g} {item.unit}".strip()

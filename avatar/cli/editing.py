"""`avatar portrait edit`: one look or, of a folder of garments, many; and what is said of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, TypedDict

import typer

from avatar.errors import AvatarError, InputError, PortraitError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Unpack

    from avatar.edit.making import Edited, Editor
    from avatar.edit.settings import FaceSettings
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.watch import Watch

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")


class Asked(TypedDict):
    """What the command was asked besides who, what and how it is called."""

    face: str | None
    settings: FaceSettings
    parser: Path | None
    swapper: str | None
    json: bool
    quiet: bool


def describe(card: PortraitCard) -> dict[str, object]:
    """Give what is known about a portrait, for JSON."""
    return asdict(card) | {"path": str(card.path)}


def made_of(portrait: str, name: str, garment: Path | None, **asked: Unpack[Asked]) -> None:
    """Make what is asked for and say what came out; of a folder one portrait for each picture in it.

    Raise `Exit` with code 2 where some pictures of a folder could not be worn: it is said why, and the rest is made.
    """
    from avatar.cli.progress import shown, warn

    with shown(is_quiet=asked["quiet"]) as watch:
        editor = _editor(portrait, asked, watch)
        if garment is None or not garment.is_dir():
            _say([editor.make(name, garment)], is_json=asked["json"], is_many=False)
            return
        tried = [(picture.name, _tried(editor, f"{name}-{picture.stem}", picture)) for picture in _pictures(garment)]
    made = [each for _, each in tried if not isinstance(each, AvatarError)]
    faults = [f"{picture}: {each}" for picture, each in tried if isinstance(each, AvatarError)]
    _say(made, is_json=asked["json"], is_many=True)
    warn(tuple(faults))
    if faults:
        raise typer.Exit(PortraitError.exit_code)


def _editor(portrait: str, asked: Asked, watch: Watch) -> Editor:
    from avatar.edit.making import Editor
    from avatar.runtime.folders import Home

    return Editor(portrait, Home.usual(), asked["face"], asked["settings"], asked["parser"], asked["swapper"], watch)


def _tried(editor: Editor, name: str, picture: Path) -> Edited | AvatarError:
    """Make one of many; a picture that cannot be worn does not end the rest, and who has not agreed does."""
    try:
        return editor.make(name, picture)
    except RefusedError:
        raise
    except AvatarError as fault:
        return fault


def _pictures(folder: Path) -> list[Path]:
    found = sorted(each for each in folder.iterdir() if each.suffix.lower() in _PICTURES and each.is_file())
    if not found:
        raise InputError(f"The folder {str(folder)!r} holds no picture; put product pictures into it, as JPEG or PNG.")
    return found


def _say(made: list[Edited], *, is_json: bool, is_many: bool) -> None:
    from avatar.cli.result import print_json, print_line

    if is_json:
        described = [_described(each) for each in made]
        print_json({"portraits": described} if is_many else described[0])
        return
    for each in made:
        print_line(each.portrait.name)
        for line in _told(each):
            typer.echo(f"avatar: {line}", err=True)


def _told(made: Edited) -> list[str]:
    """Say how it came out."""
    lines = []
    if made.colour is not None:
        lines.append(
            f"the garment's colour is off by {made.colour.off:.1f} (CIEDE2000) in this light, and by "
            f"{made.colour.plain:.1f} from the picture itself"
        )
        if made.painted > 0.05:
            lines.append("its neck is cut deeper than what was worn: the skin that shows there is painted")
    if made.likeness is not None:
        lines.append(f"likeness to the face {made.likeness.source:.2f}, to the body {made.likeness.target:.2f}")
        lines.append(f"colour across the chin {made.chin[1]:.1f} (CIEDE2000), in the photo {made.chin[0]:.1f}")
    if made.network is not None:
        licence = made.network.licence or "unknown: see that you may use it"
        lines.append(f"the face was drawn by the network {made.network.name}, whose licence is {licence}")
    if made.sharpness is not None:
        lines.append(f"the face is {made.sharpness:.2f} times as sharp as the photo's own")
    return lines


def _described(made: Edited) -> dict[str, object]:
    from avatar.portrait.store import PortraitStore

    return describe(PortraitStore().show(made.portrait.name)) | {
        "authorization": made.authorization_id,
        "parents": {each.edit: each.sha256 for each in made.parents},
        "likeness": None if made.likeness is None else asdict(made.likeness),
        "colour": None if made.colour is None else asdict(made.colour),
        "chin": {"before": made.chin[0], "after": made.chin[1]},
        "sharpness": made.sharpness,
        "network": None if made.network is None else asdict(made.network),
        "painted": made.painted,
    }

"""What is made of photos and films that are there: other faces, clothes and rooms, by leave of those who are seen."""

# Shapes no clip.

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.api import home_at
from avatar.edit import KEEP
from avatar.runtime.watch import unwatched

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from avatar.clip.options import ClipOptions
    from avatar.edit.making import Edited
    from avatar.matting.making import Replaced
    from avatar.runtime.watch import Watch
    from avatar.swapping.making import SwappedVideo


def edit_portrait(  # noqa: PLR0913 - who, with whose face and in which clothes, called what, and where
    portrait: str | Path,
    name: str,
    *,
    face: str | Path | None = None,
    keep: float = KEEP,
    strength: float = 1.0,
    skin: float = 1.0,
    garment: str | Path | None = None,
    parser: str | Path | None = None,
    swapper: str | Path | None = None,
    watch: Watch = unwatched,
    home: str | Path | None = None,
) -> Edited:
    """Give a portrait another face, other clothes, or both, and keep it under a name: it then talks as any other.

    `portrait` and `face` are paths, or names of portraits; `keep` is the share of the face's own shape, `strength` how
    much of it is seen, `skin` how far it takes on the colour of the body's skin, 0-1 each. `garment` is the picture of
    a product that lies flat on light ground; `parser` an ONNX file of a network that tells clothes from skin, where
    that is hard; `swapper` a network that draws faces, by name or file. Raise `RefusedError` where somebody has not
    agreed to it, `PortraitError` where the pictures do not suit each other, or the product's colour would not be held.
    """
    from avatar.edit.making import Editor
    from avatar.edit.settings import FaceSettings

    source, network, drawer = face and str(face), parser and Path(parser), swapper and str(swapper)
    settings = FaceSettings(keep, strength, skin)
    editor = Editor(str(portrait), home_at(home), source or None, settings, network or None, drawer or None, watch)
    return editor.make(name, Path(garment) if garment else None)


def replace_background(  # noqa: PLR0913 - which film, what for, and who is seen
    video: str | Path,
    output: str | Path | None = None,
    *,
    portrait: str | Path | None = None,
    performer: str | Path | None = None,
    mute: bool = False,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[ClipOptions],
) -> Replaced:
    """Write a ready film before another `background`: a picture, a film, a colour, or the old one out of focus.

    Of a film that was not made here `portrait` says who is seen, and `performer` that they agree: "self", "nobody", or
    the file of a form that they have signed. Raise `RefusedError` where somebody has not agreed or is not recognized,
    and any other `AvatarError` that says what to change.
    """
    from avatar.matting.making import Wanted, replace_background

    place = None if output is None else Path(output)
    who = None if portrait is None else str(portrait)
    wanted = Wanted.of(video, place, who, performer, mute=mute, **options)
    return replace_background(wanted, home_at(home), place, watch)


def swap_face(  # noqa: PLR0913 - whose video, whose face, where to, and how
    video: str | Path,
    face: str | Path,
    output: str | Path | None = None,
    *,
    body: str | Path | None = None,
    keep: float = KEEP,
    strength: float = 1.0,
    skin: float = 1.0,
    text: str = "",
    mute: bool = False,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Any,  # noqa: ANN401 - those of `avatar swap`
) -> SwappedVideo:
    """Give a video another face: its speech, gaze and blinks stay, and both people have to have agreed.

    `face` is a path, or the name of a portrait; so is `body`, who is seen in a video that was not made here; `keep` is
    the share of the face's own shape, `strength` how much of it is seen, `skin` how far it takes on the colour of the
    body's skin, 0-1 each. `text` is what is said, which a film that was made here has beside it,
    unless it is `mute`. `options` are those of `clip.options.FilmOptions` that `avatar swap` takes. Raise
    `RefusedError` where one of both has not agreed, `PortraitError` or `InputError` where it cannot be done well.
    """
    from avatar.edit.settings import FaceSettings
    from avatar.swapping.making import Asked, swap_face

    named = None if body is None else str(body)
    place = None if output is None else Path(output)
    asked = Asked(Path(video), str(face), named, FaceSettings(keep, strength, skin), text, mute)
    return swap_face(asked, place, home_at(home), watch, **options)

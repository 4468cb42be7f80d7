"""Cut pictures to their place and frame them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.finish.scene.painting import Place, blurred, edge, inside, under
from avatar.outside.pictures import BROKEN, open_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    from avatar.data.scene import Border, Framed, Shadow
    from avatar.finish.scene.sprites import Sprite

_GREY = np.array((0.2126, 0.7152, 0.0722), np.float32)
"""how bright each colour is (ITU-R BT.709)"""


def opened(path: str) -> Image:
    """Open a picture as it is to be seen, RGBA. Raise `InputError` if it is none."""
    from PIL import ImageOps

    try:
        with open_picture(Path(path)) as file:
            return ImageOps.exif_transpose(file).convert("RGBA")
    except BROKEN as fault:
        raise InputError(f"The picture {path!r} of the scene cannot be read ({fault}); give another.") from fault


def picture(path: str, place: Place, framed: Framed) -> Sprite:
    """Paint a picture in its place."""
    from PIL import ImageOps

    image = opened(path)
    if framed.is_flipped:
        image = ImageOps.mirror(image)
    if framed.fit == "contain":
        place = contained(image.size, place, framed.focus)
    pixels = toned(cut(image, (max(round(place.width), 1), max(round(place.height), 1)), framed.focus), framed, place)
    return in_frame(pixels, place, framed)


def contained(size: tuple[int, int], place: Place, at: tuple[float, float]) -> Place:
    """Give where a picture of `size` stands, whole, in its place."""
    scale = min(place.width / size[0], place.height / size[1])
    wide, tall = size[0] * scale, size[1] * scale
    left, top = place.left + (place.width - wide) * at[0], place.top + (place.height - tall) * at[1]
    return Place(round(left), round(top), round(wide), round(tall), place.unit)


def cut(image: Image, size: tuple[int, int], focus: tuple[float, float]) -> NDArray[np.float32]:
    """Scale a picture until it covers `size` = (width, height) px, and cut off what is too much; (h, w, 4)."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    whole = ImageOps.fit(image.convert("RGBa"), size, Pillow.Resampling.LANCZOS, centering=focus)
    return np.asarray(whole.convert("RGBA"), np.float32)


def toned(pixels: NDArray[np.float32], framed: Framed, place: Place) -> NDArray[np.float32]:
    """Blur, grey and dim a picture (h, w, 3 or 4)."""
    colour = pixels[..., :3]
    if framed.blur:
        colour = blurred(np.ascontiguousarray(colour), framed.blur * place.unit)
    if framed.grey:
        colour = colour + np.float32(framed.grey) * ((colour @ _GREY)[..., None] - colour)
    if framed.dim:
        colour = colour * np.float32(1 - framed.dim)
    return np.concatenate([colour, pixels[..., 3:]], axis=2)


def in_frame(pixels: NDArray[np.float32], place: Place, framed: Framed) -> Sprite:
    """Paint a picture (h, w, 4) of the size of its place, with corners, border and shadow."""
    place, radius = rounded(place, framed.radius, is_round=framed.is_round)
    sheet = under(place, radius, framed.shadow)
    height, width = sheet.cover.shape
    deep = inside(place, (sheet.left, sheet.top, sheet.left + width, sheet.top + height), radius * place.unit)
    mask, colour = np.zeros((height, width), np.float32), np.zeros((height, width, 3), np.float32)
    x, y = round(place.left) - sheet.left, round(place.top) - sheet.top
    x0, y0 = _cut_to(pixels.shape[1], place.width), _cut_to(pixels.shape[0], place.height)
    inner = pixels[y0 : y0 + height - y, x0 : x0 + width - x]
    part = slice(y, y + len(inner)), slice(x, x + inner.shape[1])
    mask[part], colour[part] = inner[..., 3] / 255, inner[..., :3]
    sheet.lay(np.asarray(mask * np.clip(deep + 0.5, 0, 1), np.float32), colour)
    if framed.border:
        edge(sheet, deep, framed.border, place.unit)
    return sheet.done()


def rounded(place: Place, radius: float, *, is_round: bool) -> tuple[Place, float]:
    """Give the place and the radius of its corners, in the canvas' shorter side; a round one is a circle in it."""
    if not is_round:
        return place, radius
    side = min(place.width, place.height)
    left, top = place.left + (place.width - side) / 2, place.top + (place.height - side) / 2
    return Place(left, top, side, side, place.unit), side / 2 / place.unit


def _cut_to(have: int, want: float) -> int:
    return max(0, round((have - want) / 2))


def around(place: Place, radius: float, border: Border | None, shadow: Shadow | None) -> tuple[Sprite, Sprite | None]:
    """Paint what lies under something that moves in its frame, and what lies over it."""
    sheet = under(place, radius, shadow)
    if border is None:
        return sheet.done(), None
    height, width = sheet.cover.shape
    window = sheet.left, sheet.top, sheet.left + width, sheet.top + height
    from avatar.finish.scene.painting import Sheet

    over = Sheet.blank(window)
    edge(over, inside(place, window, radius * place.unit), border, place.unit)
    return sheet.done(), over.done()

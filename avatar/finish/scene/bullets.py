"""Set the points of a list, one below the other, each with its marker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.finish.scene.painting import Place, Sheet
from avatar.finish.scene.sprites import Sprite, sprite
from avatar.finish.scene.texts import ASCENT, Setting, fitted_together, fonts_for, text_sprite, trimmed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data.scene import Bullets, Colour
    from avatar.finish.subtitles.fonts import Fonts

_INDENT = 1.25
"""of the letters, from the markers' edge to that of the text"""
_NUMBER_INDENT = 1.55
"""the same beside numbers"""
_MIDDLE = 0.36
"""of the letters, above the baseline, where a marker's middle is"""
_FINER = 4
"""px that a marker is drawn with for one"""


def set_bullets(content: Bullets, place: Place, language: str) -> tuple[tuple[Setting, ...], Fonts, float]:
    """Set all points in letters of one size; give the room that their markers take, px."""
    letters, gap = content.letters, content.gap * place.unit
    texts = tuple(item.text for item in content.items)
    numbers = "0123456789" if content.marker == "number" else ""
    fonts = fonts_for("".join(texts) + numbers, letters, language)
    indent = {"none": 0.0, "number": _NUMBER_INDENT}.get(content.marker, _INDENT)
    size = letters.largest
    while True:  # smaller letters need less room for their markers, too
        tried = replace(letters, largest=size, smallest=min(size, letters.smallest))
        room = indent * size * place.unit
        narrow = replace(place, width=max(place.width - room, 1.0))
        settings = fitted_together(texts, replace(tried, smallest=size), narrow, fonts, gap)
        if all(each.fits for each in settings) or size <= letters.smallest:
            return settings, fonts, room
        size = max(size * 0.96, letters.smallest)


def bullets(content: Bullets, place: Place, language: str) -> tuple[Sprite, ...]:
    """Draw all points, each as a thing of its own."""
    settings, fonts, room = set_bullets(content, place, language)
    letters, gap = content.letters, content.gap * place.unit
    is_right = letters.align == "right"
    heights = [each.height(letters.spacing) for each in settings]
    block = sum(heights) + gap * (len(heights) - 1)
    down = {"top": 0.0, "middle": (place.height - block) / 2, "bottom": place.height - block}[letters.valign]
    plain, drawn = replace(letters, valign="top"), list[Sprite]()
    for number, (setting, height) in enumerate(zip(settings, heights, strict=True), 1):
        left = place.left if is_right else place.left + room
        own = Place(left, place.top + down, place.width - room, height, place.unit)
        text = text_sprite(setting, plain, own, fonts)
        edge = place.left + place.width if is_right else place.left
        baseline = own.top + ASCENT * setting.size
        mark = _marker(content, number, (edge, baseline), setting.size, fonts, is_right=is_right)
        drawn.append(text if mark is None else joined(mark, text))
        down += height + gap
    return tuple(drawn)


def _marker(  # noqa: PLR0913 - which, where, how large, and on which side
    content: Bullets, number: int, at: tuple[float, float], size: float, fonts: Fonts, *, is_right: bool
) -> Sprite | None:
    edge, baseline = at
    if content.marker == "none":
        return None
    if content.marker == "number":
        wide = _NUMBER_INDENT * size
        letters = replace(
            content.letters, colour=content.marker_colour, align="right" if is_right else "left", is_bold=True
        )
        left = edge - wide if is_right else edge
        box = Place(left, baseline - ASCENT * size, wide, 1.2 * size, 1.0)
        return text_sprite(Setting((str(number),), size, fits=True), replace(letters, valign="top"), box, fonts)
    side = round(size)
    left, top = round(edge - side if is_right else edge), round(baseline - _MIDDLE * size - side / 2)
    return _shape(content.marker, side, (left, top), content.marker_colour, is_right=is_right)


def _shape(kind: str, side: int, at: tuple[int, int], colour: Colour, *, is_right: bool) -> Sprite:
    """Draw a dot, a dash or a check mark, in a square of `side` px."""
    from PIL import Image, ImageDraw

    large = side * _FINER
    canvas = Image.new("L", (large, large))
    pen = ImageDraw.Draw(canvas)
    is_turned = is_right and kind != "check"
    if kind == "dot":
        middle, reach = (0.76 if is_turned else 0.24) * large, 0.17 * large
        pen.ellipse((middle - reach, large / 2 - reach, middle + reach, large / 2 + reach), fill=255)
    elif kind == "dash":
        first = 0.28 if is_turned else 0.0
        box = (first * large, 0.45 * large, (first + 0.72) * large, 0.55 * large)
        pen.rounded_rectangle(box, 0.05 * large, fill=255)
    else:
        points = [(0.08, 0.54), (0.34, 0.8), (0.86, 0.22)]
        pen.line([(x * large, y * large) for x, y in points], fill=255, width=round(0.15 * large), joint="curve")
        for x, y in (points[0], points[-1]):
            reach = 0.072 * large
            pen.ellipse((x * large - reach, y * large - reach, x * large + reach, y * large + reach), fill=255)
    mask = np.asarray(canvas.reduce(_FINER), np.float32) / 255
    sheet = Sheet.blank((at[0], at[1], at[0] + side, at[1] + side))
    sheet.lay(np.asarray(mask * colour[3], np.float32), np.array(colour[:3], np.float32))
    return sheet.done()


def joined(*drawn: Sprite) -> Sprite:
    """Make one thing of several, which are laid over each other in this order."""
    x0, y0 = min(each.left for each in drawn), min(each.top for each in drawn)
    x1, y1 = max(each.window[2] for each in drawn), max(each.window[3] for each in drawn)
    ink, cover = np.zeros((y1 - y0, x1 - x0, 3), np.float32), np.zeros((y1 - y0, x1 - x0), np.float32)
    for each in drawn:
        height, width = each.cover.shape
        part = slice(each.top - y0, each.top - y0 + height), slice(each.left - x0, each.left - x0 + width)
        rest = _rest(each.cover)
        ink[part] = ink[part] * rest[..., None] + each.ink
        cover[part] = cover[part] * rest + each.cover
    return trimmed(sprite(np.rint(ink).astype(np.uint8), np.rint(cover).astype(np.uint8), x0, y0))


def _rest(cover: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(1 - cover.astype(np.float32) / 255, np.float32)

"""Burn captions into frames: each is set and drawn once, and laid over every frame that shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.finish.subtitles.bidi import begins_right
from avatar.finish.subtitles.blend import lay
from avatar.finish.subtitles.drawing import ABOVE, BELOW, Row, draw
from avatar.finish.subtitles.setting import Line, measure, set_line, unclosed
from avatar.subtitles import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Frame
    from avatar.finish.subtitles.drawing import Drawing
    from avatar.finish.subtitles.fonts import Fonts
    from avatar.subtitles import Caption
    from avatar.subtitles.style import Colour, Style

_DESCENDING = 0.26
"""of the letters, that the last line reaches below its baseline"""
_BETWEEN = 0.2
"""of the letters, between the two languages, besides the distance of lines"""
_CLEAR = 0.34
"""of the letters, between them and the label; nothing of them, nor of their shadow, is beyond that"""
_BESIDE = 13.0
"""em of a line that must be free beside the label, if captions are to stand there"""
_SMALLEST = 0.7
"""to which letters shrink where a line is too long otherwise"""


@dataclass(frozen=True, slots=True)
class Typesetter:
    """Draw captions for pictures of one size, in one style."""

    style: Style
    size: tuple[int, int]
    """width, height, px"""
    fonts: Fonts
    """of what is said"""
    second: Fonts | None
    """of its translation"""
    free: tuple[int, int, int, int]
    """left, top, right, bottom: where they may stand, px"""

    @property
    def em(self) -> float:
        """Size of the letters, px."""
        return self.style.text.size * min(self.size)

    def set(self, caption: Caption) -> tuple[Drawing, int, int]:
        """Draw a caption; give where its left upper corner lies as well, px."""
        groups = [self._said(caption)]
        if caption.second and self.second:
            groups.append(self._translated(caption.second, self.second))
        if self.style.second.position == "above":
            groups.reverse()
        rows = self._stacked(groups)
        edge = math.ceil((self.style.outline.width + 3 * self.style.shadow.blur + 0.1) * self.em)
        edge += math.ceil((self.style.box.padding + 0.1) * self.em) if self.style.box.colour[3] else 0
        top = math.floor(min(row.baseline - ABOVE * row.line.size for row in rows)) - edge
        bottom = math.ceil(max(row.baseline + BELOW * row.line.size for row in rows)) + edge
        left = math.floor(min(row.left for row in rows)) - edge
        right = math.ceil(max(row.left + row.line.width for row in rows)) + edge
        clear = round(_CLEAR * self.em)
        top, bottom = max(0, top, self.free[1] - clear), min(self.size[1], bottom, self.free[3] + clear)
        left, right = max(0, left, self.free[0] - clear), min(self.size[0], right, self.free[2] + clear)
        moved = [replace(row, left=row.left - left, baseline=row.baseline - top) for row in rows]
        return draw(moved, (bottom - top, right - left), self.style, self.em), left, top

    def _said(self, caption: Caption) -> tuple[list[Line], Colour]:
        is_right = begins_right(caption.text)
        limit = self.free[2] - self.free[0]

        def wide(text: str) -> float:
            return measure(unclosed(text), self.fonts, self.em)

        cut = lines(caption.text, caption.parts, limit, self.style.place.lines, wide)
        texts = [unclosed(caption.text[first:last]) for first, last in cut]
        size = self.em * self._shrunk(max(map(wide, texts)), limit)
        set_ = [
            set_line(text, first, caption.parts, self.fonts, size, is_right)
            for text, (first, _) in zip(texts, cut, strict=True)
        ]
        return set_, self.style.text.colour

    def _translated(self, text: str, fonts: Fonts) -> tuple[list[Line], Colour]:
        size, limit = self.em * self.style.second.size, self.free[2] - self.free[0]

        def wide(piece: str) -> float:
            return measure(unclosed(piece), fonts, size)

        cut = lines(text, (), limit, self.style.place.lines, wide)
        texts = [unclosed(text[first:last]) for first, last in cut]
        size *= self._shrunk(max(map(wide, texts)), limit)
        is_right = begins_right(text)
        return [set_line(each, 0, (), fonts, size, is_right) for each in texts], self.style.second.colour

    def _shrunk(self, widest: float, limit: float) -> float:
        return max(_SMALLEST, min(1.0, limit / max(widest, 1.0)))

    def _stacked(self, groups: Sequence[tuple[list[Line], Colour]]) -> list[Row]:
        """Put lines one below the other, centred, so that the block stands at its edge of the free part."""
        placed: list[tuple[Line, Colour, float]] = []
        down = 0.0
        for number, (set_, colour) in enumerate(groups):
            for line in set_:
                if placed:
                    before = placed[-1][0].size
                    down += self.style.place.spacing * max(line.size, (line.size + before) / 2)
                    down += _BETWEEN * self.em if number and line is set_[0] else 0.0
                placed.append((line, colour, down))
        left, top, right, bottom = self.free
        padding = self.style.box.padding * self.em if self.style.box.colour[3] else 0.0
        if self.style.place.position == "top":
            first = top + padding + 0.95 * placed[0][0].size
        else:
            first = bottom - padding - _DESCENDING * placed[-1][0].size - down
        middle = (left + right) / 2
        return [Row(line, middle - line.width / 2, first + down, colour) for line, colour, down in placed]


def free_part(style: Style, size: tuple[int, int], label: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Give left, top, right and bottom of where captions may stand, px: off the picture's edges, and off the label.

    `label` is left, top, width and height of its plate. Where the picture is wide enough, captions stand beside it, as
    low as they may, so that the mouth stays free; else above it.
    """
    width, height = size
    em = style.text.size * min(size)
    side, margin, clear = style.place.side * width, style.place.margin * height, _CLEAR * em
    is_top = style.place.position == "top"
    if is_top == (label[1] + label[3] / 2 > height / 2):  # the label is at the other edge
        return round(side), round(margin), round(width - side), round(height - margin)
    half = max(label[0] - width / 2, width / 2 - label[0] - label[2]) - clear
    half = min(half, width / 2 - side)
    if 2 * half >= _BESIDE * em:
        return math.ceil(width / 2 - half), round(margin), math.floor(width / 2 + half), round(height - margin)
    top = max(margin, label[1] + label[3] + clear) if is_top else margin
    bottom = height - margin if is_top else min(height - margin, label[1] - clear)
    return round(side), math.ceil(top), round(width - side), math.floor(bottom)


def free_box(
    box: tuple[float, float, float, float], size: tuple[int, int], label: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """Give left, top, right and bottom of a box in px, off the label's plate: above it, or below where there is more.

    The box is left, top, width and height in fractions of the picture.
    """
    left, top = round(box[0] * size[0]), round(box[1] * size[1])
    right, bottom = round((box[0] + box[2]) * size[0]), round((box[1] + box[3]) * size[1])
    x, y, wide, tall = label
    if left < x + wide and x < right and top < y + tall and y < bottom:
        top, bottom = (top, y) if y - top >= bottom - y - tall else (y + tall, bottom)
    return left, top, right, bottom


class Burner:
    """Burn captions into the frames that they are shown in: those at whose middle it is their time, s.

    They are painted into the frame's own array, if it may be written: so a frame must bring its pixels freshly painted.
    """

    def __init__(self, captions: Sequence[Caption], typesetter: Typesetter, fps: Fraction) -> None:
        self._captions, self._typesetter = captions, typesetter
        self._half = float(0.5 / fps)

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame with its caption, or as it was."""
        shown: Caption | None = None
        drawn: tuple[Drawing, int, int] | None = None
        for frame in frames:
            time = frame.time + self._half
            caption = next((each for each in self._captions if each.start <= time < each.end), None)
            if caption is None:
                yield frame
                continue
            if caption is not shown or drawn is None:
                shown, drawn = caption, self._typesetter.set(caption)
            image = frame.image if frame.image.flags.writeable else frame.image.copy()
            _paint(image, drawn, _spoken(caption, time))
            yield frame if image is frame.image else replace(frame, image=image)


def _spoken(caption: Caption, time: float) -> int:
    """Give the index of what is spoken; -1 where nothing is."""
    return next((index for index, part in enumerate(caption.parts) if part.start <= time < part.end), -1)


def _paint(image: NDArray[np.uint8], drawn: tuple[Drawing, int, int], part: int) -> None:
    drawing, left, top = drawn
    ink = drawing.ink
    if part in drawing.lit:
        ink = ink.copy()
        for lit in drawing.lit[part]:
            ink[lit.top : lit.top + lit.ink.shape[0], lit.left : lit.left + lit.ink.shape[1]] = lit.ink
    height, width = drawing.cover.shape
    lay(image[top : top + height, left : left + width], ink, drawing.cover)

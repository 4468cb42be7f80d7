"""Set texts into boxes: the largest letters with which a text fits, with lines that break where a typesetter would."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.finish.scene.sprites import Sprite, sprite
from avatar.finish.subtitles.bidi import begins_right
from avatar.finish.subtitles.drawing import Row, draw
from avatar.finish.subtitles.families import is_shaped
from avatar.finish.subtitles.fonts import choose
from avatar.finish.subtitles.setting import Line, Stretch, measure, set_line
from avatar.subtitles import Sung
from avatar.subtitles import lines as balanced
from avatar.subtitles.breaking import BAD, places
from avatar.subtitles.style import NONE, HighlightStyle, OutlineStyle, ShadowStyle, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avatar.data.scene import Letters
    from avatar.finish.scene.painting import Place
    from avatar.finish.subtitles.fonts import Fonts
    from avatar.subtitles.breaking import Place as End

    Wide = Callable[[str], float]

BREAK = "\u200b"
"""stands in a text where words of a script without spaces begin; it is not drawn"""
_TRIED_AT = 64.0
"""px of letters that are measured; others are so much wider or narrower"""
_STEP = 0.96
"""of the letters' size, from try to try"""
ASCENT, BLOCK = 0.93, 1.2
"""of the letters: from a line's top to its baseline, and its height"""
_EDGE = 0.5
"""of the letters, around a text, that marks and slants may need"""
_BALANCED = 3
"""lines at most that are made alike in length"""


@dataclass(frozen=True, slots=True)
class Setting:
    """A text, cut into lines."""

    lines: tuple[str, ...]
    size: float
    """of its letters (em), px"""
    fits: bool
    """False: even the smallest letters need more room"""

    def height(self, spacing: float) -> float:
        """Give how tall it is, px."""
        return (max(len(self.lines) - 1, 0) * spacing + BLOCK) * self.size


def fonts_for(text: str, letters: Letters, language: str) -> Fonts:
    """Find the fonts. Raise `NotInstalledError` with the line that installs what is missing."""
    return choose(text, language, letters.font, is_bold=letters.is_bold)


def fitted(text: str, letters: Letters, place: Place, fonts: Fonts) -> Setting:
    """Set a text into a box with the largest letters that fit; `place` is that box."""
    return fitted_together((text,), letters, place, fonts, 0.0)[0]


def fitted_together(
    texts: tuple[str, ...], letters: Letters, place: Place, fonts: Fonts, gap: float
) -> tuple[Setting, ...]:
    """Set texts of one size one below the other, with a gap between them, px."""
    size, least = letters.largest * place.unit, letters.smallest * place.unit
    while True:
        size = max(size, least)
        settings = tuple(_set(text, letters, place.width, fonts, size) for text in texts)
        height = sum(each.height(letters.spacing) for each in settings) + gap * (len(texts) - 1)
        fits = height <= place.height + 0.5 and all(each.fits for each in settings)
        if fits or size <= least:
            return tuple(replace(each, fits=fits) for each in settings)
        size *= _STEP


def _set(text: str, letters: Letters, width: float, fonts: Fonts, size: float) -> Setting:
    """Cut a text into lines at one size; `fits` says whether they are narrow and few enough."""
    limit = width / size * _TRIED_AT

    def wide(piece: str) -> float:
        return _wide(piece, fonts, letters.tracking)

    found = [line for part in text.split("\n") for line in _lines(*_words(part.strip()), limit, wide)]
    fits = all(wide(each) <= limit for each in found) and (not letters.lines or len(found) <= letters.lines)
    return Setting(tuple(found), size, fits)


def _words(text: str) -> tuple[str, tuple[Sung, ...]]:
    """Give a text without its marks of words, and the words that they tell of."""
    pieces, parts, at = text.split(BREAK), list[Sung](), 0
    for index, piece in enumerate(pieces):
        parts.append(Sung(at, at + len(piece), 0.0, 0.0, index))
        at += len(piece)
    return "".join(pieces), tuple(parts) if len(parts) > 1 else ()


def _lines(text: str, parts: Sequence[Sung], limit: float, wide: Wide) -> list[str]:
    greedy = _greedy(text, parts, limit, wide)
    if 1 < len(greedy) <= _BALANCED:
        cut = balanced(text, parts, limit, len(greedy), wide)
        alike = [text[first:last] for first, last in cut]
        if all(wide(each) <= limit for each in alike):
            return alike
    return greedy


def _greedy(text: str, parts: Sequence[Sung], limit: float, wide: Wide) -> list[str]:
    """Fill line after line; a word is torn apart only where it is longer than a line."""
    whole = _filled(text, [place for place in places(text, parts) if place.cost < BAD], limit, wide)
    return whole if all(wide(each) <= limit for each in whole) else _filled(text, places(text, parts), limit, wide)


def _filled(text: str, allowed: Sequence[End], limit: float, wide: Wide) -> list[str]:
    found, start = list[str](), 0
    ends = [*allowed, None]
    best = None
    for place in ends:
        last = len(text) if place is None else place.last
        if best is not None and wide(text[start:last]) > limit:
            found.append(text[start : best.last])
            start = best.first
        best = place
    found.append(text[start:])
    return found


@lru_cache(8192)
def _wide(piece: str, fonts: Fonts, tracking: float) -> float:
    """Give the width of a piece of text, px at `_TRIED_AT`."""
    return measure(piece, fonts, _TRIED_AT) + tracking * _TRIED_AT * max(len(piece) - 1, 0)


def text_sprite(setting: Setting, letters: Letters, place: Place, fonts: Fonts) -> Sprite:
    """Draw a set text in its box."""
    size = setting.size
    edge = round(_EDGE * size) + 2
    left, top = round(place.left) - edge, round(place.top) - edge
    shape = round(place.height) + 2 * edge, round(place.width) + 2 * edge
    block = setting.height(letters.spacing)
    start = {"top": 0.0, "middle": (place.height - block) / 2, "bottom": place.height - block}[letters.valign]
    rows = []
    for index, text in enumerate(setting.lines):
        line = _tracked(set_line(text, 0, (), fonts, size, begins_right(text)), letters.tracking)
        free = place.width - line.width
        beside = {"left": 0.0, "centre": free / 2, "right": free}[letters.align]
        baseline = start + (index * letters.spacing + ASCENT) * size
        rows.append(Row(line, edge + beside, edge + baseline, letters.colour))
    drawn = draw(rows, shape, _style(letters), size)
    return trimmed(sprite(drawn.ink, drawn.cover, left, top))


def trimmed(drawn: Sprite) -> Sprite:
    """Cut off what is clear around something."""
    rows, columns = drawn.cover.any(axis=1).nonzero()[0], drawn.cover.any(axis=0).nonzero()[0]
    if not len(rows):
        return sprite(drawn.ink[:1, :1], drawn.cover[:1, :1], drawn.left, drawn.top)
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return sprite(drawn.ink[part], drawn.cover[part], drawn.left + int(columns[0]), drawn.top + int(rows[0]))


def _style(letters: Letters) -> Style:
    shadow = ShadowStyle(0.09, 0.035, (0, 0, 0, 0.55)) if letters.has_shadow else ShadowStyle(0.0, 0.0, NONE)
    return Style(highlight=HighlightStyle(NONE), outline=OutlineStyle(0.0, NONE), shadow=shadow)


def _tracked(line: Line, tracking: float) -> Line:
    """Space out the letters of a line, where its script lets letters stand alone."""
    if not tracking or any(stretch.is_right or any(map(is_shaped, stretch.text)) for stretch in line.stretches):
        return line
    found, step, passed = list[Stretch](), tracking * line.size, 0
    for stretch in line.stretches:
        font = stretch.face.at(line.size)
        for index, sign in enumerate(stretch.text):
            left = stretch.left + font.getlength(stretch.text[:index]) + step * passed
            found.append(replace(stretch, text=sign, left=left, width=font.getlength(sign)))
            passed += 1
    return Line(tuple(found), line.width + step * max(passed - 1, 0), line.size)

"""A name and what it is, on a plate with a bar beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.data.scene import Fill
from avatar.finish.scene.bullets import joined
from avatar.finish.scene.painting import Place, panel
from avatar.finish.scene.texts import fitted, fonts_for, text_sprite

if TYPE_CHECKING:
    from avatar.data.scene import Letters, LowerThird
    from avatar.finish.scene.sprites import Sprite

_BAR = 0.045
"""width of the bar, in the plate's height"""
_INDENT = 0.26
"""from the plate's edge to its texts, in its height"""
_TITLE = 0.56
"""of the plate's height that the title has where there is a subtitle"""
_SMALLER = 0.62
"""size of a subtitle, in that of the title"""


def lower_third(content: LowerThird, place: Place, language: str) -> Sprite:
    """Draw it, filled to its box."""
    is_right = content.letters.align == "right"
    parts = [panel(place, content.fill, content.radius, None, content.shadow)]
    wide = _BAR * place.height
    left = place.left + place.width - wide if is_right else place.left
    bar = replace(place, left=left, width=wide)
    parts.append(panel(bar, Fill((content.accent,)), min(content.radius, wide / 2 / place.unit), None, None))
    for text, letters, box in texts_of(content, place):
        fonts = fonts_for(text, letters, language)
        parts.append(text_sprite(fitted(text, letters, box, fonts), letters, box, fonts))
    return joined(*parts)


def texts_of(content: LowerThird, place: Place) -> list[tuple[str, Letters, Place]]:
    """Give its texts, how they are set, and their boxes."""
    indent, margin = _INDENT * place.height, 0.12 * place.height
    inner = Place(
        place.left + indent, place.top + margin, place.width - 2 * indent, place.height - 2 * margin, place.unit
    )
    title = replace(content.letters, lines=1, valign="middle")
    if not content.subtitle:
        return [(content.title, title, inner)]
    tall = inner.height * _TITLE
    below = replace(inner, top=inner.top + tall, height=inner.height - tall)
    under = replace(
        title,
        is_bold=False,
        largest=title.largest * _SMALLER,
        smallest=title.smallest * _SMALLER,
        colour=(*title.colour[:3], title.colour[3] * 0.82),
    )
    return [
        (content.title, replace(title, valign="bottom"), replace(inner, height=tall)),
        (content.subtitle, replace(under, valign="top"), below),
    ]

"""Make sure that the texts of a scene can be drawn, and fit their boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data.scene import Bullets, LowerThird, Text
from avatar.errors import InputError, NotInstalledError
from avatar.finish.scene.bullets import set_bullets
from avatar.finish.scene.lower_third import texts_of
from avatar.finish.scene.painting import Place
from avatar.finish.scene.texts import BREAK, fitted, fonts_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data.scene import Layer, Letters, Scene

_SHORTER = 0.97
"""of a text that is too long, from try to try"""


def require_room(layer: Layer, scene: Scene) -> None:
    """Raise `InputError` for a text that has no room, or letters that no font has."""
    place = Place.of(layer.box, scene.size)
    try:
        if isinstance(layer.content, Bullets):
            _require_list(layer.content, place, scene.language)
        for text, letters, box in _texts(layer, place):
            _require_text(text, letters, box, scene.language)
    except NotInstalledError as fault:
        raise InputError(str(fault)) from fault


def _texts(layer: Layer, place: Place) -> Iterator[tuple[str, Letters, Place]]:
    if isinstance(layer.content, Text):
        yield layer.content.text, layer.content.letters, place
    if isinstance(layer.content, LowerThird):
        yield from texts_of(layer.content, place)


def _require_text(text: str, letters: Letters, place: Place, language: str) -> None:
    fonts = fonts_for(text, letters, language)
    if fitted(text, letters, place, fonts).fits:
        return
    text = text.replace(BREAK, "")
    room = len(text)
    while room > 1 and not fitted(text[:room].rstrip(), letters, place, fonts).fits:
        room = min(room - 1, int(room * _SHORTER))
    raise InputError(
        f"It has {len(text)} characters, but about {room} fit its box at the smallest size; shorten {_some(text)!r}."
    )


def _require_list(content: Bullets, place: Place, language: str) -> None:
    settings, _, _ = set_bullets(content, place, language)
    if all(each.fits for each in settings):
        return
    longest = max((item.text for item in content.items), key=len)
    raise InputError(
        f"Its {len(content.items)} items don't fit their box at the smallest size; leave one out, or shorten "
        f"{_some(longest)!r}."
    )


def _some(text: str) -> str:
    flat = " ".join(text.replace(BREAK, "").split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"

"""Which way each character of a line runs: the Unicode Bidirectional Algorithm (UAX #9), done by FriBidi.

It is the library that Pillow needs anyway to draw what runs from right to left.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError
from avatar.finish.subtitles.families import is_right_to_left
from avatar.runtime.system import FRIBIDI

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = 0x110, 0x111
"""FriBidi's names of a paragraph's direction"""


def begins_right(text: str) -> bool:
    """Tell whether a text is one that runs from right to left: its first letter decides (UAX #9, rules P2 and P3)."""
    first = next((sign for sign in text if sign.isalpha()), "")
    return bool(first) and is_right_to_left(first)


def levels(line: str, *, is_right: bool) -> list[int]:
    """Give the embedding level of each character of a line: odd ones run from right to left."""
    if not is_right and not any(map(is_right_to_left, line)):
        return [0] * len(line)
    count = len(line)
    signs = (ctypes.c_uint32 * count)(*map(ord, line))
    found = (ctypes.c_int8 * count)()
    kind = ctypes.c_uint32(_RIGHT_TO_LEFT if is_right else _LEFT_TO_RIGHT)
    _library().fribidi_log2vis(signs, count, ctypes.byref(kind), None, None, None, found)
    return list(found)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Give the indices of stretches of text, each with its level, from left to right (UAX #9, rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        first = 0
        while first < len(order):
            last = first
            while last < len(order) and levels[order[last]] >= level:
                last += 1
            order[first:last] = order[first:last][::-1]
            first = max(last, first + 1)
    return order


@cache
def _library() -> ctypes.CDLL:
    for name in FRIBIDI:
        with suppress(OSError):
            return ctypes.CDLL(name)
    raise NotInstalledError(
        "To draw what runs from right to left takes the library FriBidi; install it with: apt-get install libfribidi0"
    )

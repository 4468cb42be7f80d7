"""Which way each character of a line runs: the Unicode Bidirectional Algorithm (UAX #9), done by FriBidi.

It is the library that Pillow needs anyway to draw what runs from right to left.
"""

from __future__ import annotations

import ctypes
import re
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
_BEGIN, _END = "\u2066\u202d", "\u202c\u2069"
"""around what runs from left to right, whatever is beside it or in it (UAX #9: LRI and LRO, PDF and PDI)"""
_DIALLED = re.compile(
    r"(?<!\d)(?:\+\d[\d \u00a0().-]{4,}\d|\d{4}-\d{2}-\d{2}"
    r"|\(?\d{2,5}\)?(?:[ \u00a0-]\d{2,5}){2,}|0\d{1,4}[ \u00a0-]\d{4,})(?!\d)"
)
"""numbers to be dialled, and dates as computers write them: beside Arabic their groups would stand in reverse order"""


def begins_right(text: str) -> bool:
    """Tell whether a text is one that runs from right to left: its first letter decides (UAX #9, rules P2 and P3)."""
    first = next((sign for sign in text if sign.isalpha()), "")
    return bool(first) and is_right_to_left(first)


def levels(line: str, *, is_right: bool) -> list[int]:
    """Give the embedding level of each character of a line: odd ones run from right to left."""
    if not is_right and not any(map(is_right_to_left, line)):
        return [0] * len(line)
    whole = _DIALLED.sub(rf"{_BEGIN}\g<0>{_END}", line)
    count = len(whole)
    signs = (ctypes.c_uint32 * count)(*map(ord, whole))
    found = (ctypes.c_int8 * count)()
    kind = ctypes.c_uint32(_RIGHT_TO_LEFT if is_right else _LEFT_TO_RIGHT)
    _library().fribidi_log2vis(signs, count, ctypes.byref(kind), None, None, None, found)
    if count == len(line):
        return list(found)
    return [level for level, sign in zip(found, whole, strict=True) if sign not in _BEGIN + _END]


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

"""What people write for the size and the frame rate of a film, read strictly."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil

from avatar.errors import InputError
from avatar.settings import PREVIEW_FPS, PREVIEW_WIDTH, SHORTEST_SIDE

_SIZE = re.compile(r"\s*(\d{1,5})\s*[xX×]\s*(\d{1,5})\s*")
_RATE = re.compile(r"\s*(\d{1,6})(?:/(\d{1,5})|\.(\d{1,3}))?\s*")


def parse_size(text: str) -> tuple[int, int]:
    """Read "720x720" as (width, height), px; `even_size` makes it fit for a film.

    Raise `InputError` for anything else.
    """
    match = _SIZE.fullmatch(text)
    if match is None:
        raise InputError(f"The size {text!r} is not a width and a height; write it like 720x720 or 1920x1080.")
    return int(match[1]), int(match[2])


def even_size(size: tuple[int, int]) -> tuple[tuple[int, int], tuple[str, ...]]:
    """Round a size down to even numbers, which 4:2:0 colour needs, and say so in a warning if that changed it."""
    width, height = size[0] // 2 * 2, size[1] // 2 * 2
    if (width, height) == size:
        return size, ()
    return (width, height), (
        f"The size {size[0]}x{size[1]} was rounded down to {width}x{height}, because video encoders need even numbers.",
    )


def preview_shape(size: tuple[int, int], fps: Fraction) -> tuple[tuple[int, int], Fraction, tuple[str, ...]]:
    """Make a size and a frame rate small enough for a GIF, and say so in a warning if that changed them."""
    width = min(size[0], PREVIEW_WIDTH)
    small = width, max(SHORTEST_SIDE, round(size[1] * width / size[0] / 2) * 2)
    slow = fps / ceil(fps / PREVIEW_FPS)
    if (small, slow) == (size, fps):
        return size, fps, ()
    rate = f"{float(slow):g}"
    return small, slow, (f"A GIF is a preview: {small[0]}x{small[1]} at {rate} frames per second, without sound.",)


def parse_fps(text: str) -> Fraction:
    """Read "25", "30000/1001" or "29.97" as the exact frame rate.

    Decimals within 0.005 of a broadcast rate (a whole number times 1000/1001, SMPTE ST 12-1) mean that rate.
    Raise `InputError` for anything else.
    """
    match = _RATE.fullmatch(text)
    if match is None or (match[2] and int(match[2]) == 0):
        raise InputError(f"The frame rate {text!r} is not a number; write it like 25, 29.97 or 30000/1001.")
    value = Fraction(text.strip())
    broadcast = Fraction(round(value * 1001 / 1000) * 1000, 1001)
    return broadcast if match[3] and value.denominator > 1 and abs(value - broadcast) < Fraction(5, 1000) else value

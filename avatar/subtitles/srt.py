"""Captions as SubRip (.srt): plain lines that every player and every platform takes."""

# Shapes no clip.

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.subtitles.format import Shape, first_lines, second_lines, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avatar.subtitles.caption import Caption


_MEANT = re.compile(r"<(?=[/!a-zA-Z])|\{(?=\\)|--(?=>)")
"""what players take for a tag, or a careless one for the times of another caption"""


def srt(captions: Iterable[Caption], shape: Shape | None = None) -> str:
    """Write captions as SubRip; a second language stands under the first."""
    shape = shape or Shape()
    return "".join(
        f"{number}\n{stamp(caption.start, ',')} --> {stamp(caption.end, ',')}\n{srt_text(caption, shape)}\n\n"
        for number, caption in enumerate(captions, 1)
    )


def srt_text(caption: Caption, shape: Shape) -> str:
    """Give the lines of one caption, which are plain in a track of text, too.

    SubRip has no way to write a sign that players would take for a tag: a word joiner, which nobody sees, stands in it.
    """
    text = "\n".join([*first_lines(caption, shape), *second_lines(caption, shape)])
    return _MEANT.sub(lambda found: f"{found[0]}\u2060", text)

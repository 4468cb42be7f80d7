"""Captions as WebVTT (.vtt), in which a browser highlights the word that is spoken."""

# Shapes no clip.

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from avatar.subtitles.format import MARK, Piece, Shape, pieces, second_lines, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avatar.subtitles.caption import Caption


def vtt(captions: Iterable[Caption], shape: Shape | None = None, highlight: str = "#ffd54a") -> str:
    """Write captions as WebVTT with a time before each word, and a style that colours the one that is spoken.

    `highlight` is that colour, as CSS writes it; "" for none. A page may style `::cue(c)` as it likes.
    """
    shape = shape or Shape()
    cues = "".join(
        f"{stamp(caption.start)} --> {stamp(caption.end)}\n{vtt_text(caption, shape)}\n\n" for caption in captions
    )
    return f"WEBVTT\n\nNOTE {MARK}\n\n{_style(highlight)}{cues}"


def vtt_text(caption: Caption, shape: Shape) -> str:
    """Give the lines of one caption with their times (WebVTT, section 6: timestamp and class tags)."""
    marked = [_marked(line, caption) for line in pieces(caption, shape)]
    return "\n".join([*marked, *(f"<c.second>{_escaped(line)}</c>" for line in second_lines(caption, shape))])


def _marked(line: list[Piece], caption: Caption) -> str:
    """Put the time before each word but the first, which begins with its caption; those times have to rise."""
    text = ""
    for piece in line:
        if piece.start is None:
            text += _escaped(piece.text)
            continue
        inside = stamp(caption.start) < stamp(piece.start) < stamp(caption.end)
        text += f"<{stamp(piece.start)}>" if inside else ""
        text += f"<c>{_escaped(piece.text)}</c>"
    return text


def _style(highlight: str) -> str:
    if not highlight:
        return ""
    plain = "::cue(c:past), ::cue(c:future), ::cue(c.second) {\n  color: #ffffff;\n}\n"
    return f"STYLE\n::cue(c) {{\n  color: {highlight};\n}}\n{plain}\n"


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)

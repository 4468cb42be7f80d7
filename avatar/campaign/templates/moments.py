"""Moments as they are written: 2.5, "end - 2", "sentence 3", "word: lipstick", "40 %"."""

from __future__ import annotations

import re

from avatar.data.scene import Moment
from avatar.errors import InputError

_OFFSET = re.compile(r"^(?P<rest>.*?\S)?\s*(?P<offset>[+-]\s*\d+(?:\.\d+)?)\s*s?$")
_SECONDS = re.compile(r"^(\d+(?:\.\d+)?)\s*s?$")
_SHARE = re.compile(r"^(\d+(?:\.\d+)?)\s*%$")
_SENTENCE = re.compile(r"^sentence\s+(\d+)$")
_PLAIN = {
    "start": Moment(),
    "end": Moment("end"),
    "speech": Moment("speech"),
    "speech end": Moment("speech end"),
    "half": Moment("share", 0.5),
}


def read_moment(written: object) -> Moment:
    """Read a moment. Raise `InputError` for what is none."""
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return Moment("time", float(written))
    text, offset = str(written).strip(), 0.0
    if found := _OFFSET.match(text):
        text, offset = (found["rest"] or "start").strip(), float(found["offset"].replace(" ", ""))
    base = _base(text)
    if base is None:
        raise InputError(
            f"{written!r} is no moment; write seconds, start, end, speech, speech end, half, 40 %, sentence 2 or "
            "word: lipstick, and + 0.5 or - 0.5 after it."
        )
    return Moment(base.anchor, base.number, base.words, offset)


def _base(text: str) -> Moment | None:
    if text.startswith("word:"):
        words = text.removeprefix("word:").strip()
        return Moment("word", words=words) if words else None
    lower = " ".join(text.lower().split())
    if lower in _PLAIN:
        return _PLAIN[lower]
    if found := _SECONDS.match(lower):
        return Moment("time", float(found[1]))
    if found := _SHARE.match(lower):
        return Moment("share", float(found[1]) / 100)
    if found := _SENTENCE.match(lower):
        return Moment("sentence", float(found[1]))
    return None

"""What is said of a stretch of a model's answer: its words, without anything that would be read as markup."""

from __future__ import annotations

import re

from avatar.errors import TextError
from avatar.text import unmarked
from avatar.text.cleaning import clean
from avatar.text.fences import without_fences
from avatar.text.marks import is_mark

_READING = re.compile(r"\[\[(?:([^\[\]|\n]{0,60})\|)?[^\[\]\n]{0,240}\]\]")
_WHOLE_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BRACKET = re.compile(r"[\[［]([^\[\]［］\n]{1,60})[\]］]")
_STRAY = re.compile(r"\*{2,}|~~+|`+|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|(?<![\w*])\*(?=\w)|(?<=\w)\*(?![\w*])")
_ROUNDS = 3


def plain(text: str) -> str:
    """Give what is said of a text; "" where there is nothing.

    Tags, readings in brackets and marks with a pause could make other words of what is judged than what is heard, or
    no end of silence, and go; marks for the face that exist, such as [smile], stay.
    """
    text = without_fences(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    text = _READING.sub(lambda match: match[1] or "", text)
    try:
        for _ in range(_ROUNDS):  # what was written as entities is a tag only after the first
            text, before = clean(_WHOLE_TAG.sub("", text)), text
            if text == before:
                break
    except TextError:
        return ""
    text = _READING.sub("", _STRAY.sub("", _TAG.sub(" ", text)))
    text = " ".join(_BRACKET.sub(_possible, text).split())
    return text if any(map(str.isalnum, bare(text))) else ""


def bare(text: str) -> str:
    """Give a plain text without its marks for the face: what is heard."""
    return unmarked(text)


def _possible(match: re.Match[str]) -> str:
    """Leave out a mark that does not exist, and pauses."""
    if not is_mark(match[1]):
        return match[0]
    try:
        unmarked(match[0])
    except TextError:
        return ""
    return "" if re.match(r"\s*(?:pause|停顿)", match[1], re.IGNORECASE) else match[0]

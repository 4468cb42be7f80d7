"""What the words of a timeline say together."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.score.score import Score

_NO_LETTERS = re.compile(r"[\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")


def spoken_text(score: Score) -> str:
    """Write the words one after the other, with spaces where their script has some."""
    text = ""
    for word in score.words:
        is_close = not text or (_UNSPACED.match(text[-1]) and _UNSPACED.match(word.text))
        text += word.text if is_close else f" {word.text}"
    return text


def letters(text: str) -> str:
    """Give a text without anything that is not said."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())

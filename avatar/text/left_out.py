"""What of a sentence nobody says although it has letters or figures: told, so that nothing is lost in silence."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.data import Pronunciation

_RUN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_MOST = 3
"""runs that are named"""


def warnings(text: str, said: Sequence[Pronunciation]) -> tuple[str, ...]:
    """Name what is left out of a sentence."""
    runs = list(dict.fromkeys(_runs(text, said)))
    if not runs:
        return ()
    named = ", ".join(repr(run if len(run) <= 24 else f"{run[:23]}…") for run in runs[:_MOST])
    points = (
        f" (U+{ord(runs[0]):04X}, {unicodedata.name(runs[0], 'a sign without a name')})" if len(runs[0]) == 1 else ""
    )
    more = f" and {len(runs) - _MOST} more" if len(runs) > _MOST else ""
    return (f"Left out, for no voice here reads it: {named}{points}{more}; write it in other signs.",)


def _runs(text: str, said: Sequence[Pronunciation]) -> Iterator[str]:
    """Yield letters and figures that stand between the words that are said and belong to none of them."""
    small, end, is_lost = _small(text), 0, False
    for each in said:
        word = _small(each.word)
        start = small.find(word, end) if word.strip() else -1
        if start < 0:  # written otherwise there: what lies about here may be this
            is_lost = is_lost or any(map(str.isalnum, word))
            continue
        if not is_lost:
            yield from _RUN.findall(text[end:start])
        end, is_lost = start + len(word), False
    if not is_lost:
        yield from _RUN.findall(text[end:])


def _small(text: str) -> str:
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)

"""Characters that read otherwise when they are somebody's surname, and how a sentence shows that they are.

Surnames after Xiandai Hanyu Cidian; of those with two readings the more frequent one.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.chinese.phrases import phrases
from avatar.text.chinese.polyphone_words import polyphone_words
from avatar.text.chinese.words import WORDS
from avatar.text.scripts import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE = "的是和与跟同找请问叫给对让由向位见我你您他她这那为谢了到有及把被将从替等派邀经"
"""What may stand directly before a name."""

_AFTER = "来去说讲在是和与跟的您你好请先也都就要会能已给把对让早，。！？：、,.!?: "
"""What may stand directly after an office by which somebody is addressed."""


class _Signs(NamedTuple):
    """Patterns in which the group "name" begins with a surname."""

    readings: dict[str, str]
    """surname -> its reading"""
    patterns: tuple[re.Pattern[str], ...]
    """that are enough by themselves"""


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    kept = json.loads(Path(__file__).with_name("surnames.json").read_text("utf-8"))
    surname = f"(?P<name>[{''.join(kept['readings'])}])"
    titles, offices, roles = (_any(kept[name]) for name in ("titles", "offices", "roles"))
    start = rf"(?:(?<![{HAN}])|(?<=[{_BEFORE}]))"
    end = rf"(?=[{_AFTER}]|[^{HAN}]|$)"
    return _Signs(
        kept["readings"],
        tuple(
            map(
                re.compile,
                (
                    rf"{surname}(?:{titles})(?!家[系族])",
                    rf"{start}{surname}(?:{offices}){end}",
                    rf"{start}{surname}[{HAN}]{{1,2}}(?:{titles})",
                    rf"{start}{surname}(?!总)[{HAN}]{{1,2}}(?:{offices}){end}",
                    rf"{start}{surname}某(?![些个种一项位人事天年地处家时类次])",
                    rf"(?:{roles})(?:是|为|叫)?[：: ]\s?{surname}",
                    rf"(?:{roles}){surname}(?=[{HAN}]{{1,2}}(?:[^{HAN}]|$|[{_AFTER}]))",
                    rf"(?:姓|复姓|免贵姓){surname}(?![{HAN}]*名)",
                    rf"(?:[我他她名]叫|(?<![{HAN}])叫|叫做|本人|在下){surname}(?=[{HAN}]{{1,2}}(?:[^{HAN}]|$))",
                    rf"(?<![{HAN}])[小老]{surname}{end}",
                ),
            )
        ),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def surnames(text: str) -> dict[int, str]:
    """Give the places of surnames in a sentence of simplified characters, each with its reading ("qiu2")."""
    readings, patterns = _signs()
    if not any(character in readings for character in text):
        return {}
    found: dict[int, str] = {}
    for pattern in patterns:
        for match in pattern.finditer(text):
            place = match.start("name")
            if not _is_in_word(text, place, match.end()):
                found[place] = readings[text[place]]
    return found


def _is_in_word(text: str, place: int, end: int) -> bool:
    """Tell whether a character belongs to a word with what stands before it or after it: 主任, 任何."""
    before = [text[start : place + 1] for start in range(max(place - 3, 0), place)]
    after = [text[place:stop] for stop in range(place + 2, min(end, place + 3) + 1)]
    longer = [text[place - 1 : place + 3]] if place else []
    return any(_is_word(word) for word in (*before, *after, *longer))


def _is_word(word: str) -> bool:
    if word in WORDS or word in polyphone_words():
        return True
    return len(word) > 1 and word in phrases()

"""Characters that read otherwise when they are somebody's surname, and how a sentence shows that they are.

Surnames after Xiandai Hanyu Cidian; of those with two readings the more frequent one.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar.runtime.expressions import expression
from avatar.text.chinese.phrases import phrases
from avatar.text.chinese.polyphone_words import polyphone_words
from avatar.text.chinese.words import WORDS
from avatar.text.scripts import HAN

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

_BEFORE = "的是和与跟同找请问叫给对让由向位见我你您他她这那为谢了到有及把被将从替等派邀经"
"""What may stand directly before a name."""

_AFTER = "来去说讲在是和与跟的您你好请先也都就要会能已给把对让早，。！？：、,.!?: "
"""What may stand directly after an office by which somebody is addressed."""


class _Signs(NamedTuple):
    """How surnames show; the group "name" of a pattern begins with one."""

    readings: dict[str, str]
    """surname -> its reading"""
    titled: tuple[re.Pattern[str], ...]
    """patterns that end with a title right after the surname"""
    named: tuple[re.Pattern[str], ...]
    """other patterns"""


@lru_cache(maxsize=1)
def _signs() -> _Signs:
    kept = json.loads(Path(__file__).with_name("surnames.json").read_text("utf-8"))
    surname = f"(?P<name>[{''.join(kept['readings'])}])"
    clear = f"(?P<name>[{''.join(each for each in kept['readings'] if each not in kept['verbs'])}])"
    titles, offices, roles = (_any(kept[name]) for name in ("titles", "offices", "roles"))
    address, courtesy = (_any(kept[name]) for name in ("address", "courtesy"))
    jobs = _any(title for title in kept["titles"] if title not in kept["courtesy"])
    start = rf"(?:(?<![{HAN}])|(?<=[{_BEFORE}]))"
    end = rf"(?=[{_AFTER}]|[^{HAN}]|$)"
    given = rf"(?![{kept['never_given']}])[{HAN}]"
    # 任局长 in the middle of a sentence is what somebody became.
    titled = (
        rf"(?!任){surname}(?:{titles})",
        rf"{surname}(?:{courtesy}|老师|医生|大夫|老板|氏(?![度温零负0-9]))",
        rf"{start}{surname}(?:{address}){end}",
        rf"{start}(?!任){surname}(?:{offices}){end}",
        rf"(?:^|(?<=[。！？“请找问叫和跟与给向对见谢由位是])){surname}(?:{offices}|{jobs}){end}",
    )
    named = (
        rf"(?:{roles})(?:是|为|叫)?[：: ]\s?{surname}",
        rf"(?:姓|复姓|免贵姓){surname}(?![{HAN}]{{0,3}}名)",
        rf"(?:[我他她名]叫|(?<![{HAN}])叫|叫做|本人|在下){surname}(?=[{HAN}]{{1,2}}(?:[^{HAN}]|$))",
        rf"(?:(?<![{HAN}])|(?<=[是叫找跟和给让对位服员]))[小老]{surname}{end}",
        rf"{start}{surname}某(?![些个种一项位人事天年地处家时类次])",
        rf"{start}{surname}[{HAN}]{{1,2}}(?:{courtesy})",
        rf"{start}{clear}(?!总)[{HAN}]{{1,2}}(?:{titles}|{offices}){end}",
        rf"(?:{roles}|{jobs}){surname}(?={given}[{HAN}]?(?:[^{HAN}]|$|[{_AFTER}为]))",
    )
    return _Signs(
        kept["readings"],
        tuple(expression(pattern, f"titled{index}") for index, pattern in enumerate(titled)),
        tuple(expression(pattern, f"named{index}") for index, pattern in enumerate(named)),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def surnames(text: str) -> dict[int, str]:
    """Give the places of surnames in a sentence of simplified characters, each with its reading ("qiu2")."""
    readings, titled, named = _signs()
    if not any(character in readings for character in text):
        return {}
    found: dict[int, str] = {}
    for pattern in (*titled, *named):
        for match in pattern.finditer(text):
            place, end = match.start("name"), match.end()
            # 曾经理 is a manager, unless 经 and 理 belong to other words: 曾经 理解.
            is_title = pattern in titled and not _is_word(text[end - 1 : end + 1])
            if not _ends_word(text, place) and (is_title or not _begins_word(text, place)):
                found[place] = readings[text[place]]
    return found


def _ends_word(text: str, place: int) -> bool:
    """Tell whether a character is the last of a word, or inside it: 主任."""
    return any(_is_word(text[start : place + 1]) for start in range(max(place - 3, 0), place)) or (
        place > 0 and _is_word(text[place - 1 : place + 3])
    )


def _begins_word(text: str, place: int) -> bool:
    """Tell whether a character is the first of a word: 任何."""
    return any(_is_word(text[place:stop]) for stop in (place + 2, place + 3))


def _is_word(word: str) -> bool:
    if word in WORDS or word in polyphone_words():
        return True
    return len(word) > 1 and word in phrases()

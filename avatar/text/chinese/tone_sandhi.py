"""Tone changes of connected Mandarin: 一, 不, and third tones that meet.

After Chao Yuen Ren, A Grammar of Spoken Chinese (1968), 1.3.3, and for third tones across words the feet of
Shih Chi-lin, The Prosodic Domain of Tone Sandhi in Chinese (1986).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_DIGITS = frozenset("零〇一二两三四五六七八九十百千万亿幺点")
_PLACES = frozenset("百千万亿")
_RANKED = frozenset("月号日楼班级等届流")
"""一 before these is a rank, and keeps its tone."""
_DOUBLED_VERBS = frozenset("看讲说听想走试等问谈聊玩查找算用写读坐转学做买换选改比逛尝聚帮歇")
"""Said twice, the second is unstressed."""
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万亿幺]+(?:点[零〇一二三四五六七八九幺]+[万亿]*)?")
_FOOT = re.compile("[零〇一二三四五六七八九两幺][十百千]?|.")
_DECIMAL = re.compile("一点[零〇一二三四五六七八九幺十]+")
_CLOCK_END = re.compile("分(?!之)|[秒刻钟]")
_FAR = 12
"""characters within which a time of the clock ends"""
_POINTING = frozenset("同某每任这那另哪统")


@dataclass(slots=True)
class Syllable:
    """One character on its way to be read."""

    character: str
    base: str
    """pinyin without tone; "" if unknown"""
    tone: int
    """1-5, 0 for a suffix that joins the syllable before"""
    word: int
    """index of its written word"""
    word_text: str
    """the unit of rhythm it belongs to"""
    is_first: bool
    """whether it opens that unit"""
    is_number: bool
    """whether it was expanded from digits or signs"""
    place: int = -1
    """of its character in the sentence; -1 if it was expanded"""


def apply_sandhi(syllables: list[Syllable]) -> None:
    """Change the tones of a phrase without pauses, in place."""
    _part_numerals(syllables)
    for index, syllable in enumerate(syllables):
        if syllable.tone == 5:
            continue
        if syllable.character == "一":
            syllable.tone = _tone_of_yi(syllables, index)
        elif syllable.character == "不":
            syllable.tone = _tone_of_bu(syllables, index)
    _change_third_tones(syllables)
    for before, after in pairwise(syllables):
        if after.word_text == before.character * 2 and not after.is_first and after.character in _DOUBLED_VERBS:
            after.tone = 5


def _part_numerals(syllables: list[Syllable]) -> None:
    """Part numbers into the units in which they are spoken, however they are written: 五百 五十 五, 三 点 五 五."""
    text = "".join(syllable.character for syllable in syllables)
    for run in _NUMERAL.finditer(text):
        if len(run[0]) == 1:
            continue
        for foot in _FOOT.finditer(text, run.start(), run.end()):
            for index in range(foot.start(), foot.end()):
                syllables[index].word_text = foot[0]
                syllables[index].is_first = index == foot.start()


def _is_decimal(syllables: list[Syllable], index: int) -> bool:
    """Tell 一点五, a number, from 一点 and 一点零五分, which are times."""
    text = "".join(syllable.character for syllable in syllables[index : index + _FAR])
    found = _DECIMAL.match(text)
    return found is not None and not _CLOCK_END.match(text, found.end())


def _near(syllables: list[Syllable], index: int) -> tuple[Syllable | None, Syllable | None]:
    before = syllables[index - 1] if index else None
    return before, syllables[index + 1] if index + 1 < len(syllables) else None


def _tone_of_yi(syllables: list[Syllable], index: int) -> int:
    before, after = _near(syllables, index)
    here = syllables[index]
    if after is None:
        return 1
    if before and before.character == after.character and not here.is_number:
        return 5
    if _keeps_first_tone(syllables, index):
        return 1
    # A neutral tone that comes from a fourth (一个) counts as one.
    return 2 if after.tone == 4 or (after.tone == 5 and after.character == "个") else 4


def _keeps_first_tone(syllables: list[Syllable], index: int) -> bool:
    here, (before, after) = syllables[index], _near(syllables, index)
    if after is None or (after.character == "点" and _is_decimal(syllables, index)):
        return True
    if after.character in _PLACES and not (before and before.character in "第初"):
        return False
    if after.character in _DIGITS and after.character != "点":
        return True
    if before is None:
        return after.character in _RANKED
    if (
        before.character in _DIGITS
        or before.character in "第初周期拜之"
        or before.character + after.character in ("年月", "月日")
    ):
        return True
    is_last_of_word = not here.is_first and here.word_text.endswith("一")
    return (is_last_of_word and before.character not in _POINTING) or (
        after.character in _RANKED and before.word != here.word and before.character not in "这那每同另某"
    )


def _tone_of_bu(syllables: list[Syllable], index: int) -> int:
    before, after = _near(syllables, index)
    if after is None:
        return 4
    if before and before.character == after.character:
        return 5
    return 2 if after.tone == 4 else 4


def _change_third_tones(syllables: list[Syllable]) -> None:
    feet = _feet(syllables)
    for foot in feet:
        _change_inside(syllables, foot)
    for left, right in pairwise(feet):
        # What still meets at a border changes too when nothing parts the two in speech.
        if syllables[left.stop - 1].tone == 3 and syllables[right.start].tone == 3:
            syllables[left.stop - 1].tone = 2


def _change_inside(syllables: list[Syllable], foot: range) -> None:
    units: list[range] = []
    for index in foot:
        if units and not syllables[index].is_first:
            units[-1] = range(units[-1].start, index + 1)
        else:
            units.append(range(index, index + 1))
    # The innermost word first; a single syllable in front of it sees the changed tone.
    for unit in units:
        for index in unit[:-1]:
            if syllables[index].tone == syllables[index + 1].tone == 3:
                syllables[index].tone = 2
    for left in reversed(units[:-1]):
        if syllables[left.stop - 1].tone == syllables[left.stop].tone == 3:
            syllables[left.stop - 1].tone = 2


def _feet(syllables: list[Syllable]) -> list[range]:
    """Group words into feet: single syllables in pairs, an odd one with the longer word after it, or before it."""
    words: list[range] = []
    for index, syllable in enumerate(syllables):
        if syllable.is_first or not words:
            words.append(range(index, index + 1))
        else:
            words[-1] = range(words[-1].start, index + 1)
    feet: list[range] = []
    waiting: range | None = None
    for word in words:
        if waiting is not None:
            feet.append(range(waiting.start, word.stop))
            waiting = None
        elif len(word) == 1:
            waiting = word
        else:
            feet.append(word)
    if waiting is not None:
        if feet:
            feet[-1] = range(feet[-1].start, waiting.stop)
        else:
            feet.append(waiting)
    return feet

"""Readings that stand behind a word in double brackets: 重庆[[chong2 qing4]], Nguyen[[/ŋwiən/]], [[朝阳|zhao1 yang2]].

Only pinyin with tones and phones between slashes count, so that links of a wiki and arrays of a program stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.markup import readings
from avatar.text.markup.spans import Note
from avatar.text.scripts import HAN, KANA

if TYPE_CHECKING:
    from avatar.text.markup.spans import Fenced

_BRACKETS = re.compile(r"\[\[(?:([^\[\]|\n]{1,60})\|)?([^\[\]|\n]{1,240})\]\]")
_HAN_BEFORE = re.compile(f"[{HAN}]+$")
_WORD_BEFORE = re.compile(rf"(?:(?![{HAN}{KANA}_])\w)(?:(?![{HAN}{KANA}_])[\w'’.-])*$")
_LONGEST_BEFORE = 60
_PHONES = re.compile(r"/.+/", re.DOTALL)
_ATTEMPT = re.compile(r"[A-Za-züÜ\u00c0-\u01dc][A-Za-züÜ\u00c0-\u01dc0-9\s'’·-]*")
_LONGEST_HAN = 8
"""characters before the brackets that are taken for one word where nothing says how many are meant"""


def fence(fenced: Fenced) -> None:
    """Fence the words of a text that have readings behind them. Raise `TextError` for a reading that is none."""
    text = fenced.text
    if "[[" not in text:
        return
    kept: list[str] = []
    end = 0
    for match in _BRACKETS.finditer(text):
        before = text[end : match.start()]
        word, reading = match[1] or "", match[2].strip()
        if not word and (size := _size_before(before, reading)):
            word, before = before[len(before) - size :], before[: len(before) - size]
        elif word and not (_PHONES.fullmatch(reading) or readings.is_pinyin(reading)):
            word = ""
        if not word:
            continue
        # Read at once, so that what is wrong with it is told with the word that stands here.
        unread = readings.Unread(reading, "ipa" if _PHONES.fullmatch(reading) else "pinyin")
        unread.of(word.strip())
        opening, closing = fenced.fence(Note(reading=unread))
        kept += [before, opening, word.strip(), closing]
        end = match.end()
    fenced.text = "".join([*kept, text[end:]])


def _size_before(before: str, reading: str) -> int:
    """Say how many characters before the brackets the reading is of; 0: it is none, or stands by itself."""
    tail = before[-_LONGEST_BEFORE:]
    is_phones = _PHONES.fullmatch(reading) is not None
    if han := _HAN_BEFORE.search(tail):
        if is_phones:
            return min(len(han[0]), _LONGEST_HAN)
        if not _ATTEMPT.fullmatch(reading):
            return 0
        count = readings.syllable_count(reading)
        # 花儿 is one syllable, huar1, in two characters.
        return min(count + tail[-count:].count("儿") * ("r" in reading and "er" not in reading), len(han[0])) or 1
    word = _WORD_BEFORE.search(tail)
    return len(word[0]) if word and (is_phones or readings.is_pinyin(reading)) else 0

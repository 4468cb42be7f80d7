"""What is counted in Japanese, and how it and the number before it change each other, read from `counters.json`."""

from __future__ import annotations

import json
from pathlib import Path

_LISTS = json.loads(Path(__file__).with_name("counters.json").read_text("utf-8"))

COUNTERS: dict[str, str] = {
    written: says for says, counters in _LISTS["counters"].items() for written in counters.split()
}
"""What is counted, as written: how it is said."""


def _one_word() -> dict[str, dict[int, str]]:
    words = {
        counter: {int(value): says for value, says in numbers.items()}
        for counter, numbers in _LISTS["one_word"].items()
    }
    days, things = words["日"], dict(enumerate(_THINGS, 1))
    joined = {"日間": "カン", "日頃": "ゴロ", "日まで": "マデ"}
    words |= {counter: {value: f"{day}{end}" for value, day in days.items()} for counter, end in joined.items()}
    words["日目"] = {value: f"{day}メ" for value, day in days.items() if value > 1}
    words["つ"], words["つ目"] = things, {value: f"{thing}メ" for value, thing in things.items()}
    words["才"] = words["歳"]
    return words


_THINGS = ("ヒトツ", "フタツ", "ミッツ", "ヨッツ", "イツツ", "ムッツ", "ナナツ", "ヤッツ", "ココノツ")
ONE_WORD: dict[str, dict[int, str]] = _one_word()
"""Numbers that are one word with what they count."""

LAST_PARTS: dict[str, dict[str, str]] = {
    counter: parts for counters, parts in _LISTS["last_parts"] for counter in counters.split()
}
"""Last parts of numbers that are another word before what they count."""

AFTER_N: dict[str, str] = _LISTS["after_n"]
"""What is counted: how it is said after サン, セン and マン, where that is something else."""

HARD_AFTER_FOUR = frozenset(_LISTS["hard_after_four"].split())
"""What keeps that change after ヨン too."""

LOANS = tuple(_LISTS["loans"].split())
"""Words from abroad before which only the last of a number is shortened, and which keep their own sound."""

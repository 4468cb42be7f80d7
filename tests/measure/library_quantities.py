"""wetext beside our rules for numbers, dates, money and measures in Chinese and English text."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from library_costs import tell, timed
from library_numbers import rows

from avatar.text.chinese.speak import speak_chinese
from avatar.text.english.speak import speak_english
from tests.unit.text import test_chinese, test_english

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    Table = list[tuple[str, str, str]]
    """kind, written, spoken"""

SHOWN = 6
"""differences that are printed of each"""
TIMED = "您尾号8812的卡于2026年11月21日9:30消费￥12,345.67，详询400-820-8888。"


def measure(asked: Namespace) -> None:
    """Tell how many written forms each reads as the tables say, and whether words are found again in the text."""
    begin = time.process_time()
    from wetext import Normalizer

    readers = {language: Normalizer(lang=language, operator="tn") for language in ("zh", "en")}
    for reader in readers.values():
        reader.normalize("1")
    tell(f"wetext is ready after {(time.process_time() - begin) * 1e3:.0f} ms")
    tables: dict[str, Table] = {
        "zh": _cases(test_chinese.test_numbers_are_said_as_a_bank_clerk_says_them),
        "en": _cases(test_english.test_everything_becomes_words),
    }
    ours = {"zh": _said(speak_chinese), "en": _said(speak_english)}
    for language, table in tables.items():
        theirs = _or_fails(readers[language])
        _compare(f"{language}, our table", table, ours[language], theirs)
        if asked.normalising:
            # A long number alone is a code to us and a quantity to the table: that is taste, and most of its rows.
            own = [row for row in rows(asked.normalising, language) if not re.fullmatch("[0-9]{9,}", row[1])]
            own = [row for row in own if re.search("[0-9]", row[1])]
            _compare(f"{language}, the other table", own, ours[language], theirs)
        _alignment(language, table, readers[language])
    took = [timed(lambda make=make: make(TIMED), 100) * 1e3 for make in (ours["zh"], readers["zh"].normalize)]
    traced = timed(lambda: readers["zh"].normalize_with_mapping(TIMED), 10) * 1e3
    tell(f"a sentence: {took[0]:.2f} / {took[1]:.2f} ms, with where each word stands {traced:.0f} ms")


def _cases(test: Callable[..., None]) -> Table:
    """Read the table of a parametrized test."""
    (mark,) = (mark for mark in test.pytestmark if mark.name == "parametrize")
    return [("", written, spoken) for written, spoken in mark.args[1]]


def _said(speak) -> Callable[[str], str]:
    return lambda text: " ".join(piece.says for piece in speak(text))


def _or_fails(reader) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            return reader.normalize(text)
        except (AssertionError, RuntimeError) as fault:
            return f"{type(fault).__name__}!"

    return read


def _compare(title: str, table: Table, ours: Callable[[str], str], theirs: Callable[[str], str]) -> None:
    right, only_ours, only_theirs = [0, 0], [], []
    for _, written, spoken in table:
        got = [_heard(ours(written)), _heard(theirs(written))]
        good = [said == _heard(spoken) for said in got]
        right = [count + one for count, one in zip(right, good, strict=True)]
        if good == [True, False]:
            only_ours.append(f"{written} {theirs(written)}")
        elif good == [False, True]:
            only_theirs.append(f"{written} {ours(written)}")
    fails = sum(theirs(written).endswith("Error!") for _, written, _ in table)
    tell(f"{title}: ours {right[0]}, wetext {right[1]} of {len(table)}; wetext raises an error in {fails}")
    tell(f"  wetext otherwise: {' | '.join(only_ours[:SHOWN])}")
    tell(f"  ours otherwise: {' | '.join(only_theirs[:SHOWN])}")


def _heard(said: str) -> str:
    """Leave what is heard: neither signs nor blanks, no and, and 两 for 二 where both are said."""
    return re.sub(r"\band\b|[^a-z\u4e00-\u9fff]", "", said.lower()).replace("两", "二").replace("negative", "minus")


def _alignment(language: str, table: Table, reader) -> None:
    """Count the forms whose words can be traced back: each stretch is where it is said to be, and none overlap."""
    good, broken = 0, []
    for _, written, _ in table:
        try:
            found = reader.normalize_with_mapping(written)
        except (AssertionError, RuntimeError):
            broken.append(written)
            continue
        ends_in = ends_out = 0
        is_good = True
        for each in found.mappings:
            is_good &= each.input_start >= ends_in and each.output_start >= ends_out
            is_good &= found.output_text[each.output_start : each.output_end] == each.output_text
            ends_in, ends_out = each.input_end, each.output_end
        good += is_good
        broken += [] if is_good else [written]
    tell(f"{language}: wetext traces {good} of {len(table)} back to the text; not {' | '.join(broken[:SHOWN])}")

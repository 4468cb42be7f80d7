"""num2words and cn2an beside our numbers in English and Chinese, and beside espeak's own numbers elsewhere."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import cn2an
from library_costs import tell, timed
from num2words import num2words

from avatar.data import Utterance
from avatar.settings import SpeechSettings
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.voices import default_voice
from avatar.text.chinese import numbers as chinese_numbers
from avatar.text.english import numbers as english_numbers

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

COUNT = 5000
AT_MOST = 150
"""numbers per language that are spoken"""
OTHERS = ("ar", "de", "es", "fr", "it", "ko", "pt", "ru", "vi")


def measure(asked: Namespace) -> None:
    """Tell how often they agree with us, what they take, and who is right where there is a table."""
    rng = random.Random(0)
    values = [rng.randrange(10 ** rng.randrange(1, 14)) for _ in range(COUNT)]
    _compare("en quantities", values, english_numbers.cardinal, num2words)
    _compare("en ranks", values, english_numbers.ordinal, lambda value: num2words(value, to="ordinal"))
    years = list(range(1100, 2100))
    _compare("en years", years, english_numbers.year, lambda value: num2words(value, to="year"))
    _compare("zh quantities", values, chinese_numbers.cardinal, lambda value: cn2an.an2cn(value, "low"))
    if asked.normalising is None:
        tell("numbers: no table of written and spoken forms; name one with --normalising FILE")
        return
    _english_table(asked.normalising)
    _chinese_table(asked.normalising)
    for language in OTHERS:
        _spoken(language, asked.normalising)


def _compare(title, values, ours, theirs) -> None:
    differ = [value for value in values if _plain(ours(value)) != _plain(theirs(value))]
    took = [timed(lambda make=make: [make(value) for value in values]) / len(values) * 1e6 for make in (ours, theirs)]
    example = f"; {differ[0]}: {ours(differ[0])} / {theirs(differ[0])}" if differ else ""
    tell(f"{title}: {len(values) - len(differ)} of {len(values)} alike, {took[0]:.1f} / {took[1]:.1f} us each{example}")


def _plain(words: str) -> str:
    """Leave out what is taste: and, commas, hyphens, 两 for 二."""
    return re.sub(r"\band\b|[-, ]", "", words.lower()).replace("两", "二")


def rows(table: Path, language: str) -> list[tuple[str, str, str]]:
    """Read class, digits and words of one language, whichever of the two stands first."""
    found = []
    for line in table.read_text(encoding="utf-8").splitlines():
        name, kind, written, spoken = line.split("\t")[:4]
        if name == language:
            digits, words = (written, spoken) if re.search("[0-9]", written) else (spoken, written)
            found.append((kind, digits, words))
    return found


def _right(pairs, make) -> str:
    return f"{sum(_plain(make(int(digits))) == _plain(words) for digits, words in pairs)}"


def _english_table(table: Path) -> None:
    for kind, ours, theirs in (
        ("cardinal", english_numbers.cardinal, num2words),
        ("ordinal", english_numbers.ordinal, lambda value: num2words(value, to="ordinal")),
    ):
        own = [
            (re.sub(r"\D", "", digits), words)
            for name, digits, words in rows(table, "en")
            if name.endswith(kind) and re.fullmatch(r"[0-9,]+(?:st|nd|rd|th)?", digits)
        ]
        tell(f"en {kind} of the table: {_right(own, ours)} / {_right(own, theirs)} of {len(own)}")


def _chinese_table(table: Path) -> None:
    own = [(digits, words) for kind, digits, words in rows(table, "zh") if re.fullmatch("[0-9]+", digits)]
    theirs = _right(own, lambda value: cn2an.an2cn(value, "low"))
    tell(f"zh of the table: {_right(own, chinese_numbers.cardinal)} / {theirs} of {len(own)}")


def _spoken(language: str, table: Path) -> None:
    """Compare phones: espeak reading the digits, and reading the words of num2words, beside it reading the table's."""
    whole = [(digits, words) for kind, digits, words in rows(table, language) if kind == "cardinal"]
    own = [(digits, words) for digits, words in whole if re.fullmatch("[0-9]{1,12}", digits)][:AT_MOST]
    ranks = [
        (re.sub(r"\D", "", digits), digits, words)
        for kind, digits, words in rows(table, language)
        if kind == "ordinal" and re.fullmatch(r"[0-9]{1,6}\D{1,3}", digits)
    ][:AT_MOST]
    with EspeakSpeaker(default_voice(language), SpeechSettings()) as speaker:

        def heard(text: str) -> str:
            return "".join(phone.ipa for phone in speaker.speak(Utterance(text, language)).phones)

        def told(digits: str, to: str) -> str:
            try:
                return heard(num2words(int(digits), lang=language, to=to))
            except (NotImplementedError, KeyError, IndexError, TypeError, OverflowError):
                return ""

        want = [heard(words) for _, words in own]
        alone = sum(heard(digits) == right for (digits, _), right in zip(own, want, strict=True))
        helped = sum(told(digits, "cardinal") == right for (digits, _), right in zip(own, want, strict=True))
        line = f"{language} quantities, espeak / num2words and espeak: {alone} / {helped} of {len(own)}"
        if ranks:
            want = [heard(words) for *_, words in ranks]
            alone = sum(heard(written) == right for (_, written, _), right in zip(ranks, want, strict=True))
            helped = sum(told(digits, "ordinal") == right for (digits, *_), right in zip(ranks, want, strict=True))
            line += f"; ranks {alone} / {helped} of {len(ranks)}"
    tell(line)

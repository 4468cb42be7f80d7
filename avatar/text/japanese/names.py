"""Latin letters, addresses and Greek letters in Japanese text."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.japanese.lists import (
    ADDRESS_SIGNS,
    GREEK,
    LETTERS,
    NAMES,
    SAID_AS_WORD,
    any_of,
)
from avatar.text.japanese.numbers import spoken_number
from avatar.text.japanese.patterns import (
    say,
)
from avatar.text.spoken import Rule, Spoken


def _address(match: re.Match[str]) -> list[Spoken]:
    says = ""
    for part, kind in parts_of(match[0].rstrip("/")):
        if kind == "letters":
            says += {"com": "コム", "net": "ネット", "org": "オルグ"}.get(part.lower()) or _kana_of(read_label(part))
        elif kind == "digits":
            says += spoken_number(f"0{part}").removeprefix("ゼロ")
        elif kind == "sign":
            says += ADDRESS_SIGNS.get(part, "")
    return say(match, says)


def _kana_of(label: str) -> str:
    return (
        "".join(LETTERS[letter] for letter in label if letter in LETTERS) if re.fullmatch("[A-Z. ]+", label) else label
    )


def _name(match: re.Match[str]) -> list[Spoken]:
    return say(match, NAMES[match[0]])


def _initialism(match: re.Match[str]) -> list[Spoken] | None:
    word = match[0]
    if word in SAID_AS_WORD:
        return say(match, SAID_AS_WORD[word])
    read = read_latin(word)
    if len(word) > 1 and not re.fullmatch(r"(?:[A-Z][. ]?)+", read):
        return None
    return say(match, "".join(LETTERS[letter] for letter in word.upper() if letter in LETTERS))


def _greek(match: re.Match[str]) -> list[Spoken]:
    return say(match, GREEK[match[0]])


NAMED: tuple[Rule, ...] = (
    Rule(ADDRESS, _address),
    Rule(rf"(?<![A-Za-z0-9])(?:{any_of(NAMES)})(?![A-Za-z0-9+#])", _name),
)
"""What is tried before all else; first match wins."""

LATIN_LETTERS: tuple[Rule, ...] = (
    Rule(r"[A-Z]{1,6}(?![A-Za-z])(?:\.(?=[A-Z]))?|(?<![A-Za-z])[a-z](?![A-Za-z])", _initialism),
    Rule(rf"[{''.join(GREEK)}](?![\u0370-\u03ff])", _greek),
)
"""First match wins."""

"""What is wrong with a translation, found without a person: what may not be spoken, and what is worth a look."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.campaign.languages.glossary import contains

if TYPE_CHECKING:
    from avatar.campaign.languages.glossary import Glossary

_FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
"""places that are filled in, as Jinja2 writes them"""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
"""of SSML"""
_READING = re.compile(r"\[\[.*?\]\]")
"""how a word is read: for the source's voice alone, so it is left out"""
_NUMBER = re.compile(r"\d(?:[\d.,'’٫٬\u00a0\u202f ]*\d)?")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Han, kana and hangul, each of which says as much as two or three letters"""
_WORTH = 2.4
"""letters of an alphabet that one of them is worth"""
_SHORTEST, _LONGEST = 0.45, 2.2
"""lengths of a translation that are no surprise, in that of its source"""
_ENOUGH = 24.0
"""letters from which a text's length is compared"""
_TELLING = {True: 6, False: 16}
"""letters from which its language is, in scripts that are wide or not"""
_KIN = {
    "zh": ("zh", "yue", "wuu", "hak", "nan", "lzh"),
    "yue": ("zh", "yue", "wuu", "hak", "nan"),
    "ar": ("ar", "ary", "arz", "apc", "acm", "aeb"),
    "nb": ("nb", "no", "nn", "da"),
    "id": ("id", "ms", "jv", "su"),
    "ms": ("ms", "id"),
    "hr": ("hr", "sr", "bs", "sh"),
    "sr": ("sr", "hr", "bs", "sh"),
    "hi": ("hi", "mr", "ne", "bho", "mai"),
    "pt": ("pt", "gl"),
    "fa": ("fa", "glk", "mzn", "azb"),
    "sw": ("sw", "swh"),
}
"""languages that a short text of the first may be taken for"""
_AMONG = 3
"""places among which the wanted language has to be"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a translation."""

    message: str
    """one sentence, which whoever translates understands"""
    is_fatal: bool = False
    """it cannot be spoken as it is"""


def faults(source: str, translation: str, languages: tuple[str, str], glossary: Glossary) -> tuple[Fault, ...]:
    """Look a translation over; `languages` are those of source and translation, BCP-47."""
    if not translation.strip():
        return (Fault("The translation is empty.", is_fatal=True),)
    found = [*_of_places(source, translation), *_of_numbers(source, translation)]
    found += [*_of_terms(source, translation, languages[1], glossary), *_of_length(source, translation)]
    return tuple(found + _of_language(source, translation, languages, glossary))


def words_alone(text: str) -> str:
    """Give a text without what is filled in, tags and readings."""
    return _READING.sub("", _TAG.sub(" ", _FILLED.sub(" ", text)))


def _of_places(source: str, translation: str) -> list[Fault]:
    found = []
    for pattern, what in ((_FILLED, "place to fill in"), (_TAG, "tag")):
        wanted, there = (
            Counter(map(_normal, pattern.findall(source))),
            Counter(map(_normal, pattern.findall(translation))),
        )
        found += [Fault(f"The {what} {each} is missing.", is_fatal=True) for each in (wanted - there)]
        found += [Fault(f"The {what} {each} is too many.", is_fatal=True) for each in (there - wanted)]
    blocks = [
        [each for each in map(_normal, _FILLED.findall(text)) if each[1] == "%"] for text in (source, translation)
    ]
    if not found and blocks[0] != blocks[1]:
        found.append(Fault("The conditions between {% and %} stand in another order.", is_fatal=True))
    if _left_open(translation):
        found.append(Fault("It has braces that are not closed.", is_fatal=True))
    return found


def _normal(place: str) -> str:
    return " ".join(place.split())


def _left_open(text: str) -> bool:
    rest = _FILLED.sub("", text)
    return any(sign in rest for sign in ("{{", "}}", "{%", "%}"))


def _of_numbers(source: str, translation: str) -> list[Fault]:
    wanted, there = (Counter(_numbers(words_alone(text))) for text in (source, translation))
    lost, new = sorted((wanted - there).elements()), sorted((there - wanted).elements())
    if not lost and not new:
        return []
    told = [f"the source says {', '.join(lost)}" if lost else "", f"the translation {', '.join(new)}" if new else ""]
    return [Fault(f"The numbers differ: {' and '.join(filter(None, told))}.")]


def _numbers(text: str) -> list[str]:
    """Give the digits of each number, whatever stands between them and in whatever script they are."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)
    return ["".join(filter(str.isdigit, each)) for each in _NUMBER.findall(plain)]


def _of_terms(source: str, translation: str, language: str, glossary: Glossary) -> list[Fault]:
    wanted = glossary.wanted(words_alone(source), language)
    return [
        Fault(
            f"{term!r} should stay as it is." if term == wanted[term] else f"{term!r} should be {wanted[term]!r} in it."
        )
        for term in wanted
        if not contains(translation, wanted[term])
    ]


def _of_length(source: str, translation: str) -> list[Fault]:
    before, after = (_length(words_alone(text)) for text in (source, translation))
    if before < _ENOUGH or _SHORTEST <= after / before <= _LONGEST:
        return []
    how = "much longer" if after > before else "much shorter"
    return [Fault(f"It is {how} than its source ({after / before:.1f} times as long); is it whole, and nothing more?")]


def _length(text: str) -> float:
    wide = len(_WIDE.findall(text))
    return wide * _WORTH + sum(sign.isalnum() for sign in text) - wide


def _of_language(source: str, translation: str, languages: tuple[str, str], glossary: Glossary) -> list[Fault]:
    from avatar.text.language_model import likelihoods

    text = words_alone(translation)
    for term in glossary.wanted(words_alone(source), languages[1]).values():
        text = text.replace(term, " ")
    letters = sum(sign.isalpha() for sign in text)
    if letters < _TELLING[bool(_WIDE.search(text))]:
        return []
    before, wanted = (each.lower().split("-")[0] for each in languages)
    if before != wanted and _normal(text).casefold() == _normal(words_alone(source)).casefold():
        return [Fault("It says the same as its source, in the same words.")]
    shares = likelihoods(text)
    first = sorted(shares, key=shares.__getitem__, reverse=True)[:_AMONG]
    if set(first) & {*_KIN.get(wanted, ()), wanted} or wanted not in shares:
        return []
    return [Fault(f"It looks like {first[0]!r}, not like {languages[1]!r}.")]

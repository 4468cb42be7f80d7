"""Words in capitals: said loud (STOP), spelled (FBI) or said as the words that acronyms have become (NASA)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from avatar.text.abbreviations import SAID_AS_WORD, read_latin
from avatar.text.english.patterns import after, before

_CAPITALS = re.compile(r"[A-Z]+(?:['’][A-Z]+)?")
_NEIGHBOUR_BEFORE = re.compile(r"([A-Z]+(?:['’][A-Z]+)?)[,]?\s$")
_NEIGHBOUR_AFTER = re.compile(r"[,]?\s([A-Z]+(?:['’][A-Z]+)?)\b(?!\.[A-Z])")
_SYLLABLES = re.compile(
    r"(?:[BCDFGHJKLMNPRSTVWYZ]|[BCFGPS]L|[BCDFGPT]R|S[CKMNPTW]|TW|CH|SH|TH|WH|QU|STR|SPR|SCR)?[AEIOUY]{1,2}"
    r"(?:[BCDGKLMNPRSTXZ]|[LNR][DKTSP]|S[KPT]|CK|LL|SS|FF|CH|SH|TH|NG|ST|NCH)?"
)
"""One syllable that an English word can have."""

_QUESTION = re.compile(r"[^.!?]*\?")
_WHO_VERB = re.compile(
    r"\s(?:is|are|was|were|am|would|could|can|will|did|does|do|knows|cares|knew|else|the|am)\b|['’]S?s?\b"
)
_TEAM = re.compile(
    r"\s(?:team|teams|department|industry|sector|support|staff|manager|professional|professionals|system|systems|security|services|"
    r"infrastructure|specialist|company|companies|job|jobs|skills|budget|spending|consultant|guy|director|admin|office|help)\b"
)


@lru_cache
def _words(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def is_common(word: str) -> bool:
    """Tell whether a word of up to five letters is one of everyday English."""
    return word.lower() in _words("short_words.txt")


def is_initialism(word: str) -> bool:
    """Tell whether a word in capitals is known to be spelled."""
    return word in _words("initialisms.txt")


def read_capitals(match: re.Match[str]) -> str:
    """Give what is said for a match that may be a word in capitals."""
    word = match[0]
    bare = word.replace("’", "'")
    if "-" in bare and bare.isupper():
        parts = bare.split("-")
        return " ".join(p.lower() if is_common(p) and not is_initialism(p) else read_latin(p) for p in parts)
    if len(bare) < 2 or not _CAPITALS.fullmatch(bare) or bare.lower() in SAID_AS_WORD:
        return read_latin(word)
    return bare.lower() if bare != "OK" and _is_loud(bare, match) else read_latin(word)


def _is_loud(word: str, match: re.Match[str]) -> bool:
    if "'" in word:
        return True
    if word in ("AM", "PM"):
        return word == "AM" and before(match).lower().endswith(("i ", "i'm ", "what ", "who ", "where ", "here "))
    is_shouted = _is_shouted(match.string)
    is_loud_company = is_shouted or _has_loud_neighbour(match)
    if is_initialism(word):
        return _is_ambiguous_and_loud(word, match, is_loud_company=is_loud_company)
    if is_common(word):
        return len(word) > 2 or is_loud_company or not _is_state(word, match)
    if len(word) > 5 or is_shouted:
        return bool(re.search("[AEIOUY]", word))
    return (len(word) > 3 or is_loud_company) and (_SYLLABLES.fullmatch(word) is not None or _two_syllables(word))


@lru_cache(maxsize=8)
def _is_shouted(sentence: str) -> bool:
    """Tell whether a sentence is all capitals, so that its words are words and not initialisms."""
    words = re.findall("[A-Za-z]{2,}", sentence)
    return len(words) > 2 and sentence.upper() == sentence and any(map(is_common, words))


def _two_syllables(word: str) -> bool:
    return any(_SYLLABLES.fullmatch(word[:at]) and _SYLLABLES.fullmatch(word[at:]) for at in range(2, len(word) - 1))


def _has_loud_neighbour(match: re.Match[str]) -> bool:
    """Tell whether a common word in capitals stands beside it, so that somebody is shouting."""
    sides = (_NEIGHBOUR_BEFORE.search(before(match)), _NEIGHBOUR_AFTER.match(after(match)))
    return any(side is not None and _is_surely_loud(side[1]) for side in sides)


def _is_surely_loud(word: str) -> bool:
    is_word = is_common(word) or len(word) > 5
    return is_word and not is_initialism(word) and word not in ("I", "A", "AM", "PM")


def _is_ambiguous_and_loud(word: str, match: re.Match[str], *, is_loud_company: bool) -> bool:
    """Decide on what is both: WHO is he? but the WHO; do IT! but the IT team."""
    led, following = before(match), after(match, 200)
    is_named = re.search(r"(?i)\b(?:the|an?|our|their|its|by|from)\s$", led) is not None
    if word == "WHO":
        asks = re.search(r"(?:^|[.!?…:;,\"“'‘]\s?)$", led) is not None and _WHO_VERB.match(following) is not None
        return not is_named and (is_loud_company or (asks and _QUESTION.match(following) is not None))
    if word in ("IT", "US", "ICE", "ACT", "ERA"):
        return is_loud_company and not is_named and not _TEAM.match(following)
    return False


def _is_state(word: str, match: re.Match[str]) -> bool:
    return before(match).endswith(", ") and word in ("IN", "OR", "ME", "OH", "HI", "OK")

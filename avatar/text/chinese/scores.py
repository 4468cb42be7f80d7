"""Scores of matches in Chinese text: 4-0 is 四比零."""

from __future__ import annotations

import re

from avatar.text.chinese.lists import SCORE_WORDS, TEAMS
from avatar.text.chinese.patterns import MEASURED, after, before, plain, say
from avatar.text.spoken import Rule, Spoken

_NEAR = 24
"""characters around a score within which its words are looked for"""
_SCORE = SCORE_WORDS
_TEAM = rf"(?:{TEAMS})队?\s?$"
_LAST_PAIR = r"(?<![0-9])([0-9]{1,3})[-–]([0-9]{1,3})[、，,；; ]+$"
_NEXT_PAIR = r"[、，,；; ]+([0-9]{1,3})[-–]([0-9]{1,3})(?![0-9-])"
_SUM = "(?:计算|等于|算式|减法|求|算出|口算)"


def _score(match: re.Match[str]) -> list[Spoken] | None:
    first, second = map(int, re.split(r"\s?[-–—]\s?", match[0]))
    front, behind = before(match, _NEAR), after(match, _NEAR)
    # What grows less is no span, whatever is counted.
    is_span = re.match(MEASURED, behind) and first <= second
    if is_span or re.match(r"\s?[-–—=/*×+]", behind) or front.endswith(("第", "满")):
        return None
    is_match = (
        (front.endswith("队") and re.match(r"\s?[一-鿿]", behind))
        or re.search(_TEAM, front)
        or re.search(_SCORE, front + "\n" + behind)
        or _is_one_of_many(front, behind)
    )
    if not is_match and (first < second or re.search(_SUM, front)):
        return None
    return say(match, f"{plain(str(first))}比{plain(str(second))}")


def _is_one_of_many(front: str, behind: str) -> bool:
    """Tell whether a score stands among others, one of which falls as no span does: 25-18、22-25."""
    found = (re.search(_LAST_PAIR, front), re.match(_NEXT_PAIR, behind))
    return any(pair is not None and int(pair[1]) > int(pair[2]) for pair in found)


def _reduction(match: re.Match[str]) -> list[Spoken] | None:
    if not before(match).endswith("满"):
        return None
    return say(match, "减".join(plain(part.strip()) for part in re.split("[-–]", match[0])))


def _team_score(match: re.Match[str]) -> list[Spoken] | None:
    if not re.search(_TEAM, before(match)):
        return None
    return say(match, "比".join(plain(part.strip()) for part in match[0].split("/")))


def _difference(match: re.Match[str]) -> list[Spoken] | None:
    """Read 8-3 as a sum where a word for one stands before it."""
    if not re.search(_SUM, before(match, 12)):
        return None
    return say(match, "减".join(plain(part.strip()) for part in re.split("[-–]", match[0])))


SCORES: tuple[Rule, ...] = (
    Rule(r"(?<![0-9A-Za-z./:：-])[0-9]{1,3}\s?[-–—]\s?[0-9]{1,3}(?![0-9A-Za-z.:：])", _score),
    Rule(r"(?<![0-9A-Za-z./-])[0-9]{1,2}/[0-9]{1,2}(?![0-9A-Za-z./])", _team_score),
    Rule(r"(?<![0-9A-Za-z./-])[0-9]+[-–][0-9]+(?![0-9-])", _reduction),
    Rule(r"(?<![0-9A-Za-z./-])[0-9]+\s?[-–]\s?[0-9]+(?![0-9A-Za-z./])", _difference),
)
"""First match wins."""

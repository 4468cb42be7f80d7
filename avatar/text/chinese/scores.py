"""Scores of matches in Chinese text: 4-0 is 四比零."""

from __future__ import annotations

import re

from avatar.text.chinese.lists import SCORE_WORDS, TEAMS
from avatar.text.chinese.patterns import MEASURED, after, before, plain, say
from avatar.text.spoken import Rule, Spoken

_NEAR = 24
"""characters around a score within which its words are looked for"""
_SCORE = re.compile(SCORE_WORDS)
_TEAM = re.compile(rf"(?:{TEAMS})队?\s?$")
_SUM = re.compile("(?:计算|等于|算式|减法|求|算出|口算)")


def _score(match: re.Match[str]) -> list[Spoken] | None:
    first, second = map(int, re.split(r"\s?[-–—]\s?", match[0]))
    front, behind = before(match, _NEAR), after(match, _NEAR)
    if re.match(rf"{MEASURED}|\s?[-–—=/*×+]", behind) or front.endswith("第"):
        return None
    is_match = _TEAM.search(front) or _SCORE.search(front + "\n" + behind)
    if not is_match and (first < second or _SUM.search(front)):
        return None
    return say(match, f"{plain(str(first))}比{plain(str(second))}")


def _team_score(match: re.Match[str]) -> list[Spoken] | None:
    if not _TEAM.search(before(match)):
        return None
    return say(match, "比".join(plain(part.strip()) for part in match[0].split("/")))


def _difference(match: re.Match[str]) -> list[Spoken] | None:
    """Read 8-3 as a sum where a word for one stands before it."""
    if not _SUM.search(before(match, 12)):
        return None
    return say(match, "减".join(plain(part.strip()) for part in re.split("[-–]", match[0])))


SCORES: tuple[Rule, ...] = (
    Rule(r"(?<![0-9A-Za-z./:：-])[0-9]{1,3}\s?[-–—]\s?[0-9]{1,3}(?![0-9A-Za-z.:：])", _score),
    Rule(r"(?<![0-9A-Za-z./-])[0-9]{1,2}/[0-9]{1,2}(?![0-9A-Za-z./])", _team_score),
    Rule(r"(?<![0-9A-Za-z./-])[0-9]+\s?[-–]\s?[0-9]+(?![0-9A-Za-z./])", _difference),
)
"""First match wins."""

"""Marks in a text that tell the face what to do, such as [smile] or [pause 500ms]: found, checked and taken out.

Only square brackets count, and only those whose first word begins a mark or is a slip of one: "[1]", "[注]" and
"[link]" are text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from avatar.data import Cue
from avatar.errors import TextError
from avatar.text.fences import FENCES, bare

EXISTING = (
    "[smile], [frown], [nod], [shake head], [tilt head], [raise brows], [blink], "
    "[look left|right|up|down|at me] and [pause 500ms]"
)
WEAKEST, STRONGEST = 0.1, 1.5
SHORTEST, LONGEST, USUAL = 0.05, 30.0, 0.5
"""of a pause, s"""

_PHRASES: dict[str, str] = {
    "smile": "smile",
    "frown": "frown",
    "nod": "nod",
    "shake": "shake head",
    "shake head": "shake head",
    "tilt": "tilt head",
    "tilt head": "tilt head",
    "raise brows": "raise brows",
    "raise eyebrows": "raise brows",
    "blink": "blink",
    "look left": "look left",
    "look right": "look right",
    "look up": "look up",
    "look down": "look down",
    "look at me": "look at me",
    "pause": "pause",
    "微笑": "smile",
    "皱眉": "frown",
    "点头": "nod",
    "摇头": "shake head",
    "歪头": "tilt head",
    "扬眉": "raise brows",
    "眨眼": "blink",
    "看左边": "look left",
    "看右边": "look right",
    "看上面": "look up",
    "看下面": "look down",
    "看着我": "look at me",
    "停顿": "pause",
}
_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in _PHRASES)
_ORDINARY = frozenset(("rise", "simile", "node", "note", "shaken"))
"""Words a letter away from a mark's that people do put in brackets."""

_BRACKET = re.compile(r"[\[［]([^\[\]［］\n]{1,60})[\]］]")
_FIRST = re.compile(r"\s*([A-Za-z]+|[\u4e00-\u9fff]+)(?![A-Za-z\u4e00-\u9fff])")
_AMOUNT = re.compile(r"(?P<phrase>.*?)\s*(?P<number>-?[0-9]*\.?[0-9]+)\s*(?P<unit>[a-z%]+|秒|毫秒)?$")
_SECONDS = {"ms": 0.001, "毫秒": 0.001, "s": 1.0, "秒": 1.0, "sec": 1.0}
_CLINGS = re.compile(rf"[{FENCES}]*[\s,.;:!?，。；：！？、…)\]）]")


class Mark(NamedTuple):
    """A mark and its place."""

    cue: Cue
    """what it asks for"""
    offset: int
    """characters of the text that stand before it, white space not counted"""


def take_out(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Part a text from its marks. Raise `TextError` for a mark that does not exist or has an impossible value."""
    kept: list[str] = []
    marks: list[Mark] = []
    offset = end = 0
    for match in _BRACKET.finditer(text):
        if not is_mark(match[1]):
            continue
        before = text[end : match.start()]
        kept.append(before)
        offset += len(bare(before))
        marks.append(Mark(_cue(match[0], match[1]), offset))
        end = match.end()
        # A space beside a mark is the mark's where another one, a full stop or an end is on the other side.
        if before[-1:] == " " and (end == len(text) or _CLINGS.match(text, end)):
            kept[-1] = before[:-1]
        elif before[-1:] in ("", "\n") and "".join(kept)[-1:] in ("", "\n") and text[end : end + 1] == " ":
            end += 1
    return "".join([*kept, text[end:]]), tuple(marks)


def unmarked(text: str) -> str:
    """Give a text without its marks. Raise `TextError` like `take_out`."""
    return take_out(text)[0]


def is_mark(inside: str) -> bool:
    """Tell whether what stands in brackets is a mark, or a slip of one."""
    first = _FIRST.match(inside)
    if first is None:
        return False
    word = first[1].lower()
    return word in _FIRST_WORDS or (word not in _ORDINARY and any(_is_slip(word, known) for known in _FIRST_WORDS))


def _is_slip(word: str, known: str) -> bool:
    """Tell whether a word is a known one with two letters swapped, one left out, or one too many."""
    if not known.isascii() or word[0] != known[0] or len(known) < 3:
        return False
    shorter, longer = sorted((word, known), key=len)
    if len(shorter) == len(longer):
        return any(word == known[:at] + known[at + 1] + known[at] + known[at + 2 :] for at in range(1, len(known) - 1))
    # "not" and "now" are words; so short a mark only counts with a letter too many.
    is_long_enough = len(shorter) > 3 or len(word) > len(known)
    return is_long_enough and any(shorter == longer[:at] + longer[at + 1 :] for at in range(1, len(longer)))


def _cue(mark: str, inside: str) -> Cue:
    phrase, number, unit = inside.strip().lower(), None, ""
    found = _AMOUNT.match(phrase)
    if found:
        phrase, number, unit = found["phrase"], float(found["number"]), found["unit"] or ""
    kind = _PHRASES.get(" ".join(re.split(r"[\s_-]+", phrase)))
    if kind is None:
        raise TextError(f"There is no mark {mark}; there are {EXISTING}.")
    if kind == "pause":
        return Cue(kind, _length(mark, number, unit))
    if number is None:
        return Cue(kind)
    if unit or not WEAKEST <= number <= STRONGEST:
        raise TextError(
            f"The mark {mark} has no strength that exists; "
            f"choose one from {WEAKEST:g} to {STRONGEST:g}, as in [{kind} 0.5]."
        )
    return Cue(kind, number)


def _length(mark: str, number: float | None, unit: str) -> float:
    if number is None:
        return USUAL
    seconds = number * _SECONDS.get(unit, 0.0)
    if not SHORTEST <= seconds <= LONGEST:
        raise TextError(
            f"The mark {mark} has no length that exists; choose one from {SHORTEST * 1000:g}ms to {LONGEST:g}s, "
            "as in [pause 500ms] or [pause 1.2s]."
        )
    return seconds

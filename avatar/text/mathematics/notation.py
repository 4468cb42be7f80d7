r"""Find mathematics in a text: between dollar signs or \\( and \\), and written plainly, as a²+b²=c² is."""

from __future__ import annotations

import re
from typing import NamedTuple

from avatar.runtime.expressions import late


class Stretch(NamedTuple):
    """A stretch of a text."""

    text: str
    """as written"""
    formula: str
    """the mathematics in it without its fences; "" where it is none"""


_LONGEST = 300
_FENCED = late(
    rf"\$\$(?P<display>[^$\n]{{1,{_LONGEST}}})\$\$|\\\((?P<inline>[^\n]{{1,{_LONGEST}}}?)\\\)|\\\[(?P<block>[^\n]{{1,{_LONGEST}}}?)\\\]"
    rf"|(?<![\w$\\])\$(?P<dollar>(?!\s)[^$\n]{{1,{_LONGEST}}}(?<![\s\\]))\$(?![\w$])"
)
_PROSE = late(
    r"(?<![\\A-Za-z{])[A-Za-z]{2,}[,.;:]?\s+[A-Za-z]{2,}|[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]|[,;:]\s*$|[.!?]\s+[A-Z]"
)
_WORD = late(r"(?<![\\A-Za-z{])[A-Za-z]{4,}(?![A-Za-z}(])")
_COMMAND = late(r"\\[A-Za-z]+|[\^_]")
_FUNCTION_NAMES = "arcsin|arccos|arctan|sinh|cosh|tanh"


def stretches(text: str) -> list[Stretch]:
    """Cut a text where fenced mathematics begins and ends; a price is none."""
    if "$" not in text and "\\" not in text:
        return [Stretch(text, "")]
    parts: list[Stretch] = []
    place = end = 0
    while match := _FENCED.search(text, place):
        formula = next(filter(None, match.groups()), "")
        if match["dollar"] and not is_mathematics(formula):
            place = match.start() + 1
            continue
        if text[end : match.start()].strip():
            parts.append(Stretch(text[end : match.start()], ""))
        parts.append(Stretch(match[0], formula.strip()))
        place = end = match.end()
    if text[end:].strip() or not parts:
        parts.append(Stretch(text[end:], ""))
    return parts


def spans(text: str) -> list[tuple[int, int]]:
    """Give where fenced mathematics begins and ends in a text."""
    found, place = [], 0
    for stretch in stretches(text):
        place = text.index(stretch.text, place)
        if stretch.formula:
            found.append((place, place + len(stretch.text)))
        place += len(stretch.text)
    return found


def is_mathematics(between: str) -> bool:
    """Tell whether what stands between two dollar signs is a formula, and not text between two prices."""
    if _PROSE.search(re.sub(r"\\(?:text|mathrm|operatorname|mbox|textrm)\{[^}]*\}", "", between)):
        return False
    if _COMMAND.search(between):
        return True
    return not (_WORD.search(between) and not re.search(rf"{_FUNCTION_NAMES}", between))


_NUMBER = r"(?:[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)"
_WORDS = "is|it|to|of|or|no|my|me|we|as|at|an|in|on|if|so|by|be|go|he|up|us|do|hi|ok|am|pm"
_NAME = (
    rf"(?:(?<![A-Za-z])(?!(?:{_WORDS})\b)(?:[A-Za-z]{{1,2}}|[a-z][A-Z][A-Z]|[A-Z][a-z][A-Z])(?![A-Za-z])[α-ω]?"
    r"|[α-ωΑ-Ω∞ℏ](?:(?:[A-Za-z])(?![A-Za-z]))?)"
)
_RAISED = r"(?:[⁰¹²³⁴-⁹⁺⁻ⁿ]{1,6}|\^\(?[-+−]?[0-9A-Za-z]{1,4}\)?)"
_LOWERED = r"(?:[₀-₉]{1,4}|_\{?[0-9A-Za-z]{1,3}\}?)"
_ENCLOSED = r"\([^()\n]{1,60}\)"
_FUNCTION = r"(?:(?:sin|cos|tan|log|ln|exp)\s?(?:\([^()\n]{1,30}\)|[a-z0-9]\b)|[fghFG]\([a-z0-9,+\-*/ ]{1,20}\))"
_ATOM = rf"(?:{_FUNCTION}|(?:[√∛]\s?)?(?:{_NUMBER}?{_NAME}|{_NUMBER}|{_ENCLOSED}))"
_OPERAND = rf"[-+−±]?{_ATOM}{_LOWERED}?{_RAISED}?!?(?:\([a-z0-9]{{1,12}}\))?"
_OPERATOR = r"\s?(?:==|<=|>=|[=≠≈≡≤≥<>∝+×÷*·⋅/±∓−-])\s?"
# One repetition only, and no two ways to read the same signs: the time stays linear.
PLAIN = (
    rf"(?<![\w.,$€£/@#&+*^=-])(?:{_OPERAND}(?:{_OPERATOR}{_OPERAND}){{1,24}}"
    rf"|(?:{_NUMBER}|{_NAME}|{_ENCLOSED}){_RAISED}|[√∛]\s?(?:{_NUMBER}|{_NAME}|{_ENCLOSED}))(?![\w+*^@]|[.,][0-9])"
)
"""Pattern of a formula that is written without any fences; whoever reads it asks `is_plain_mathematics` first."""

_STRONG = late(
    r"[=≠≈≡≤≥∝^√∛×÷∞±⁰¹²³⁴-⁹⁺⁻ⁿ]|(?<=[0-9a-z)])\s?[*+]\s?(?=[0-9a-z(])|[0-9a-z]\s[<>]\s[0-9a-z]|[0-9A-Za-z]<[0-9.]|[A-Za-z]>[0-9.]"
)


def is_plain_mathematics(written: str) -> bool:
    """Tell whether a match of `PLAIN` is a formula: something with a relation, a power, a root or a product."""
    if not _STRONG.search(written):
        return False
    # 10 x 20 and 1920×1080 are sizes, a/b = c is none of a path.
    return re.search("[0-9A-Za-zα-ω∞]", written) is not None

"""Markdown, taken away: its marks go, what they mark stays; of a picture the words that stand for it."""

from __future__ import annotations

import re
from functools import lru_cache

_ADDRESS = (
    r"(?:<[^<>\n]{0,500}>|[^()\s]{0,500}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)"
    r"(?:\s+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?"
)
_PLACE = (
    r"(?:https?:|www\.|[/.#]|mailto:"
    r"|[\w%~-]{1,100}(?:/[\w%~./#?=&-]{0,300}|\.[A-Za-z]{2,5}(?:[#?][^()\s]{0,200})?(?=[)\s])))"
)
_SIGNS = "`~*_=|[#>+-•·▪◦‣<$"
"""one of them is in whatever has a mark"""


@lru_cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return (
        (re.compile(r"^[ \t]{0,3}(?:`{3,}|~{3,})[^\n`]*$", re.MULTILINE), ""),
        (re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE), ""),
        (re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t]*$", re.MULTILINE), ""),
        (re.compile(r"^[ \t]{0,3}\[(?!\^)[^\[\]\n]{1,100}\]:[ \t]+\S[^\n]*$", re.MULTILINE), ""),
        (re.compile(r"^[ \t]{0,3}\[\^[^\[\]\n]{1,50}\]:[ \t]*", re.MULTILINE), ""),
        (re.compile(r"\[\^[^\[\]\n]{1,50}\]"), ""),
        (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE), ""),
        (re.compile(r"(?<=\S)[ \t]+#{1,6}[ \t]*$", re.MULTILINE), ""),
        (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE), ""),
        (re.compile(r"^[ \t]*[-*+•·▪◦‣][ \t]+(?:\[[ xX✓]\][ \t]+)?(?=\S)", re.MULTILINE), ""),
        (re.compile(rf"!\[([^\[\]\n]{{0,300}})\]\({_ADDRESS}\)"), r"\1"),
        (re.compile(r"!\[([^\[\]\n]{0,300})\]\[[^\[\]\n]{0,100}\]"), r"\1"),
        (re.compile(rf"\[([^\[\]\n]{{1,300}})\]\((?={_PLACE}){_ADDRESS}\)"), r"\1"),
        (re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>"), r"\1"),
        (re.compile(r"\*{2,3}(?=\S)([^*\n]{1,1000}?)(?<=\S)\*{2,3}"), r"\1"),
        (re.compile(r"(?<!\w)__(?=\S)([^_\n]{1,1000}?)(?<=\S)__(?!\w)"), r"\1"),
        (re.compile(r"~~(?=\S)([^~\n]{1,1000}?)(?<=\S)~~"), r"\1"),
        (re.compile(r"(?<!=)==(?=[^\s=])([^=\n]{1,1000}?)(?<=[^\s=])==(?!=)"), r"\1"),
        (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
        (re.compile(r"`{1,3}([^`\n]{1,1000})`{1,3}"), r"\1"),
        (re.compile(r"[ \t]*\|[ \t]*$|^[ \t]*\|[ \t]*", re.MULTILINE), ""),
        (re.compile(r"[ \t]+\|[ \t]+"), ", "),
        # Rows of signs that part what stands around them; a long dash stays one.
        (re.compile(r"(?<![-\w])-{4,}(?![-\w])"), " — "),
        (re.compile(r"(?<![0-9])(?:[=_*~#+-]{4,}|={3}|#{3}|~{3}|_{3}|\*{3})(?![0-9])"), " "),
    )


_SUMS = re.compile(r"\$\$[^$]{1,1000}\$\$|\$(?=\S)[^$\n]{1,300}(?<=\S)\$(?![0-9])")
"""sums between signs of the dollar, in which _ and * are no marks"""
_FIRST_KEPT = 0xE000
_KEPT = re.compile("[\ue000-\uf8ff]")


def without_marks(text: str) -> str:
    """Take the marks of Markdown away; sums between dollars stay as they are."""
    if not any(sign in text for sign in _SIGNS):
        return text
    sums: list[str] = []
    if "$" in text:
        text = _SUMS.sub(lambda match: _keep(match[0], sums), _KEPT.sub("", text))
    for pattern, replacement in _rules():
        text = pattern.sub(replacement, text)
    return _KEPT.sub(lambda match: sums[ord(match[0]) - _FIRST_KEPT], text) if sums else text


def _keep(found: str, sums: list[str]) -> str:
    if len(sums) >= 0xF8FF - _FIRST_KEPT:
        return found
    sums.append(found)
    return chr(_FIRST_KEPT + len(sums) - 1)

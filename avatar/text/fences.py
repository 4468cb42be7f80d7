"""Characters that fence a stretch of a text while it is cleaned: of the private use plane, which nobody writes."""

from __future__ import annotations

import re

FIRST, LAST = 0x100000, 0x10FFFD
"""code points of the first and the last"""
FENCES = "\U00100000-\U0010fffd"
"""for use inside a regular expression's brackets"""
FENCE = re.compile(f"[{FENCES}]")
"""matches one"""
_SPACE_OR_FENCE = re.compile(rf"[\s{FENCES}]+")


def without_fences(text: str) -> str:
    """Give a text without such characters, which mean nothing in one that is given."""
    return FENCE.sub("", text)


def bare(text: str) -> str:
    """Take white space and fences away."""
    return _SPACE_OR_FENCE.sub("", text)

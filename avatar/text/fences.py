"""Characters that fence a stretch of a text while it is cleaned: of the private use plane, which nobody writes."""

from __future__ import annotations

import re

from avatar.errors import TextError

FIRST, LAST = 0x100000, 0x10FFFD
"""code points of the first and the last"""
FENCES = "\U00100000-\U0010fffd"
"""for use inside a regular expression's brackets"""
FENCE = re.compile(f"[{FENCES}]")
"""matches one"""
_SPACE_OR_FENCE = re.compile(rf"[\s{FENCES}]+")


def require_whole(text: str) -> str:
    """Give a text with pairs of surrogates joined; raise `TextError` for half a character."""
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        try:
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise TextError(
                f"The text has half a character (U+{ord(text[fault.start]):04X}, a surrogate) in place "
                f"{fault.start + 1}; give it in UTF-8, or leave that one out."
            ) from None
    return text


def without_fences(text: str) -> str:
    """Give a text without such characters, which mean nothing in one that is given."""
    return FENCE.sub("", text)


def bare(text: str) -> str:
    """Take white space and fences away."""
    return _SPACE_OR_FENCE.sub("", text)

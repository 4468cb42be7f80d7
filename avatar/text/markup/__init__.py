"""What is written in a text that is not to be said but says how: SSML, readings in brackets, a lexicon."""

from __future__ import annotations

from avatar.text.fences import require_whole, without_fences
from avatar.text.markup.spans import Fenced

__all__ = ["read"]


def read(text: str) -> Fenced:
    """Find what a text says about itself: the text without it, its stretches fenced, and what was left out.

    Raise `TextError` for a tag or a reading that cannot be understood.
    """
    plain = without_fences(require_whole(text))
    fenced = Fenced(plain)
    if "<" in plain or "&lt;speak" in plain:
        from avatar.text.markup import ssml

        if "&lt;speak" in plain and "<speak" not in plain:  # a document inside another
            plain = ssml.unescaped(plain)
        fenced = ssml.read(plain) if ssml.is_ssml(plain) else fenced
    if "[[" in plain:
        from avatar.text.markup import inline

        inline.fence(fenced)
    return fenced

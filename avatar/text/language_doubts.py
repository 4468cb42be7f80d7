"""What a reader is told of a language that is seldom met: it may be a mistake, and how to mend it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.text.language_profiles import COMMON_WORDS, PRIORS

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 40
"""Characters of a sentence that are quoted."""
_GUESSED = {language for languages in COMMON_WORDS.values() if len(languages) > 1 for language in languages}
"""Those that share their script, so that nothing but words and letters tells them."""


def doubts_about(sentences: Sequence[str], languages: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Give the warning for each rare language that was recognised, at the index of its first sentence."""
    found: dict[str, list[int]] = {}
    for index, language in enumerate(languages):
        if language in _GUESSED and language not in PRIORS:
            found.setdefault(language, []).append(index)
    return {indices[0]: (_doubt(sentences[indices[0]], language, len(indices)),) for language, indices in found.items()}


def _doubt(sentence: str, language: str, count: int) -> str:
    shown = sentence if len(sentence) <= _SHOWN else sentence[: _SHOWN - 1] + "…"
    others = "" if count == 1 else f" and {count - 1} more {'sentence' if count == 2 else 'sentences'}"
    return (
        f"{shown!r}{others} will be read in {_names().get(language, language)} ({language}), which is seldom met; "
        "if that is wrong, name the language with --lang, as in --lang en."
    )


@lru_cache
def _names() -> dict[str, str]:
    names: dict[str, str] = json.loads((Path(__file__).parent / "language_names.json").read_text(encoding="utf-8"))
    return names

"""The words that a scope is written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

PURPOSES = (
    "personal",
    "customer-service",
    "marketing",
    "announcement",
    "education",
    "staff-training",
    "entertainment",
    "accessibility",
    "health",
    "safety",
    "government",
    "research",
    "news",
    "politics",
)
"""What a clip is for."""
OWN_USE = tuple(purpose for purpose in PURPOSES if purpose not in {"news", "politics", "government"})
"""What an authorization of one's own photo covers unless it says something else."""
CHANNELS = ("file", "live", "website", "app", "social", "broadcast", "branch", "phone")
"""How a clip reaches people: "file" is a film that was made, "live" a session that answers."""
EDITS = ("likeness", "body", "clothes")
"""What may be made of a photo besides moving it: "likeness", its face is put on somebody else; "body", somebody else's
face is put on it; "clothes", other clothes are."""
MADE_OF = (("body", "likeness"), ("clothes",), ("body", "clothes", "likeness"))
"""the edits, sorted, that one edited portrait may be made by"""
_OWN_WORD = re.compile(r"x-[a-z0-9]+(-[a-z0-9]+)*")
_TERRITORY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def purposes(words: Iterable[str]) -> tuple[str, ...]:
    """Check purposes. Raise `InputError` for one that is neither known nor of the form x-..."""
    return tuple(_known(word, "purpose", PURPOSES) for word in words)


def channels(words: Iterable[str]) -> tuple[str, ...]:
    """Check channels. Raise `InputError` for one that is neither known nor of the form x-..."""
    return tuple(_known(word, "channel", CHANNELS) for word in words)


def edits(words: Iterable[str]) -> tuple[str, ...]:
    """Check edits. Raise `InputError` for one that is not known."""
    found = tuple(words)
    for word in found:
        if word not in EDITS:
            raise InputError(f"There is no edit {word!r}; there are: {', '.join(EDITS)}.")
    return found


def territories(words: Iterable[str]) -> tuple[str, ...]:
    """Check territories: CN, or US-CA for a part. Raise `InputError` for another form."""
    return tuple(_formed(word.upper(), "territory", _TERRITORY, "CN, or US-CA for a part") for word in words)


def languages(words: Iterable[str]) -> tuple[str, ...]:
    """Check languages: zh, pt-br. Raise `InputError` for another form."""
    return tuple(_formed(word.lower().replace("_", "-"), "language", _LANGUAGE, "zh or pt-BR") for word in words)


def covers(granted: str, wanted: str) -> bool:
    """Tell whether a tag covers another by its leading parts: "zh" covers "zh-CN" (RFC 4647, basic filtering)."""
    given, asked = (tag.lower().replace("_", "-").split("-") for tag in (granted, wanted))
    return asked[: len(given)] == given


def _known(word: str, what: str, known: tuple[str, ...]) -> str:
    if word not in known and not _OWN_WORD.fullmatch(word):
        raise InputError(
            f"There is no {what} {word!r}; there are: {', '.join(known)} - or a word of your own, like x-{what}."
        )
    return word


def _formed(word: str, what: str, form: re.Pattern[str], example: str) -> str:
    if not form.fullmatch(word):
        raise InputError(f"{word!r} is not a {what}; write it like {example}.")
    return word

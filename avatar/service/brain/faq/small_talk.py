"""What visitors say that is no question: greetings, thanks, who are you, tell me more."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.service.brain.faq.folding import fold
from avatar.service.brain.phrases import asked

_NOT_SAID = re.compile(r"[\W_]+")
_FILLERS = re.compile(
    r"^(?:(?:ok|okay|oh|ah|well|so|and|but|please|嗯|啊|那|请问|请|ahm|also|und|bueno|pues|y)\b\s*)+"
    r"|\s*(?:please|bitte|por favor|啊|呀|呢|吧|吗|了|哦)$"
)


def meaning_of(text: str) -> str:
    """Name what a visitor means: hello, thanks, bye, who, help, more, yes or no; "" for anything else."""
    said = _plain(text)
    if not said:
        return ""
    table = _table()
    return table.get(said) or table.get(_FILLERS.sub("", said).strip()) or ""


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, texts in asked().items():
        for text in texts:
            found.setdefault(_plain(text), meaning)
    return found


def _plain(text: str) -> str:
    return _NOT_SAID.sub(" ", fold(text)).strip()

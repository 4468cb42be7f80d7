"""What a model is told: who it is, how people speak, what is known, and what has been said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avatar.service.brain.conversation import Turn
from avatar.service.brain.faq.entry import Entry

_MANNER = (
    "You are {name}, an AI assistant with a face and a voice; your words are spoken aloud. If you are asked, say that "
    "you are an AI and no human. Answer in the language of the visitor. Speak as people speak: one to four short "
    "sentences, the first one shortest; no lists, no Markdown, no code, no emoji, no web addresses. If you don't know "
    "something, say so. Never ask for passwords, one-time codes or card numbers."
)
MOST_CHARACTERS = 12_000
"""of a conversation that a model is told"""


@dataclass(frozen=True, slots=True)
class Persona:
    """Who a model speaks for."""

    name: str
    system: str
    """what the operator tells it"""
    glossary: dict[str, str]
    """terms and what they mean"""


def messages(persona: Persona, known: Sequence[Entry], language: str, turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Put together what a model is told; the latest turns are kept where all would be too long."""
    parts = [_MANNER.format(name=persona.name), persona.system.strip()]
    if persona.glossary:
        parts.append("Terms:\n" + "\n".join(f"{term}: {meaning}" for term, meaning in persona.glossary.items()))
    if known:
        facts = "\n".join(_fact(entry, language) for entry in known)
        parts.append(f"What is known (prefer it to anything else):\n{facts}")
    said: list[dict[str, str]] = []
    length = 0
    for turn in reversed(turns):
        length += len(turn.text)
        if said and length > MOST_CHARACTERS:
            break
        said.append({"role": "user" if turn.who == "visitor" else "assistant", "content": turn.text})
    return [{"role": "system", "content": "\n\n".join(filter(None, parts))}, *reversed(said)]


def _fact(entry: Entry, language: str) -> str:
    own = entry.language(language)
    return f"{entry.title(own)} {entry.answers[own]} {entry.more.get(own, '')}".strip()

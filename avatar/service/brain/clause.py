"""What a brain gives: clauses that are ready to be spoken, one after the other."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from avatar.service.brain.conversation import Conversation


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an answer that is spoken in one breath, and that the policy has let through."""

    text: str
    """without Markdown, emoji and code; a sentence, or the first part of one"""
    language: str = "auto"
    """BCP-47, or "auto" where the text tells it itself"""
    replaced: bool = False
    """it stands for a sentence that the policy refuses"""
    fault: str = ""
    """why it is said instead of an answer, in kebab-case: unreachable | busy | unauthorized | unfit | silent | cut
    | too-long; "": it is an answer, or part of one"""


class Brain(Protocol):
    """Who thinks of answers for one agent; any number of conversations at once."""

    def answer(self, conversation: Conversation, text: str) -> AsyncGenerator[Clause, None]:
        """Give what is said to a visitor's words, clause by clause, as soon as each is known.

        Both sides are written into the conversation as it goes. To stop, `aclose()` the generator: that ends the
        request to the model as well; then tell the conversation what was really `heard`. Nothing that goes wrong
        outside raises: it is said, in a clause with a `fault`.
        """
        ...

    def sorry(self, language: str = "auto") -> str:
        """Give the sentence that stands for one that is refused."""
        ...

    async def close(self) -> None:
        """Close its connections."""
        ...

"""What has been said between one visitor and one agent, as far as it is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Who = Literal["visitor", "agent"]

MOST_TURNS = 24
"""that are remembered: the latest"""
LONGEST_TURN = 4000
"""characters of one that are remembered"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said at a stretch."""

    who: Who
    text: str


@dataclass(slots=True)
class Conversation:
    """The latest turns, oldest first; its size is bounded however long a session lasts."""

    language: str = ""
    """BCP-47, of what the visitor last said; "": nothing yet"""
    offered: tuple[str, ...] = ()
    """ids of questions that the agent has just offered to answer"""
    topic: str = ""
    """id of the question that was answered last; "": none"""
    _turns: list[Turn] = field(default_factory=list)

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Everything that is remembered, oldest first."""
        return tuple(self._turns)

    def add(self, who: Who, text: str) -> None:
        """Remember a new turn."""
        text = text.strip()[:LONGEST_TURN]
        if text:
            self._turns.append(Turn(who, text))
            del self._turns[:-MOST_TURNS]

    def said(self, text: str) -> None:
        """Remember more of the agent's turn, or a new one of it after the visitor's."""
        if not self._turns or self._turns[-1].who != "agent":
            self.add("agent", text)
            return
        before = self._turns.pop().text
        gap = "" if not text or _is_dense(before[-1]) or _is_dense(text[0]) else " "
        self.add("agent", f"{before}{gap}{text}")

    def heard(self, text: str) -> None:
        """Let the agent's latest turn be what was really heard of it, after an interruption; "" for nothing."""
        if self._turns and self._turns[-1].who == "agent":
            self._turns.pop()
            self.add("agent", text)


def _is_dense(letter: str) -> bool:
    """Tell whether a letter belongs to a script that is written without spaces."""
    return "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\uffef"

"""Whose speech may begin: nobody's, while it would make somebody wait who listens already.

Speech is made faster than it is heard, but not for any number of listeners at once. For each speech that is being made
it is known how much of it is left, when its next piece is needed, and how much work a second of it is; pieces are made
in the order in which they are needed. So it can be said beforehand whether all of them will be there in time (the
demand test for earliest deadlines first: Baruah, Rosier and Howell 1990). A speech waits until they will.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import AvatarError
from avatar.service.sessions.clock import moment
from avatar.service.sessions.unfolding import PATIENCE

if TYPE_CHECKING:
    pass

LONGEST = 10.0
"""s that a speech may wait for its turn before it is refused"""
_LOOK = 0.05
"""s between looks"""
_PIECE = 0.9
"""s of sound that are made at once, about: a piece is there as a whole or not at all"""
_BEGUN = 1.2
"""s of sound that may be in the making when somebody needs another one sooner: a piece that was begun is finished first
(Jeffay, Stanat and Martel 1991)"""
_GIVEN = 0.85
"""share of a core that speech gets"""


class FullError(AvatarError):
    """Say that as much is being said as can be said well."""


@dataclass(eq=False, slots=True)
class Turn:
    """A speech that is being made."""

    factor: float
    """s of work for a s of it"""
    left: float = 0.0
    """s of it that are to be made"""
    due: float = 0.0
    """moment when the next of it is needed"""

    def made(self, seconds: float, due: float) -> None:
        """Hear that so many s more of it are there, and when the next is needed."""
        self.left, self.due = max(self.left - seconds, 0.0), due


class Turns:
    """The speeches that are being made in a process, and those that wait to begin. Used by one event loop."""

    def __init__(self, cores: float) -> None:
        """Share out the work of so many cores."""
        self._cores = cores
        self._made: list[Turn] = []
        self._waiting: deque[Turn] = deque()

    async def begin(self, turn: Turn, left: float, *, is_heard: bool) -> None:
        """Wait until so many s may be made. Whoever is heard already goes on at once; raise `FullError` in the end."""
        turn.left = left
        if not left:
            return
        if is_heard:
            self._made.append(turn)
            return
        self._waiting.append(turn)
        until = moment() + LONGEST
        try:
            while self._waiting[0] is not turn or not self._fits(turn):
                if moment() > until:
                    raise FullError("As much is being said as this server can say well; ask again in a moment.")
                await asyncio.sleep(_LOOK)
            turn.due = moment() + PATIENCE
            self._made.append(turn)
        finally:
            self._waiting.remove(turn)

    def end(self, turn: Turn) -> None:
        """Hear that nothing of it is left to be made, or that it is not made any longer."""
        if turn in self._made:
            self._made.remove(turn)

    def _fits(self, turn: Turn) -> bool:
        """Tell whether everything would be in time if a speech began now."""
        if not self._made:
            return True
        now = moment()
        starts = [(max(each.due - now, 0.0), each) for each in self._made]
        starts.append((PATIENCE, turn))
        moments = {start + later for start, each in starts for later in (0.0, each.left)}
        return all(self._demand(starts, until) <= _GIVEN * self._cores * until for until in moments)

    @staticmethod
    def _demand(starts: list[tuple[float, Turn]], until: float) -> float:
        """Count the s of work that have to be done by then."""
        needed = sum(each.factor * min(each.left, until - start + _PIECE) for start, each in starts if until >= start)
        begun = (each.factor * min(each.left, _BEGUN) for start, each in starts if until < start)
        return needed + max(begun, default=0.0)

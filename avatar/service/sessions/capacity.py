"""How many sessions this process can serve well: measured when it starts, and corrected by what sessions really cost.

A process has one core's worth of work to give, less a reserve. Each session is expected to take a share of it: what a
second of new speech costs its agent's voice, times how much of the time something new is said. Both begin at what was
measured or expected, and go over to what that agent's sessions have really taken; what was said before costs nothing
again. Who is let in would still leave everybody enough, and comes at a time when nobody has to wait: running sessions
are never turned down.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

TALKS = 0.3
"""share of the time that somebody is expected to talk"""
FRESH = 0.1
"""share of what is said that is expected to be said for the first time, where answers come from a file"""
CONNECTED = 0.001
"""cores that a connected session takes whose answers are kept already, 30 % of the time talking"""
MOST = 1000
"""sessions of one process, whatever they take"""
_FULL = 0.85
"""of the core that is given away"""
_SURE = 30.0
"""s of speech after which what making it has taken counts as much as what was measured"""
_KNOWN = 600.0
"""s of sessions after which how much they have really said counts as much as `TALKS`: whoever has just come says more
at first than later"""
_HOPED = 30.0
"""s of sessions after which it counts as much as the hope that their answers repeat"""
_WINDOW = 30.0
"""s over which the load is watched, and after which one who had to wait is forgotten"""
_RETRY = 10
"""s after which it is worth asking again"""


@dataclass(slots=True)
class Cost:
    """What sessions of one agent take."""

    making: float
    """s of work for a s of new speech, as measured"""
    drawing: float = 0.0
    """s of work for a s of film while somebody speaks, as measured; 0: none is drawn"""
    is_kept: bool = False
    """its answers come from a file, so that most of them have been said before"""
    worked: float = 0.0
    """s of work that was done for them"""
    made: float = 0.0
    """s of speech that were made for them"""
    lasted: float = 0.0
    """s that they have lasted, all together"""

    @property
    def factor(self) -> float:
        """S of work that a s of new speech is expected to take."""
        return (self.making * _SURE + self.worked) / (_SURE + self.made)

    @property
    def newness(self) -> float:
        """Share of the time in which a session is expected to say what nobody has said before."""
        usual = self._corrected(TALKS, _KNOWN)
        return min(usual, self._corrected(FRESH * TALKS, _HOPED)) if self.is_kept else usual

    @property
    def share(self) -> float:
        """Cores that a session of this agent is expected to take."""
        return self.factor * self.newness + self.drawing * TALKS + CONNECTED

    def _corrected(self, expected: float, believed: float) -> float:
        return (expected * believed + self.made) / (believed + self.lasted)


@dataclass(slots=True)
class Capacity:
    """The work that a process has to give, and who takes it."""

    cores: float = 1.0
    """that the process may use"""
    given: int = 0
    """sessions that an operator allows; 0: as many as can be served well"""
    clock: Callable[[], float] = time.monotonic
    _costs: dict[str, Cost] = field(default_factory=dict)
    _open: dict[str, int] = field(default_factory=dict)
    _seen: float = 0.0
    _waited: float = -_WINDOW
    _loads: deque[tuple[float, float]] = field(default_factory=deque)

    def expect(self, name: str, making: float, *, is_kept: bool, drawing: float = 0.0) -> None:
        """Say what speech costs an agent: s of work per s of sound, and s of drawing per s of film (0: none is drawn).

        `is_kept` tells that its answers come from a file, so that most of them have been said before.
        """
        self._costs.setdefault(name, Cost(making, drawing, is_kept))
        self._seen = self._seen or self.clock()

    def take(self, name: str) -> None:
        """Let one more in. Raise `Problem` 429 with Retry-After where that would be too many."""
        self._count()
        if self._is_full(name):
            raise Problem(
                429,
                "full",
                f"As many sessions are open as this server can serve well; ask again in {_RETRY} s.",
                {"Retry-After": str(_RETRY)},
            )
        self._open[name] = self._open.get(name, 0) + 1

    def _is_full(self, name: str) -> bool:
        there = sum(self._open.values())
        if self.given:
            return there >= self.given
        used = sum(count * self._costs[each].share for each, count in self._open.items())
        is_too_much = used + self._costs[name].share > _FULL * self.cores
        has_waited = self.clock() - self._waited < _WINDOW
        return there >= MOST or (there > 0 and (is_too_much or has_waited or self.load > _FULL))

    def give(self, name: str) -> None:
        """Hear that one has ended."""
        self._count()
        self._open[name] -= 1

    def knows(self, name: str) -> bool:
        """Tell whether it was said what an agent costs."""
        return name in self._costs

    def worked(self, name: str, spent: float, seconds: float) -> None:
        """Hear that so many s of work went into so many s of speech for an agent's sessions."""
        self._costs[name].worked += spent
        self._costs[name].made += seconds

    def factor(self, name: str) -> float:
        """Say how many s of work a s of an agent's speech is expected to take; 0 where that is not known."""
        return self._costs[name].factor if name in self._costs else 0.0

    def waited(self) -> None:
        """Hear that somebody who listens has had to wait for what comes next: nobody is let in for a while."""
        self._waited = self.clock()

    def busy(self, share: float) -> None:
        """Hear how much of the time since the last look the threads that speak were at work, 0-1."""
        now = self.clock()
        self._loads.append((now, share))
        while self._loads and self._loads[0][0] < now - _WINDOW:
            self._loads.popleft()

    @property
    def load(self) -> float:
        """Share of the last seconds that the threads that speak were at work, 0-1."""
        return sum(share for _, share in self._loads) / len(self._loads) if len(self._loads) > 3 else 0.0

    @property
    def room(self) -> int:
        """Count the sessions that fit, those that are there included, if all others are like them or the costliest."""
        if self.given or not self._costs:
            return self.given or MOST
        shares = [cost.share for cost in self._costs.values()]
        used = sum(count * self._costs[each].share for each, count in self._open.items())
        there = sum(self._open.values())
        left = max(_FULL * self.cores - used, 0.0)
        return min(MOST, there + int(left / max(shares)))

    def _count(self) -> None:
        """Add what everybody has lasted since the last look."""
        now = self.clock()
        for name, count in self._open.items():
            self._costs[name].lasted += count * (now - self._seen)
        self._seen = now

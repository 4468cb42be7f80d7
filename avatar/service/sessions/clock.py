"""How much of a speech has been heard: a guess from what was sent when, for nobody tells until they interrupt."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Playing:
    """The media time of one speech, at somebody who plays each piece as soon as it has come and its turn is there."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing sent."""
        self._clock = clock
        self._zero = 0.0
        self.sent = 0
        """ms of media that were sent"""

    @property
    def ahead(self) -> float:
        """S of media that were sent and not yet heard."""
        return self.sent / 1000 - self._played() if self.sent else 0.0

    @property
    def position(self) -> int:
        """Ms that have been heard."""
        return min(round(1000 * self._played()), self.sent) if self.sent else 0

    @property
    def due(self) -> float:
        """The moment when the next piece is needed."""
        return self._zero + self.sent / 1000 if self.sent else self._clock()

    def send(self, length: int) -> int:
        """Send a piece of so many ms; give where it begins. One that is late has made its listener wait."""
        start, now = self.sent, self._clock()
        self._zero = max(self._zero, now - start / 1000) if start else now
        self.sent += length
        return start

    def _played(self) -> float:
        return max(self._clock() - self._zero, 0.0)

"""How much of a speech has been heard: a guess from what was sent when, for nobody tells until they interrupt."""

from __future__ import annotations

import asyncio


def moment() -> float:
    """Give the time of the event loop, s: that of `time.monotonic`, unless somebody lets it run faster."""
    return asyncio.get_running_loop().time()


class Playing:
    """The media time of one speech, at somebody who plays each piece as soon as it has come and its turn is there."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
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
        return self._zero + self.sent / 1000 if self.sent else moment()

    def send(self, length: int) -> int:
        """Send a piece of so many ms; give where it begins. One that is late has made its listener wait."""
        start, now = self.sent, moment()
        self._zero = max(self._zero, now - start / 1000) if start else now
        self.sent += length
        return start

    def _played(self) -> float:
        return max(moment() - self._zero, 0.0)

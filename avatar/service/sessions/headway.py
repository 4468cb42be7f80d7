"""How long a film idles on before a speech, so that it does not run out of pictures at the speech's beginning.

Idle motion has been drawn before and is only sent. The first pictures of a speech are drawn when it begins, and until
they are there whoever looks sees what was sent before. How long that took for the last speeches, on this machine and
beside what else it did, says how much that has to be: a queue that drains at one rate and is filled at another never
runs dry if it begins with the largest lag of what fills it (Cruz 1991, "A calculus for network delay").
"""

from __future__ import annotations

from dataclasses import dataclass

from avatar.clip.shots import JOIN

AT_FIRST = 0.08
"""s: what is expected before anything was measured"""
MOST = 0.24
"""s that somebody waits for this reason, at most"""
_FORGETS = 0.8
"""share of what was expected that a quicker speech leaves"""
_IN_HAND = 0.11
"""s by which a film has to be ahead when a fragment has come: nearly as much as while it idles, for a player keeps no
more in hand than that has shown to need, and Chromium stands still with 0.1 s left"""


class Headway:
    """What the beginnings of speeches have taken lately in a process. Used by one event loop."""

    def __init__(self) -> None:
        """Begin without a measurement."""
        self.expected = AT_FIRST
        """s by which the pictures of a speech's beginning will lag behind the time at which they would be shown, if it
        were shown at once"""

    def took(self, lag: float) -> None:
        """Hear by how many s the pictures of a beginning have lagged behind at most."""
        self.expected = max(lag, _FORGETS * self.expected)

    def needed(self, ahead: float) -> float:
        """Say how many s more than what is `ahead` of what is shown have to be sent before a speech."""
        return min(max(self.expected - max(ahead - _IN_HAND, 0.0), 0.0), MOST)


@dataclass(slots=True)
class Beginning:
    """The first pictures of one speech, as they are sent."""

    first: int
    """frame of the film with which it begins"""
    ahead: float
    """s from when they could be begun to when they are shown"""
    lag: float = 0.0
    """s by which they have lagged behind so far"""

    def waits(self, ahead: float) -> None:
        """Hear that the next fragment is begun only so many s before it is shown: drawing has come far enough."""
        self.ahead = min(self.ahead, ahead)

    def sent(self, frame: int, end: int, ahead: float) -> bool:
        """Hear how many s before it is shown a fragment from `frame` to `end` was sent; tell whether it was the last.

        That is the first one after idle has gone over into speech: what comes then has a lead.
        """
        if end > self.first:
            self.lag = max(self.lag, self.ahead - ahead)
        return frame >= self.first + JOIN

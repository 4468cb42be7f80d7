"""Whether the face of a film or a stream is that of its portrait: looked at while it is made, told when it is not."""

# Shapes no clip.

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from avatar.clip.judged import log
from avatar.clip.sentry import Sentry, Watched, unseen
from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from avatar.clip.plan import Plan
    from avatar.data import Frame
    from avatar.identity import Verdict

_log = logging.getLogger("avatar.identity")


class Guarded:
    """What was seen of one film or stream; nothing yet, or nothing at all where nobody wants it or nobody is shown."""

    def __init__(
        self, plan: Plan, *, is_live: bool = False, alarmed: Callable[[Verdict], object] | None = None
    ) -> None:
        """Begin before its first picture. In a stream, an alarm is logged when it is raised; `alarmed` hears of it."""
        from avatar.identity import apart

        floor = plan.request.settings.identity.floor
        self._plan, self._alarmed = plan, alarmed
        self._watched = Watched.in_clip(plan.portrait, plan.crew, floor, plan.home)
        self._sentry = Sentry(self._watched, apart(plan.seconds), self._alarm if is_live else None)
        self._is_all_seen = True
        self.verdict: Verdict | None = None
        """how like the portrait its face is"""
        self.trouble = ""
        """why that could not be found out, a sentence"""

    def passing(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield frames on their way to those who see them."""
        return self._sentry.passing(frames, float(self._plan.fps))

    def missed(self) -> None:
        """Note that a part was made before, and has not come by."""
        self._is_all_seen = False

    def look(self, film: Path, seconds: float) -> None:
        """Judge what has come by; where some has not, the film of this length. A film is never lost for it."""
        if not self._watched.is_wanted:
            return
        if self._is_all_seen:
            self.over()
            return
        try:
            self.verdict = self._watched.guard().watch(film, seconds)
        except (InputError, NotInstalledError) as fault:
            self.trouble = unseen(fault)

    def over(self) -> None:
        """Judge what has come by, all of it."""
        self.verdict, self.trouble = self._sentry.verdict(), self._sentry.trouble

    def close(self) -> None:
        """End the thread that looks."""
        self._sentry.close()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on what is wrong."""
        told = self.trouble, self.verdict.sentence if self.verdict else ""
        return tuple(sentence for sentence in told if sentence)

    @property
    def facts(self) -> dict[str, str]:
        """Give what of it is logged."""
        if self.verdict is None or self.verdict.likeness is None:
            return {}
        return _facts(self.verdict) | ({"alarm": "identity"} if self.verdict.is_alarm else {})

    def _alarm(self, verdict: Verdict) -> None:
        note_alarm(verdict, self._plan.home.data, self._plan.portrait.content_hash, self._plan.content_id)
        if self._alarmed is not None:
            self._alarmed(verdict)


def note_alarm(verdict: Verdict, home: Path, portrait_hash: str, content_id: str = "") -> None:
    """Write an alarm into the log of a home's data, and into the process's."""
    from avatar.ledger.audit import Event

    _log.warning("identity alarm: likeness %.3f, floor %.3g, at %.1f s", verdict.likeness, verdict.floor, verdict.time)
    named = {"content_id": content_id} if content_id else {}
    log(home, Event("alarm", portrait=portrait_hash, details=named | {"alarm": "identity"} | _facts(verdict)))


def _facts(verdict: Verdict) -> dict[str, str]:
    return {"likeness": f"{verdict.likeness:.3f}", "likeness_by": verdict.way}

"""Looks at a film before it is shown: whether its face is that of its portrait."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.plan import Plan
    from avatar.identity import Verdict


@dataclass(slots=True)
class Guarded:
    """What was seen of one film; nothing yet, or nothing at all where nobody wants it or nobody is shown."""

    verdict: Verdict | None = None
    """how like the portrait its face is"""
    trouble: str = ""
    """why that could not be found out, a sentence"""

    def look(self, plan: Plan, film: Path, seconds: float) -> None:
        """Compare the face of a film of this length with its portrait's. A film is never lost for it."""
        from avatar.identity import Guard, choose, numbers_of

        floor, stage = plan.request.settings.identity.floor, plan.crew.stage
        if floor == 0 or (stage is not None and stage.casting is None):
            return
        try:
            embedder = choose(plan.home)
            self.verdict = Guard(embedder, numbers_of(plan.portrait, embedder, plan.home.data), floor).watch(
                film, seconds
            )
        except (InputError, NotInstalledError) as fault:
            self.trouble = f"Nobody has looked whether the face is the portrait's: {fault}"

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
        alarm = {"alarm": "identity"} if self.verdict.is_alarm else {}
        return {"likeness": f"{self.verdict.likeness:.3f}", "likeness_by": self.verdict.way} | alarm

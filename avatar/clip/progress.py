"""How far a film is, of which nobody knows how long it will be until all is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from avatar.clip.passages import Passage
    from avatar.data import Frame
    from avatar.runtime.watch import Watch


class Progress:
    """Tell a watch how far the film is."""

    def __init__(self, passages: Sequence[Passage], speed: float, watch: Watch) -> None:
        self._watch = watch
        self._passages, self._spoken = len(passages), 0
        self._expected = [passage.expected(speed) for passage in passages]
        self._known = 0
        self.done = 0
        """frames so far"""
        watch("speaking", 0, self._passages)

    def spoken(self, frames: int) -> None:
        """Say that one more passage, of so many frames, is spoken."""
        self._spoken += 1
        self._known += frames
        self._watch("speaking", self._spoken, self._passages)

    def passed(self, frames: int) -> None:
        """Say that a passage was taken from what was kept, and that the film has so many frames now."""
        self._spoken += 1
        self.done = self._known = frames
        self._watch("speaking", self._spoken, self._passages)
        self._watch("rendering", self.done, self._total())

    def counted(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass frames on."""
        for frame in frames:
            yield frame
            self.done += 1
            self._watch("rendering", self.done, self._total())

    def _total(self) -> int:
        said, rest = sum(self._expected[: self._spoken]), sum(self._expected[self._spoken :])
        return self._known + round(rest * self._known / max(said, 1e-6))

"""What a clip for moviepy is made from: its frames and its sound at any time, always with their marks.

Only while `avatar.moviepy.write` puts a film together they come without: the film gets label and watermark as a whole.
"""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections import OrderedDict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar import pipeline
from avatar.clip.crew import watermarked
from avatar.clip.takes import marked, marker_of
from avatar.data import Frame
from avatar.errors import InputError, RefusedError
from avatar.moviepy.scratch import PictureStore, SoundStore
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.clip.plan import Plan
    from avatar.data import Word
    from avatar.marks.registry.facts import Facts
    from avatar.marks.watermark import Marker
    from avatar.runtime.watch import Watch
    from avatar.stages import FrameFilter

_KEPT = 4
"""frames that stay in memory: moviepy asks for the picture and for the mask of the same moment"""


@dataclass(slots=True)
class Cast:
    """Whoever is seen or heard in a film that is being put together."""

    sources: dict[str, Source] = field(default_factory=dict)
    """by content id, in the order in which they appear"""

    def join(self, source: Source) -> None:
        """Take somebody in, if the records that allow it still stand and lie in the same home.

        Raise `RefusedError` or `InputError`.
        """
        if source.facts.content_id in self.sources:
            return
        first = next(iter(self.sources.values()), source)
        if first.home != source.home:
            raise InputError(
                f"The clips of this film come from two homes, {str(first.home)!r} and {str(source.home)!r}; make all "
                "of them in one."
            )
        source.require_still()
        self.sources[source.facts.content_id] = source


_CAST: ContextVar[Cast | None] = ContextVar("avatar_moviepy_cast", default=None)


@contextmanager
def casting() -> Iterator[Cast]:
    """Let frames and sound come without marks for the length of a block, whose end result gets them; tell whose."""
    cast = Cast()
    token = _CAST.set(cast)
    try:
        yield cast
    finally:
        _CAST.reset(token)


class Source:
    """The frames and the sound of one clip."""

    def __init__(self, plan: Plan, watch: Watch) -> None:
        """Speak and draw all of it, once."""
        self.home: Path = plan.home.data
        self.size, self.fps, self.portrait_name = plan.size, plan.fps, plan.request.portrait
        self.is_transparent = plan.request.settings.film.background.is_transparent
        self.label_language = plan.label_language
        self.words: tuple[Word, ...] = ()
        self._label: FrameFilter = plan.crew.filters[-1]
        self._pictures = PictureStore(self.size, 4 if self.is_transparent else 3)
        self._sound, self._marked_sound = SoundStore(), SoundStore()
        self._starts: list[int] = []
        self._markers: list[Marker] = []
        self._shown = OrderedDict[tuple[int, bool], "NDArray[np.uint8]"]()
        self._ends = weakref.finalize(self, _close, self._pictures, self._sound, self._marked_sound)
        self._make(plan, watch)

    @property
    def frames(self) -> int:
        """Count the frames."""
        return len(self._pictures)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.frames / self.fps)

    def close(self) -> None:
        """Let go of the files that it lies in."""
        self._ends()

    def frame(self, time: float) -> NDArray[np.uint8]:
        """Give the frame at a time, s: (H, W, 3) RGB, or 4 channels where it is transparent. It may not be changed."""
        cast = _CAST.get()
        if cast is not None:
            cast.join(self)
        index = min(max(int(time * self.fps + 1e-6), 0), self.frames - 1)
        key = index, cast is None
        if key not in self._shown:
            picture = self._pictures.read(index)
            self._shown[key] = self._dressed(picture, index) if cast is None else picture
            self._shown[key].flags.writeable = False
            while len(self._shown) > _KEPT:
                self._shown.popitem(last=False)
        return self._shown[key]

    def sound(self, times: NDArray[np.float64]) -> NDArray[np.float32]:
        """Give the sound at times (N,), s: (N,), silence outside of it."""
        cast = _CAST.get()
        if cast is not None:
            cast.join(self)
        store = self._marked_sound if cast is None else self._sound
        places = np.floor(np.asarray(times, np.float64) * SOUND_RATE + 1e-6).astype(np.int64)
        is_within = (places >= 0) & (places < len(store))
        heard = np.zeros(places.shape, np.float32)
        if is_within.any():
            first = int(places[is_within].min())
            heard[is_within] = store.read(first, int(places[is_within].max()) + 1)[places[is_within] - first]
        return heard

    def require_still(self) -> None:
        """Raise `RefusedError` if the record that allowed it counts no longer."""
        from avatar.permission.consent import ConsentStore, standing
        from avatar.permission.consent.moments import now

        store = ConsentStore(self.home)
        try:
            found = standing(store.find(self.facts.authorization_id), store, now())
        except InputError as fault:
            raise RefusedError(f"The portrait {self.portrait_name!r} is authorized no more: {fault}") from fault
        if not found.is_valid:
            raise RefusedError(
                f"The portrait {self.portrait_name!r} is authorized no more: {found.why}; leave it out of the film."
            )

    def _make(self, plan: Plan, watch: Watch) -> None:
        self.facts: Facts
        words: list[Word] = []
        passages = len(plan.passages)
        for number, (take, frames) in enumerate(pipeline.unmarked_takes(plan, self._told), 1):
            first = len(self._pictures)
            self._starts.append(first)
            self._markers.append(marker_of(take, self.size, self.home))
            self._sound.add(take.speech.samples)
            self._marked_sound.add(marked(take.speech, take.key, self.home).samples)
            begins = float(first / self.fps)
            words += [_later(word, begins) for word in take.words]
            for frame in frames:
                self._pictures.add(frame.image)
            watch("rendering", number, passages)
        self._pictures.finish()
        self.words = tuple(words)

    def _told(self, facts: Facts) -> None:
        self.facts = facts

    def _dressed(self, picture: NDArray[np.uint8], index: int) -> NDArray[np.uint8]:
        """Put label and watermark on a picture."""
        passage = bisect_right(self._starts, index) - 1
        labelled = self._label.apply([Frame(picture, index, float(index / self.fps))])
        return next(watermarked(iter(labelled), self._markers[passage], self._starts[passage])).image


def _later(word: Word, seconds: float) -> Word:
    from dataclasses import replace

    return replace(word, start=word.start + seconds, end=word.end + seconds)


def _close(*stores: PictureStore | SoundStore) -> None:
    for each in stores:
        each.close()

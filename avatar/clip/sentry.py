"""Looks at pictures on their way to a film, a stream or a conversation: a few of them, in a thread of its own."""

# Shapes no clip.

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from avatar.clip.crew import Crew
    from avatar.data import Frame, Portrait
    from avatar.identity import Guard, Verdict, Watcher
    from avatar.runtime.folders import Home

_WAITING = 4
"""pictures that wait to be looked at, before who draws waits too"""
_BEHIND = 160
"""grey level that is put behind somebody who is cut out"""


@dataclass(frozen=True, slots=True)
class Watched:
    """Whose face has to be seen, and from where on it is another's."""

    portrait: Portrait
    home: Home
    floor: float | None
    """cosine; None: the embedder's own; 0: nobody looks"""
    is_shown: bool
    """somebody is; a scene may show nobody"""
    device: str = "cpu"
    """one of `settings.DEVICES`, where faces are compared"""

    @classmethod
    def in_clip(cls, portrait: Portrait, crew: Crew, floor: float | None, home: Home) -> Watched:
        """Say it of what a crew draws."""
        is_shown = crew.stage is None or crew.stage.casting is not None
        # Beside networks on a card, if onnxruntime can use it; without them the processor is ready sooner.
        return cls(portrait, home, floor, is_shown, "cpu" if crew.device == "cpu" else "auto")

    @property
    def is_wanted(self) -> bool:
        """Somebody looks."""
        return self.floor != 0 and self.is_shown

    def guard(self) -> Guard:
        """Load what compares faces. Raise `NotInstalledError` or `InputError` where that is damaged."""
        from avatar.identity import Guard, choose, numbers_of

        embedder = choose(self.home, self.device)
        return Guard(embedder, numbers_of(self.portrait, embedder, self.home.data), self.floor)


class Sentry:
    """Samples pictures on their way, and looks at them in a thread of its own. Any number of threads may pass some."""

    def __init__(self, watched: Watched, apart: float, alarmed: Callable[[Verdict], object] | None = None) -> None:
        """Look every so many s of film. `alarmed` hears, in that thread, when the last five looks show somebody else.

        Without it all looks are kept until the end, when the worst five count.
        """
        self._watched, self._apart, self._alarmed = watched, apart, alarmed
        self._left, self._sampling = apart / 2, Lock()
        self._pending: deque[Future[None]] = deque()
        self._thread: ThreadPoolExecutor | None = None
        self._watcher: Watcher | None = None
        self._is_alarmed = False
        self.trouble = ""
        """why nobody could look, a sentence"""

    def passing(self, frames: Iterable[Frame], fps: float) -> Iterator[Frame]:
        """Yield frames as they are, and have one looked at from time to time."""
        if not self._watched.is_wanted:
            yield from frames
            return
        for frame in frames:
            if self._is_due(1 / fps):
                self._have_seen(frame.time, _opaque(frame.image))
            yield frame

    def verdict(self) -> Verdict | None:
        """Wait until all has been looked at, and judge it; None where nobody looked."""
        while self._pending:
            self._pending.popleft().result()
        if self._watcher is None:
            return None
        found = self._watcher.verdict
        self._tell(found)
        return found

    def close(self) -> None:
        """End the thread, after the picture that it looks at."""
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)

    def _is_due(self, passed: float) -> bool:
        with self._sampling:
            self._left -= passed
            if self._left > 0:
                return False
            self._left += self._apart
            return True

    def _have_seen(self, time: float, picture: NDArray[np.uint8]) -> None:
        with self._sampling:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="avatar-guard")
            self._pending.append(self._thread.submit(self._see, time, picture))
            oldest = self._pending.popleft() if len(self._pending) > _WAITING else None
        if oldest is not None:
            oldest.result()

    def _see(self, time: float, picture: NDArray[np.uint8]) -> None:
        from avatar.identity import TOGETHER, Watcher

        if self.trouble:
            return
        try:
            self._watcher = self._watcher or Watcher(self._watched.guard())
        except (InputError, NotInstalledError) as fault:
            self.trouble = unseen(fault)
            return
        self._watcher.see(time, picture)
        if self._alarmed is not None and self._watcher.looks >= TOGETHER:
            self._tell(self._watcher.recent())

    def _tell(self, verdict: Verdict) -> None:
        """Raise the alarm once, until the face is the portrait's again."""
        if verdict.is_alarm and not self._is_alarmed and self._alarmed is not None:
            self._alarmed(verdict)
        self._is_alarmed = verdict.is_alarm


def _opaque(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Copy a picture (H, W, 3 or 4) as RGB; who is cut out stands before grey: before black, dark hair has no edge."""
    if image.shape[2] == 3:
        return np.array(image, np.uint8)
    cover = image[..., 3:].astype(np.uint16)
    return np.asarray((image[..., :3] * cover + np.uint16(_BEHIND) * (255 - cover) + 127) // 255, np.uint8)


def unseen(fault: Exception) -> str:
    """Say that nobody could look, and why."""
    return f"Nobody has looked whether the face is the portrait's: {fault}"

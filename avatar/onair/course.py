"""What is shown frame by frame, without an end: idle motion, and speeches among it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.shots import SETTLES, Placed, closing, joined, silence

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some frames that are drawn one after the other."""

    owner: object
    """what they are a part of: who asks for more of the same owner goes on drawing it"""
    key: str
    """of the passage that their watermark points to, 64 hex digits"""
    first: int
    """index of their first row in the passage, or in the idle loop"""
    rows: NDArray[np.float32]
    """(N, 62), all that is left of the owner: the first `count` of them are to be drawn now"""
    sound: NDArray[np.float32]
    """of the first `count` frames, 48 kHz"""
    count: int
    """frames"""


class Course:
    """The frames of a stream, counted from its beginning. One thread takes them; another one puts speeches among them.

    A speech begins at the first frame that nobody has taken. It and the idle motion go over into each other without a
    jump, and while a speech waits for its next piece it keeps its pose.
    """

    def __init__(self, idle: NDArray[np.float32], idle_key: str, fps: float) -> None:
        """Begin with `idle` (T, 62), a loop whose ends meet at rest."""
        self.free = 0
        """the first frame that nobody has taken"""
        self.fps = fps
        """frames per second"""
        self._idle, self._idle_key, self._idle_at = idle, idle_key, 0
        self._shots: deque[Placed] = deque()
        self._last = idle[-1]
        self._is_speaking = False
        self._changed = Condition()

    @property
    def end(self) -> int:
        """The frame after the last one of which it is known what is said in it."""
        with self._changed:
            return self._end()

    def add(self, rows: NDArray[np.float32], sound: NDArray[np.float32], key: str, first: int, *, is_last: bool) -> int:
        """Put a piece of a speech behind all that is there, the `first` frame of its passage; say where it begins.

        `sound` (N,) is as long as `rows` (T, 62), 48 kHz. After the last piece of a speech comes rest.
        """
        with self._changed:
            start = self._end()
            shot = Placed(start, rows, sound, key, 1, first)
            fresh = [shot] if self._is_speaking else joined(shot, self._row_at(start), self.fps)
            self._shots.extend(fresh)
            self._is_speaking = not is_last
            self._changed.notify_all()
            return start

    def give_up(self) -> None:
        """Lead a speech to rest whose last piece does not come."""
        with self._changed:
            if self._is_speaking:
                self._close(self._end())

    def interrupt(self) -> None:
        """Leave everything out that nobody has taken yet, and close the mouth."""
        with self._changed:
            self._shots.clear()
            self._close(self.free)

    def take(self, count: int) -> list[Stretch]:
        """Take the next `count` frames."""
        taken: list[Stretch] = []
        with self._changed:
            while count:
                stretch = self._next(count)
                self._last = stretch.rows[stretch.count - 1]
                self.free += stretch.count
                count -= stretch.count
                taken.append(stretch)
            self._changed.notify_all()
        return taken

    def wait_until(self, frame: int, seconds: float) -> bool:
        """Wait until all frames before this one were taken, `seconds` at most; tell whether they were."""
        with self._changed:
            return self._changed.wait_for(lambda: self.free >= frame, seconds)

    def _end(self) -> int:
        return max(self.free, self._shots[-1].end if self._shots else 0)

    def _close(self, frame: int) -> None:
        row = self._shots[-1].rows[-1] if self._shots else self._last
        self._shots.append(Placed(frame, closing(row), silence(SETTLES, self.fps), self._idle_key, 0, is_kept=False))
        self._is_speaking = False

    def _next(self, most: int) -> Stretch:
        while self._shots and self._shots[0].end <= self.free:
            self._shots.popleft()
        if self._shots:
            return self._part(self._shots[0], most)
        if self._is_speaking:
            held = np.repeat(self._last[None], most, axis=0)
            return Stretch(object(), self._idle_key, 0, held, silence(most, self.fps), most)
        first, self._idle_at = self._idle_at, (self._idle_at + most) % len(self._idle)
        rows = self._idle[first:]
        count = min(most, len(rows))
        if count < most:
            self._idle_at = 0
        return Stretch(self._idle_key, self._idle_key, first, rows, silence(count, self.fps), count)

    def _part(self, shot: Placed, most: int) -> Stretch:
        self._idle_at = 0
        at = self.free - shot.start
        count = min(most, shot.end - self.free)
        per = len(shot.sound) / max(len(shot.rows), 1)
        sound = shot.sound[round(at * per) : round((at + count) * per)]
        return Stretch(shot, shot.key, shot.first + at, shot.rows[at:], sound, count)

    def _row_at(self, frame: int) -> NDArray[np.float32]:
        """Say what is shown before a speech that begins at a frame, (62,)."""
        if self._shots and frame > self.free:  # it follows on another speech
            row: NDArray[np.float32] = self._shots[-1].rows[-1]
            return row
        coming: NDArray[np.float32] = self._idle[self._idle_at] if self._idle_at else self._last
        return coming

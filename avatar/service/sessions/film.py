"""The film of a session in stream mode: it never ends, idle is a part of it, and frame n is at n / fps.

Idle motion is drawn once for a portrait and sent again and again; it and every speech begin and end at rest, or are
led there. What was drawn of a passage is kept, so that a repeated answer is only sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.service.sessions.clock import Playing, moment
from avatar.service.sessions.drawing import CHUNK, Cutting, Segment
from avatar.service.sessions.outbox import FILM
from avatar.service.sessions.pieces import unpacked
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from avatar.live import Stage, Stream
    from avatar.service.sessions.drawing import Studio
    from avatar.service.sessions.fmp4 import Opening
    from avatar.service.sessions.making import Making
    from avatar.service.sessions.outbox import Outbox
    from avatar.service.sessions.pieces import Piece

IDLE_LEAD = 0.12
"""s before it is shown that a fragment of idle motion is begun: it has been drawn before, and a speech has to wait
until it is over"""
REST_LEAD = 0.2
"""the same on the way to rest after an interrupt: a speech may be asked for before it is reached"""
SPEECH_LEAD = 0.32
"""the same for a speech: with its own length, what is sent is never more than 0.4 s ahead"""
JOIN = 10
"""frames in which idle goes over into speech"""
CLOSES = 2
"""frames in which the mouth closes after an interrupt: 80 ms at 25 frames per second"""
SETTLES = 16
"""frames in which everything else returns to rest"""
_SEEN = 2
"""frames after the one that was seen last, that a visitor sees before the cut can reach them"""
_REMEMBERED = 64
"""rows of motion: more than may be ahead"""
_MOUTH = 52
"""columns of weights, and after them the tongue"""
_WAV_HEADER = 44


@dataclass(slots=True)
class _Shot:
    """Motion with its sound, on its place in the film."""

    start: int
    """frame of the film"""
    rows: NDArray[np.float32]
    """(T, 62)"""
    sound: NDArray[np.float32]
    """as long, 48 kHz"""
    key: str
    """of the passage, to which the watermark points"""
    number: int
    """of its speech"""
    first: int = 0
    """index in its passage of the first row"""
    is_kept: bool = True
    """its pictures are the same each time"""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + len(self.rows)


class FilmPlaying(Playing):
    """The media time of a speech in a film."""

    def __init__(self, film: Film) -> None:
        """Begin with nothing."""
        super().__init__()
        self._film, self._first, self._end = film, -1, -1

    @property
    def first(self) -> int:
        """The frame of the film that its media time 0 is at: from the first time that it is asked for."""
        if self._first < 0:
            self._first = self._end = self._film.free
        return self._first

    @property
    def ahead(self) -> float:
        """S of media that are placed in the film and not yet shown."""
        return max(self._end / self._film.fps - self._film.now, 0.0) if self.sent else 0.0

    @property
    def position(self) -> int:
        """Ms that have been shown."""
        return min(max(round(1000 * (self._film.now - self.first / self._film.fps)), 0), self.sent) if self.sent else 0

    @property
    def due(self) -> float:
        """The moment when the next piece is needed."""
        return self._film.moment(self._end) if self.sent else moment()

    def send(self, length: int) -> int:
        """Place a piece of so many ms in the film; give where it begins in the speech."""
        first = self.first
        start = max(self._end, self._film.free)
        self._end = start + round(length * self._film.fps / 1000)
        self.sent = round((self._end - first) * 1000 / self._film.fps)
        return round((start - first) * 1000 / self._film.fps)


@dataclass(slots=True)
class Film:
    """What a session shows while somebody is connected."""

    stage: Stage
    stream: Stream
    outbox: Outbox
    studio: Studio
    making: Making
    refused: Callable[[Exception], None]
    """is told when the portrait may not be shown any longer"""
    opening: Opening
    """what each file of it begins with"""
    fps: float = 25.0
    """frames per second"""
    free: int = 0
    """the first frame of which nothing has been begun"""
    _zero: float = 0.0
    _is_running: bool = False
    _is_speaking: bool = False
    _shots: deque[_Shot] = field(default_factory=deque)
    _idle_at: int = 0
    _rows: deque[tuple[int, NDArray[np.float32]]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _take: int = 0
    _sent: int = 0
    _cutting: Cutting | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def mime(self) -> str:
        """Give its kind for MediaSource."""
        return self.opening.mime

    @property
    def now(self) -> float:
        """S of the film that should have been shown."""
        return moment() - self._zero if self._is_running else self.free / self.fps

    def moment(self, frame: int) -> float:
        """Give the moment of `time.monotonic` at which a frame is shown."""
        return (self._zero if self._is_running else moment() - self.free / self.fps) + frame / self.fps

    def playing(self) -> Playing:
        """Begin to count how much of a speech is heard."""
        return FilmPlaying(self)

    def frame_of(self, playing: Playing, ms: int) -> int:
        """Give the frame of the film that a moment of a speech is shown at."""
        return _in_film(playing).first + round(ms * self.fps / 1000)

    def ms_of(self, playing: Playing) -> int:
        """Say where in the film a speech's media time 0 lies."""
        return self._ms(_in_film(playing).first)

    async def expect(self, key: str) -> None:
        """Get ready to mark the pictures of a passage that is being spoken."""
        await self.studio.get_ready(self.stage, key)

    def add(self, piece: Piece, number: int, start: int, *, is_last: bool) -> None:
        """Let a piece be shown from a frame on; a speech holds its pose where it waits for the next."""
        sound = np.concatenate([np.frombuffer(data, "<i2", offset=_WAV_HEADER) for _, data in piece.sounds])
        samples = np.asarray(sound / np.float32(32767), np.float32)
        shot = _Shot(start, unpacked(piece.motion), samples, piece.key, number)
        self._shots.extend(self._joined(shot) if not self._is_speaking else [shot])
        self._is_speaking = not is_last
        self._news.set()

    def rest(self) -> None:
        """Lead a speech to rest that has ended without its last piece."""
        if self._is_speaking:
            self._is_speaking = False
            start, row = (
                (self._shots[-1].end, self._shots[-1].rows[-1]) if self._shots else (self.free, self._last_row())
            )
            self._shots.append(self._closing(max(start, self.free), row))

    def interrupt(self, playing: Playing, position_ms: float) -> int:
        """Go on from what was seen of a speech, with the mouth closing; say from where in the film on, ms."""
        first = _in_film(playing).first
        cut = min(first + int(position_ms * self.fps / 1000) + _SEEN, self._sent)
        while self._rows and self._rows[-1][0] >= cut:
            self._rows.pop()
        self._shots.clear()
        self._again(cut)
        self._is_speaking = False
        self._shots.append(self._closing(cut, self._last_row()))
        self._news.set()
        return self._ms(cut)

    async def run(self) -> None:
        """Draw and send, for as long as somebody is connected."""
        async with self._lock:
            self.outbox.drop_film()
            await self.making.at_desk(self.stream.show_idle, self.studio.idle_key(self.stage))
            self._again(self.free)
            self._zero, self._is_running = moment() - self.free / self.fps, True
            try:
                await self._film()
            finally:
                self._is_running = False

    async def _film(self) -> None:
        looked = 0.0
        looking: asyncio.Future[None] | None = None
        try:
            while True:
                await self._due()
                now = moment()
                if now > self.moment(self.free):  # late: whoever looks has waited, and the film goes on from there
                    self._zero = now - self.free / self.fps
                if looking is not None and looking.done():
                    self._require(looking)
                    looking = None
                if looking is None and now - looked >= 1.0:  # beside the film, which must not wait for a disk
                    looked, looking = now, asyncio.ensure_future(self.making.at_desk(self.stream.require_still))
                await self._send()
        finally:
            if looking is not None:
                looking.cancel()

    def _require(self, looking: asyncio.Future[None]) -> None:
        try:
            looking.result()
        except Exception as fault:
            self.refused(fault)
            raise

    async def _due(self) -> None:
        """Wait until the next fragment has to be begun: at once when a speech has come."""
        while (left := self.moment(self.free) - self._lead() - moment()) > 0:
            self._news.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)

    def _lead(self) -> float:
        left = [shot.number for shot in self._shots if shot.end > self.free]
        if not left:
            return IDLE_LEAD
        return SPEECH_LEAD if any(left) else REST_LEAD

    async def _send(self) -> None:
        take, start, cutting = self._take, self.free, self._cutting
        if cutting is None:
            cutting = self._cutting = self.studio.cutting(self.stage, self.opening, start)
            self.outbox.binary(FILM, 0, self._ms(start), cutting.opening.data)
        segments = self._next()
        self.free += sum(segment.count for segment in segments)
        data = await self.studio.film(cutting, segments)
        if take == self._take:
            self._sent = start + sum(segment.count for segment in segments)
            self.outbox.binary(FILM, max(segment.number for segment in segments), self._ms(start), data)

    def _closing(self, start: int, row: NDArray[np.float32]) -> _Shot:
        return _Shot(start, closing(row), _silence(SETTLES), self.studio.idle_key(self.stage), 0, is_kept=False)

    def _last_row(self) -> NDArray[np.float32]:
        return self._rows[-1][1] if self._rows else self._idle_row()

    def _next(self) -> list[Segment]:
        """Say what the next frames show."""
        segments: list[Segment] = []
        left, at = CHUNK, self.free
        while left:
            while self._shots and self._shots[0].end <= at:
                self._shots.popleft()
            if not self._shots and self._is_speaking:
                rows = np.repeat(self._last_row()[None], left, axis=0)
                key = self.studio.idle_key(self.stage)
                self._shots.append(_Shot(at, rows, _silence(left), key, 0, is_kept=False))
            shot = self._shots[0] if self._shots else None
            if shot is not None and shot.start <= at:
                count = min(left, shot.end - at)
                segments.append(self._part(shot, at - shot.start, count))
                self._idle_at = 0
            else:
                count = min(left, shot.start - at) if shot else left
                segments.append(self._idle(count))
            for offset, row in enumerate(segments[-1].rows):
                self._rows.append((at + offset, row))
            left, at = left - count, at + count
        return segments

    def _part(self, shot: _Shot, first: int, count: int) -> Segment:
        samples = round(SOUND_RATE / self.fps)
        sound = shot.sound[first * samples : (first + count) * samples]
        return Segment(shot, shot.rows[first : first + count], sound, shot.number, first, count)

    def _idle(self, count: int) -> Segment:
        rows = self.studio.idle_rows(self.stage)
        first = self._idle_at % len(rows)
        indices = np.arange(first, first + count) % len(rows)
        self._idle_at += count
        return Segment(None, rows[indices], _silence(count, self.fps), 0, first, count)

    def _idle_row(self) -> NDArray[np.float32]:
        rows = self.studio.idle_rows(self.stage)
        row: NDArray[np.float32] = rows[self._idle_at % len(rows)]
        return row

    def _joined(self, shot: _Shot) -> list[_Shot]:
        """Let a speech begin where idle has come to: its first frames are drawn anew each time."""
        count, samples = min(JOIN, len(shot.rows)), round(SOUND_RATE / self.fps)
        weight = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, count + 1) / (count + 1))
        rows = shot.rows[:count] + ((self._idle_row() - shot.rows[0])[None] * weight[:, None]).astype(np.float32)
        rows[:, :_MOUTH] = np.clip(rows[:, :_MOUTH], 0.0, 1.0)
        cut = count * samples
        head = _Shot(shot.start, rows, shot.sound[:cut], shot.key, shot.number, is_kept=False)
        tail = _Shot(shot.start + count, shot.rows[count:], shot.sound[cut:], shot.key, shot.number, count)
        return [head, tail] if len(tail.rows) else [head]

    def _again(self, frame: int) -> None:
        """Begin the file anew at a frame."""
        self._take += 1
        self.free, self._cutting = frame, None
        self._idle_at = 0

    def _ms(self, frame: int) -> int:
        return round(frame * 1000 / self.fps)


def closing(row: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lead a row of motion (62,) to rest: the mouth first (T, 62)."""
    slowly = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, SETTLES + 1) / SETTLES)
    quickly = np.clip(1 - np.arange(1, SETTLES + 1) / CLOSES, 0.0, 1.0)
    rows = row[None] * slowly[:, None]
    rows[:, : _MOUTH + 1] = row[None, : _MOUTH + 1] * quickly[:, None]
    return np.asarray(rows, np.float32)


def _in_film(playing: Playing) -> FilmPlaying:
    if not isinstance(playing, FilmPlaying):
        raise TypeError("the speech is of no film")
    return playing


def _silence(frames: int, fps: float = 25.0) -> NDArray[np.float32]:
    return np.zeros(round(frames * SOUND_RATE / fps), np.float32)

"""The film of a session in stream mode: it never ends, idle is a part of it, and frame n is at n / fps.

Idle motion is drawn once for a portrait and sent again and again; it and every speech begin and end at rest, or are
led there. What was drawn of a passage is kept, so that a repeated answer is only sent.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.shots import SETTLES, Placed, closing, joined, silence
from avatar.service.sessions.clock import Playing, moment
from avatar.service.sessions.drawing import CHUNK, Cutting, Segment
from avatar.service.sessions.headway import Beginning
from avatar.service.sessions.outbox import FILM
from avatar.service.sessions.pieces import placed
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
"""the same for a speech: with its own length, what is sent is never more than 0.4 s ahead, `Headway` apart"""
BEGINNING_LEAD = 2 * SPEECH_LEAD - IDLE_LEAD
"""the same for the first pictures of a speech, which take longest to draw: all that it may be nearer, see `CALMS`"""
CALMS = 0.08
"""s by which the lead becomes less per s of film after a speech: a player comes as near to what is sent as it can, and
one that plays a twelfth more slowly, which nobody sees, keeps what it has in hand"""
_SEEN = 2
"""frames after the one that was seen last, that a visitor sees before the cut can reach them"""
_REMEMBERED = 64
"""rows of motion: more than may be ahead"""


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
            self._first = self._end = self._film.beginning()
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
    _shots: deque[Placed] = field(default_factory=deque)
    _idle_at: int = 0
    _spoken: float = -math.inf
    _rows: deque[tuple[int, NDArray[np.float32]]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _take: int = 0
    _sent: int = 0
    _cutting: Cutting | None = None
    _beginning: Beginning | None = None
    _has_begun: asyncio.Event = field(default_factory=asyncio.Event)
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

    def beginning(self) -> int:
        """Say at which frame a speech begins that is there now: after as much idling as its first pictures take."""
        if not self._is_running:
            return self.free
        ahead = self.moment(self.free) - moment() - self._calming()
        count = math.ceil(self.studio.headway.needed(ahead) * self.fps)
        return self.free + (max(count, CHUNK) if count else 0)

    def hold(self) -> None:
        """Hear that somebody begins to speak: what is said after the first passage waits for `has_begun`."""
        self._has_begun.clear()

    async def has_begun(self) -> None:
        """Wait until the first pictures of a speech have been drawn: nothing is needed sooner."""
        if self._is_running:
            await self._has_begun.wait()

    async def expect(self, key: str) -> None:
        """Get ready to mark the pictures of a passage that is being spoken."""
        await self.studio.get_ready(self.stage, key)

    def add(self, piece: Piece, number: int, start: int, *, is_last: bool) -> None:
        """Let a piece be shown from a frame on; a speech holds its pose where it waits for the next."""
        shot = placed(piece, start, number)
        if self._is_speaking:
            self._shots.append(shot)
        else:
            before = self._row_at(start)
            for each in self._shots:
                each.end_at(start)
            self._shots = deque([*(each for each in self._shots if len(each.rows)), *joined(shot, before, self.fps)])
            self._beginning = Beginning(start, self.moment(start) - moment())
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
        self._begun(None)
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
                self._is_running, self._cutting = False, None
                self._begun(None)

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
            if self._beginning is not None:
                self._beginning.waits(self._lead())
            self._news.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)

    def _lead(self) -> float:
        if self._beginning is not None:
            return math.inf if self.free < self._beginning.first else BEGINNING_LEAD
        left = [shot.number for shot in self._shots if shot.end > self.free]
        if any(left):
            return SPEECH_LEAD
        return max(REST_LEAD if left else IDLE_LEAD, IDLE_LEAD + self._calming())

    def _calming(self) -> float:
        """Say how many s the lead still exceeds that of idling, after a speech: whoever looks is so much nearer."""
        since = (self.free - self._spoken) / self.fps
        return max(SPEECH_LEAD - IDLE_LEAD - CALMS * since, 0.0)

    async def _send(self) -> None:
        take, start, cutting = self._take, self.free, self._cutting
        if cutting is None:
            cutting = self._cutting = self.studio.cutting(self.stage, self.opening, start)
            self.outbox.binary(FILM, 0, self._ms(start), cutting.opening.data)
        segments = self._next()
        self.free += sum(segment.count for segment in segments)
        if any(segment.number for segment in segments):
            self._spoken = self.free
        data = await self.studio.film(cutting, segments)
        if take == self._take:
            self._sent = start + sum(segment.count for segment in segments)
            self.outbox.binary(FILM, max(segment.number for segment in segments), self._ms(start), data)
            self._begun(start)

    def _begun(self, frame: int | None) -> None:
        """Note how much the beginning of a speech lags, with each fragment; None: it is not shown any longer."""
        if frame is not None and self._beginning is not None:
            is_over = self._beginning.sent(frame, self._sent, self.moment(frame) - moment())
            if not is_over and any(each.end > self.free for each in self._shots):
                return
            self.studio.headway.took(self._beginning.lag)
        elif frame is not None:
            return
        self._beginning = None
        self._has_begun.set()

    def _closing(self, start: int, row: NDArray[np.float32]) -> Placed:
        return Placed(start, closing(row), silence(SETTLES), self.studio.idle_key(self.stage), 0, is_kept=False)

    def _last_row(self) -> NDArray[np.float32]:
        return self._rows[-1][1] if self._rows else self._row_at(self.free)

    def _next(self) -> list[Segment]:
        """Say what the next frames show."""
        segments: list[Segment] = []
        left, at = CHUNK, self.free
        if self._beginning is not None and self._beginning.first - at == CHUNK + 1:
            left += 1  # a speech begins with a fragment, and one frame is too little for one
        while left:
            while self._shots and self._shots[0].end <= at:
                self._shots.popleft()
            if not self._shots and self._is_speaking:
                rows = np.repeat(self._last_row()[None], left, axis=0)
                key = self.studio.idle_key(self.stage)
                self._shots.append(Placed(at, rows, silence(left), key, 0, is_kept=False))
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

    def _part(self, shot: Placed, first: int, count: int) -> Segment:
        samples = round(SOUND_RATE / self.fps)
        sound = shot.sound[first * samples : (first + count) * samples]
        return Segment(shot, shot.rows[first : first + count], sound, shot.number, first, count)

    def _idle(self, count: int) -> Segment:
        rows = self.studio.idle_rows(self.stage)
        first = self._idle_at % len(rows)
        indices = np.arange(first, first + count) % len(rows)
        self._idle_at += count
        return Segment(None, rows[indices], silence(count, self.fps), 0, first, count)

    def _row_at(self, frame: int) -> NDArray[np.float32]:
        """Say what is shown at a frame that is still to come, (62,), as far as that is known."""
        coming = [shot for shot in self._shots if shot.end > self.free]
        for shot in coming:
            if shot.start <= frame < shot.end:
                row: NDArray[np.float32] = shot.rows[frame - shot.start]
                return row
        rows = self.studio.idle_rows(self.stage)
        at = frame - coming[-1].end if coming else self._idle_at + frame - self.free
        idle: NDArray[np.float32] = rows[at % len(rows)]
        return idle

    def _again(self, frame: int) -> None:
        """Begin the file anew at a frame."""
        self._take += 1
        self.free, self._cutting = frame, None
        self._idle_at, self._spoken = 0, -math.inf

    def _ms(self, frame: int) -> int:
        return round(frame * 1000 / self.fps)


def _in_film(playing: Playing) -> FilmPlaying:
    if not isinstance(playing, FilmPlaying):
        raise TypeError("the speech is of no film")
    return playing

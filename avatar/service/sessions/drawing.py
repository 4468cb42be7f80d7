"""Threads that draw and encode films, and what was drawn before."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from avatar.clip.sentry import Sentry, Watched
from avatar.data import MotionTrack
from avatar.runtime.threads import kept_ready
from avatar.service.sessions import fmp4
from avatar.service.sessions.headway import Headway
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.data import Frame
    from avatar.identity import Verdict
    from avatar.live import Stage
    from avatar.marks.watermark import Marker

CHUNK = 2
"""frames in a fragment: 80 ms at 25 frames per second. Of fragments of one frame and its sound Chromium shows a few"""
GROUP = 24
"""frames of idle motion that are drawn and kept together"""
IDLE_FRAMES = 62 * GROUP
"""of the loop: 59.5 s at 25 frames per second"""
PICTURE_BYTES = 96_000_000
"""that kept pictures may take in memory"""
LOOKS_APART = 1.2
"""s of drawn film between two looks at whose face it shows"""
_SENTRIES = 64
"""portraits that are looked at"""
_MARKERS = 32
"""that are kept, of a third of a megabyte each: to fit one to its pictures takes longer than to draw one"""
Packet = tuple[bytes, bool]
"""of H.264, and whether it is a key frame"""


class Shot(Protocol):
    """A stretch of motion that is drawn by itself."""

    rows: NDArray[np.float32]
    key: str
    first: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a shot, or of idle motion."""

    shot: Shot | None
    """None: idle motion"""
    rows: NDArray[np.float32]
    """(T, 62)"""
    sound: NDArray[np.float32]
    """as long, 48 kHz"""
    number: int
    """of the speech; 0: none"""
    first: int
    """index of its first row in the shot, or in the loop"""
    count: int
    """frames"""


class Studio:
    """The drawing threads of a process, and what they have drawn."""

    def __init__(
        self,
        threads: int,
        kept_bytes: int = PICTURE_BYTES,
        alarmed: Callable[[Stage, Verdict], object] = lambda _stage, _verdict: None,
    ) -> None:
        """Start them when they are needed. `alarmed` hears of pictures that show another face than the portrait's."""
        self._alarmed = alarmed
        self._sentries: OrderedDict[str, Sentry] = OrderedDict()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="avatar-film")
        self._kept: OrderedDict[tuple[object, ...], list[Packet]] = OrderedDict()
        self._bytes, self._limit, self._lock = 0, kept_bytes, Lock()
        self._loops: dict[str, tuple[str, NDArray[np.float32]]] = {}
        self._markers: OrderedDict[tuple[str, str], Marker] = OrderedDict()
        self._resting: dict[str, NDArray[np.uint8]] = {}
        self._ready = ExitStack()
        self._ahead: set[tuple[object, ...]] = set()
        self.headway = Headway()
        """how much idling there has to be before a speech"""

    def prepare(self, stage: Stage) -> None:
        """Make the loop of idle motion."""
        if not self._loops:
            self._ready.enter_context(kept_ready(is_live=True))
        if stage.shape not in self._loops:
            stage.crew.get_ready(stage.portrait, stage.fps, stage.size)
            take = stage.rest(IDLE_FRAMES / float(stage.fps))
            self._loops[stage.shape] = (take.key, take.motion.rows())
            self._draw_idle(stage, 0)  # the rest of it is drawn shortly before it is shown

    def idle_key(self, stage: Stage) -> str:
        """Name the idle motion, to which its watermark points."""
        return self._loops[stage.shape][0]

    def idle_rows(self, stage: Stage) -> NDArray[np.float32]:
        """Give the loop of idle motion (`IDLE_FRAMES`, 62)."""
        return self._loops[stage.shape][1]

    def cutting(self, stage: Stage, opening: fmp4.Opening, start: int) -> Cutting:
        """Begin a file at a frame of a film."""
        return Cutting(self, stage, opening, start)

    async def film(self, cutting: Cutting, segments: Sequence[Segment]) -> bytes:
        """Draw and encode the next frames of a file."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, cutting.fragment, segments)

    async def get_ready(self, stage: Stage, key: str) -> None:
        """Fit the marker of a passage to the portrait at rest, before there is anything of the passage to be drawn."""
        await asyncio.get_running_loop().run_in_executor(self._pool, self._fit, stage, key)

    def _fit(self, stage: Stage, key: str) -> None:
        with self._lock:
            resting = self._resting.get(stage.shape)
            if (stage.shape, key) in self._markers:
                return
        if resting is None:
            resting = self._resting[stage.shape] = _resting(stage, self.idle_rows(stage))
        marker = stage.marker(key)
        marker.mark_luma(resting.copy(), 0)
        self.keep_marker(stage, key, marker)

    def watched(self, stage: Stage, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Give frames of a stage as they are, and have some looked at: whether that is its portrait's face."""
        with self._lock:
            if stage.shape not in self._sentries:
                floor = stage.request.settings.identity.floor
                whose = Watched.in_clip(stage.portrait, stage.crew, floor, stage.home)
                self._sentries[stage.shape] = Sentry(whose, LOOKS_APART, partial(self._alarmed, stage))
            while len(self._sentries) > _SENTRIES:
                self._sentries.popitem(last=False)[1].close()
            sentry = self._sentries[stage.shape]
        return sentry.passing(frames, float(stage.fps))

    def draw_ahead(self, stage: Stage, first: int) -> None:
        """Draw idle motion from this frame of its loop on, soon: whoever comes to it finds it there."""
        name = ("idle", stage.shape, first)
        with self._lock:
            if name in self._kept or name in self._ahead:
                return
            self._ahead.add(name)
        with suppress(RuntimeError):  # the threads have ended
            self._pool.submit(self._draw_idle, stage, first)

    def _draw_idle(self, stage: Stage, first: int) -> None:
        name = ("idle", stage.shape, first)
        try:
            rows = self.idle_rows(stage)[first : first + GROUP]
            self.keep(name, list(encoded(stage, rows, self.idle_key(stage), first, self)))
        finally:
            with self._lock:
                self._ahead.discard(name)

    def find(self, name: tuple[object, ...]) -> list[Packet] | None:
        """Give pictures that were drawn before."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, name: tuple[object, ...], packets: list[Packet]) -> None:
        """Keep pictures; what was not used for longest goes first."""
        with self._lock:
            if name in self._kept:
                return
            self._kept[name] = packets
            self._bytes += _size(packets)
            while self._bytes > self._limit and len(self._kept) > 1:
                self._bytes -= _size(self._kept.popitem(last=False)[1])

    def marker(self, stage: Stage, key: str) -> Marker:
        """Give what marks pictures of a passage: one that has marked some of it before begins at once."""
        name = (stage.shape, key)
        with self._lock:
            if name in self._markers:
                self._markers.move_to_end(name)
                return self._markers[name].again()
        return stage.marker(key)

    def keep_marker(self, stage: Stage, key: str, marker: Marker) -> None:
        """Keep what has marked a picture of a passage."""
        with self._lock:
            self._markers.setdefault((stage.shape, key), marker.again())
            while len(self._markers) > _MARKERS:
                self._markers.popitem(last=False)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for sentry in self._sentries.values():
            sentry.close()
        self._ready.close()


class Cutting:
    """One file that a film is sent in, from its opening until it is begun anew. For one thread at a time."""

    def __init__(self, studio: Studio, stage: Stage, opening: fmp4.Opening, start: int) -> None:
        """Begin at a frame of the film."""
        self.opening = opening
        self._studio, self._stage, self._start = studio, stage, start
        self._frames, self._number = 0, 0
        self._source: _Source | None = None
        self._sound = _Sound()

    def fragment(self, segments: Sequence[Segment]) -> bytes:
        """Draw and encode the next frames; times count from the file's beginning."""
        pictures = [packet for segment in segments for packet in self._drawn(segment)]
        blocks, at = self._sound.encode(np.concatenate([segment.sound for segment in segments]))
        ticks = round(self.opening.video_rate / self._stage.fps)
        self._number += 1
        data = fmp4.fragment(self._number, pictures, self._frames * ticks, ticks, blocks, at)
        self._frames += len(pictures)
        return data

    def _drawn(self, segment: Segment) -> list[Packet]:
        owner: object = segment.shot
        if self._source is None or self._source.owner is not owner or self._source.at != segment.first:
            self._source = _Source(self._studio, self._stage, segment)
        return self._source.take(segment.count)


class _Source:
    """Packets of one shot, or of idle motion, in order: drawn now, or before."""

    def __init__(self, studio: Studio, stage: Stage, segment: Segment) -> None:
        self.owner: object = segment.shot
        self.at = segment.first
        packets = _idle(studio, stage) if segment.shot is None else _shot(studio, stage, segment.shot)
        self._packets = packets

    def take(self, count: int) -> list[Packet]:
        self.at += count
        if self.owner is None:
            self.at %= IDLE_FRAMES
        return [next(self._packets) for _ in range(count)]


def _idle(studio: Studio, stage: Stage) -> Iterator[Packet]:
    """Yield idle motion from the beginning of its loop, without an end."""
    key, rows = studio.idle_key(stage), studio.idle_rows(stage)
    while True:
        for first in range(0, len(rows), GROUP):
            name = ("idle", stage.shape, first)
            studio.draw_ahead(stage, (first + GROUP) % len(rows))
            if (packets := studio.find(name)) is not None:
                yield from packets
                continue
            fresh: list[Packet] = []
            for packet in encoded(stage, rows[first : first + GROUP], key, first, studio):
                fresh.append(packet)
                yield packet
            studio.keep(name, fresh)


def _shot(studio: Studio, stage: Stage, shot: Shot) -> Iterator[Packet]:
    name = ("shot", stage.shape, shot.key, shot.first)
    if shot.is_kept and (packets := studio.find(name)) is not None:
        yield from packets
        return
    fresh: list[Packet] = []
    for packet in encoded(stage, shot.rows, shot.key, shot.first, studio):
        fresh.append(packet)
        yield packet
    if shot.is_kept:
        studio.keep(name, fresh)


def encoded(
    stage: Stage, rows: NDArray[np.float32], key: str, first: int, studio: Studio | None = None
) -> Iterator[Packet]:
    """Draw, label, mark and encode rows of motion; the first is the `first` of its passage."""
    from avatar.film.shot import ShotEncoder

    marker = studio.marker(stage, key) if studio else stage.marker(key)
    encoder = ShotEncoder(stage.request.settings.film, is_live=True)
    looked_at = partial(studio.watched, stage) if studio else iter
    for index, picture in stage.develop(rows, first, marker, looked_at):
        if studio and index == first:
            studio.keep_marker(stage, key, marker)
        for packet in encoder.add(picture):
            yield bytes(packet), bool(packet.is_keyframe)


def _resting(stage: Stage, rows: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Draw the luma (H, W) of a portrait at rest."""
    from avatar.film.formats import pixels_of
    from avatar.film.planes import Developer, luma_of

    developer = Developer(stage.size, pixels_of(stage.request.settings.film))
    motion = MotionTrack.from_rows(stage.fps, np.ascontiguousarray(rows[:1], np.float32))
    picture = next(iter(stage.crew.pictures(stage.portrait, motion, stage.size, 0)))
    return np.array(luma_of(developer.develop(picture)), np.uint8)


class _Sound:
    """AAC, block by block, from the beginning of a file."""

    def __init__(self) -> None:
        import av

        from avatar.film.formats import AAC

        self._encoder = av.CodecContext.create("aac", "w")
        self._encoder.sample_rate, self._encoder.layout = SOUND_RATE, "mono"
        self._encoder.format, self._encoder.bit_rate = av.AudioFormat(AAC.samples), AAC.bitrate
        self._encoder.options = dict(AAC.options)
        self._left: NDArray[np.float32] = np.zeros(0, np.float32)
        self._given, self._blocks, self._is_primed = 0, 0, False

    def encode(self, sound: NDArray[np.float32]) -> tuple[list[bytes], int]:
        """Encode more; give the blocks that are ready, and the time of the first, samples."""
        import av

        whole = np.concatenate([self._left, sound]).astype(np.float32)
        blocks: list[bytes] = []
        for start in range(0, len(whole) - fmp4.BLOCK + 1, fmp4.BLOCK):
            block = np.ascontiguousarray(whole[None, start : start + fmp4.BLOCK])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
            frame.sample_rate, frame.pts = SOUND_RATE, self._given
            self._given += fmp4.BLOCK
            blocks += [bytes(packet) for packet in self._encoder.encode(frame)]
        self._left = whole[len(whole) // fmp4.BLOCK * fmp4.BLOCK :]
        if blocks and not self._is_primed:  # the first is what the encoder needs to begin, and nothing to be heard
            self._is_primed, blocks = True, blocks[1:]
        at = self._blocks * fmp4.BLOCK
        self._blocks += len(blocks)
        return blocks, at


def _size(packets: list[Packet]) -> int:
    return sum(len(data) for data, _ in packets) + 100 * len(packets)

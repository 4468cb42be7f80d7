"""Find marks in films and pictures, knowing the keys only.

A mark is reported if three things hold: the signs that all words share stand out of the noise, the bits fit a code word
better than noise can, and the payload's MAC is right. By chance, the first happens in one picture of 30 (10^7 places at
5.8 standard deviations), the third in one decoding of 65,000, of which a picture has a dozen; all three together stay
below one picture in a million.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.watermark import words
from avatar.marks.watermark.geometry import Placement, locate, locate_again, read_cells
from avatar.marks.watermark.pattern import lattice
from avatar.marks.watermark.sampling import BIN, Bin, bins, read_frames
from avatar.marks.watermark.words import Vocabulary, Window, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.marks.watermark.pattern import Lattice
    from avatar.marks.watermark.words import Values

SYNC = 5.8
"""standard deviations"""
BUDGET = 120.0
"""s of a film that are looked at unless more is asked for"""
_CERTAIN = 9.0
"""standard deviations at which a tile is there even if its words can't be told apart yet"""
_CHUNK = 20
"""bins of half a second that are held at once"""
_WINDOWS = (4, 2)
"""bins that are read together, apart from all"""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark and where it was."""

    asset_id: int
    """40 bits"""
    version: int
    """8 bits"""
    confidence: float
    """how well the bits fit the code word: noise reaches 0.71, a clean mark 1"""
    start: float
    """s"""
    end: float
    """s"""
    cell: float
    """size of a cell, px of the film as it is"""
    shift: tuple[float, float]
    """right and down, cells, of the tile's corner: it changes when a film is cropped"""
    key: int
    """index of the key"""


@dataclass(frozen=True, slots=True)
class _Moment:
    """What half a second says."""

    start: float
    end: float
    values: Values
    placement: Placement
    width: int
    """px"""


@dataclass(slots=True)
class _Reading:
    """What a film says to one key."""

    tile: Lattice
    vocabulary: Vocabulary
    moments: list[_Moment] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    placement: Placement | None = None
    """the last one"""


def detect(
    source: Path | str | Iterable[tuple[float, NDArray[np.uint8]]],
    keys: Sequence[bytes],
    budget: float | None = BUDGET,
) -> list[Found]:
    """Find the marks of `keys` (32 bytes each), in order of time.

    `source` is a film, a still picture, or pairs of a time in s and a frame: luma (H, W) or RGB (H, W, 3), uint8.
    Of a film longer than `budget` s, stretches of that length in all are looked at, evenly spread; None: all of it.
    A mark must stay for a second, or half of one in a clean film, to be told from its neighbours.
    Raise `InputError` for a file without pictures or a wrong key.
    """
    readings = [_Reading(lattice(key), Vocabulary(key)) for key in keys]
    frames = read_frames(Path(source), budget) if isinstance(source, str | Path) else source
    for chunk in _chunks(bins(frames)):
        _read(chunk, readings)
    found = [one for index, reading in enumerate(readings) for one in _spans(reading, index)]
    return sorted(found, key=lambda one: one.start)


def _chunks(stream: Iterable[Bin]) -> Iterator[list[Bin]]:
    """Group bins of one picture size."""
    chunk: list[Bin] = []
    for one in stream:
        if len(chunk) == _CHUNK or (chunk and chunk[0].mean.shape != one.mean.shape):
            yield chunk
            chunk = []
        chunk.append(one)
    if chunk:
        yield chunk


def _read(chunk: list[Bin], readings: list[_Reading]) -> None:
    """Find the tile in some bins, and add what they say."""
    whole = _mean(chunk)
    for index, placement in _places(whole, readings):
        if placement.score < SYNC:
            break
        reading = readings[index]
        before = len(reading.moments)
        windows = [
            Window(before + first, before + last, chunk[first].start, reading.tile.read(read_cells(mean, placement)))
            for first, last, mean in _stretches(chunk, whole)
        ]
        read = [reading.vocabulary.read(window.values, window.start) is not None for window in windows]
        if any(read) or placement.score >= _CERTAIN:
            reading.windows += windows
            reading.moments += [
                _Moment(
                    one.start,
                    one.end,
                    reading.tile.read(read_cells(one.mean, placement)),
                    placement,
                    one.size[0],
                )
                for one in chunk
            ]
            reading.placement = placement
            return


def _places(picture: NDArray[np.float32], readings: list[_Reading]) -> Iterator[tuple[int, Placement]]:
    """Yield where a tile may lie: where it was before, then elsewhere, the likeliest first."""
    for index, reading in enumerate(readings):
        if reading.placement is not None:
            placement = locate_again(picture, reading.tile, reading.placement)
            if placement.score >= _CERTAIN:
                yield index, placement
    yield from locate(picture, [reading.tile for reading in readings])


def _stretches(chunk: list[Bin], whole: NDArray[np.float32]) -> Iterator[tuple[int, int, NDArray[np.float32]]]:
    """Yield all bins together and, if there are more, windows of two seconds and of one without a gap."""
    yield 0, len(chunk), whole
    for length in _WINDOWS:
        for first in range(0, len(chunk) - length + 1, max(1, length // 2)):
            part = chunk[first : first + length]
            if length < len(chunk) and part[-1].start - part[0].start < length * BIN:
                yield first, first + length, _mean(part)


def _spans(reading: _Reading, key: int) -> Iterator[Found]:
    """Name each moment's word, and join equal neighbours."""
    moments, vocabulary = reading.moments, reading.vocabulary
    vocabulary.search(reading.windows)
    rows = [moment.values for moment in moments]
    told = words.current([moment.start for moment in moments], rows, vocabulary)
    for window in sorted(reading.windows, key=lambda one: one.last - one.first):
        # A mark may be too weak for half a second, and still be read in more.
        if not any(told[window.first : window.last]):
            word = vocabulary.read(window.values, window.start)
            told[window.first : window.last] = [word] * (window.last - window.first)
    last: Found | None = None
    for word, first, end in words.runs(told):
        fit = words.confidence(word, rows[first:end], vocabulary.near(moments[first].start))
        if not words.is_credible(fit, end - first):
            continue
        one = _found(word, moments[first:end], fit, key)
        if last is not None and (last.asset_id, last.version) == (one.asset_id, one.version):
            one = _joined(last, one)
        elif last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _found(word: Word, moments: Sequence[_Moment], fit: float, key: int) -> Found:
    first = moments[0]
    cell = first.width / first.placement.extent[0]
    shift = (first.placement.shift[1] / 2, first.placement.shift[0] / 2)
    payload = word.payload
    return Found(payload.asset_id, payload.version, fit, first.start, moments[-1].end, cell, shift, key)


def _joined(one: Found, other: Found) -> Found:
    best = max(one, other, key=lambda each: each.confidence)
    return Found(one.asset_id, one.version, best.confidence, one.start, other.end, best.cell, best.shift, one.key)


def _mean(chunk: Sequence[Bin]) -> NDArray[np.float32]:
    total = np.zeros_like(chunk[0].mean)
    for one in chunk:
        total += one.mean * np.float32(one.frames)
    return np.asarray(total / np.float32(sum(one.frames for one in chunk)), np.float32)

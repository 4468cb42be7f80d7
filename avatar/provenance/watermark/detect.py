"""Find marks in films and pictures, knowing the keys only.

A mark is reported if three things hold: the signs that all words share stand out of the noise, the bits fit a code word
better than noise can, and the payload's MAC is right. By chance, the first happens in one picture of 30 (10^7 places at
5.8 standard deviations), the third in one decoding of 65,000, of which a picture has a dozen; all three together stay
below one picture in a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.provenance.watermark.code import CODE_BITS, decode, signs
from avatar.provenance.watermark.geometry import Placement, locate, read_cells
from avatar.provenance.watermark.pattern import Lattice, lattice
from avatar.provenance.watermark.payload import Payload, unpack
from avatar.provenance.watermark.sampling import Bin, bins, read_frames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.provenance.watermark.payload import Bits

SYNC = 5.8
"""standard deviations"""
FIT = 0.72
"""cosine; noise stays below 0.71"""
_CHUNK = 20
"""bins of half a second that are held at once"""
_SAME = 0.3
"""cosine above which a bin belongs to a word found in its neighbourhood: 3.4 standard deviations"""


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
class _Word:
    payload: Payload
    bits: Bits


def detect(source: Path | str | Iterable[tuple[float, NDArray[np.uint8]]], keys: Sequence[bytes]) -> list[Found]:
    """Find the marks of `keys` (32 bytes each), in order of time.

    `source` is a film, a still picture, or pairs of a time in s and a frame: luma (H, W) or RGB (H, W, 3), uint8.
    A mark must stay for a second, or half of one in a clean film, to be told from its neighbours.
    Raise `InputError` for a file without pictures or a wrong key.
    """
    lattices = [lattice(key) for key in keys]
    frames = read_frames(Path(source)) if isinstance(source, str | Path) else source
    found: list[Found] = []
    for chunk in _chunks(bins(frames)):
        for one in _search(chunk, keys, lattices):
            _append(found, one)
    return found


def _append(found: list[Found], one: Found) -> None:
    """Add a mark, or lengthen the last one if it goes on."""
    last = found[-1] if found else None
    if last and (last.asset_id, last.version, last.key) == (one.asset_id, one.version, one.key):
        best = max(last, one, key=lambda each: each.confidence)
        found[-1] = Found(
            one.asset_id, one.version, best.confidence, last.start, one.end, best.cell, best.shift, one.key
        )
    else:
        found.append(one)


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


def _search(chunk: list[Bin], keys: Sequence[bytes], lattices: list[Lattice]) -> list[Found]:
    for index, placement in locate(_mean(chunk), lattices):
        if placement.score < SYNC:
            break
        words = _words(chunk, placement, lattices[index], keys[index])
        if words:
            return _spans(chunk, placement, lattices[index], words, index)
    return []


def _words(chunk: list[Bin], placement: Placement, tile: Lattice, key: bytes) -> list[_Word]:
    """Decode the whole and, if it is longer, windows of one and of two seconds."""
    words: dict[Payload, _Word] = {}
    for length in sorted({len(chunk), 4, 2}, reverse=True):
        for first in range(0, len(chunk) - length + 1, max(1, length // 2)):
            values = tile.read(read_cells(_mean(chunk[first : first + length]), placement))
            decoded = decode(values)
            payload = unpack(decoded.bits, key) if decoded.fit >= FIT else None
            if payload:
                words[payload] = _Word(payload, decoded.word)
    return list(words.values())


def _spans(chunk: list[Bin], placement: Placement, tile: Lattice, words: list[_Word], key: int) -> list[Found]:
    """Give each bin the word that it fits best, and join equal neighbours."""
    values = np.array([tile.read(read_cells(one.mean, placement)) for one in chunk])
    targets = np.array([signs(word.bits) for word in words])
    fits = values @ targets.T / (np.linalg.norm(values, axis=1, keepdims=True) * np.sqrt(CODE_BITS) + 1e-12)
    choice = np.where(fits.max(axis=1) >= _SAME, fits.argmax(axis=1), -1)
    if (choice < 0).all():
        choice[:] = 0
    spans: list[Found] = []
    edges = [0, *(np.flatnonzero(np.diff(choice)) + 1), len(choice)]
    for first, last in pairwise(edges):
        if choice[first] < 0:
            continue
        word = words[choice[first]]
        summed = values[first:last].sum(axis=0)
        fit = float(signs(word.bits) @ summed / (np.linalg.norm(summed) * np.sqrt(CODE_BITS) + 1e-12))
        cell = chunk[0].size[0] / placement.extent[0]
        shift = (placement.shift[1] / 2, placement.shift[0] / 2)
        payload = word.payload
        spans.append(
            Found(
                payload.asset_id,
                payload.version,
                fit,
                chunk[first].start,
                chunk[last - 1].end,
                cell,
                shift,
                key,
            )
        )
    return spans


def _mean(chunk: Sequence[Bin]) -> NDArray[np.float32]:
    total = np.zeros_like(chunk[0].mean)
    for one in chunk:
        total += one.mean * np.float32(one.frames)
    return total / np.float32(sum(one.frames for one in chunk))

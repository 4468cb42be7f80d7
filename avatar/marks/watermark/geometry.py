"""Find the tile's size and place in a picture that was scaled and cropped, and read its cells.

A picture is cut into samples, half a cell apart, for a supposed size of the cells; what is left after taking its smooth
parts away is weighed by how much it can tell, and folded onto one tile. The signs that all words share then stand out
of the cyclic correlation at the tile's place, if the size was right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.marks.watermark.pattern import CELLS, LADDER, Lattice, band

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Picture = NDArray[np.float32]

UNCROPPED = (0.5, 0.5)
"""shift of the tile in a picture that was not cropped, samples"""
_PER_CELL = 2
_SIDE = CELLS * _PER_CELL
_LEAST_KEPT = 0.7
"""of the shorter side, after cropping"""
_USUAL_CROP = 0.9
_SCALES = (0.38, 2.1)
"""of a picture against its original, that are looked for"""
_CERTAIN = 14.0
"""standard deviations at which no other size needs a look"""
_PROMISING = 4.8
"""standard deviations at which a closer look is worth it: noise reaches them half of the time"""
_CHOICES = 3
"""sizes that get a closer look"""
_FINE, _SMOOTH = 0.5, 1.5
"""samples, of the blurs between which the mark lies"""
_NEAR = 0.1
"""logarithm of sizes that share their samples"""
_COARSE = 2
"""samples along the longer side between the sizes that are tried"""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the tile lies."""

    extent: tuple[float, float]
    """width and height of the picture, cells"""
    shift: tuple[float, float]
    """down and to the right, samples, of the tile's corner"""
    score: float
    """height of the correlation's peak, standard deviations"""


def locate(picture: Picture, lattices: list[Lattice]) -> list[tuple[int, Placement]]:
    """Return the likeliest placements of each key with its index, best first.

    `picture` is a mean of frames; it should have at least two samples for each cell.
    """
    syncs = [_spectrum(one) for one in lattices]
    seen: list[list[tuple[float, tuple[float, float]]]] = [[] for _ in syncs]
    height, width = picture.shape
    long = max(width, height)
    telling: dict[int, Picture] = {}
    for length in _lengths((width, height)):
        extent = (length * width / long / _PER_CELL, length * height / long / _PER_CELL)
        # Sizes within some per cent share the costly part.
        near = round(np.log(length) / _NEAR)
        if near not in telling:
            share = np.exp(near * _NEAR) / length
            telling[near] = _telling(_samples(picture, (extent[0] * share, extent[1] * share)))
        folded = _whitened(_fold(_resampled(telling[near], extent, cv2.INTER_LINEAR)))
        for sizes, sync in zip(seen, syncs, strict=True):
            sizes.append((_peak(folded, sync)[0], extent))
        if max(sizes[-1][0] for sizes in seen) > _CERTAIN:
            break
    best = [
        (index, _refine(picture, sync, extent))
        for index, (sizes, sync) in enumerate(zip(seen, syncs, strict=True))
        for extent in _distinct(sizes)
    ]
    return sorted(best, key=lambda one: -one[1].score)


def locate_again(picture: Picture, tile: Lattice, before: Placement) -> Placement:
    """Look for a key's tile with cells of the size that they had in other pictures of the film."""
    return _placed(picture, _spectrum(tile), before.extent)


def read_cells(picture: Picture, placement: Placement) -> NDArray[np.float64]:
    """Return what each cell of the tile says, summed over the picture: (64, 64), positive for +1."""
    spectrum = _whitened(_fold(_telling(_samples(picture, placement.extent))))
    down, right = placement.shift
    turn = np.fft.fftfreq(_SIDE)[:, None] * down + np.fft.rfftfreq(_SIDE)[None] * right
    moved = np.fft.irfft2(spectrum * np.exp(2j * np.pi * turn))
    cells: NDArray[np.float64] = moved[::_PER_CELL, ::_PER_CELL]
    return cells


def _lengths(size: tuple[int, int]) -> Iterator[int]:
    """Yield lengths of the longer side, in samples: first those of uncropped pictures, then all that may be."""
    short, long = min(size), max(size)
    originals = [short / scale for scale in _SCALES]
    counts = [
        cells
        for (limit, cells), least in zip(LADDER, (0, *(limit for limit, _ in LADDER)), strict=False)
        if least < originals[0] and limit >= originals[1]
    ]
    ratio = _PER_CELL * long / short
    likely = np.array([cells * ratio for cells in counts])
    yield from (round(length) for length in likely)
    # A crop leaves a little fewer cells. One to another shape may leave far fewer on the shorter side.
    lengths = np.arange(round(likely.min() * _LEAST_KEPT), round(likely.max()) + _COARSE, _COARSE)
    nearest = np.abs(np.log(lengths[:, None] / (likely[None] * _USUAL_CROP))).min(axis=1)
    yield from (int(length) for length in lengths[np.argsort(nearest)])


def _distinct(sizes: list[tuple[float, tuple[float, float]]]) -> list[tuple[float, float]]:
    """Choose the most promising that aren't neighbours."""
    kept: list[tuple[float, float]] = []
    for score, extent in sorted(sizes, reverse=True):
        if score >= _PROMISING and len(kept) < _CHOICES and all(abs(extent[0] / one[0] - 1) > 0.02 for one in kept):
            kept.append(extent)
    return kept


def _refine(picture: Picture, sync: NDArray[np.complex128], extent: tuple[float, float]) -> Placement:
    """Climb to the best size near `extent`, first with both sides together, then each by itself."""
    best = _placed(picture, sync, extent)
    for step in (1.0, 0.5, 0.25):
        share = step / (_PER_CELL * max(extent))
        for along in ((share, share), (share, 0.0), (0.0, share)):
            best = _climb(picture, sync, best, along)
    return best


def _climb(picture: Picture, sync: NDArray[np.complex128], best: Placement, share: tuple[float, float]) -> Placement:
    for sign in (1, -1):
        while True:
            extent = (best.extent[0] * (1 + sign * share[0]), best.extent[1] * (1 + sign * share[1]))
            other = _placed(picture, sync, extent)
            if other.score <= best.score:
                break
            best = other
    return best


def _placed(picture: Picture, sync: NDArray[np.complex128], extent: tuple[float, float]) -> Placement:
    score, shift = _peak(_whitened(_fold(_telling(_samples(picture, extent)))), sync)
    return Placement(extent, shift, score)


def _samples(picture: Picture, extent: tuple[float, float]) -> Picture:
    """Sample a picture that is `extent` cells wide and high twice per cell."""
    dense = [max(8, round(4 * cells)) for cells in extent]
    if dense[0] < picture.shape[1]:
        picture = cv2.resize(picture, dense, interpolation=cv2.INTER_AREA)
        picture = cv2.GaussianBlur(picture, (0, 0), 0.6)
    return _resampled(picture, extent, cv2.INTER_CUBIC)


def _resampled(picture: Picture, extent: tuple[float, float], kind: int) -> Picture:
    height, width = picture.shape
    across, down = _PER_CELL * extent[0], _PER_CELL * extent[1]
    samples = cv2.resize(picture, None, fx=across / width, fy=down / height, interpolation=kind)
    # The last ones are left out if they lie half outside.
    return np.asarray(samples[: int(down), : int(across)], np.float32)


def _telling(samples: Picture) -> Picture:
    """Take the smooth parts away, and weigh what is left by what it can tell among its surroundings."""
    rest = cv2.GaussianBlur(samples, (0, 0), _FINE) - cv2.GaussianBlur(samples, (0, 0), _SMOOTH)
    spread = np.sqrt(cv2.GaussianBlur(rest * rest, (0, 0), 3.0)) + 0.25
    weighed: Picture = np.clip(rest / spread, -2, 2) / (spread + 0.5)
    return weighed


def _fold(telling: Picture) -> Picture:
    """Add it all up in one tile (128, 128)."""
    height, width = telling.shape
    padded = np.zeros((-(-height // _SIDE) * _SIDE, -(-width // _SIDE) * _SIDE), np.float32)
    padded[:height, :width] = telling
    tile: Picture = padded.reshape(-1, _SIDE, padded.shape[1] // _SIDE, _SIDE).sum(axis=(0, 2))
    return tile


def _whitened(tile: Picture) -> NDArray[np.complex128]:
    """Return the tile's spectrum, each frequency divided by the usual power at its radius, within the mark's band."""
    spectrum = np.fft.rfft2(tile.astype(np.float64))
    radius, count = _radii()
    power = np.bincount(radius.ravel(), (spectrum.real**2 + spectrum.imag**2).ravel()) / count
    weighed: NDArray[np.complex128] = spectrum * _band() / (power[radius] + 1e-12)
    return weighed


def _peak(spectrum: NDArray[np.complex128], sync: NDArray[np.complex128]) -> tuple[float, tuple[float, float]]:
    """Return the height of the correlation's peak in standard deviations, and its place to a fraction of a sample."""
    surface = np.fft.irfft2(spectrum * sync)
    down, right = np.unravel_index(int(np.argmax(surface)), surface.shape)
    score = float(surface[down, right] / (surface.std() + 1e-12))
    column, row = surface[:, right], surface[down]
    return score, (float(down + _top(column, int(down))), float(right + _top(row, int(right))))


def _top(values: NDArray[np.float64], place: int) -> float:
    """Fit a parabola through a peak and its neighbours: -0.5 to 0.5."""
    before, here, after = values[place - 1], values[place], values[(place + 1) % len(values)]
    bend = before - 2 * here + after
    return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0


def _spectrum(tile: Lattice) -> NDArray[np.complex128]:
    points = np.zeros((_SIDE, _SIDE))
    points[::_PER_CELL, ::_PER_CELL] = tile.sync
    spectrum: NDArray[np.complex128] = np.conj(np.fft.rfft2(points))
    return spectrum


@lru_cache(1)
def _band() -> NDArray[np.float64]:
    return band(_PER_CELL)[:, : _SIDE // 2 + 1]


@lru_cache(1)
def _radii() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    down, right = np.fft.fftfreq(_SIDE, 1 / _SIDE), np.fft.rfftfreq(_SIDE, 1 / _SIDE)
    radius = np.rint(np.hypot(down[:, None], right[None])).astype(np.intp)
    return radius, np.bincount(radius.ravel())

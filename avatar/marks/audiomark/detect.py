"""Find marks in sound, whatever was cut off before and wherever one passage follows another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.marks.audiomark import spectrum
from avatar.marks.audiomark.checks import check_mono, check_rate
from avatar.marks.audiomark.pattern import FIRST_LINE, LINES, PERIOD, SYNC, Pattern, pattern, spectrum_lines
from avatar.marks.audiomark.search import Place, places
from avatar.marks.watermark.code import Decoded, decode, signs
from avatar.marks.watermark.payload import Payload, unpack
from avatar.outside.media import SOUND, broken, open_media

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

FIT, FIT_WHEN_CLEAR = 0.72, 0.66
"""cosine between word and values below which a word is not believed, and where its place stands out clearly: one guess
in 300 fits by 0.72, half by 0.68; the MAC then passes one in 65536"""
_CLEARLY = 7.0
"""standard deviations; not one place in 1500 tries without a mark reached 6.5"""
_PIECE, _OVERLAP = 64, 8
"""s of sound that are searched at a time"""
_GRAIN = PERIOD // 8
"""samples, of the spans that are told"""
_BLIND = 64
"""places that stand out but say nothing, such as those across two passages, after which a piece is given up"""
_MOST = 64
"""passages in a piece"""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark."""

    asset_id: int
    version: int
    confidence: float
    """cosine between the word and what was heard: 0.7 for a guess, 1 without any damage"""
    start: float
    """s from the beginning of the sound, to about 0.5 s"""
    end: float
    """s"""
    key: int = 0
    """index of the key it was made with"""


def detect(samples: NDArray[np.float32], rate: int, keys: Sequence[bytes]) -> list[Found]:
    """Find the marks of all `keys` in `samples` (N,), mono, in order of time.

    Raise `InputError` for a rate below 12 kHz or a key that is none.
    """
    check_rate(rate)
    check_mono(samples)
    return _found([samples], rate, keys)


def detect_blocks(blocks: Iterable[NDArray[np.float32]], rate: int, keys: Sequence[bytes]) -> list[Found]:
    """Find the marks of all `keys` in sound that comes in blocks (N,), mono, however long it is; as `detect` does."""
    check_rate(rate)
    return _found(blocks, rate, keys)


def detect_file(path: str | Path, keys: Sequence[bytes]) -> list[Found]:
    """Find the marks in the sound of a film or a sound file; none where it has no sound.

    Raise `InputError` for a file that cannot be read, and as `detect` does.
    """
    try:
        with open_media(path, wanted=SOUND) as container:
            if not container.streams.audio:
                return []
            rate = container.streams.audio[0].codec_context.sample_rate
            check_rate(rate)
            return _found(_blocks(container, rate), rate, keys)
    except broken() as fault:
        raise InputError(f"{str(path)!r} cannot be read as sound ({fault}); give a film or a sound file.") from fault


def _blocks(container: InputContainer, rate: int) -> Iterator[NDArray[np.float32]]:
    """Decode the first sound track, mono."""
    import av

    mono = av.AudioResampler("fltp", "mono", rate)
    for frame in container.decode(audio=0):
        frame.pts = None  # gaps stay out: only the order counts
        yield from (part.to_ndarray()[0] for part in mono.resample(frame))
    yield from (part.to_ndarray()[0] for part in mono.resample(None))


def _found(blocks: Iterable[NDArray[np.float32]], rate: int, keys: Sequence[bytes]) -> list[Found]:
    noises = [pattern(key) for key in keys]
    found: list[Found] = []
    for start, piece in _pieces(blocks, rate):
        whitened = spectrum.whiten(spectrum.resample(piece, rate, spectrum.RATE))
        for index, (key, noise) in enumerate(zip(keys, noises, strict=True)):
            found += [_later(one, start, index) for one in _search(whitened, noise, key)]
    return _joined(found)


def _pieces(blocks: Iterable[NDArray[np.float32]], rate: int) -> Iterator[tuple[float, NDArray[np.float32]]]:
    """Cut sound into long pieces that overlap, each with the time that it begins at."""
    held = np.zeros(0, np.float32)
    waiting: list[NDArray[np.float32]] = []
    start = length = 0
    for block in blocks:
        waiting.append(block)
        length += len(block)
        if length < _PIECE * rate:
            continue
        held, waiting = np.concatenate([held, *waiting]), []
        while length >= _PIECE * rate:
            yield start / rate, held[: _PIECE * rate]
            step = (_PIECE - _OVERLAP) * rate
            held, start, length = held[step:], start + step, length - step
    if length > rate // 2 and (start == 0 or length > _OVERLAP * rate):
        yield start / rate, np.concatenate([held, *waiting])


def _search(whitened: NDArray[np.float32], noises: Pattern, key: bytes) -> Iterator[Found]:
    """Read the clearest place, silence what it explains, and look again."""
    rest = whitened.copy()
    for _ in range(_MOST):
        read = _first(rest, noises, key)
        if read is None:
            return
        payload, decoded, place = read
        start, end = _span(rest, noises, decoded, place)
        yield Found(payload.asset_id, payload.version, decoded.fit, start / spectrum.RATE, end / spectrum.RATE)
        rest[start:end] = 0


def _first(whitened: NDArray[np.float32], noises: Pattern, key: bytes) -> tuple[Payload, Decoded, Place] | None:
    """Read the clearest place that says something."""
    for place in islice(places(whitened, noises), _BLIND):
        lines, fraction = _adjusted(_periods(whitened, place), noises)
        values = noises.compare(lines.sum(axis=0, keepdims=True))[0, :SYNC].astype(np.float64)
        decoded = decode(values)
        least = FIT_WHEN_CLEAR if place.height > _CLEARLY else FIT
        payload = unpack(decoded.bits, key) if decoded.fit >= least else None
        if payload is not None:
            return payload, decoded, replace(place, start=place.start + round(fraction))
    return None


def _periods(whitened: NDArray[np.float32], place: Place) -> NDArray[np.float32]:
    """Cut a place out, with zeros where the sound has ended: (n * 16384,)."""
    before, after = max(0, -place.start), max(0, place.end - len(whitened))
    return np.pad(whitened[max(0, place.start) : max(0, place.end)], (before, after))


def _adjusted(sound: NDArray[np.float32], noises: Pattern) -> tuple[NDArray[np.complex64], float]:
    """Move periods by the fraction of a sample that fits best: their lines (n, 5120), and the fraction."""
    lines = spectrum_lines(sound)
    total = lines.sum(axis=0) * noises.lines[SYNC].conj()
    turns = 2j * np.pi / PERIOD * np.arange(FIRST_LINE, FIRST_LINE + LINES)
    fractions = np.linspace(-0.6, 0.6, 7)
    best = max(fractions, key=lambda fraction: float((total @ np.exp(turns * fraction)).real))
    return lines * np.exp(turns * best).astype(np.complex64), float(best)


def _span(whitened: NDArray[np.float32], noises: Pattern, decoded: Decoded, place: Place) -> tuple[int, int]:
    """Find from where to where a word is heard around a place, samples."""
    first = place.start % PERIOD - PERIOD
    periods = -(-(len(whitened) - first) // PERIOD)
    sound = _periods(whitened, Place(first, periods, 0.0))
    weights = np.append(signs(decoded.word), 3.0)[None]
    reference = noises.play(weights)[0]
    agreement = (sound.reshape(-1, PERIOD) * reference).reshape(-1, _GRAIN).sum(axis=1)
    energy = (sound.reshape(-1, _GRAIN) ** 2).sum(axis=1)
    inside = slice((place.start - first) // _GRAIN, (place.end - first) // _GRAIN)
    usual = agreement[inside].sum() / max(float(energy[inside].sum()), 1e-9)
    # Silence costs a little, or a span would reach across it to whatever agrees by chance.
    cost = 0.5 * usual * energy + 0.1 * agreement[inside].mean()
    begin, end = _largest(agreement - cost)
    clear = begin + np.flatnonzero(agreement[begin:end] > 0.1 * agreement[begin:end].sum() / max(end - begin, 1))
    begin, end = (int(clear[0]), int(clear[-1]) + 1) if len(clear) else (inside.start, inside.stop)
    return max(0, first + begin * _GRAIN), min(len(whitened), first + end * _GRAIN)


def _largest(values: NDArray[np.float64]) -> tuple[int, int]:
    """Find the run with the largest sum: first index, and the index after the last."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lowest))
    return int(np.argmin(sums[: end + 1])), end


def _later(found: Found, seconds: float, key: int) -> Found:
    return replace(found, start=found.start + seconds, end=found.end + seconds, key=key)


def _joined(found: list[Found]) -> list[Found]:
    """Put equal marks that touch together, and sort by time."""
    result: list[Found] = []
    for _, group in groupby(sorted(found, key=_identity), key=lambda one: (one.key, one.version, one.asset_id)):
        ordered = list(group)
        result.append(ordered[0])
        for one in ordered[1:]:
            last = result[-1]
            if one.start <= last.end + 1:
                merged = max(last.confidence, one.confidence)
                result[-1] = replace(last, end=max(last.end, one.end), confidence=merged)
            else:
                result.append(one)
    return sorted(result, key=lambda one: one.start)


def _identity(found: Found) -> tuple[int, int, int, float]:
    return found.key, found.version, found.asset_id, found.start

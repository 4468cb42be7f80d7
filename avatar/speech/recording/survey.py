"""Listen to a whole recording once, and keep in few numbers what is asked of it later: one pass, in little memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.settings import SOUND_RATE
from avatar.speech import spectra
from avatar.speech.meter import Meter
from avatar.speech.recording.reading import CURE, LONGEST, SHORTEST, RecordingFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ROW = 0.04
"""s of sound in one row of the bands"""
MOMENT = 0.01
"""s of sound in one value of the level"""
_ROWS = round(ROW / spectra.HOP)
_BLOCK = 30 * spectra.RATE
"""samples whose spectra are worked out at once"""
_MARGIN = 8 * round(ROW * spectra.RATE)
"""samples on each side of them that settle the first and last rows"""
_FULL, _PLATEAU, _SEVERAL = 0.999, 3, 4
"""share of the loudest sample, how many in a row so loud show that a wave was cut off, and how often in a second: a
limiter leaves such a place here and there"""
_LOUDER, _FAINT = 1.002, 0.05
"""times as loud as the loudest yet, which begins the count anew; a wave that is never louder is not cut off"""
_LINES = 1024
"""samples whose spectrum shows single tones"""
_SMOOTH = 12
"""lines on each side over which a spectrum is evened"""
_TONES = slice(6, 250)
"""lines, from 94 to 3900 Hz, among which tones are looked for"""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was heard in a recording."""

    seconds: float
    """its length"""
    loudness: float
    """integrated, LUFS; -inf for silence"""
    peak: float
    """largest sample of the mix"""
    cut_off: float
    """share of the seconds in which the wave is cut off at its peaks"""
    levels: NDArray[np.float32]
    """(L,) dB of each `MOMENT`, high tones lifted; any reference"""
    bands: NDArray[np.float32]
    """(T, `spectra.BANDS`) mean power of each `ROW`"""
    flatness: NDArray[np.float32]
    """(T,) 0-1: of noise about 0.56, of tones near 0, however the whole is coloured"""


def survey(file: RecordingFile, watch: Callable[[float], object] = lambda _: None) -> Survey:
    """Listen to all of a recording; `watch` is told how many seconds were heard.

    Raise `InputError` for one that is too short, too long, or cannot be decoded.
    """
    import soxr

    meter, peaks = Meter(SOUND_RATE), _Peaks()
    down = soxr.ResampleStream(SOUND_RATE, spectra.RATE, 1, dtype="float32", quality="HQ")
    looks, peak, count = _Looks(), 0.0, 0
    for piece in file.sound(peaks.add):
        meter.add(piece)
        looks.add(down.resample_chunk(piece))
        peak, count = max(peak, float(np.abs(piece).max(initial=0.0))), count + len(piece)
        watch(count / SOUND_RATE)
        if count > LONGEST * SOUND_RATE:
            raise InputError(f"The recording {str(file.path)!r} is longer than {LONGEST / 3600:.0f} hours; cut it.")
    looks.add(down.resample_chunk(np.zeros(0, np.float32), last=True))
    if count < SHORTEST * SOUND_RATE:
        raise InputError(
            f"The recording {str(file.path)!r} lasts {count / SOUND_RATE:.2f} s, which is too short; {CURE}."
        )
    levels, bands, flatness = looks.finish()
    return Survey(count / SOUND_RATE, meter.loudness, peak, peaks.share(), levels, bands, flatness)


class _Peaks:
    """Tell in how many seconds the wave is cut off at its peaks."""

    def __init__(self) -> None:
        self._loudest, self._hit, self._seconds = 0.0, 0, 0
        self._waiting: list[NDArray[np.float32]] = []
        self._count = 0

    def add(self, samples: NDArray[np.float32], rate: int) -> None:
        """Hear what was recorded, (channels, N)."""
        if self._waiting and samples.shape[0] != self._waiting[0].shape[0]:
            self._look()
        self._waiting.append(samples)
        self._count += samples.shape[1]
        if self._count >= rate:
            self._look()

    def share(self) -> float:
        """Give their share of all seconds."""
        if self._waiting:
            self._look()
        return self._hit / max(self._seconds, 1)

    def _look(self) -> None:
        sound = np.abs(np.concatenate(self._waiting, axis=1))
        self._waiting, self._count = [], 0
        self._seconds += 1
        top = float(sound.max(initial=0.0))
        if top > _LOUDER * self._loudest:  # what seemed to be cut off was not the loudest yet
            self._loudest, self._hit = top, 0
        full = sound >= max(_FULL * self._loudest, _FAINT)
        runs = full[:, _PLATEAU - 1 :].copy()
        for shift in range(_PLATEAU - 1):
            runs &= full[:, shift : shift + runs.shape[1]]
        begun = runs[:, 1:] & ~runs[:, :-1]
        self._hit += int(begun.sum(axis=1).max(initial=0)) >= _SEVERAL


class _Looks:
    """Levels, bands and flatness of sound that comes in pieces."""

    def __init__(self) -> None:
        self._held = np.zeros(_MARGIN, np.float32)
        self._found: tuple[list[NDArray[np.float32]], ...] = ([], [], [])

    def add(self, samples: NDArray[np.float32]) -> None:
        self._held = np.concatenate([self._held, samples])
        while len(self._held) >= _BLOCK + 2 * _MARGIN:
            self._look(_BLOCK)

    def finish(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        left = len(self._held) - _MARGIN
        if left > 0:
            row = round(ROW * spectra.RATE)
            whole = -(-left // row) * row
            self._held = np.pad(self._held, (0, whole + _MARGIN - left))
            self._look(whole)
        levels, bands, flatness = (np.concatenate(each) for each in self._found)
        return levels, bands, flatness

    def _look(self, length: int) -> None:
        """Look at the next `length` samples, whose neighbours are known."""
        known = self._held[: length + 2 * _MARGIN]
        skip = round(_MARGIN / spectra.RATE / spectra.HOP)
        rows = round(length / spectra.RATE / spectra.HOP)
        fine = spectra.mel_bands(known)[skip : skip + rows]
        power = fine.sum(axis=1).reshape(-1, round(MOMENT / spectra.HOP)).mean(axis=1)
        self._found[0].append((10 * np.log10(np.maximum(power, 1e-12))).astype(np.float32))
        self._found[1].append(fine.reshape(-1, _ROWS, spectra.BANDS).mean(axis=1).astype(np.float32))
        self._found[2].append(_flatness(known, length))
        self._held = self._held[length:]


def _flatness(known: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Measure how flat the evened spectrum of each row is."""
    row = round(ROW * spectra.RATE)
    first = _MARGIN + row // 2 - _LINES // 2
    moments = np.lib.stride_tricks.sliding_window_view(known, _LINES)[first : first + length : row]
    power = np.abs(np.fft.rfft(moments * np.hanning(_LINES).astype(np.float32), axis=1)) ** 2 + 1e-12
    sums = np.pad(power, ((0, 0), (_SMOOTH + 1, _SMOOTH)), mode="edge").cumsum(axis=1)
    around = (sums[:, 2 * _SMOOTH + 1 :] - sums[:, : -2 * _SMOOTH - 1]) / (2 * _SMOOTH + 1)
    evened = (power / np.maximum(around, 1e-12))[:, _TONES]
    return np.asarray(np.exp(np.log(evened).mean(axis=1)) / evened.mean(axis=1), np.float32)

"""Music under speech: it goes round and round, begins and ends softly, and gives way while somebody speaks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.settings import SOUND_RATE
from avatar.speech.loudness import limit
from avatar.speech.meter import measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

LOUDNESS = -23.0
"""LUFS that a file is brought to before its own gain (EBU R 128)"""
PEAK = 0.89
"""that music and speech reach together, -1 dBFS"""
ATTACK, RELEASE = 0.3, 0.9
"""s before speech in which the music goes down, and s after it in which it comes back"""
PAUSE = 0.7
"""s; in a shorter pause the music stays down"""
STEP = 0.01
"""s between two gains; samples between them lie on a line"""
_SEAM = 1.0
"""s over which the end of a file fades into its beginning"""


class Bed:
    """The music of one film."""

    def __init__(  # noqa: PLR0913 - what is heard, how loud, and from when to when
        self,
        path: Path,
        spoken: Sequence[tuple[float, float]],
        seconds: float,
        *,
        gain: float,
        duck: float,
        fades: tuple[float, float],
    ) -> None:
        """Play a file for so many s, under what is `spoken` from when to when, s.

        `gain` and `duck` are in dB; the `fades` at both ends in s.
        """
        self._loop = looped(str(path), path.stat().st_mtime_ns)
        times = np.arange(0.0, seconds + 2 * STEP, STEP)
        level = 10 ** ((gain + duck * presence(times, spoken)) / 20)
        self._times, self._gains = times, level * _fades(times, seconds, fades)

    def under(self, samples: NDArray[np.float32], first: int) -> NDArray[np.float32]:
        """Give speech (N,), 48 kHz, that begins with the sample `first` of the film, with its music."""
        places = np.arange(first, first + len(samples))
        gains = np.interp(places / SOUND_RATE, self._times, self._gains).astype(np.float32)
        return limit(samples + self._loop[places % len(self._loop)] * gains, SOUND_RATE, PEAK)


def presence(times: NDArray[np.float64], spoken: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Say how far music has gone down at some times, s: 1 while somebody speaks, 0 far from it, smooth between.

    It is down when they begin, for it knows what comes.
    """
    found = np.zeros(len(times))
    for start, end in _joined(spoken):
        coming = np.clip(1 - (start - times) / ATTACK, 0, 1)
        going = np.clip(1 - (times - end) / RELEASE, 0, 1)
        found = np.maximum(found, np.minimum(coming, going))
    return np.asarray(found * found * (3 - 2 * found), np.float64)


def _joined(spoken: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join what is parted by short pauses."""
    found = list[tuple[float, float]]()
    for start, end in spoken:
        if found and start - found[-1][1] < PAUSE:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _fades(times: NDArray[np.float64], seconds: float, fades: tuple[float, float]) -> NDArray[np.float64]:
    begun = np.clip(times / fades[0], 0, 1) if fades[0] > 0 else np.ones(len(times))
    left = np.clip((seconds - times) / fades[1], 0, 1) if fades[1] > 0 else np.ones(len(times))
    return np.asarray(np.sin(begun * np.pi / 2) * np.sin(left * np.pi / 2), np.float64)


@lru_cache(4)
def looped(path: str, _changed: int) -> NDArray[np.float32]:
    """Read a file's sound in one channel, at one loudness, so that its end runs into its beginning."""
    from pathlib import Path

    from avatar.speech.recording.reading import open_recording

    pieces = list(open_recording(Path(path)).sound())
    sound = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    loudness = measure(sound, SOUND_RATE)
    if not np.isfinite(loudness):
        raise InputError(f"The music {path!r} is silent; give another, or none.")
    sound = sound * np.float32(10 ** ((LOUDNESS - loudness) / 20))
    seam = min(round(_SEAM * SOUND_RATE), len(sound) // 4)
    rise = np.sin(np.linspace(0, np.pi / 2, seam, dtype=np.float32))
    loop = np.array(sound[: len(sound) - seam], np.float32)
    loop[:seam] = loop[:seam] * rise + sound[len(sound) - seam :] * rise[::-1]
    return loop

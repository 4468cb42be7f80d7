"""Read a recording in whose voice a model is to speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import VoiceError
from avatar.outside.media import SOUND, broken, open_media

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 22_050
"""Hz, that models listen at"""
SHORTEST, LONGEST = 1.0, 30.0
"""s of a recording that shows a voice, and that are listened to"""


def read_voice(path: Path) -> NDArray[np.float32]:
    """Read the beginning of a sound file: (N,) at `RATE` Hz. Raise `VoiceError` for none, or one too short."""
    import av

    pieces: list[NDArray[np.float32]] = []
    try:
        with open_media(path, wanted=SOUND) as file:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            for frame in file.decode(audio=0):
                pieces += [np.ravel(each.to_ndarray()) for each in resampler.resample(frame)]
                if sum(map(len, pieces)) > LONGEST * RATE:
                    break
    except broken() as fault:
        raise VoiceError(f"{str(path)!r} is no sound that can be read ({fault}); give a WAV file.") from None
    sound = np.concatenate(pieces)[: round(LONGEST * RATE)] if pieces else np.zeros(0, np.float32)
    if len(sound) < SHORTEST * RATE or not sound.any():
        raise VoiceError(
            f"{str(path)!r} holds {len(sound) / RATE:.1f} s of sound, which shows no voice; give a recording of 6 s."
        )
    return np.asarray(sound, np.float32)

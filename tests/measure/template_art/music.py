"""A calm loop for under a voice: four chords, a soft pluck, no beat; it ends where it begins."""

from __future__ import annotations

import io

import numpy as np
import soundfile

RATE = 32000
_BAR = 4.0
"""s of one chord"""
_CHORDS = ((0, 7, 16, 19), (9, 16, 24, 28), (5, 12, 21, 24), (7, 14, 23, 26))
"""semitones above the key: I, vi, IV, V, each spread wide"""
_PLUCKS = (24, 31, 28, 36, 31, 28, 24, 31)
"""semitones above the key, one every half second, of which the chord takes the nearest of its own"""
_TONIC = 130.81
"""Hz, C3"""


def loop(key: int) -> bytes:
    """Play it in a key (semitones above C) and give the bytes of an Ogg Vorbis file, 16 s, mono."""
    length = round(RATE * _BAR * len(_CHORDS))
    sound = np.zeros(length)
    for number, chord in enumerate(_CHORDS):
        begin = round(number * _BAR * RATE)
        for note in chord:
            _add(sound, begin, _pad(_pitch(key + note)), 0.11)
        for place, wanted in enumerate(_PLUCKS):
            note = min((each + 12 * up for each in chord for up in (0, 1, 2)), key=lambda each: abs(each - wanted))
            _add(sound, begin + round(place * 0.5 * RATE), _pluck(_pitch(key + note)), 0.045 if place % 2 else 0.07)
    sound *= 0.35 / np.max(np.abs(sound))
    written = io.BytesIO()
    soundfile.write(written, sound.astype(np.float32), RATE, format="OGG", subtype="VORBIS", compression_level=0.72)
    return written.getvalue()


def _pitch(semitones: int) -> float:
    return float(_TONIC * 2 ** (semitones / 12))


def _pad(hertz: float) -> np.ndarray:
    """Play a soft held tone that swells and dies away into the next bar."""
    time = np.arange(round(RATE * (_BAR + 1.6))) / RATE
    swell = np.clip(time / 1.1, 0, 1) * np.clip((_BAR + 1.6 - time) / 1.6, 0, 1)
    tone = sum(
        np.sin(2 * np.pi * hertz * (1 + bend) * k * time + k) / k**2.2
        for k in (1, 2, 3, 4)
        for bend in (-0.0012, 0.0013)
    )
    return tone * swell**1.5


def _pluck(hertz: float) -> np.ndarray:
    time = np.arange(round(RATE * 2.2)) / RATE
    tone = sum(np.sin(2 * np.pi * hertz * k * time) * np.exp(-time * (2.2 + 1.8 * k)) / k**1.6 for k in (1, 2, 3, 5))
    return tone * np.clip(time / 0.006, 0, 1)


def _add(sound: np.ndarray, begin: int, tone: np.ndarray, loudness: float) -> None:
    """Add a tone; what reaches past the end is heard at the beginning, so that the loop has no seam."""
    places = (begin + np.arange(len(tone))) % len(sound)
    np.add.at(sound, places, tone * loudness)

"""Recordings of what espeak says, in files of every kind, for the tests of what is done with them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from avatar.settings import SOUND_RATE, SpeechSettings, TextSettings
from avatar.speech.engines import open_voice
from avatar.speech.voices import find_voice
from avatar.text import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.data import Speech, Utterance

SENTENCES = (
    "Good morning, everybody.",
    "This is a recording of my own voice, made in a quiet room.",
    "Papa may buy five blue balloons, if you like them.",
    "Let us see whether it is found again.",
)
PAUSES = (0.5, 0.7, 0.2, 0.9, 0.6)
"""s before, between and after them"""


@dataclass(frozen=True)
class Said:
    """What a man says, and when."""

    sound: np.ndarray
    """(N,) at `SOUND_RATE`"""
    utterances: tuple[Utterance, ...]
    speeches: tuple[Speech, ...]
    begins: tuple[float, ...]
    """s, of each utterance's sound"""


def said(sentences: Sequence[str] = SENTENCES, pauses: Sequence[float] = PAUSES, voice: str = "james") -> Said:
    """Let somebody say sentences."""
    utterances = tuple(read(text, TextSettings("en"))[0] for text in sentences)
    with open_voice(find_voice(voice), SpeechSettings()) as speaker:
        speeches = tuple(speaker.speak(each) for each in utterances)
    pieces, begins, length = [], [], 0
    for pause, speech in zip(pauses, speeches, strict=False):
        pieces += [np.zeros(round(pause * SOUND_RATE), np.float32), speech.samples]
        begins.append((length + len(pieces[-2])) / SOUND_RATE)
        length += len(pieces[-2]) + len(pieces[-1])
    pieces.append(np.zeros(round(pauses[len(speeches)] * SOUND_RATE), np.float32))
    return Said(np.concatenate(pieces), utterances, speeches, tuple(begins))


def write(path: Path, sound: np.ndarray, rate: int = SOUND_RATE, codec: str = "pcm_s16le") -> Path:
    """Write sound (N,) or (channels, N) with ffmpeg, in what the ending of `path` says."""
    channels = np.atleast_2d(sound)
    layout = {1: "mono", 2: "stereo"}[len(channels)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.codec_context.layout = layout
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(np.clip(channels, -1, 1) * 32767).astype(np.int16).T.reshape(1, -1), "s16", layout
        )
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path

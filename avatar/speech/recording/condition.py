"""What is wrong with a recording, as sentences for whoever has made it: its sound, and how far it fits its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import UNKNOWN_WORDS
from avatar.speech import running, spectra
from avatar.speech.recording.activity import LOUD, stretches
from avatar.speech.recording.survey import MOMENT, ROW, Survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Part, Utterance
    from avatar.speech.recording.listen import Hearing

QUIET = -45.0
"""LUFS; a recording that is softer is mostly the noise of its microphone when it is made loud"""
NOISY = -26.0
"""dB from the loud moments of the voice, above which noise is told of: 5 dB less from its mean"""
CUT_OFF = 0.05
"""share of the seconds in which the wave is cut off at its peaks"""
TONAL = 0.33
"""flatness between words, below which it is music or a hum: of noise it is 0.56"""
AUDIBLE = -48.0
"""dB from the loud moments of the voice, below which what is between the words doesn't matter"""
LONG_SILENCE = 6.0
"""s"""
DOUBTFUL = 0.45
"""confidence below which an utterance may not be what is said"""
TELLING = 1.2
"""s that an utterance lasts at least for its confidence to tell anything"""
FEW = 1.0, 0.03
"""s, and share of all speech, that may be said besides the text without a word about it"""
_TAIL = 0.15
"""s around a word that are not looked at: a room rings after it"""
_ENOUGH = 0.4
"""s between the words that say something of what is heard there"""


def told_of_sound(survey: Survey, moments: NDArray[np.bool_]) -> list[str]:
    """Say what is wrong with the sound."""
    found = []
    if survey.loudness < QUIET:
        found.append(
            f"The recording is very soft ({survey.loudness:.0f} LUFS), so that its noise is made loud with it; "
            "record closer to the microphone."
        )
    if survey.cut_off > CUT_OFF:
        found.append(f"The recording is cut off at its peaks in {survey.cut_off:.0%} of its seconds; record it softer.")
    found += _background(survey, moments)
    gaps = stretches(~moments)
    inner = gaps[(gaps[:, 1] - gaps[:, 0] > LONG_SILENCE)]
    if len(inner):
        longest = inner[np.argmax(inner[:, 1] - inner[:, 0])]
        found.append(f"Nobody speaks for {longest[1] - longest[0]:.0f} s from {clock(longest[0])} on.")
    return found


def told_of_text(hearing: Hearing, utterances: Sequence[Utterance]) -> list[str]:
    """Say where recording and text differ."""
    found = []
    if hearing.missing:
        what = utterances[hearing.missing[0]].text
        found.append(
            f"{len(hearing.missing)} of {len(utterances)} sentences of the text were not found in the recording; "
            f"the first is {_short(what)}."
        )
    doubtful = [part for part in hearing.parts if is_doubtful(part)]
    if doubtful:
        first = doubtful[0]
        found.append(
            f"The recording hardly fits {len(doubtful)} of {len(utterances)} sentences of the text; the first is "
            f"{_short(utterances[first.utterance].text)} at {clock(first.start)}."
        )
    others = [part for part in hearing.parts if part.utterance == UNKNOWN_WORDS]
    seconds = sum(part.end - part.start for part in others)
    if utterances and seconds > max(FEW[0], FEW[1] * spoken(hearing.parts)):
        found.append(
            f"{seconds:.1f} s of speech are not in the text, the first at {clock(others[0].start)}; "
            "their lips are guessed from the sound."
        )
    return found


def spoken(parts: Sequence[Part]) -> float:
    """Say how long somebody speaks, s."""
    return sum(part.end - part.start for part in parts)


def unread(parts: Sequence[Part]) -> float:
    """Say how long somebody speaks of whom nobody knows what is said, s."""
    return spoken([part for part in parts if part.utterance == UNKNOWN_WORDS or is_doubtful(part)])


def is_doubtful(part: Part) -> bool:
    """Tell whether an utterance may not be what is said: of a short one, such as a greeting, nobody can tell."""
    return part.utterance != UNKNOWN_WORDS and part.confidence < DOUBTFUL and part.end - part.start >= TELLING


def clock(seconds: float) -> str:
    """Write a time as 1:02."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _background(survey: Survey, moments: NDArray[np.bool_]) -> list[str]:
    """Say what is heard between and under the words."""
    levels = 10 * np.log10(spectra.true_power(survey.bands) + 1e-12)
    voice = float(np.percentile(levels, LOUD))
    between = _between(moments, len(levels)) & (levels > voice + AUDIBLE)
    if between.sum() * ROW < _ENOUGH:
        return []
    level = float(np.median(levels[between])) - voice
    if float(np.median(survey.flatness[between])) < TONAL:
        return [f"There is music or a hum {-level:.0f} dB below the voice; without it the lips are found more surely."]
    if level > NOISY:
        return [f"The noise is only {-level:.0f} dB below the voice; record it in a quieter place."]
    return []


def _between(moments: NDArray[np.bool_], rows: int) -> NDArray[np.bool_]:
    """Tell the rows in which nobody speaks, nor has just spoken."""
    tail, size = round(_TAIL / MOMENT), round(ROW / MOMENT)
    near = running.highest(moments.astype(np.float32), tail) > 0
    near = np.pad(near, (0, max(rows * size - len(near), 0)), constant_values=True)[: rows * size]
    return np.asarray(~near.reshape(rows, size).any(axis=1), np.bool_)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 40 else f"{text[:40]}...")

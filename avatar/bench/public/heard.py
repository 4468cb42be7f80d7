"""What a film is meant to show, out of its sound alone: the phones that are heard, and how our lips would say them."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Heard
from avatar.inspection.intent import Sound, Timeline, intended_opening, intended_width
from avatar.outside.media import SOUND, open_media
from avatar.runtime.watch import unwatched
from avatar.settings import SOUND_RATE, LipSettings, SpeechSettings, TextSettings
from avatar.speech import sounds, spectra
from avatar.speech.joining import resample
from avatar.speech.recording.listen import listen
from avatar.speech.recording.reading import open_recording
from avatar.speech.recording.speaker import RecordedSpeaker
from avatar.visemes import ArticulatoryShaper, look_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import Phone
    from avatar.inspection.film import Film

SURE = 0.7
"""mean probability of its kind at which a phone that was guessed from a sound is asked for its look"""
_UNSURE = "unsure"
"""instead of the viseme of a phone that may be another"""


def heard_in(film: Film, text: str, language: str) -> Timeline:
    """Listen to a film: to what its `text` says, or, without one, to whatever is said.

    Raise `InputError` where nobody is heard, `TextError` and `VoiceError` for a text that cannot be read or said.
    """
    from avatar.text import read

    file = open_recording(film.path)
    utterances = tuple(read(text, TextSettings(language=language))) if text.strip() else ()
    hearing = listen(file, utterances, unwatched)
    speaker = RecordedSpeaker(file, hearing.survey.loudness, SpeechSettings())
    try:
        whole = Heard(0, round(hearing.survey.seconds * SOUND_RATE), hearing.parts)
        speech = speaker.speak(whole, utterances, "", language)
    finally:
        speaker.close()
    late = _begins(film.path)
    phones = [replace(each, start=each.start + late, end=each.end + late) for each in speech.phones if each.end > -late]
    phones = [replace(each, start=max(each.start, 0.0)) for each in phones if each.end > 0.005]
    # What a text says is there, with its sounds in their places: only guesses have to be sure of themselves.
    trust = [1.0] * len(phones) if utterances else _trust(phones, film.sound())
    lips = ArticulatoryShaper(LipSettings()).shape(tuple(phones), film.seconds)
    weights = {name: column.astype(np.float64) for name, column in zip(lips.names, lips.weights.T, strict=True)}
    return Timeline(
        fps=film.fps,
        frames=round(film.seconds * film.fps),
        sounds=tuple(
            Sound(each.ipa, each.start, each.end, look_of(each) if sure >= SURE else _UNSURE)
            for each, sure in zip(phones, trust, strict=True)
            if each.ipa
        ),
        words=tuple((word.text, word.start + late, word.end + late) for word in speech.words),
        times=lips.times.astype(np.float64),
        opening=intended_opening(weights),
        width=intended_width(weights),
    )


def _trust(phones: Sequence[Phone], samples: NDArray[np.float32]) -> list[float]:
    """Tell for each phone how likely the kind of sound that it is is heard in its place, 0-1."""
    from avatar.inspection.film import SOUND_RATE as RATE

    likely = np.exp(sounds.heard(resample(samples, RATE, spectra.RATE)))
    found = []
    for phone in phones:
        first = min(int(phone.start / sounds.HOP), len(likely) - 1)
        rows = likely[first : max(round(phone.end / sounds.HOP), first + 1)]
        found.append(max((float(rows[:, kind].mean()) for kind in sounds.kinds_of(phone.ipa)), default=0.0))
    return found


def _begins(path: Path) -> float:
    """Say when, on the film's clock, its sound begins, s."""
    with open_media(path, wanted=SOUND) as container:
        frame = next(iter(container.decode(audio=0)), None)
        return float(frame.time or 0.0) if frame is not None else 0.0

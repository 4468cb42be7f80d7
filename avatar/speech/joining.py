"""Put stretches of speech one after the other."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Cue, Phone, Speech
from avatar.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Word


def join(parts: Sequence[Speech], pauses: Sequence[float], lead_in: float = 0.0, lead_out: float = 0.0) -> Speech:
    """Join `parts` with `pauses[i]` s of silence after part i, and `lead_in` and `lead_out` s around them.

    The pause after the last part counts as well. A part at another sample rate is brought to that of the first.
    Language and voice are those that speak longest. Raise `AvatarError` for no part at all or a pause too few.
    """
    if not parts or len(pauses) != len(parts) or min(*pauses, lead_in, lead_out, 0.0) < 0:
        raise AvatarError(
            f"{len(parts)} stretches of speech cannot be joined with {len(pauses)} pauses; "
            "give at least one stretch, and one pause of 0 s or more for each."
        )
    rate = parts[0].sample_rate
    sound = [_silence(lead_in, rate)]
    phones: list[Phone] = []
    words: list[Word] = []
    cues: list[Cue] = []
    length = len(sound[0])
    for part, pause in zip(parts, pauses, strict=True):
        moved = shift(part, length / rate, len(words))
        phones += moved.phones
        words += moved.words
        cues += moved.cues
        sound += [resample(part.samples, part.sample_rate, rate), _silence(pause, rate)]
        length += len(sound[-2]) + len(sound[-1])
    sound.append(_silence(lead_out, rate))
    return Speech(np.concatenate(sound), rate, tuple(phones), tuple(words), *_main(parts), tuple(cues))


def _main(parts: Sequence[Speech]) -> tuple[str, str]:
    """Give the language and the voice that most of the time belongs to."""
    seconds: dict[tuple[str, str], float] = {}
    for part in parts:
        who = (part.language, part.voice)
        seconds[who] = seconds.get(who, 0.0) + part.seconds
    return max(seconds, key=lambda who: seconds[who])


def shift(speech: Speech, seconds: float, first_word: int = 0) -> Speech:
    """Move the times of phones, words and cues, not the sound, and count the words from `first_word`."""
    phones = tuple(
        replace(
            phone,
            start=phone.start + seconds,
            end=phone.end + seconds,
            word=phone.word + first_word if phone.word >= 0 else -1,
        )
        for phone in speech.phones
    )
    words = tuple(replace(word, start=word.start + seconds, end=word.end + seconds) for word in speech.words)
    cues = tuple(replace(cue, word=cue.word + first_word, time=max(cue.time + seconds, 0.0)) for cue in speech.cues)
    return replace(speech, phones=phones, words=words, cues=cues)


def cued(speech: Speech, cues: Sequence[Cue]) -> Speech:
    """Give a speech the cues of its utterance, each at the time of its word, which is known now that it is spoken."""
    ends = [word.start for word in speech.words] + [speech.words[-1].end if speech.words else 0.0]
    timed = tuple(replace(cue, time=ends[min(cue.word, len(ends) - 1)] + cue.time) for cue in cues)
    return replace(speech, cues=timed)


def resample(samples: NDArray[np.float32], rate: int, to: int) -> NDArray[np.float32]:
    """Bring `samples` (N,) from `rate` Hz to `to` Hz; linear phase, so that no time moves.

    The result is as long as the input, rounded up to a whole sample.
    """
    if rate == to or not len(samples):
        return samples
    import soxr

    sound = np.asarray(soxr.resample(samples, rate, to, quality="VHQ"), dtype=np.float32)
    wanted = math.ceil(len(samples) * to / rate)
    return np.pad(sound, (0, max(wanted - len(sound), 0)))[:wanted]


def _silence(seconds: float, rate: int) -> NDArray[np.float32]:
    return np.zeros(round(seconds * rate), dtype=np.float32)

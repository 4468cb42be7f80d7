"""What is said: from the text to the sound with its phones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.data.checks import require, require_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

CUE_KINDS: tuple[str, ...] = (
    "smile",
    "frown",
    "nod",
    "shake head",
    "tilt head",
    "raise brows",
    "blink",
    "look left",
    "look right",
    "look up",
    "look down",
    "look at me",
    "pause",
)
"""What a cue can ask for; left and right are those of the picture."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that the face is to do at a moment of the speech."""

    kind: str
    """one of `CUE_KINDS`"""
    amount: float = 1.0
    """strength, 1 is natural; of a pause, its length, s"""
    word: int = 0
    """index of the word that it comes before; the number of words: it comes after the last"""
    time: float = 0.0
    """s; in a `Speech` from its beginning, in an `Utterance` from the border of that word"""

    def __post_init__(self) -> None:
        require(self.kind in CUE_KINDS, f"there is no cue {self.kind!r}")
        require(self.amount > 0, f"the cue {self.kind!r} has the amount {self.amount}")


@dataclass(frozen=True, slots=True)
class Prosody:
    """How a stretch is said that is said otherwise than the rest: factors on what the voice does by itself."""

    rate: float = 1.0
    """of its speed, 0.3-3"""
    pitch: float = 1.0
    """of its fundamental frequency, 0.5-2"""
    range: float = 1.0
    """of how far its melody goes from the mean, 0-2"""
    volume: float = 0.0
    """louder than the rest, dB, -40 to 10"""

    def within(self, other: Prosody) -> Prosody:
        """Give what this is inside of something that is said as `other`."""
        return Prosody(
            min(max(self.rate * other.rate, 0.3), 3.0),
            min(max(self.pitch * other.pitch, 0.5), 2.0),
            min(max(self.range * other.range, 0.0), 2.0),
            min(max(self.volume + other.volume, -40.0), 10.0),
        )


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of text that is spoken in one breath, in one language."""

    text: str
    """As the reader wrote it; what subtitles show."""
    language: str
    """BCP-47, lower case primary subtag first: "zh", "en", "pt-BR"."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """How the engine is to read it, piece by piece, in order; empty: the text itself."""
    pause_after: float = 0.0
    """Silence after it, s."""
    pause_before: float = 0.0
    """Silence before it, s; only the first of a text has any."""
    continues: bool = False
    """Its sentence goes on in the next utterance, so the voice does not fall at its end."""
    cues: tuple[Cue, ...] = ()
    """What the face does, in order."""
    warnings: tuple[str, ...] = ()
    """Sentences on what its reading is unsure of or had to leave out."""
    heard: str = ""
    """What is heard of it, where words are said that are not written in it; "": its text."""
    prosody: Prosody = field(default_factory=Prosody)
    """How it is said otherwise than the rest."""
    voice: str = ""
    """Name of the voice that is asked for it; "": whoever says the rest."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How one word of an utterance is to be read."""

    word: str
    """The written word: a substring of the utterance's text, or what it was expanded from."""
    reading: str
    """What the engine reads: expanded words, or pinyin with tone digits for Chinese."""
    language: str
    """BCP-47 of this word, so that English inside Chinese is read as English."""
    ipa: str = ""
    """Its phones, which are said instead of the reading, in IPA with stress marks; "": the reading is said."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One speech sound with its exact time."""

    ipa: str
    """The sound, without stress or tone marks; "" is silence."""
    start: float
    """s"""
    end: float
    """s, after start"""
    stress: int = 0
    """0 none, 1 secondary, 2 primary"""
    tone: int | None = None
    """Mandarin tone 1-5 on the syllable's nucleus, otherwise None."""
    word: int = -1
    """Index into `Speech.words`; -1: belongs to none (silence)."""
    viseme: str = ""
    """Its look where that is not the sound's own, one of `visemes.VISEMES`; "": the sound's own."""

    def __post_init__(self) -> None:
        require(self.end > self.start, f"phone {self.ipa!r} ends at {self.end} before it starts at {self.start}")


@dataclass(frozen=True, slots=True)
class Word:
    """A written word with the time it is spoken."""

    text: str
    """As written."""
    start: float
    """s"""
    end: float
    """s"""
    confidence: float = 1.0
    """0-1: how sure it is that it is said there; 1 where the voice itself has told"""


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound together with what is said in it."""

    samples: NDArray[np.float32]
    """(N,), mono, in [-1, 1]"""
    sample_rate: int
    """Hz"""
    phones: tuple[Phone, ...]
    """In order, without overlap; gaps between them are silence."""
    words: tuple[Word, ...]
    """In order."""
    language: str
    """BCP-47 of most of it."""
    voice: str
    """Name of the voice card."""
    cues: tuple[Cue, ...] = ()
    """What the face does, in order."""

    def __post_init__(self) -> None:
        require_array(self.samples, np.float32, (None,), "samples")

    @property
    def seconds(self) -> float:
        """Length of the sound, s."""
        return len(self.samples) / self.sample_rate


@dataclass(frozen=True, slots=True)
class Saying:
    """A speech while it is spoken: the same one again and again, each time with more of its sound."""

    speech: Speech
    """its sound as far as it stays as it is; phones and words beyond that are where they are expected"""
    is_whole: bool
    """nothing more comes"""
    utterances: int = 1
    """how many of those that are said one after the other it has words of"""

"""The bench of voices: everybody says the same sentences, and each is measured in the same ways."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from avatar.bench.origin import Origin, origin
from avatar.bench.quality import make_folder
from avatar.bench.voice.exactness import Exactness, exactness
from avatar.bench.voice.mishearing import Heard, compare
from avatar.bench.voice.recogniser import NAME, Recogniser
from avatar.bench.voice.sound import Listener, Melody, loudness, melody, spoken_seconds
from avatar.bench.voice.speaking import Cost, speak_alone
from avatar.bench.voice.tones import Tones, tones
from avatar.bench.voice.written import letters
from avatar.data.language import primary_subtag
from avatar.errors import NotInstalledError
from avatar.runtime.watch import Watch, unwatched
from avatar.speech.voices import find_voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.bench.trial import Trial
    from avatar.bench.voice.speaking import Part
    from avatar.data import Speech

_SCORED = 12
"""sentences whose signal is judged: the score of a voice hardly depends on what it says"""


@dataclass(frozen=True, slots=True)
class VoiceTrial:
    """How one voice does in one language."""

    part: Part
    """who says what"""
    engine: str
    """that speaks"""
    cost: Cost
    """of speaking"""
    seconds: float
    """of sound in all"""
    heard: Heard | None
    """what was understood; None without a recogniser that knows the language"""
    score: float | None
    """DNSMOS P.835, overall, 1-5; None without its network"""
    melody: Melody | None
    """None where nothing has voice"""
    loudness: float
    """LUFS"""
    pace: float
    """letters, of zh syllables, of ja kana, that are said in a second, pauses aside"""
    exactness: Exactness | None
    """of lip closures; None where no sentence has one between vowels"""
    tones: Tones | None
    """of zh"""
    lips: Trial | None
    """rows 1-6 of an inspection, where a film was asked for"""

    def as_json(self) -> dict[str, object]:
        """Give the object of one voice in `avatar bench voice --json`."""
        own = {name: getattr(self, name) for name in ("seconds", "score", "loudness", "pace")}
        parts = {name: getattr(self, name) for name in ("cost", "heard", "melody", "exactness", "tones")}
        return {
            "voice": self.part.voice,
            "engine": self.engine,
            "language": self.part.language,
            "speed": self.part.speed,
            "sentences": len(self.part.sentences),
            **own,
            **{name: None if value is None else asdict(value) for name, value in parts.items()},
            "lips": None if self.lips is None else self.lips.as_json(),
        }


@dataclass(frozen=True, slots=True)
class VoiceBench:
    """What the bench found."""

    origin: Origin
    """when, where and with what"""
    trials: tuple[VoiceTrial, ...]
    """one per voice and language"""
    recogniser: str
    """its name; "" where it is not installed"""
    notes: tuple[str, ...]
    """what could not be measured and how it can, sentences"""

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar bench voice --json`."""
        return {
            **asdict(self.origin),
            "recogniser": self.recogniser,
            "notes": list(self.notes),
            "voices": [trial.as_json() for trial in self.trials],
        }


def measure_voices(parts: Sequence[Part], folder: Path, portrait: str = "", watch: Watch = unwatched) -> VoiceBench:
    """Let each part be spoken and measure it; with a `portrait`, film and inspect it too. `folder` keeps what is slow.

    What is heard in a sound and how its signal is scored is kept: a voice that sounds as before is not heard again.
    """
    make_folder(folder)
    ears = _Ears(folder)
    trials = []
    for done, part in enumerate(parts):
        watch("voices", done, len(parts))
        trials.append(_try(part, ears, folder, portrait))
    watch("voices", len(parts), len(parts))
    return VoiceBench(origin(), tuple(trials), NAME if ears.recogniser else "", tuple(ears.notes))


class _Ears:
    """Who listens, as far as they are installed."""

    def __init__(self, folder: Path) -> None:
        self.notes: list[str] = []
        self.recogniser: Recogniser | None = None
        self.listener: Listener | None = None
        try:
            self.recogniser = Recogniser(folder)
        except NotInstalledError as fault:
            self.notes.append(str(fault))
        try:
            self.listener = Listener(folder)
        except NotInstalledError as fault:
            self.notes.append(str(fault))

    def heard(self, part: Part, speeches: Sequence[Speech]) -> Heard | None:
        language = primary_subtag(part.language)
        if self.recogniser is None or not self.recogniser.knows(language):
            return None
        hear = self.recogniser.hear
        return Heard.of(
            compare(said, hear(speech.samples, speech.sample_rate, language), language)
            for said, speech in zip(part.sentences, speeches, strict=True)
        )

    def score(self, speeches: Sequence[Speech]) -> float | None:
        if self.listener is None:
            return None
        scores = [self.listener.score(speech) for speech in speeches[:_SCORED]]
        return sum(scores) / len(scores)


def _try(part: Part, ears: _Ears, folder: Path, portrait: str) -> VoiceTrial:
    spoken = speak_alone(part)
    speeches = spoken.speeches
    said = sum(letters(sentence, part.language) for sentence in part.sentences)
    return VoiceTrial(
        part,
        find_voice(part.voice).engine,
        spoken.cost,
        sum(speech.seconds for speech in speeches),
        ears.heard(part, speeches),
        ears.score(speeches),
        melody(speeches),
        loudness(speeches),
        said / sum(spoken_seconds(speech) for speech in speeches),
        exactness(speeches),
        tones(speeches) if primary_subtag(part.language) == "zh" else None,
        _filmed(part, folder, portrait) if portrait else None,
    )


def _filmed(part: Part, folder: Path, portrait: str) -> Trial:
    from avatar.bench.subjects import find_subjects
    from avatar.bench.trial import Cell, attempt
    from avatar.bench.voice.sentences import LABIAL

    (subject,) = find_subjects((portrait,))
    text = " ".join(part.sentences[:LABIAL])
    return attempt(Cell(subject, part.language, part.speed, (512, 512), 0, part.voice, text), folder)

"""A recording instead of a voice: whose it is said to be, what is said in it, cut into passages at its own pauses.

Its film is as long as it is, and shows at every moment what is heard at that moment of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.clip.passages import RESTING, Passage
from avatar.clip.script import Script
from avatar.data import UNKNOWN_WORDS, Heard, Utterance, VoiceCard
from avatar.errors import InputError
from avatar.runtime.hashing import value_sha256
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from avatar.clip.request import ClipRequest
    from avatar.data import Part
    from avatar.runtime.watch import Watch
    from avatar.speech.recording.listen import Hearing
    from avatar.speech.recording.reading import RecordingFile

ENGINE = "recording"
"""what the card of a recording calls its engine"""
UNDETERMINED = "und"
"""BCP-47 for a language that nobody has told"""
_ENOUGH, _LONG = 4.0, 30.0
"""s that a passage lasts at least where it may be cut, and at most"""
_LEAD_SHARE, _LEAD = 0.4, 0.16
"""of the pause between two passages, and s at most, that lie before the second"""


@dataclass(frozen=True, slots=True)
class RecordingOptions:
    """What is known of the voice of a recording."""

    sha256: str
    """of the file, hex"""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording that is to be heard, and what was found in it."""

    file: RecordingFile
    """where it lies"""
    card: VoiceCard
    """whose voice it is, as marks, logs and consents call it"""
    hearing: Hearing | None = None
    """what was heard in it; None: nobody has listened yet"""

    def facts(self) -> dict[str, str]:
        """Give what a timeline says of it."""
        return {"name": self.file.path.name, "sha256": self.file.sha256}


def open_recorded(request: ClipRequest) -> Recorded | None:
    """Look at the recording that is asked for, if one is. Raise `InputError` for what goes with none."""
    if request.audio is None:
        if request.speaker is not None:
            raise InputError(f"The speaker {request.speaker!r} is that of no recording; give one with --audio.")
        return None
    from avatar.speech.recording.reading import open_recording

    if request.voice is not None:
        raise InputError(
            f"A recording has its own voice, so {request.voice!r} cannot say it; leave --voice out, "
            "or say whose voice is recorded with --speaker."
        )
    if request.settings.speech.speed != 1.0:
        raise InputError(
            f"A recording has its own speed; leave the speed {request.settings.speech.speed:g} out, or --audio."
        )
    file = open_recording(Path(request.audio))
    return Recorded(file, _card(file, request.speaker, request.settings.text.language))


def script_of(recorded: Recorded, request: ClipRequest) -> Script:
    """Read the text of a recording; where there is none, one utterance without words stands for it."""
    from avatar.text import read, unmarked

    if request.text.strip():
        said = tuple(read(request.text, request.settings.text))
    else:
        said = (Utterance("", recorded.card.language),)
    cards = tuple(replace(recorded.card, language=each.language) for each in said)
    return Script(unmarked(request.text), said, cards, ())


def listened(
    recorded: Recorded, script: Script, fps: Fraction, watch: Watch
) -> tuple[Recorded, tuple[Passage, ...], float, tuple[str, ...]]:
    """Listen to a recording, of which a script says what is said in it.

    Give it with what was heard, cut into passages; for how many seconds somebody says what no policy has read though it
    read the text; and what is wrong with it, sentences. Raise `InputError` where nobody is heard.
    """
    from avatar.speech.recording.condition import told_of_sound, told_of_text
    from avatar.speech.recording.listen import listen

    has_text = bool(script.text.strip())
    hearing = listen(recorded.file, script.utterances if has_text else (), watch)
    told = told_of_sound(hearing.survey, hearing.moments)
    told += told_of_text(hearing, script.utterances) if has_text else []
    passages = passages_of(hearing, script, fps)
    return replace(recorded, hearing=hearing), passages, unread_seconds(hearing) if has_text else 0.0, tuple(told)


def unread_seconds(hearing: Hearing) -> float:
    """Say for how long somebody says what nobody has read, s; 0 where that is hardly anything."""
    from avatar.speech.recording.condition import FEW, spoken, unread

    seconds = unread(hearing.parts)
    return seconds if seconds > max(FEW[0], FEW[1] * spoken(hearing.parts)) else 0.0


def passages_of(hearing: Hearing, script: Script, fps: Fraction) -> tuple[Passage, ...]:
    """Cut a recording into passages, each of whole frames, which together are all of it."""
    borders = [0.0, *_borders(hearing), hearing.survey.seconds]
    frames = [_whole(time, fps) for time in borders[:-1]]
    samples = [number * SOUND_RATE * fps.denominator // fps.numerator for number in frames]
    samples.append(round(hearing.survey.seconds * SOUND_RATE))
    owners = _owners(hearing, samples, len(script.utterances))
    found: list[Passage] = []
    before = ""
    for number, (first, end) in enumerate(pairwise(samples)):
        mine = [index for index, owner in enumerate(owners) if owner == number]
        said = tuple(script.utterances[index] for index in mine)
        cards = tuple(script.cards[index] for index in mine)
        start, stop = first / SOUND_RATE, end / SOUND_RATE
        parts = tuple(_moved(each, start, stop, mine) for each in hearing.parts if start <= each.start < stop)
        told = Heard(first, end, parts)
        name = value_sha256([[asdict(each) for each in said], script.cards[0].identity, asdict(told)])
        lead = parts[0].start if parts else stop - start
        tail = stop - start - parts[-1].end if parts else 0.0
        is_last = number == len(frames) - 1
        found.append(Passage(said, cards, lead, tail, name, before, is_last, told))
        before = name
    return tuple(found)


def _card(file: RecordingFile, speaker: str | None, language: str) -> VoiceCard:
    name = speaker if speaker is not None else f"recording:{file.sha256[:16]}"
    tongue = UNDETERMINED if language == "auto" else language
    return VoiceCard(name, tongue, "neutral", "", ENGINE, RecordingOptions(file.sha256))


def _borders(hearing: Hearing) -> Iterator[float]:
    """Yield where one passage ends and the next begins, s: in pauses, and where there is none for long, between."""
    began, parts = 0.0, hearing.parts
    for part, following in pairwise(parts):
        pause, so_far = following.start - part.end, part.end - began
        lasts = following.end - began
        if (pause >= RESTING and so_far >= _ENOUGH) or lasts > _LONG:
            began = following.start - min(_LEAD_SHARE * pause, _LEAD)
            yield began


def _whole(time: float, fps: Fraction) -> int:
    """Give the frame that begins nearest to a time among those that begin with a whole sample."""
    ratio = SOUND_RATE / fps
    step = ratio.denominator
    return round(time * fps / step) * step


def _owners(hearing: Hearing, samples: Sequence[int], count: int) -> list[int]:
    """Say to which passage each utterance belongs; one that is missing goes with the one before it."""
    owners, passage = [], 0
    starts = {part.utterance: part.start for part in hearing.parts if part.utterance != UNKNOWN_WORDS}
    for index in range(count):
        if index in starts:
            passage = next(n for n, end in enumerate(samples[1:]) if starts[index] < end / SOUND_RATE)
        owners.append(passage)
    return owners


def _moved(part: Part, start: float, stop: float, mine: Sequence[int]) -> Part:
    index = mine.index(part.utterance) if part.utterance != UNKNOWN_WORDS else UNKNOWN_WORDS
    return replace(part, utterance=index, start=part.start - start, end=min(part.end, stop) - start)

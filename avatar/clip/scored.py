"""A timeline that is performed: with its own sound, its words, sounds, looks and cues at the times that are written."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.passages import Passage
from avatar.clip.script import Script
from avatar.clip.speaking import as_float, as_kept
from avatar.data import Speech, Utterance, VoiceCard
from avatar.errors import InputError
from avatar.runtime.hashing import value_sha256
from avatar.score.text import letters, spoken_text
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.request import ClipRequest
    from avatar.data import Cue, LipTrack, MotionTrack, Phone, Word
    from avatar.marks.registry.facts import Span
    from avatar.score.score import Score

    Act = Callable[[Speech, tuple[str, str, bool]], tuple[LipTrack, MotionTrack]]
    """shapes and moves what is said, with the names of what is random"""

ENGINE = "recording"
"""what the card of a given sound calls its engine"""
UNDETERMINED = "und"
"""BCP-47 for a language that nobody has told"""
_REST, _ENOUGH = 0.6, 4.0
"""s that the mouth rests where a passage may end, and that a passage lasts at least"""
_LEAD = 0.2
"""s of that rest that lie before the next sound"""
_ACTS = 2.6
"""s that a cue takes at most"""
_ENDS = 0.6
"""s that follow the last sound of a timeline that was not filmed yet"""
_MARKED = 0.5
"""share of a passage's sounds that has to bear a mark for the passage to count as marked"""


@dataclass(frozen=True, slots=True)
class GivenSound:
    """What is known of the voice of a sound that somebody gives."""

    sha256: str
    """of its samples, hex"""


@dataclass(frozen=True, slots=True)
class Given:
    """A score that is asked for instead of a text."""

    score: Score
    """what is to be performed"""
    audio: Path | None = None
    """file of its sound; None: that of the clip that it comes from"""
    before: Score | None = None
    """the timeline of that clip; None: there is none"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage lies."""

    first: int
    """index of its first frame"""
    end: int
    """index after its last"""
    dice: tuple[str, str]
    """hex, of what is random before it ends, and before it: they stay when it is edited"""


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with its sound, ready to be performed."""

    score: Score
    """what is performed"""
    sound: NDArray[np.int16]
    """(N,), mono at `SOUND_RATE`, as long as the film"""
    fps: Fraction
    """frames per second of the film"""
    before: Score | None
    """how it was performed before, and how everything moved then; None: that is not used"""
    marks: tuple[Span, ...]
    """the watermarks that the sound bears already"""
    voices: tuple[str, ...]
    """names of those who are heard"""
    places: dict[str, Place] = field(default_factory=dict)
    """of each passage, by its name"""

    @property
    def frames(self) -> int:
        """Count the frames of the film."""
        return -(-len(self.sound) * self.fps.numerator // (SOUND_RATE * self.fps.denominator))

    def speech(self, passage: Passage) -> Speech:
        """Give what is heard and said in a passage, as long as its frames."""
        return self._speech(self.score, passage)

    def speech_before(self, passage: Passage) -> Speech | None:
        """Give the same as it was before; None if nothing of that is used."""
        return None if self.before is None else self._speech(self.before, passage)

    def motion_before(self, passage: Passage) -> NDArray[np.float32] | None:
        """Give how everything moved there, (T, 62), `MOTION_NAMES`; None if nothing of that is used."""
        place, rows = self.places[passage.name], None if self.before is None else self.before.motion
        return None if rows is None else rows[place.first : place.end]

    def perform(self, passage: Passage, speech: Speech, act: Act) -> tuple[LipTrack, MotionTrack]:
        """Give lips and motion of a passage: made anew by `act`, or going on from how everything moved before."""
        from avatar.clip.continuing import continued

        dice, before = self.places[passage.name].dice
        rows, earlier = self.motion_before(passage), self.speech_before(passage)

        def move(said: Speech) -> tuple[LipTrack, MotionTrack]:
            return act(said, (before, dice, passage.is_last))

        return move(speech) if rows is None or earlier is None else continued(speech, earlier, rows, move)

    def is_marked(self, passage: Passage) -> bool:
        """Tell whether the sound of a passage bears a watermark of this home."""
        first, end = self._times(passage)
        said = [(max(each.start, first), min(each.end, end)) for each in self.score.phones]
        said = [(start, stop) for start, stop in said if stop > start] or [(first, end)]
        borne = sum(
            max(0.0, min(stop, mark.end) - max(start, mark.start)) for start, stop in said for mark in self.marks
        )
        return borne >= _MARKED * sum(stop - start for start, stop in said)

    def _times(self, passage: Passage) -> tuple[float, float]:
        place = self.places[passage.name]
        return float(place.first / self.fps), float(place.end / self.fps)

    def _speech(self, score: Score, passage: Passage) -> Speech:
        place = self.places[passage.name]
        rate = SOUND_RATE / self.fps
        low, high = (int(frame * rate) for frame in (place.first, place.end))
        sound = as_float(np.pad(self.sound[low:high], (0, max(high - len(self.sound), 0))))
        phones, words, cues = _within(score, *self._times(passage))
        return Speech(sound, SOUND_RATE, phones, words, score.language, self.voices[0], cues)


def read_scored(given: Given, request: ClipRequest, home: Path) -> tuple[Scored, Script, tuple[Passage, ...]]:
    """Take the sound of a score, read its text as it is read to be said, and cut it into passages.

    `home`, a home's data, knows the marks. Raise `InputError` where there is no sound, or nothing moves.
    """
    from avatar.text import read

    scored = _opened(given, request, home)
    utterances = read(request.text, request.settings.text) if request.text.strip() else ()
    script = _script(scored, utterances)
    scored, passages = _passages(scored, script)
    return scored, script, passages


def _opened(given: Given, request: ClipRequest, home: Path) -> Scored:
    from avatar.film.hearing import hear

    score, audio, fps = given.score, given.audio, request.settings.film.fps
    if not score.phones:
        raise InputError("There are no sounds in this timeline, so nothing would move; write some under phones.")
    if audio is None and not score.clip:
        raise InputError("This timeline names no clip whose sound could be used; give the sound with --audio FILE.")
    samples = as_kept(hear(audio or Path(score.clip)))
    seconds = score.seconds if score.frames else max(len(samples) / SOUND_RATE, score.seconds + _ENDS)
    frames = -int(-seconds * fps // 1) if not score.frames or fps != score.fps else score.frames
    wanted = frames * SOUND_RATE * fps.denominator // fps.numerator
    sound = np.pad(samples[:wanted], (0, max(wanted - len(samples), 0)))
    marks = _marks_of(as_float(sound), home)
    voices = _voices_of(marks, home) or (f"recording:{_sha256(sound)[:16]}",)
    before = given.before if _goes_on(given.before, request, frames) else None
    return Scored(score, sound, fps, before, marks, voices)


def _goes_on(before: Score | None, request: ClipRequest, frames: int) -> bool:
    """Tell whether a film may move on from how everything moved before: it is to be moved in the same way."""
    if before is None or before.motion is None or len(before.motion) != frames:
        return False
    moving, settings = request.settings.motion, request.settings
    return (
        before.fps == settings.film.fps
        and request.seed in (None, before.seed)
        and (before.emotion, before.head, before.blink) == (moving.emotion, moving.head, moving.blink)
        and before.mouth == settings.lips.strength
    )


def _script(scored: Scored, utterances: Sequence[Utterance]) -> Script:
    """Take what is said as it was read; where nobody wrote that down, one utterance without words stands for it."""
    said = tuple(utterances) or (Utterance("", scored.score.language or UNDETERMINED),)
    options = GivenSound(_sha256(scored.sound))
    cards = (VoiceCard(scored.voices[0], each.language, "neutral", "", ENGINE, options) for each in said)
    return Script(scored.score.text or spoken_text(scored.score), said, tuple(cards), ())


def judged_text(score: Score) -> str:
    """Give what is judged: the text of a score, and its words where those say something else."""
    said = spoken_text(score)
    return score.text if letters(said) in ("", letters(score.text)) else "\n".join(filter(None, (score.text, said)))


def _passages(scored: Scored, script: Script) -> tuple[Scored, tuple[Passage, ...]]:
    """Cut it where the mouth rests, so that what is changed in one place is filmed anew there alone."""
    fps = scored.fps
    borders = {_whole(time, fps) for time in _borders(scored.score, float(scored.frames / fps))}
    firsts = [0, *sorted(each for each in borders if 0 < each < scored.frames), scored.frames]
    owners = _owners(script.utterances, scored.score, [float(frame / fps) for frame in firsts[1:]])
    found: list[Passage] = []
    places: dict[str, Place] = {}
    before, whole = "", _sha256(scored.sound)
    for number, (first, end) in enumerate(pairwise(firsts)):
        mine = [index for index, owner in enumerate(owners) if owner == number]
        start, stop = float(first / fps), float(end / fps)
        phones, words, cues = _within(scored.score, start, stop)
        name = value_sha256(
            [
                *([asdict(each) for each in told] for told in (phones, words, cues)),
                _sha256(scored.sound[round(start * SOUND_RATE) : round(stop * SOUND_RATE)]),
                _earlier(scored, first, end),
                first,
            ]
        )
        lead = phones[0].start if phones else stop - start
        tail = stop - start - phones[-1].end if phones else 0.0
        said, cards = tuple(script.utterances[each] for each in mine), tuple(script.cards[each] for each in mine)
        found.append(Passage(said, cards, lead, max(tail, 0.0), name, before, end == scored.frames))
        dice = value_sha256([whole, number]), value_sha256([whole, number - 1]) if number else ""
        places[name] = Place(first, end, dice)
        before = name
    return replace(scored, places=places), tuple(found)


def _within(score: Score, start: float, stop: float) -> tuple[tuple[Phone, ...], tuple[Word, ...], tuple[Cue, ...]]:
    """Give what begins in a stretch of time, with times from its beginning; sounds are cut at its end."""
    words = [word for word in score.words if start <= word.start < stop]
    first = score.words.index(words[0]) if words else 0
    phones = tuple(
        replace(
            phone,
            start=phone.start - start,
            end=min(phone.end, stop) - start,
            word=phone.word - first if first <= phone.word < first + len(words) else -1,
        )
        for phone in score.phones
        if start <= phone.start < stop
    )
    cues = tuple(
        replace(cue, time=cue.time - start, word=min(max(cue.word - first, 0), len(words)))
        for cue in score.cues
        if start <= cue.time < stop
    )
    return phones, tuple(replace(word, start=word.start - start, end=word.end - start) for word in words), cues


def _borders(score: Score, seconds: float) -> Iterator[float]:
    """Yield where one passage may end and the next begin, s."""
    began = 0.0
    for before, after in pairwise(score.phones):
        border = after.start - _LEAD
        is_acting = any(border - _ACTS < cue.time < border + _LEAD for cue in score.cues)
        is_long = border - began >= _ENOUGH and seconds - border >= _ENOUGH
        if after.start - before.end >= _REST and is_long and not is_acting:
            yield border
            began = border


def _whole(time: float, fps: Fraction) -> int:
    """Give the frame that begins nearest to a time among those that begin with a whole sample."""
    step = (SOUND_RATE / fps).denominator
    return round(time * fps / step) * step


def _owners(utterances: Sequence[Utterance], score: Score, ends: Sequence[float]) -> list[int]:
    """Say in which passage each utterance is said, by how many letters come before it."""
    counted = [(len(letters(word.text)), word.start) for word in score.words]
    owners, clock, number, passed = [], 0.0, 0, 0
    for utterance in utterances:
        while number < len(counted) and passed + counted[number][0] <= 0:
            passed += counted[number][0]
            number += 1
        clock = counted[min(number, len(counted) - 1)][1] if counted else clock
        owners.append(next(index for index, end in enumerate(ends) if clock < end or index == len(ends) - 1))
        passed -= len(letters(utterance.text))
    return owners


def _earlier(scored: Scored, first: int, end: int) -> str:
    """Name how everything moved and was performed before, hex; "" if that is not used."""
    if scored.before is None or scored.before.motion is None:
        return ""
    moved = scored.before.motion[first:end].tobytes()
    return value_sha256([hashlib.sha256(moved).hexdigest(), [asdict(each) for each in scored.before.phones]])


def _marks_of(sound: NDArray[np.float32], home: Path) -> tuple[Span, ...]:
    from avatar.marks.audiomark import detect
    from avatar.marks.registry.facts import Span
    from avatar.marks.registry.pattern_key import pattern_key

    found = detect(sound, SOUND_RATE, [pattern_key(home)])
    return tuple(Span(each.asset_id, each.start, each.end) for each in found)


def _voices_of(marks: Sequence[Span], home: Path) -> tuple[str, ...]:
    """Name who is heard in the clips that marks belong to: the registry knows, whatever a timeline says."""
    from avatar.marks.registry import Registry

    rows = (row for mark in marks for row in Registry(home).by_asset(mark.asset_id)[:1])
    return tuple(dict.fromkeys(voice for row in rows for voice in row.facts.voices))


def _sha256(sound: NDArray[np.int16]) -> str:
    return hashlib.sha256(np.ascontiguousarray(sound).tobytes()).hexdigest()

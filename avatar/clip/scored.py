"""A timeline that is performed: with its own sound, its words, sounds, looks and cues at the times that are written."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.own_sound import own_sound
from avatar.clip.speaking import as_float
from avatar.data import Speech
from avatar.errors import InputError, RefusedError
from avatar.score.text import letters, spoken_text
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.passages import Passage
    from avatar.clip.request import ClipRequest
    from avatar.data import Cue, LipTrack, MotionTrack, Phone, Word
    from avatar.marks.registry.facts import Facts, Span
    from avatar.runtime.folders import Home
    from avatar.score.score import Score

    Act = Callable[[Speech, tuple[str, str, bool], bool], tuple[LipTrack, MotionTrack]]
    """shapes and moves what is said, with the names of what is random, and without blinks of its own if that is so"""

_BLOCK = 60 * SOUND_RATE
"""samples that are looked through at a time"""
_SAME = 0.05
"""s by which a sound may be longer or shorter than its film: encoders work in blocks"""
_ENDS = 0.6
"""s that follow the last sound of a timeline that was not filmed yet"""
_MARKED = 0.75
"""share of a passage's sounds that has to bear a mark for the passage to count as marked"""


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
    frames: int
    """how many it has"""
    before: Score | None
    """how it was performed before, and how everything moved then; None: that is not used"""
    marks: tuple[Span, ...]
    """the watermarks that the sound bears already"""
    voices: tuple[str, ...]
    """names of those who are heard"""
    is_trained: bool
    """a trained network made the sound, or a part of it, as far as this home knows"""
    places: dict[str, Place] = field(default_factory=dict)
    """of each passage, by its name"""

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
            # Blinks of its own were drawn before: only those that are asked for may differ.
            return act(said, (before, dice, passage.is_last), earlier is not None)

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
        phones, words, cues = within(score, *self._times(passage))
        return Speech(sound, SOUND_RATE, phones, words, score.language, self.voices[0], cues)


def open_scored(given: Given, request: ClipRequest, home: Home) -> Scored:
    """Take the sound of a score; a home knows its marks, and may have it as it was before it was encoded.

    Raise `InputError` where there is no sound, or nothing moves.
    """
    from avatar.film.hearing import hear

    score, fps = given.score, request.settings.film.fps
    if not score.phones:
        raise InputError("There are no sounds in this timeline, so nothing would move; write some under phones.")
    if given.audio is None and not score.clip:
        raise InputError("This timeline names no clip whose sound could be used; give the sound with --audio FILE.")
    own = own_sound(Path(score.clip), home) if given.audio is None else None
    samples = hear(given.audio or Path(score.clip)) if own is None else own
    frames = _frames(score, len(samples) / SOUND_RATE, fps, is_own=given.audio is None)
    wanted = -(-frames * SOUND_RATE * fps.denominator // fps.numerator)
    sound = np.pad(samples[:wanted], (0, max(wanted - len(samples), 0)))
    marks = marks_of(sound, home.data)
    origins = _origins(marks, home.data)
    voices = tuple(dict.fromkeys(voice for facts in origins for voice in facts.voices))
    before = given.before if _goes_on(given.before, request, frames) else None
    return Scored(
        score,
        sound,
        fps,
        frames,
        before,
        marks,
        voices or (f"recording:{digest(sound)[:16]}",),
        any(facts.is_spoken_by_network for facts in origins),
    )


def judged_text(score: Score) -> str:
    """Give what is judged: the text of a score, and its words where those say something else."""
    said = spoken_text(score)
    return score.text if letters(said) in ("", letters(score.text)) else "\n".join(filter(None, (score.text, said)))


def within(score: Score, start: float, stop: float) -> tuple[tuple[Phone, ...], tuple[Word, ...], tuple[Cue, ...]]:
    """Give what begins in a stretch of time, s, with times from its beginning; sounds are cut at its end."""
    first, last = (bisect_left(score.words, time, key=lambda word: word.start) for time in (start, stop))
    words = score.words[first:last]
    low, high = (bisect_left(score.phones, time, key=lambda phone: phone.start) for time in (start, stop))
    phones = tuple(
        replace(
            phone,
            start=phone.start - start,
            end=min(phone.end, stop) - start,
            word=phone.word - first if first <= phone.word < last else -1,
        )
        for phone in score.phones[low:high]
    )
    cues = tuple(
        replace(cue, time=cue.time - start, word=min(max(cue.word - first, 0), len(words)))
        for cue in score.cues
        if start <= cue.time < stop or cue.time == stop == score.seconds
    )
    return phones, tuple(replace(word, start=word.start - start, end=word.end - start) for word in words), cues


def digest(array: NDArray[np.generic]) -> str:
    """Name what is in an array, hex."""
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def _frames(score: Score, heard: float, fps: Fraction, *, is_own: bool) -> int:
    """Count the frames of a film: as many as it had, unless another sound asks for more or fewer."""
    if score.frames and (is_own or abs(heard - score.seconds) <= _SAME):
        return -int(-score.frames / score.fps * fps // 1)
    return -int(-max(heard, score.spoken + _ENDS) * fps // 1)


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


def marks_of(sound: NDArray[np.int16], home: Path) -> tuple[Span, ...]:
    """Find the watermarks of a home's that a sound (N,) at `SOUND_RATE` bears."""
    from avatar.marks.audiomark import detect_blocks
    from avatar.marks.registry.facts import Span
    from avatar.marks.registry.pattern_key import pattern_key

    blocks = (as_float(sound[start : start + _BLOCK]) for start in range(0, len(sound), _BLOCK))
    found = detect_blocks(blocks, SOUND_RATE, [pattern_key(home)])
    return tuple(Span(each.asset_id, each.start, each.end) for each in found)


def _origins(marks: Sequence[Span], home: Path) -> list[Facts]:
    """Find the clips that marks belong to: the registry knows who is heard in them, whatever a timeline says.

    Raise `RefusedError` where its row is not as it was signed.
    """
    from avatar.marks.registry import Registry

    rows = [row for mark in marks for row in Registry(home).by_asset(mark.asset_id)[:1]]
    if changed := [row for row in rows if not row.is_sound]:
        raise RefusedError(
            f"This sound is of the clip {changed[0].facts.content_id}, whose row in the registry was changed, so "
            "nobody knows who is heard; look with: avatar audit verify"
        )
    return [row.facts for row in rows]

"""A passage that is seen and heard while it is still being spoken: bits of it, each moved as a part of the whole.

Lips and head are shaped for the whole passage every time more of it is known: of what is not spoken yet, the phones are
known with the times that they are expected at. Where a bit begins, the motion goes over from what was thought before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.speaking import as_float, as_kept, fitted, frames_of, samples_of
from avatar.clip.subtitling import said_in
from avatar.clip.takes import Take, marked
from avatar.data import MotionTrack
from avatar.data.names import MOTION_NAMES
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from fractions import Fraction
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.clip.passages import Passage
    from avatar.data import LipTrack, Saying, Speech

    Act = Callable[[Speech], tuple[LipTrack, MotionTrack]]

_QUICK, _SLOW = 0.08, 0.5
"""s in which lips and tongue, and everything else, go over from one motion to the next"""


@dataclass(frozen=True, slots=True)
class Bit:
    """A part of a passage, ready to be shown."""

    take: Take
    """the whole passage, as far as it is known: marked sound up to the end of this part, lips and motion beyond it;
    phones and words that are not spoken yet are where they are expected"""
    first: int
    """frame of the passage with which it begins"""
    end: int
    """frame before which it ends"""
    text: str
    """what is said in the take, as written"""
    is_last: bool
    """the passage ends with it"""


def unfold(  # noqa: PLR0913 - what is said, by whom it is moved, and whose mark it has
    passage: Passage, key: str, sayings: Iterable[Saying], act: Act, fps: Fraction, home: Path
) -> Iterator[Bit]:
    """Yield a passage bit by bit, in whole frames; `act` shapes lips and motion of a speech, of `home` is the mark."""
    first, before = 0, np.zeros((0, len(MOTION_NAMES)), np.float32)
    sound = np.zeros(0, np.float32)
    for saying in sayings:
        speech = _in_frames(saying, fps)
        if saying.is_whole:
            speech = _after(speech, first, fps)
        count = frames_of(len(speech.samples), fps)
        if count <= first:
            continue
        lips, motion = act(speech if saying.is_whole else _imagined(speech, passage.tail, fps))
        rows = motion.rows()
        _go_over(rows, before, first, fps)
        before = rows
        sound = np.concatenate([sound, marked(speech, key, home).samples[len(sound) :]])
        take = Take(key, passage, replace(speech, samples=sound), lips, MotionTrack.from_rows(fps, rows))
        known = replace(passage, utterances=passage.utterances[: saying.utterances])
        yield Bit(take, first, count, said_in(known), saying.is_whole)
        first = count


def _in_frames(saying: Saying, fps: Fraction) -> Speech:
    """Bring what is known of a speech to whole frames: the last waits for its end, unless nothing more comes."""
    speech = saying.speech
    if saying.is_whole:
        return fitted(speech, fps)
    settled = speech.samples[: samples_of(frames_of(len(speech.samples), fps), fps)]
    return replace(speech, samples=as_float(as_kept(settled)))


def _after(speech: Speech, first: int, fps: Fraction) -> Speech:
    """Let a whole speech last one frame longer than what was shown of it: it may turn out to have ended before."""
    missing = samples_of(first + 1, fps) - len(speech.samples)
    return speech if missing <= 0 else replace(speech, samples=np.pad(speech.samples, (0, missing)))


def _imagined(speech: Speech, tail: float, fps: Fraction) -> Speech:
    """Let what is not spoken yet sound like what is, for whoever only wants to know when somebody speaks."""
    end = round(max(phone.end for phone in speech.phones) * SOUND_RATE)
    spoken = np.resize(speech.samples, max(end, len(speech.samples)))
    return fitted(replace(speech, samples=np.pad(spoken, (0, round(tail * SOUND_RATE)))), fps)


def _go_over(rows: NDArray[np.float32], before: NDArray[np.float32], first: int, fps: Fraction) -> None:
    """Let rows (T, 62) leave those that were shown up to `first` without a jump, in place."""
    for seconds, columns in ((_QUICK, _LIPS), (_SLOW, ~_LIPS)):
        last = min(first + max(round(seconds * fps), 1), len(rows), len(before))
        if last <= first:
            continue
        share = np.arange(1, last - first + 1, dtype=np.float32)[:, None] / (last - first + 1)
        share = share * share * (3 - 2 * share)
        rows[first:last, columns] = (1 - share) * before[first:last, columns] + share * rows[first:last, columns]


_LIPS = np.array([name.startswith(("jaw", "mouth", "tongue", "cheek")) for name in MOTION_NAMES])
"""(62,): what is shaped by sounds"""

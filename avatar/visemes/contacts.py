"""What must hold whatever the speed: lips that seal, a lip that meets the teeth, a vowel that opens.

Coarticulation alone would blur these, so they are laid over the blended channels as curves of their own. A seal is
aimed past contact: Löfqvist and Gracco (1997) found that lips still move fast when they meet, so the aim is a negative
aperture, which the renderer clamps to a firm hold.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from avatar.visemes.dominance import RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.visemes.gestures import Gesture

SHORTEST_SEAL = 0.07
"""s; on a 100 Hz clock this is 7 samples, at least 60 ms from first to last, and touches two frames at 25 fps"""

CROWDED_SEAL = 0.06
"""s; what remains of a seal at least where a short vowel between two needs room"""

TWICE_SEEN = 0.05
"""s; the shortest seal that two frames show, at 25 frames per second"""

BRIEF_SEAL = 0.03
"""s; the same for a sound that is itself shorter than `BRIEF`: half a seal is all that it gets at that speed"""

BRIEF = 0.049
"""s, see `BRIEF_SEAL`"""

_LEAD = 0.012
"""s that lip and teeth meet before the sound says so"""
_FIRM = 0.72
"""share of the slope after which a seal of usual jaw opening is pressed past contact"""
_LONGEST_HOLD = 0.13
"""s of a plosive; Rhubarb Lip Sync clamps occlusions to 40-120 ms"""
_OPENING = 0.06
"""s that a vowel between two seals should keep for itself"""
_LEAST_OPENING = 0.04
"""s that it keeps even if the seals must move for it"""
_SHIFT = 0.03
"""s that a seal may give way to a neighbour"""
_ROUNDS = 4
"""of pushing neighbours apart: what is left to do halves each time"""
_TOGETHER = 0.06
"""s; seals closer than this with no vowel between are one"""
_CLOSING, _RELEASE = 0.07, 0.05
"""s, the slopes of a seal"""
_OF_VOWEL = (0.3, 0.45)
"""share of the vowel beside it that a slope takes at most: of a quick one, of a usual one"""
_STEEPEST = 0.012
"""s that a slope takes at least"""
_LOST = 0.055
"""s; a vowel shorter than this is not missed"""
_QUICK, _USUAL = 0.09, 0.15
"""s; beside a quick vowel a seal takes no more than it must"""
_EASY = 0.06
"""s, those of the lighter contacts"""


@dataclass(slots=True)
class Contact:
    """A stretch of time in which the lips, or lip and teeth, touch."""

    kind: Literal["seal", "bite", "narrow"]
    """lips pressed together (p b m), lower lip at the upper teeth (f v), lips that don't quite touch (ɸ β)"""
    start: float
    """s, from when it is firm; the first touch is about 20 ms earlier"""
    end: float
    """s, until when it is firm"""
    lead: float = _CLOSING
    """s taken to close; most of it lies before the start"""
    release: float = _RELEASE
    """s taken to open; most of it lies after the end"""
    opens_next: bool = False
    """A vowel separates it from the next one."""
    least: float = CROWDED_SEAL
    """s that must remain of it"""
    moved: float = 0.0
    """s by which it gave way so far"""

    @property
    def seconds(self) -> float:
        """Length, s."""
        return self.end - self.start

    def move(self, seconds: float) -> None:
        """Shift it in time, within what a listener does not notice."""
        moved = min(max(self.moved + seconds, -_SHIFT), _SHIFT)
        self.start += moved - self.moved
        self.end += moved - self.moved
        self.moved = moved


def contacts_of(gestures: Sequence[Gesture], rest_lead: float, rest_fall: float) -> list[Contact]:
    """Time every contact; a seal beside a rest joins it, because a mouth that rests is already closed."""
    found: list[Contact] = []
    for index, gesture in enumerate(gestures):
        contact = _contact(gesture, *_vowels_beside(gestures, index))
        if contact is None:
            if found and gesture.sound.is_vowel:
                found[-1].opens_next = True
            continue
        if contact.kind == "seal" and index and gestures[index - 1].is_rest:
            contact.start -= min(rest_lead, gestures[index - 1].seconds)
        if contact.kind == "seal" and index + 1 < len(gestures) and gestures[index + 1].is_rest:
            contact.end = max(contact.end, gesture.end + min(rest_fall, gestures[index + 1].seconds))
        if found and _is_one(found[-1], contact):
            found[-1].end = max(found[-1].end, contact.end)
            found[-1].least = max(found[-1].least, contact.least)
        else:
            found.append(contact)
    _separate(found)
    return found


def _is_one(contact: Contact, following: Contact) -> bool:
    """Tell whether two seals are the same one: with no vowel between, lips don't part for a moment."""
    are_seals = contact.kind == following.kind == "seal"
    return are_seals and not contact.opens_next and following.start - contact.end < _TOGETHER


def _vowels_beside(gestures: Sequence[Gesture], index: int) -> tuple[float, float]:
    """Measure the vowels before and after a sound, s; infinity where there is none."""
    beside = (gestures[near] if 0 <= near < len(gestures) else None for near in (index - 1, index + 1))
    before, after = (each.seconds if each and each.sound.is_vowel else math.inf for each in beside)
    return before, after


def _contact(gesture: Gesture, before: float, after: float) -> Contact | None:
    if gesture.sound.seals_lips:
        contact = _seal(gesture, before, after)
    elif gesture.sound.bites_lip:
        start = gesture.start - _LEAD
        contact = Contact("bite", start, start + max(0.8 * gesture.seconds, SHORTEST_SEAL), _EASY, _EASY)
    elif gesture.sound.place == "bilabial":
        start = gesture.start - _LEAD
        contact = Contact("narrow", start, start + 0.8 * gesture.seconds, _EASY, _EASY)
    else:
        return None
    contact.lead = min(contact.lead, _slope_into(before))
    contact.release = min(contact.release, _slope_into(after))
    return contact


def _slope_into(vowel: float) -> float:
    """Say how long closing or opening may take beside a vowel of this length, s."""
    if vowel == math.inf:
        return math.inf
    return max(float(np.interp(vowel, (_QUICK, _USUAL), _OF_VOWEL)) * vowel, _STEEPEST)


def _seal(gesture: Gesture, before: float, after: float) -> Contact:
    is_quick = min(before, after) < _QUICK
    if gesture.sound.manner in ("nasal", "trill"):
        hold = 0.85 * gesture.seconds
    else:
        share = 0.55 if gesture.sound.aspirated else 0.75
        hold = min(share * gesture.seconds, _LONGEST_HOLD)
    least, shift = _least(gesture), 0.5
    if is_quick:
        is_lost = before < _LOST, after < _LOST
        hold = max(hold, CROWDED_SEAL if any(is_lost) else least) if least > BRIEF_SEAL else max(hold, least)
        shift = 0.5 if is_lost[0] == is_lost[1] else float(is_lost[0])
    else:
        hold = max(hold, SHORTEST_SEAL)
    # A seal that outlasts its sound has it in its middle, or reaches into a vowel that is too short to be seen anyway.
    start = gesture.start - shift * max(hold - gesture.seconds, 0.0)
    return Contact("seal", start, start + hold, least=least)


def _least(gesture: Gesture) -> float:
    if gesture.phone_seconds < BRIEF:
        return BRIEF_SEAL
    return min(max(gesture.phone_seconds, TWICE_SEEN), CROWDED_SEAL)


def _separate(found: list[Contact]) -> None:
    """Give each vowel between two contacts its opening: shorten both, and where that is too little move them apart."""
    pairs = [(one, other) for one, other in pairwise(found) if one.opens_next]
    for one, other in pairs:
        _shorten(one, other, CROWDED_SEAL)
    for one, other in pairs:
        _shorten(one, other, BRIEF_SEAL)
    for _ in range(_ROUNDS):
        for one, other in pairs:
            push = (_LEAST_OPENING - (other.start - one.end)) / 2
            if push > 0:
                one.move(-push)
                other.move(push)
    for one, other in pairs:
        room = max(other.start - one.end, 0.0)
        one.release = min(one.release, 0.4 * room)
        other.lead = min(other.lead, 0.45 * room)


def _shorten(one: Contact, other: Contact, least: float) -> None:
    """Take from both what the opening between them lacks, as far as `least` s and their own least remain."""
    missing = _OPENING - (other.start - one.end)
    if missing > 0:
        spare, spare_after = (max(each.seconds - max(least, each.least), 0.0) for each in (one, other))
        from_one = min(spare, max(missing / 2, missing - spare_after))
        one.end -= from_one
        other.start += min(spare_after, missing - from_one)


def degree(contacts: Sequence[Contact], kind: str, samples: int) -> NDArray[np.float64]:
    """Draw the contacts of one kind as a curve (samples,): 1 while they hold, easing to 0 on both sides."""
    curve = np.zeros(samples)
    for contact in contacts:
        if contact.kind != kind:
            continue
        low = max(0, int((contact.start - contact.lead) * RATE))
        high = min(samples, int((contact.end + contact.release) * RATE) + 2)
        times = np.arange(low, high) / RATE
        rise = _FIRM + (times - contact.start) / max(contact.lead, 1e-3)
        fall = _FIRM + (contact.end - times) / max(contact.release, 1e-3)
        curve[low:high] = np.maximum(curve[low:high], eased(np.minimum(rise, fall)))
    return curve


def eased(progress: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ease from 0 to 1 with no speed at either end (smoothstep), clamped outside."""
    inside = np.clip(progress, 0.0, 1.0)
    smooth: NDArray[np.float64] = inside * inside * (3 - 2 * inside)
    return smooth

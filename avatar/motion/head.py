"""How the head moves: postures taken up and left, nods on accents and at the ends of phrases, tilts over questions.

Between sentences it shifts its place; under all of it lie a slow drift and the melody of the voice.

Head motion follows F0 and loudness (Munhall et al. 2004); the syllables couple to the mouth, the accents, at 1-2 Hz, to
the head. All of it is slow: more than four fifths of the energy lie under 2 Hz.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import bump, eased, smoothed, wander
from avatar.motion.phrasing import endings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.gaze import Shift
    from avatar.motion.meaning import Meaning
    from avatar.motion.moods import Mood
    from avatar.motion.prosody import Prosody

SPREAD = np.array([2.05, 2.3, 2.1])
"""Standard deviations of pitch, yaw and roll in speech, degrees."""
TRAVEL = np.array([0.12, 0.075, 0.03])
"""The same of the head's place, right, down and away, IOD: 8, 5 and 2 mm. Real talkers move their face box by
5.5-14 px of a 512 px frame (root mean square; Quignon et al. 2025, THEval), most of it from the waist."""
FURTHEST = 0.3
"""How far the head goes from its place in the photo at most, IOD."""

_IDLE = 0.45
"""of that where nobody speaks"""
_LIMIT = 8.0
"""degrees; the photo carries no more"""
_BETWEEN, _PLACED, _POISED = 0.8, 0.4, 1.5
"""turns and places between stretches of speech, and the largest, in spreads"""
_NOD = (1.6, 3.6)
"""degrees, weakest and strongest accent"""
_BEFORE_ACCENT = 0.09
"""s that a nod begins before its accent"""
_DOWN, _UP = 0.14, 0.22
"""s"""
_SHORT_CLIP = 2.0
"""s; in less there is no time for the full range"""
_BETWEEN_SENTENCES, _SHIFTS = 0.33, 1.15
"""s of a pause in which a new posture is taken up, and how much further it goes than others"""
_SMOOTH = 0.045
"""s"""
_EYES_LEAD = (0.07, 0.15)
"""s, by which gaze precedes the head"""


def turning(  # noqa: PLR0913 - everything that turns a head
    prosody: Prosody,
    meant: Meaning,
    gaze_shifts: list[Shift],
    window: NDArray[np.float64],
    mood: Mood,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw pitch, yaw and roll, (T, 3), degrees, around the mood's habitual pose; at rest where `window` (T,) is 0."""
    times, within = prosody.times, window[:, None]
    seconds = float(times[-1])
    sway = _postures(prosody, gaze_shifts, seconds, rng) + 0.45 * _drift(len(times), rng)
    sway[:, 0] += -0.35 * prosody.melody  # a raised voice raises the head
    sway *= _IDLE + (1 - _IDLE) * smoothed(prosody.speaking, 0.5)[:, None]
    accents = np.zeros((len(times), 3))
    accents[:, 0], accents[:, 2] = nods(prosody, rng)
    ends, tilts = endings(prosody, meant, rng)
    # Where a phrase ends on an accent it is nodded once.
    accents[:, 0] = np.where(np.abs(ends) > np.abs(accents[:, 0]), ends, accents[:, 0])
    accents[:, 2] += tilts
    accents[:, 0] += 0.25 * _syllables(prosody)
    accents *= mood.nods
    wanted = SPREAD * _size(prosody, seconds, rng) * mood.sway
    angles = _with_spread(_centred(sway) * within, _centred(accents) * within, wanted)
    return np.asarray(angles + np.array(mood.pose) * within)


def poise(rng: np.random.Generator, strength: float) -> NDArray[np.float64]:
    """Draw how the head may stand between two stretches of speech (6,): rad and IOD, near the portrait's own pose."""
    angles = np.clip(rng.normal(0.0, 1.0, 3), -_POISED, _POISED) * SPREAD * _BETWEEN
    place = np.clip(rng.normal(0.0, 1.0, 3), -_POISED, _POISED) * TRAVEL * _PLACED
    # As in motion, a head goes to the side that it turns and tilts to.
    place[0] += 0.5 * _PLACED * TRAVEL[0] * (angles[1] / SPREAD[1] + angles[2] / SPREAD[2])
    return np.concatenate([np.radians(limited(angles * strength)), limited(place * strength, FURTHEST)])


def _size(prosody: Prosody, seconds: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Give how much of the full spread a clip shows (3,): less where little is said or time is short."""
    talking = _IDLE + (1 - _IDLE) * min(1.0, 2 * float(prosody.speaking.mean()))
    size: NDArray[np.float64] = talking * min(1.0, seconds / _SHORT_CLIP) * rng.uniform(0.93, 1.07, 3)
    return size


def _centred(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth (T, 3), and shift it so that the portrait's own pose is the middle of the motion."""
    smooth = np.stack([smoothed(axis, _SMOOTH) for axis in angles.T], axis=1)
    centred: NDArray[np.float64] = smooth - smooth.mean(axis=0)
    return centred


def nods(prosody: Prosody, rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw the nods of the accents (T,) in degrees, chin down +, and the slight tilt that goes with each."""
    nod, tilt = np.zeros(len(prosody.times)), np.zeros(len(prosody.times))
    for accent in prosody.accents:
        size = (_NOD[0] + (_NOD[1] - _NOD[0]) * accent.strength) * float(rng.uniform(0.8, 1.2))
        where, shape = bump(prosody.times, accent.time - _BEFORE_ACCENT, _DOWN, 0.02, _UP)
        nod[where] += size * shape * (1.0 if rng.random() < 0.85 else -0.6)
        tilt[where] += size * shape * float(rng.normal(0.0, 0.15))
    return nod, tilt


def _postures(
    prosody: Prosody, gaze_shifts: list[Shift], seconds: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Hold a pose, then take up another: at phrases, with averted looks, or after a few seconds (T, 3), of spread 1."""
    path: NDArray[np.float64] = np.zeros((len(prosody.times), 3))
    here = np.zeros(3)
    between = [
        start + 0.4 * (end - start) for start, end in prosody.pauses(seconds) if end - start > _BETWEEN_SENTENCES
    ]
    for start, sideways in _occasions(prosody, gaze_shifts, seconds, rng, between):
        there = rng.normal(0.0, 1.0, 3) - 0.4 * here  # back past the middle more often than further out
        if start in between:
            there *= _SHIFTS
        if sideways:  # the head goes where the eyes have gone, never against them
            there[1] = sideways * (0.3 + 0.7 * abs(there[1]))
        there[2] += 0.3 * there[1]  # a turned head tilts a little
        there = np.clip(there, -1.8, 1.8)
        lasts = float(rng.uniform(0.55, 0.95))
        low = int(start * 100)
        path[low:] = here + (there - here) * eased((prosody.times[low:] - start) / lasts)[:, None]
        here = there
    path *= np.array([1.0, 1.3, 0.9])
    return path


def _occasions(
    prosody: Prosody, gaze_shifts: list[Shift], seconds: float, rng: np.random.Generator, between: list[float]
) -> list[tuple[float, float]]:
    """List when a new posture begins, s, and to which side the eyes have gone just before it: -1, 1, or 0 for none."""
    wanted = [(start - 0.1, 0.0) for start, _ in prosody.phrases] + [(time, 0.0) for time in between]
    wanted += [
        (shift.time + float(rng.uniform(*_EYES_LEAD)), float(np.sign(shift.target[0])))
        for shift in gaze_shifts
        if shift.is_away
    ]
    wanted += [(float(time), 0.0) for time in np.cumsum(rng.lognormal(0.55, 0.35, int(seconds / 1.5) + 2))]
    chosen: list[tuple[float, float]] = []
    for start, side in sorted(wanted):
        if 0 < start < seconds and (not chosen or start - chosen[-1][0] > 0.9):
            chosen.append((start, side))
    return chosen


def _drift(samples: int, rng: np.random.Generator) -> NDArray[np.float64]:
    return np.stack([wander(rng, samples, 0.1, 1.6) for _ in range(3)], axis=1)


def _syllables(prosody: Prosody) -> NDArray[np.float64]:
    """Give the loudness at syllable rate, which shakes the head just visibly."""
    return smoothed(prosody.loudness, 0.05) - smoothed(prosody.loudness, 0.25)


def _with_spread(
    sway: NDArray[np.float64], accents: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Size the sway (T, 3) so that sway and accents together have the wanted standard deviations (3,)."""
    # Nods keep their size unless they alone would be more than most of the motion.
    accents = accents * np.minimum(1.0, 0.6 * wanted / np.maximum(accents.std(axis=0), 1e-9))
    own = np.maximum(sway.var(axis=0), 1e-9)
    mixed = ((sway - sway.mean(axis=0)) * (accents - accents.mean(axis=0))).mean(axis=0)
    rest = wanted**2 - accents.var(axis=0)
    size = (-mixed + np.sqrt(np.maximum(mixed**2 + own * rest, 0.0))) / own
    together: NDArray[np.float64] = accents + sway * np.clip(size, 0.3, 6.0)
    return together


def limited(values: NDArray[np.float64], most: float = _LIMIT) -> NDArray[np.float64]:
    """Bend large values softly below the limit: degrees of turn, or another limit's unit."""
    bent: NDArray[np.float64] = values / (1 + (np.abs(values) / most) ** 4) ** 0.25
    return bent


def shifting(
    prosody: Prosody,
    angles: NDArray[np.float64],
    breath: NDArray[np.float64],
    window: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Draw where the head goes (T, 3): right, down, away, IOD; at rest where `window` (T,) is 0."""
    samples, within = len(angles), window[:, None]
    own = np.stack([wander(rng, samples, 0.06, 0.4) for _ in range(3)], axis=1)
    leaning = np.stack([smoothed(axis, 0.4) for axis in angles.T], axis=1) / SPREAD
    # Whoever turns or tilts does so with the back as well: the head goes to that side, and forward with the chin.
    own += leaning[:, [1, 0, 0]] * (0.8, 0.7, -0.7)
    own[:, 0] += 0.9 * leaning[:, 2]
    swaying = _centred(own) * within
    wanted = TRAVEL * _size(prosody, float(prosody.times[-1]), rng)
    swaying *= wanted / np.maximum(swaying.std(axis=0), 1e-9)
    # Every turn carries the face along a little at once, because the neck is below and behind it.
    swaying[:, 0] += 0.06 * np.radians(angles[:, 1])
    swaying[:, 1] += 0.03 * np.radians(angles[:, 0]) - 0.006 * breath
    return np.asarray(swaying * within)

"""The moments of a clip that are worth looking at: where it fails, or comes closest to failing."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import lips
from avatar.inspection.report import Worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.inspection.evidence import Evidence

_MOST, _PER_ROW = 8, 3
_NOTABLE = 0.5
"""of a limit"""
_APART = 0.3
"""s between two moments of one row"""
_BLINKING = 0.3
"""s around a blink, when the lids cover what is sharp"""
_DEVIATION = 0.12
"""IOD by which an opening may miss its intention"""


def worst_moments(seen: Evidence) -> tuple[Worst, ...]:
    """Choose up to eight moments, the worst of each row first, in the order of time."""
    every = chain(
        _lost(seen),
        _at_sounds(seen),
        _off_intention(seen),
        _restless(seen),
        _teeth(seen),
        _picture(seen),
        _stranger(seen),
    )
    ranked = sorted(every, key=lambda moment: -moment.excess)
    chosen: list[Worst] = []
    for moment in ranked:
        same = [other for other in chosen if other.row == moment.row]
        is_near = any(abs(other.time - moment.time) < _APART for other in same)
        # What passes is shown once per row, what fails up to three times.
        if moment.excess > _NOTABLE and len(same) < (_PER_ROW if moment.excess > 1 else 1) and not is_near:
            chosen.append(moment)
    return tuple(sorted(chosen[:_MOST], key=lambda moment: moment.time))


def _lost(seen: Evidence) -> Iterator[Worst]:
    for one in seen.sightings:
        if not one.found:
            yield Worst(one.time, "no face is seen", 0, 10.0)


def _at_sounds(seen: Evidence) -> Iterator[Worst]:
    if seen.timeline is None:
        return
    sounds = seen.timeline.sounds
    checks = (
        (1, lips.seals, "the lips don't seal at {ipa}: gap {value:.3f} IOD"),
        (1, lips.open_vowels, "the lips seal in the open vowel {ipa}: gap {value:.3f} IOD"),
        (4, lips.bites, "the lips stay apart at {ipa}: gap {value:.3f} IOD, {limit:.3f} is allowed"),
        (4, lips.rounds, "the mouth is wide at {ipa}: {value:.2f} IOD, {limit:.2f} is allowed"),
    )
    for row, look, reason in checks:
        for token in look(seen.mouth, sounds):
            if not token.is_met:
                middle = (token.sound.start + token.sound.end) / 2
                text = reason.format(ipa=token.sound.ipa, value=token.value, limit=token.limit)
                excess = max(token.value / token.limit, token.limit / max(token.value, 1e-3))
                yield Worst(middle, text, row, min(excess, 9.0))


def _off_intention(seen: Evidence) -> Iterator[Worst]:
    meant = seen.meant("opening")
    if meant is None:
        return
    away = seen.mouth.gap - meant
    for index in _peaks(np.abs(away)):
        side = "wider" if away[index] > 0 else "narrower"
        reason = f"the mouth is {abs(away[index]):.2f} IOD {side} open than intended"
        yield Worst(float(seen.mouth.times[index]), reason, 3, float(abs(away[index]) / _DEVIATION))


def _restless(seen: Evidence) -> Iterator[Worst]:
    deviations = lips.quiver(seen.mouth, seen.still)
    if not len(deviations):
        return
    frames = np.concatenate(list(seen.still))
    for index in _peaks(deviations)[:_PER_ROW]:
        if deviations[index] > 0.013:
            reason = f"the lips move by {deviations[index]:.3f} IOD in silence"
            yield Worst(float(seen.mouth.times[frames[index]]), reason, 5, float(deviations[index] / 0.026))


def _teeth(seen: Evidence) -> Iterator[Worst]:
    if seen.teeth is None:
        return
    away = seen.teeth.away
    for index in _peaks(away):
        reason = f"the upper teeth are {away[index]:.1f} px from their place in the head"
        yield Worst(
            float(seen.teeth.times[index]), reason, 7, float(away[index] / 1.5)
        )  # three times what the mean may be


def _stranger(seen: Evidence) -> Iterator[Worst]:
    found = seen.identity
    if found is not None and found.likeness is not None and found.is_alarm:
        reason = (
            f"the face is unlike the portrait's: likeness {found.likeness:.2f}, at least {found.floor:g} is expected"
        )
        yield Worst(found.time, reason, 11, 9.0)


def _picture(seen: Evidence) -> Iterator[Worst]:
    if seen.backdrop is not None:
        for index in _peaks(seen.backdrop.change)[:_PER_ROW]:
            change = float(seen.backdrop.change[index])
            yield Worst(
                float(seen.backdrop.times[index]), f"the backdrop changes by {change:.1f} levels", 9, change / 4.0
            )
    is_open = np.isfinite(seen.sharpness) & (seen.lids > 0.8)
    for blink in seen.blinks:
        is_open &= np.abs(seen.times - blink) > _BLINKING
    open_eyes = np.where(is_open, seen.sharpness, np.inf)
    for index in _peaks(-open_eyes)[:_PER_ROW]:
        if np.isfinite(open_eyes[index]):
            value = float(open_eyes[index])
            reason = f"the face has {value:.0%} of the reference's sharpness"
            yield Worst(float(seen.times[index]), reason, 10, min(0.6 / max(value, 0.01), 9.0))


def _peaks(values: NDArray[np.float64]) -> Sequence[int]:
    """List where the largest values are, largest first, a few."""
    return [int(index) for index in np.argsort(-values, kind="stable")[: 10 * _PER_ROW]]

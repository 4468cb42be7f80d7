"""The fourteen rows: what each measures, and the limits that it has to keep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import lips, motion, timing
from avatar.inspection.doubts import ERRORS, GAP, WIDTH
from avatar.inspection.report import Figure, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.inspection.evidence import Evidence
    from avatar.inspection.lips import Token

WITHOUT_TIMELINE = "There is no timeline beside the clip, so what was intended is not known; give it with --timeline."
_LEAST_STILL = 6
"""frames of silence"""
_FOLLOWS = 0.5
"""correlation below which two curves have no lag to speak of"""
_SWAY_SECONDS = 8.0
"""of a clip in which the head can show how far it sways"""
_PLAIN = 0.01
"""standard error of the size of teeth in one frame, from which changes of it are judged"""
_UPRIGHT = 30.0
"""degrees"""


def rows(seen: Evidence) -> tuple[Row, ...]:
    """Judge a clip by all fourteen measures."""
    found = (
        _seals(seen),
        _lag(seen),
        _correlation(seen),
        _shapes(seen),
        _silence(seen),
        _dynamics(seen),
        _teeth(seen),
        _alive(seen),
        _outside(seen),
        _sharpness(seen),
        _identity(seen),
        _eyes(seen),
        _brows(seen),
        _unrest(seen),
    )
    return tuple(replace(row, figures=tuple(_with_error(figure) for figure in row.figures)) for row in found)


def _with_error(figure: Figure) -> Figure:
    return replace(figure, error=ERRORS.get(figure.name)) if figure.error is None else figure


def _seals(seen: Evidence) -> Row:
    name = "bilabials seal, open vowels don't"
    if seen.timeline is None:
        return Row(1, name, (Figure("sealed", None, 0.98), Figure("false_seals", None, None, 0.01)), WITHOUT_TIMELINE)
    seals = lips.seals(seen.mouth, seen.timeline.sounds)
    vowels = lips.open_vowels(seen.mouth, seen.timeline.sounds)
    missed = _share_met(vowels)
    figures = (
        Figure("sealed", _share_met(seals), 0.98),
        Figure("false_seals", None if missed is None else 1 - missed, None, 0.01),
    )
    return Row(1, name, figures, "" if seals else "The text has no p, b or m.")


def _lag(seen: Evidence) -> Row:
    name = "picture in time with the intention"
    if seen.timeline is None:
        empty = (
            Figure("clip_ms", None, -10, 10),
            Figure("worst_5s_ms", None, -20, 20),
            Figure("sound_ms", None, -45, 45),
        )
        return Row(2, name, empty, WITHOUT_TIMELINE)
    mouth, meant = seen.mouth, seen.timeline
    whole = timing.lag(mouth.times, mouth.gap, meant.times, meant.opening)
    parts = timing.window_lags(mouth.times, mouth.gap, meant.times, meant.opening)
    worst = max((part.lag for part in parts if part.lag.correlation >= _FOLLOWS), key=_lateness, default=None)
    sound = timing.sound_lag(seen.samples, meant.sounds)
    follows = whole is not None and whole.correlation >= _FOLLOWS
    figures = (
        Figure("clip_ms", _ms(whole) if follows else None, -10, 10),
        Figure("worst_5s_ms", _ms(worst) if follows else None, -20, 20),
        # BT.1359-1: viewers notice sound that comes 45 ms early.
        Figure("sound_ms", _ms(sound) if sound and sound.correlation >= _FOLLOWS else None, -45, 45),
    )
    return Row(
        2, name, figures, "" if follows else "The lips don't follow the intention, so there is no lag to measure."
    )


def _correlation(seen: Evidence) -> Row:
    name = "opening and width as intended"
    opening, width = seen.meant("opening"), seen.meant("width")
    figures = (
        Figure("opening", _pearson(seen.mouth.gap, opening), 0.92),
        Figure("width", _pearson(seen.mouth.width, width), 0.85),
    )
    return Row(3, name, figures, WITHOUT_TIMELINE if seen.timeline is None else "")


def _shapes(seen: Evidence) -> Row:
    name = "f v bite, u w y are narrow"
    if seen.timeline is None:
        return Row(4, name, (Figure("bites", None, 0.95), Figure("rounds", None, 0.95)), WITHOUT_TIMELINE)
    bites = lips.bites(seen.mouth, seen.timeline.sounds)
    rounds = lips.rounds(seen.mouth, seen.timeline.sounds)
    missing = [sounds for sounds, found in (("f or v", bites), ("both i and u, w or y", rounds)) if not found]
    note = f"The text does not have {' nor '.join(missing)}." if missing else ""
    figures = (
        Figure("bites", _share_met(bites), 0.95, error=_share_in_doubt(bites, GAP)),
        Figure("rounds", _share_met(rounds), 0.95, error=_share_in_doubt(rounds, WIDTH)),
    )
    return Row(4, name, figures, note)


def _silence(seen: Evidence) -> Row:
    quiver = lips.quiver(seen.mouth, seen.still)
    is_enough = len(quiver) >= _LEAST_STILL
    figure = Figure("deviation_iod", float(quiver.mean()) if is_enough else None, None, 0.013)
    return Row(
        5, "lips still in silence", (figure,), "" if is_enough else "The clip has no silence that is long enough."
    )


def _dynamics(seen: Evidence) -> Row:
    speed = lips.dynamics(seen.mouth, seen.silences)
    note = "" if speed is not None else "The clip is too short."
    return Row(6, "opening as lively as real talk", (Figure("iod_per_s", speed, 0.43, 1.10),), note)


def _teeth(seen: Evidence) -> Row:
    track = seen.teeth
    drift, growth = (None, None) if track is None else track.typical
    is_plain = track is None or track.doubt <= _PLAIN
    figures = Figure("drift_px", drift, None, 0.5), Figure("scale", growth, None, 0.02, judged=is_plain)
    note = "" if is_plain else "The upper teeth show too dimly, or too little of them, to tell a change of their size."
    return Row(7, "upper teeth go with the head", figures, note if track else "The upper teeth hardly ever show.")


def _alive(seen: Evidence) -> Row:
    rate, (least, most) = 60 / seen.seconds, motion.expected_blinks(seen.seconds, 10, 33)
    sways = seen.seconds >= _SWAY_SECONDS
    spread = np.nanstd(seen.angles, axis=0)
    figures = (
        Figure("blinks_per_minute", len(seen.blinks) * rate, least * rate, most * rate),
        Figure("yaw_sd", float(spread[1]), 1.5, 3.0, judged=sways),
        Figure("pitch_sd", float(spread[0]), 1.5, 3.0, judged=sways),
        Figure("roll_sd", float(spread[2]), 1.5, 3.0, judged=sways),
        Figure("under_2hz", motion.slow_share(seen.times, seen.angles), 0.8, judged=sways),
        Figure("tilt", seen.tilt, -_UPRIGHT, _UPRIGHT),
    )
    note = "" if sways else f"In less than {_SWAY_SECONDS:g} s a head cannot show how far it sways."
    if abs(seen.tilt) > _UPRIGHT:
        note = f"The head is not upright: it lies {seen.tilt:.0f} degrees from it."
    return Row(8, "blinks and head motion", figures, note)


def _outside(seen: Evidence) -> Row:
    change = None if seen.backdrop is None else float(np.percentile(seen.backdrop.change, 98))
    background = "own" if seen.timeline is None else seen.timeline.background
    figures = (
        Figure("change_levels", change, None, 4.0, judged=background != "video"),
        Figure("unlike_portrait_levels", seen.unlike, None, 5.0, judged=background == "own"),
    )
    note = "" if seen.backdrop is not None else "The person fills the picture."
    if background != "own":
        return Row(9, "backdrop still and unchanged", figures, note or f"The background was replaced ({background}).")
    if seen.backdrop is not None and seen.standard is None:
        note = "Only whether it stands still was measured; give --portrait to compare it with the portrait."
    return Row(9, "backdrop still and unchanged", figures, note)


def _sharpness(seen: Evidence) -> Row:
    is_judged = seen.standard is not None
    values = seen.sharpness[np.isfinite(seen.sharpness)]
    size = min(max(1, round(seen.film.fps)), len(values))
    worst = float(np.convolve(values, np.full(size, 1 / size), mode="valid").min())
    figures = (
        Figure("median", float(np.median(values)), 0.9, judged=is_judged),
        Figure("worst_second", worst, 0.6, judged=is_judged),
    )
    note = "" if is_judged else "Measured against the clip's own first half second only; give --portrait to judge it."
    return Row(10, "face as sharp as the portrait", figures, note)


def _identity(seen: Evidence) -> Row:
    name, verdict = "the face is the portrait's", seen.identity
    if verdict is None:
        return Row(11, name, (Figure("likeness", None, 0.8),), "Give --portrait to see whether the face is its.")
    figure = Figure("likeness", verdict.likeness, verdict.floor)
    note = "" if verdict.looks else "In no frame that was looked at is a face large enough, and turned to the camera."
    return Row(11, name, (figure,), note)


def _eyes(seen: Evidence) -> Row:
    note = "" if seen.vergence is not None else "The open eyes are not seen for long enough."
    return Row(12, "both eyes look the same way", (Figure("vergence", seen.vergence, None, 0.02),), note)


def _brows(seen: Evidence) -> Row:
    is_long = seen.seconds >= _SWAY_SECONDS
    figure = Figure("brow_iod_per_frame", seen.liveliness.brows, 0.0034, 0.0098, judged=is_long)
    note = "" if is_long else f"In less than {_SWAY_SECONDS:g} s brows need not move."
    return Row(13, "brows as lively as real ones", (figure,), note)


def _unrest(seen: Evidence) -> Row:
    unrest = seen.liveliness.silence
    figure = Figure("silence_unrest", unrest, 0.001, 0.04, judged=seen.seconds >= _SWAY_SECONDS)
    if unrest is None:
        note = "The clip has no silence that is long enough."
    else:
        note = "" if figure.judged else f"In less than {_SWAY_SECONDS:g} s a mouth need not do more than talk."
    return Row(14, "lips settle and part slowly in silence", (figure,), note)


def _share_met(tokens: Sequence[Token]) -> float | None:
    return sum(token.is_met for token in tokens) / len(tokens) if tokens else None


def _share_in_doubt(tokens: Sequence[Token], error: float) -> float | None:
    """Give the share of sounds that miss their demand by no more than a single look is off, IOD."""
    doubtful = sum(not token.is_met and token.value <= token.limit + error for token in tokens)
    return doubtful / len(tokens) if doubtful else None


def _lateness(lag: timing.Lag) -> float:
    return abs(lag.seconds)


def _ms(lag: timing.Lag | None) -> float | None:
    return None if lag is None else lag.seconds * 1000


def _pearson(measured: NDArray[np.float64], meant: NDArray[np.float64] | None) -> float | None:
    if meant is None or len(measured) < 8 or meant.std() < 1e-6:
        return None
    return float(np.corrcoef(measured, meant)[0, 1]) if measured.std() > 1e-9 else 0.0

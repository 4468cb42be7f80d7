"""The whole inspection of one clip, from its file to the report."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.identity import Guard, choose, numbers_of
from avatar.inspection import intent, lips, motion, timing
from avatar.inspection.against import standard_of, unlike
from avatar.inspection.backdrop import watch_backdrop
from avatar.inspection.evidence import Evidence
from avatar.inspection.eyes import OPEN
from avatar.inspection.film import SOUND_RATE, open_film
from avatar.inspection.likeness import faces_of
from avatar.inspection.moments import worst_moments
from avatar.inspection.report import Curves, Report
from avatar.inspection.rows import rows
from avatar.inspection.teeth import follow_teeth
from avatar.inspection.watch import set_stage, watch
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.inspection.film import Film
    from avatar.inspection.intent import Timeline
    from avatar.runtime.folders import Home


def inspect_clip(
    clip: Path,
    portrait: Portrait | None = None,
    timeline: Path | None = None,
    tell: Watch = unwatched,
    home: Home | None = None,
) -> Report:
    """Measure a finished film by the fourteen measures of what good means.

    Without `timeline` the one beside the clip is used if there is one. What cannot be measured without a timeline or
    `portrait` is None in the report, with a note. `tell` hears the stage, how many frames are done and how many there
    are. Networks that recognise faces are taken from a `home`, if there is one. Raise `InputError` if the clip cannot
    be read or shows no face, or if the timeline given is none.
    """
    film = open_film(clip)
    meant, notes = _find_timeline(clip, timeline)
    return inspect_film(film, meant, portrait, home, tell, notes)


def inspect_film(  # noqa: PLR0913 - what is measured, and what it is measured against
    film: Film,
    meant: Timeline | None,
    portrait: Portrait | None = None,
    home: Home | None = None,
    tell: Watch = unwatched,
    told: Sequence[str] = (),
) -> Report:
    """Measure a film as `inspect_clip` does, against what is known that it was meant to show, and that only."""
    notes = list(told)
    seen = _gather(film, meant, portrait, tell, home)
    if not seen.mouth.times.size:
        notes.append("No frame shows a face again.")
    notes += _disagreements(seen)
    judged = rows(seen)
    notes += [f"{row.name.capitalize()} (row {row.id}): {row.note}" for row in judged if row.note]
    return Report(
        clip=str(film.path),
        rows=judged,
        frames=len(seen.sightings),
        faces_found=sum(one.found for one in seen.sightings),
        worst=worst_moments(seen),
        notes=tuple(notes),
        details=_details(seen),
        curves=_curves(seen),
        timeline=meant,
        faces=faces_of(seen, portrait),
    )


def _find_timeline(clip: Path, given: Path | None) -> tuple[Timeline | None, list[str]]:
    if given is not None:
        return intent.read_timeline(given), []
    beside = clip.with_suffix(".json")
    if not beside.is_file():
        return None, []
    if not intent.is_timeline(beside):
        return None, [f"The file {beside.name!r} beside the clip is not a timeline of avatar and was not used."]
    return intent.read_timeline(beside), []


def _gather(film: Film, meant: Timeline | None, portrait: Portrait | None, tell: Watch, home: Home | None) -> Evidence:
    stage = set_stage(film)
    standard = None if portrait is None else standard_of(portrait, stage.follower, stage.iod)
    if standard is not None and portrait is not None:
        embedder = choose(home)
        guard = Guard(embedder, numbers_of(portrait, embedder, None))
        stage = replace(stage, likeness=standard.likeness, guard=guard)
    sightings = list(watch(film, stage, lambda done, total: tell("watching", done, total)))
    has_captions = meant is not None and meant.has_captions
    backdrop = watch_backdrop(sightings, stage.place.upright_width(film.size), has_captions=has_captions)
    return Evidence(
        film=film,
        stage=stage,
        sightings=sightings,
        samples=film.sound(),
        timeline=meant,
        backdrop=backdrop,
        unlike=None if standard is None or backdrop is None else unlike(standard, backdrop, sightings),
        teeth=follow_teeth(sightings, min(film.size)),
        standard=standard,
    )


def _disagreements(seen: Evidence) -> list[str]:
    notes = []
    count, meant = len(seen.sightings), seen.timeline
    if meant is not None and abs(meant.frames - count) > 1:
        notes.append(f"The timeline tells of {meant.frames} frames, the clip has {count}.")
    lost = count - sum(one.found for one in seen.sightings)
    if lost:
        notes.append(f"In {lost} of {count} frames no face is seen.")
    sound = len(seen.samples) / SOUND_RATE
    if not seen.film.has_sound:
        notes.append("The clip has no sound.")
    elif abs(sound - seen.seconds) > 2 / seen.film.fps:
        notes.append(f"The sound lasts {sound:.2f} s, the picture {seen.seconds:.2f} s.")
    return notes


def _details(seen: Evidence) -> dict[str, object]:
    """Give what is worth knowing and not judged."""
    identity = seen.of("identity")[np.isfinite(seen.of("identity"))]
    hint = _loudness_hint(seen)
    return {
        "seconds": round(seen.seconds, 3),
        "fps": round(seen.film.fps, 3),
        "size": list(seen.film.size),
        "has_timeline": seen.timeline is not None,
        "has_portrait": seen.standard is not None,
        "blink_times": [round(time, 3) for time in seen.blinks],
        "head_motion_figure": _short(motion.head_figure(seen.angles, seen.centres)),
        "brow_motion_iod_per_frame": _short(seen.liveliness.brows),
        "theval": _theval(seen),
        "fineness": _short(np.nanmedian(seen.of("fineness"))),
        "tokens": _tokens(seen),
        "identity": {"median": _short(np.median(identity)), "worst_20th": _short(np.percentile(identity, 5))},
        "guard": _guarded(seen),
        "identity_against": "portrait" if seen.standard is not None else "a frame of the clip",
        "head_followed_by_texture": _short(np.mean([one.is_followed for one in seen.sightings])),
        "frames_with_teeth": 0 if seen.teeth is None else len(seen.teeth.times),
        "still_frames": sum(len(chosen) for chosen in seen.still),
        "opening_against_loudness": hint,
    }


def _theval(seen: Evidence) -> dict[str, float | None]:
    """Give the figures of THEval that need no network of their own."""
    head = motion.head_figure(seen.angles, seen.centres)
    return {name: _short(value) for name, value in (asdict(seen.liveliness) | {"head": head}).items()}


def _tokens(seen: Evidence) -> dict[str, list[int]] | None:
    """Count by kind of sound how many meet their demand, of how many; None where nobody knows what is said."""
    if seen.timeline is None:
        return None
    looks = (lips.seals, lips.open_vowels, lips.bites, lips.rounds)
    found = {look.__name__: look(seen.mouth, seen.timeline.sounds) for look in looks}
    return {name: [sum(token.is_met for token in tokens), len(tokens)] for name, tokens in found.items()}


def _guarded(seen: Evidence) -> dict[str, object] | None:
    """Give how the face was compared with the portrait's; None where none was given."""
    found = seen.identity
    if found is None:
        return None
    single = [one.look.likeness for one in seen.sightings if one.look is not None]
    return {
        "by": found.way,
        "compared": found.looks,
        "skipped": found.skipped,
        "lowest_at": round(found.time, 3),
        "lowest_single": _short(min(single, default=None)),
    }


def _loudness_hint(seen: Evidence) -> dict[str, float | None]:
    """Correlate opening with loudness: a weak hint of the lag that needs no timeline (real clips show .06 to .58)."""
    empty: dict[str, float | None] = {"lag_ms": None, "correlation": None}
    if not len(seen.samples):
        return empty
    loud = timing.loudness(seen.samples)
    found = timing.lag(seen.mouth.times, seen.mouth.gap, np.arange(0, len(loud), 20) / 1000, loud[::20])
    return (
        empty if found is None else {"lag_ms": _short(found.seconds * 1000), "correlation": _short(found.correlation)}
    )


def _curves(seen: Evidence) -> Curves:
    def meant(name: str) -> NDArray[np.float64] | None:
        timeline = seen.timeline
        return None if timeline is None else np.interp(seen.times, timeline.times, getattr(timeline, name))

    return Curves(
        times=seen.times,
        opening=seen.of("gap"),
        width=seen.of("width") / seen.resting_width,
        angles=seen.angles - np.nanmedian(seen.angles, axis=0),
        lids=seen.lids,
        sharpness=seen.sharpness,
        identity=seen.of("identity"),
        intended_opening=meant("opening"),
        intended_width=meant("width"),
        brows=seen.brows,
        gaze=np.where(seen.lids[:, None] >= OPEN, seen.gaze, np.nan),
        blinks=tuple(seen.blinks),
    )


def _short(value: float | np.floating[Any] | None) -> float | None:
    return None if value is None else round(float(value), 4)

"""Evidence of clips that were never filmed: every curve is known, so every figure is too."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from avatar.inspection.evidence import Evidence
from avatar.inspection.faces import Place
from avatar.inspection.film import SOUND_RATE, Film
from avatar.inspection.head import UNIT, HeadFollower
from avatar.inspection.intent import Sound, Timeline
from avatar.inspection.watch import Sighting, Stage
from avatar.portrait.face.pose import canonical_face

FPS = 25.0


@cache
def follower() -> HeadFollower:
    """A reference head, which nobody turns."""
    from skimage.data import astronaut

    face = (canonical_face() * 60 + (230.0, 130.0, 0.0)).astype(np.float32)
    return HeadFollower(astronaut(), face)


def stage(turn: int = 0) -> Stage:
    """Where the face is, after `turn` quarter turns."""
    return Stage(Place(turn, 0.0, 0.0, 300.0, 150.0), follower(), follower().grey, UNIT, 100)


def times(seconds: float) -> np.ndarray:
    """When frames are shown."""
    return np.arange(round(seconds * FPS)) / FPS


def speech_like(when: np.ndarray) -> np.ndarray:
    """An opening of lips, IOD, that never repeats and moves as fast as talk does."""
    waves = [(1.1, 0.3), (2.3, 1.7), (3.1, 4.0), (4.3, 5.2)]
    return np.asarray(0.16 + 0.045 * sum(np.sin(2 * np.pi * hertz * when + phase) for hertz, phase in waves))


def sway(when: np.ndarray, degrees: float = 2.0) -> np.ndarray:
    """Pitch, yaw and roll whose standard deviation is so many degrees, all of it slow."""
    waves = [np.sin(2 * np.pi * hertz * when) for hertz in (0.25, 0.375, 0.5)]
    return np.sqrt(2) * degrees * np.stack(waves, axis=1)


def sightings(when: np.ndarray, **curves: np.ndarray) -> list[Sighting]:
    """See a face in every frame; `curves` hold one value per frame."""
    usual = {"gap": 0.1, "width": 0.8, "lids": 0.25, "iod": UNIT, "scale": 1.0, "sharpness": 80.0, "identity": 0.9}
    filled = {name: np.full(len(when), value) for name, value in usual.items()} | curves
    angles = filled.pop("angles", np.zeros((len(when), 3)))
    brows, gaze = (filled.pop(name, np.full((len(when), 2), value)) for name, value in (("brows", 0.5), ("gaze", 0.0)))
    outlines = filled.pop("outline", np.zeros((len(when), 40, 2), np.float32))
    return [
        Sighting(
            time=float(time),
            found=True,
            centre=(256.0, 256.0),
            angles=tuple(angles[index]),
            brows=tuple(brows[index]),
            gaze=tuple(gaze[index]),
            outline=outlines[index],
            **{name: float(values[index]) for name, values in filled.items()},
        )
        for index, time in enumerate(when)
    ]


def timeline(when: np.ndarray, sounds: list[Sound] | None = None, **more: object) -> Timeline:
    """What was meant: an opening and a width for each frame."""
    opening = more.pop("opening", speech_like(when))
    width = more.pop("width", 1 + 0.5 * (speech_like(when) - 0.16))
    return Timeline(FPS, len(when), tuple(sounds or ()), (), when, opening, width, **more)


def evidence(seen: list[Sighting], **more: object) -> Evidence:
    """Put together what a clip showed; what isn't given isn't known."""
    given = {"timeline": None, "backdrop": None, "unlike": None, "teeth": None, "standard": None} | more
    samples = given.pop("samples", np.zeros(0, np.float32))
    film = Film(Path("clip.mp4"), FPS, len(seen) / FPS, (512, 512), has_sound=bool(len(samples)))
    return Evidence(film, given.pop("stage", stage()), seen, samples, **given)


def hide(seen: list[Sighting], frames: range) -> list[Sighting]:
    """Show no face in these frames."""
    return [Sighting(one.time) if index in frames else one for index, one in enumerate(seen)]


def spoken(sounds: list[Sound], seconds: float, late: float = 0.0) -> np.ndarray:
    """Make noise as loud as each sound ought to be, `late` s after it."""
    rng = np.random.default_rng(7)
    loud = np.zeros(round(seconds * SOUND_RATE), np.float32)
    for sound in sounds:
        first, last = (max(0, round((edge + late) * SOUND_RATE)) for edge in (sound.start, sound.end))
        loud[first:last] = 0.3 if sound.is_vowel else 0.003
    return np.asarray(loud * rng.normal(0, 1, len(loud)), np.float32)


def with_one(seen: list[Sighting], index: int, **changes: object) -> list[Sighting]:
    """Change one frame."""
    return [*seen[:index], replace(seen[index], **changes), *seen[index + 1 :]]

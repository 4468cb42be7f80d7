"""A face whose motion is known performs in films; what is taken over is that motion."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX, Frame
from avatar.driving.performance import open_performance
from avatar.errors import InputError
from avatar.motion.curves import eased
from avatar.reenact.mesh import MeshRenderer
from avatar.runtime.watch import unwatched
from avatar.settings import FilmSettings
from tests.films import write_film
from tests.motions import motion

pytestmark = pytest.mark.slow

FPS, SIDE = Fraction(25), 320
OPENINGS = (20, 34)
"""frames in whose middle the mouth is widest; it is sealed between them"""
BLINK, SEAL = 48, 27
COUNT = 62


@pytest.fixture(scope="module")
def performed():
    """How the performer moves: two open vowels with a seal between, a nod, a turn, a blink, all from rest to rest."""
    times = np.arange(COUNT)
    opening = sum(0.34 * np.clip(1 - np.abs(times - middle) / 6, 0, 1) for middle in OPENINGS)
    blink = np.clip(1 - np.abs(times - BLINK) / 3, 0, 1)
    window = eased((times - 8) / 10) * eased((COUNT - 4 - times) / 10)
    rows = []
    for index in range(COUNT):
        sealed = {"mouthClose": 0.1} if abs(index - SEAL) <= 1 else {}
        head = (0.06 * window[index], 0.08 * window[index], -0.05 * window[index], 0.05 * window[index], 0.0, 0.0)
        rows.append({"jawOpen": opening[index], "eyeBlink": blink[index], "head": head, **sealed})
    return motion(*rows)


@pytest.fixture(scope="module")
def pictures(performed, xiaochen):
    return [frame.image.copy() for frame in MeshRenderer().render(xiaochen, performed, (SIDE, SIDE))]


@pytest.fixture
def filmed(tmp_path):
    """Write pictures into a film that nobody hears, and give what it makes of a portrait."""

    def perform(pictures, fps=FPS, neutral=None):
        path = tmp_path / "performance.mp4"
        height, width = pictures[0].shape[:2]
        frames = (Frame(each, index, float(index / fps)) for index, each in enumerate(pictures))
        write_film(
            frames, np.zeros(int(len(pictures) / fps * 48000), np.float32), path, FilmSettings(width, height, fps)
        )
        performing, _ = open_performance(str(path), neutral, None, with_sound=False)
        return performing.perform(FPS, None, unwatched)

    return perform


def test_mouth_head_and_lids_are_taken_over(filmed, pictures, performed):
    found, notes = filmed(pictures)
    assert notes == ()
    assert len(found) == COUNT
    jaw, close, blink = (ARKIT_INDEX[name] for name in ("jawOpen", "mouthClose", "eyeBlinkLeft"))
    apart = np.maximum(found.weights[:, jaw] - found.weights[:, close], 0)
    true = np.maximum(performed.weights[:, jaw] - performed.weights[:, close], 0)
    assert np.corrcoef(apart, true)[0, 1] > 0.9
    assert np.corrcoef(found.weights[:, jaw], performed.weights[:, jaw])[0, 1] > 0.9
    # Which moment is rest was found: it may be one with the head turned, as it is for most of this performance.
    turned = np.degrees(found.head[:, :3] - performed.head[:, :3])
    assert np.abs(turned - np.median(turned, axis=0)).max() < 1.5
    assert found.weights[BLINK, blink] > 0.7
    assert found.weights[: BLINK - 8, blink].max() < 0.3
    # Sealed where they were sealed, and apart where they were widest apart.
    assert (found.weights[SEAL - 1 : SEAL + 2, close] > found.weights[SEAL - 1 : SEAL + 2, jaw]).any()
    assert (apart[list(OPENINGS)] > 0.2).all()


def test_a_face_at_rest_stays_at_rest(filmed, pictures):
    """Pictures of a still face differ by grain and by what the codec makes of it."""
    rng = np.random.default_rng(1)
    grainy = [np.clip(pictures[0] + rng.normal(0, 3, pictures[0].shape), 0, 255).astype(np.uint8) for _ in range(30)]
    found, _ = filmed(grainy)
    assert np.ptp(found.weights, axis=0).max() < 0.12
    assert np.degrees(np.ptp(found.head[:, :3], axis=0)).max() < 0.6
    jaw, close = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]
    assert np.ptp(np.maximum(found.weights[:, jaw] - found.weights[:, close], 0)) < 0.01


def test_a_film_that_lies_on_its_side_performs_as_an_upright_one(filmed, pictures, performed):
    found, _ = filmed([np.ascontiguousarray(np.rot90(each)) for each in pictures])
    jaw = ARKIT_INDEX["jawOpen"]
    assert np.corrcoef(found.weights[:, jaw], performed.weights[:, jaw])[0, 1] > 0.9


def test_a_camera_that_is_held_askew_sees_the_same_head(filmed, pictures, performed):
    """By 15 degrees: what is a nod to the performer goes to the side in the picture."""
    import cv2

    askew = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), 15, 1.0)
    found, _ = filmed(
        [cv2.warpAffine(each, askew, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE) for each in pictures], neutral=0.1
    )
    assert np.abs(np.degrees(found.head[:, :3] - performed.head[:, :3])).max() < 1.5


def test_half_as_many_pictures_a_second_make_as_many_frames(filmed, pictures, performed):
    found, notes = filmed(pictures[::2], Fraction(25, 2))
    assert len(found) == COUNT - 1
    assert "12 pictures per second" in notes[0]
    assert np.corrcoef(found.head[:, 1], performed.head[:-1, 1])[0, 1] > 0.95


def test_where_the_face_is_lost_the_portrait_goes_to_rest_and_comes_back(filmed, pictures):
    gone = [np.full_like(each, 90) if 14 <= index < 46 else each for index, each in enumerate(pictures)]
    found, notes = filmed(gone)
    assert "is not seen for 1.3 s" in notes[0]
    steps = np.abs(np.diff(found.head[:, :3], axis=0)).max()
    assert np.degrees(steps) < 1.5
    assert np.abs(found.head[40]).max() < 1e-3
    assert found.weights[40].max() < 1e-3


def test_the_neutral_moment_can_be_named(filmed, pictures):
    """Everything is told from there: what the head was turned by then is nothing."""
    found, _ = filmed(pictures, neutral=1.2)
    assert np.abs(np.degrees(found.head[30, :3])).max() < 0.5
    assert np.degrees(found.head[0, 1]) < -3.0
    with pytest.raises(InputError, match="lies outside"):
        filmed(pictures, neutral=9.0)


def test_nobody_and_two_people_are_no_performer(filmed, pictures):
    with pytest.raises(InputError, match="No face is seen"):
        filmed([np.full_like(pictures[0], 120)] * 20)
    with pytest.raises(InputError, match="More than one face"):
        filmed([np.concatenate([each, each[:, ::-1]], axis=1) for each in pictures[:25]])
    with pytest.raises(InputError, match="only 2 pictures"):
        filmed(pictures[:2])


def test_who_is_turned_away_does_not_perform(xiaochen):
    from avatar.driving.observed import TRACKED, Observed
    from avatar.driving.perform import perform

    count = 20
    rest = np.zeros((count, len(TRACKED), 2), np.float32)
    seen = Observed(
        np.arange(count) / 25,
        rest,
        np.zeros(count, np.float32),
        np.full((count, 2), 0.15, np.float32),
        np.zeros((count, 2, 2), np.float32),
        np.tile(np.array([0, np.radians(70), 0], np.float32), (count, 1)),
        np.zeros((count, 3), np.float32),
        np.tile(np.array([0, 0, 1], np.float32), (count, 1)),
        np.zeros((count, 468, 3), np.float16),
    )
    with pytest.raises(InputError, match="turned away from the camera by more than 60 degrees for 100%"):
        perform(seen, FPS, 0.8, None, "away.mp4")
    half = replace(seen, mesh=np.where(np.arange(count)[:, None] < 8, seen.mesh, 0).astype(np.float32))
    faces = np.tile(xiaochen.landmarks[:468] / xiaochen.iod, (count, 1, 1))
    half = replace(half, faces=(faces - faces[:, [168]]).astype(np.float16))
    assert len(perform(half, FPS, 0.8, None, "away.mp4").motion) == 20

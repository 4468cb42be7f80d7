"""What was changed in a timeline moves anew; all else moves as it did."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from avatar.clip.continuing import continued
from avatar.data import MOTION_NAMES, Cue, Phone, Speech, Word
from avatar.motion import NaturalMover
from avatar.settings import LipSettings, MotionSettings
from avatar.visemes import ArticulatoryShaper

FPS = Fraction(25)
SHAPER, MOVER = ArticulatoryShaper(LipSettings()), NaturalMover(MotionSettings())
PHONES = (
    Phone("a", 0.6, 0.9, 2, word=0),
    Phone("b", 0.9, 1.0, word=0),
    Phone("a", 1.0, 1.6, 2, word=0),
    Phone("m", 2.4, 2.5, word=1),
    Phone("a", 2.5, 3.0, 2, word=1),
)


def move(said):
    lips = SHAPER.shape(said.phones, said.seconds)
    return lips, MOVER.move(lips, said, FPS, np.random.default_rng(5))


def speech(phones=PHONES, cues=()):
    samples = np.zeros(4 * 48_000, np.float32)
    for phone in PHONES:  # the sound stays, whatever is written
        low, high = int(phone.start * 48_000), int(phone.end * 48_000)
        samples[low:high] = 0.2 * np.sin(np.arange(high - low) * 0.03)
    words = (Word("aba", 0.6, 1.6), Word("ma", 2.4, 3.0))
    return Speech(samples, 48_000, tuple(phones), words, "en", "emma", tuple(cues))


@pytest.fixture(scope="module")
def filmed():
    """How a clip has moved, in which the mouth smiles a little by itself."""
    rows = move(speech())[1].rows()
    rows[:, MOTION_NAMES.index("mouthSmileLeft")] += 0.03
    return np.clip(rows, -1, 1)


def column(rows, name):
    return rows[:, MOTION_NAMES.index(name)]


def opening(rows):
    return column(rows, "jawOpen") - column(rows, "mouthClose")


def test_nothing_changed_is_nothing_changed(filmed):
    _, motion = continued(speech(), speech(), filmed, move)
    assert np.array_equal(motion.rows(), filmed)


def test_a_sound_that_is_moved_moves_the_lips_there_and_nothing_else(filmed):
    moved = (
        replace(PHONES[0], end=1.3),
        replace(PHONES[1], start=1.3, end=1.4),
        replace(PHONES[2], start=1.4),
        *PHONES[3:],
    )
    _, motion = continued(speech(moved), speech(), filmed, move)
    rows = motion.rows()
    assert opening(filmed)[23:25].min() < -0.05 < 0.05 < opening(filmed)[33:35].min()
    assert opening(rows)[33:35].min() < -0.05 < 0.05 < opening(rows)[22:26].min()
    apart = np.flatnonzero(np.abs(rows - filmed).max(axis=1) > 1e-3)
    assert 10 < apart.min() < apart.max() < 50
    others = [MOTION_NAMES.index(name) for name in ("headPitch", "headYaw", "gazeRight", "eyeBlinkLeft", "browInnerUp")]
    assert np.array_equal(rows[:, others], filmed[:, others])


def test_a_cue_that_is_added_is_done_on_top_of_what_was(filmed):
    _, motion = continued(speech(cues=(Cue("nod", 1.0, 1, 2.0),)), speech(), filmed, move)
    difference = column(motion.rows(), "headPitch") - column(filmed, "headPitch")
    assert np.abs(difference[:40]).max() < 1e-5
    assert 0.08 < difference.max() < 0.15
    assert np.allclose(column(motion.rows(), "headYaw"), column(filmed, "headYaw"), atol=1e-5)
    assert np.allclose(column(motion.rows(), "jawOpen"), column(filmed, "jawOpen"), atol=1e-5)


def test_a_cue_that_is_taken_out_is_not_done():
    with_blink = move(speech(cues=(Cue("blink", 1.0, 1, 2.1),)))[1].rows()
    _, motion = continued(speech(), speech(cues=(Cue("blink", 1.0, 1, 2.1),)), with_blink, move)
    lids = column(motion.rows(), "eyeBlinkLeft")
    assert column(with_blink, "eyeBlinkLeft")[51:55].max() > 0.9
    assert lids[51:55].max() < 0.3


def test_eyes_that_are_sent_somewhere_look_there_wherever_they_looked_before():
    rows = move(speech())[1].rows()
    rows[:, MOTION_NAMES.index("gazeRight")] += 0.08  # a glance aside, as another seed would have drawn
    asked = speech(cues=(Cue("look left", 1.0, 1, 1.0),))
    _, motion = continued(asked, speech(), rows, move)
    fresh = move(asked)[1].rows()
    held = slice(32, 60)
    assert np.allclose(column(motion.rows(), "gazeRight")[held], column(fresh, "gazeRight")[held], atol=0.02)
    assert np.allclose(column(motion.rows(), "gazeRight")[:20], column(rows, "gazeRight")[:20], atol=1e-5)


def test_a_smile_that_is_asked_for_is_seen(filmed):
    _, motion = continued(speech(cues=(Cue("smile", 1.0, 2, 3.0),)), speech(), filmed, move)
    assert column(motion.rows(), "mouthSmileLeft")[80:90].max() > 0.5
    assert column(motion.rows(), "mouthSmileLeft").max() <= 1.0

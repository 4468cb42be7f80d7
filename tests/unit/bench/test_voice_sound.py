"""What is measured of the sound itself, on sound whose figures are known and on a real voice."""

import random
from dataclasses import replace

import numpy as np
import pytest

from avatar.bench.voice.exactness import exactness
from avatar.bench.voice.sentences import sentences_of
from avatar.bench.voice.sound import loudness, melody, spoken_seconds
from avatar.bench.voice.speaking import Part, speak_alone
from avatar.bench.voice.tones import tones
from avatar.data import Phone, Speech
from avatar.errors import VoiceError

pytestmark = pytest.mark.slow

RATE = 48_000


def tone(hertz, seconds=1.0):
    times = np.arange(round(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * hertz * part * times) / part for part in (1, 2, 3))
    return (0.3 * sound).astype(np.float32)


def speech(samples, phones=()):
    return Speech(samples, RATE, tuple(phones), (), "en", "nobody")


@pytest.fixture(scope="module")
def chinese():
    return speak_alone(Part("xiaoyun", "zh", sentences_of("zh", 8)))


def test_a_steady_tone_has_its_height_and_does_not_move():
    found = melody([speech(tone(200.0))])
    assert found.median == pytest.approx(200, rel=0.01)
    assert found.spread < 0.1


def test_an_octave_apart_is_twelve_semitones():
    found = melody([speech(np.concatenate([tone(120.0), tone(240.0)]))])
    assert found.span == pytest.approx(12, abs=0.3)
    assert melody([speech(np.zeros(RATE, np.float32))]) is None


def test_twice_the_amplitude_is_six_decibels_louder():
    assert loudness([speech(2 * tone(300.0))]) - loudness([speech(tone(300.0))]) == pytest.approx(6.02, abs=0.05)


def test_pauses_are_not_spoken_and_short_gaps_are():
    phones = [Phone("a", 0.2, 0.5), Phone("t", 0.6, 0.7), Phone("a", 1.5, 1.8)]
    assert spoken_seconds(speech(np.zeros(2 * RATE, np.float32), phones)) == pytest.approx(0.8)


def test_closures_of_a_real_voice_are_when_they_are_heard(chinese):
    found = exactness(chinese.speeches)
    assert found.count >= 5
    assert found.onset.absolute < 15
    assert found.end.absolute < 25


def test_phones_that_come_late_are_told_by_how_much(chinese):
    def late(phone):
        return replace(phone, start=phone.start + 0.02, end=phone.end + 0.02)

    moved = [replace(each, phones=tuple(map(late, each.phones))) for each in chinese.speeches]
    before, after = exactness(chinese.speeches), exactness(moved)
    assert after.onset.median - before.onset.median == pytest.approx(20, abs=4)
    assert after.end.median - before.end.median == pytest.approx(20, abs=4)


def test_sound_without_closures_between_vowels_says_nothing():
    assert exactness([speech(tone(200.0), [Phone("p", 0.1, 0.2), Phone("a", 0.2, 0.5)])]) is None


def test_the_tones_of_a_real_voice_are_told_apart_and_shuffled_ones_are_not(chinese):
    found = tones(chinese.speeches)
    assert set(found.thirds) == {1, 2, 3, 4}
    assert found.told_apart > 0.7
    assert found.thirds[4][0] > found.thirds[4][2]  # it falls
    rng = random.Random(1)

    def shuffled(phone):
        return replace(phone, tone=rng.choice((1, 2, 3, 4))) if phone.tone in (1, 2, 3, 4) else phone

    at_random = [replace(each, phones=tuple(map(shuffled, each.phones))) for each in chinese.speeches]
    assert tones(at_random).told_apart < 0.5
    assert tones(chinese.speeches[:1][:0]) is None


def test_what_speaking_takes_is_told(chinese):
    assert len(chinese.speeches) == 8
    assert 0 < chinese.cost.processor < 1
    assert chinese.cost.first_sound > chinese.cost.wall > 0
    assert 50 < chinese.cost.memory < 1000


def test_one_sentence_alone_is_kept_once_and_costs_what_a_second_time_does():
    spoken = speak_alone(Part("emma", "en", ("Hello there.",)))
    assert len(spoken.speeches) == 1
    assert spoken.cost.processor > 0


def test_what_goes_wrong_in_the_other_process_is_said_here():
    with pytest.raises(VoiceError, match="'nobody'"):
        speak_alone(Part("nobody", "en", ("Hello.",)))

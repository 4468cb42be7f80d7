"""A voice that is heard while it speaks: the same phones as of the whole, one sound without a seam, one loudness."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.settings import SOUND_RATE, SpeechSettings, TextSettings
from avatar.speech.engines import is_streamed, open_voice
from avatar.speech.kokoro.decoder import SAMPLES, Past, decoder
from avatar.speech.kokoro.flow import FIRST, NEXT, OTHERS, borders
from avatar.speech.kokoro.session import Manner
from avatar.speech.kokoro.symbols import NUMBERS
from avatar.speech.meter import measure
from avatar.speech.voices import find_voice
from avatar.text import read

TEXT = "Please bring your passport and a proof of your address."


def test_bits_end_where_little_is_heard_and_are_neither_short_nor_long() -> None:
    """The first three are short, so that it is heard soon and goes on; none is a crumb."""
    energy = np.full(300, 5.0, np.float32)
    energy[[27, 53, 54, 100]] = -2.0

    found = borders(energy, 4, 260)

    assert found[0] == 4
    assert found[-1] == 260
    assert found[1] in (27, 28)
    assert found[2] == 54
    lengths = np.diff(found)
    assert all(FIRST[0] <= length <= FIRST[1] for length in lengths[:3])
    assert all(NEXT[0] <= length <= NEXT[1] for length in lengths[3:5])
    assert (lengths[5:-1] >= OTHERS[0]).all()
    assert (lengths[5:-1] <= OTHERS[1]).all()
    assert FIRST[0] // 2 <= lengths[-1] <= OTHERS[1] + OTHERS[0] // 2


@pytest.fixture(scope="module")
def both():
    """Give what is said in one piece, and the same bit by bit."""
    card = find_voice("af_heart")
    assert is_streamed(card)
    utterance = read(TEXT, TextSettings())[0]
    with open_voice(card, SpeechSettings()) as speaker:
        return speaker.speak(utterance), list(speaker.stream(utterance))


@pytest.mark.slow
def test_the_first_bit_is_there_before_the_rest(both) -> None:
    """It is less than a second of a longer sentence, and nothing that was heard is taken back."""
    _, sayings = both

    assert [saying.is_whole for saying in sayings] == [False] * (len(sayings) - 1) + [True]
    assert 0.3 < sayings[0].speech.seconds < 1.0
    assert len(sayings) >= 3
    for one, other in pairwise(sayings):
        count = len(one.speech.samples)
        assert len(other.speech.samples) > count
        assert np.abs(other.speech.samples[:count] - one.speech.samples).max() < 0.01


@pytest.mark.slow
def test_its_phones_are_those_of_the_whole(both) -> None:
    """In the same order; those that were heard are told where they stay, closures as exactly as in the whole."""
    whole, sayings = both
    last = sayings[-1].speech

    assert [phone.ipa for phone in last.phones] == [phone.ipa for phone in whole.phones]
    apart = [abs(one.start - other.start) for one, other in zip(last.phones, whole.phones, strict=True)]
    assert np.median(apart) < 0.01
    assert max(apart) < 0.08
    for saying in sayings:
        assert [phone.ipa for phone in saying.speech.phones] == [phone.ipa for phone in whole.phones]
        for told, stays in zip(saying.speech.phones, last.phones, strict=True):
            if told.end <= saying.speech.seconds:
                assert abs(told.start - stays.start) <= 0.02
                assert abs(told.end - stays.end) <= 0.02


@pytest.mark.slow
def test_bits_join_without_a_click_and_are_as_loud_as_the_whole(both) -> None:
    """Where two meet, samples step no further than right beside; the sentence has the loudness that was asked for."""
    whole, sayings = both
    counts = [0, *(len(saying.speech.samples) for saying in sayings)]
    heard = np.concatenate([saying.speech.samples[start:] for start, saying in zip(counts, sayings, strict=False)])

    steps = np.abs(np.diff(heard))
    for border in counts[1:-1]:
        beside = steps[border - SOUND_RATE // 10 : border + SOUND_RATE // 10]
        assert steps[border - 3 : border + 3].max() <= max(0.5 * beside.max(), 0.01)
    assert abs(measure(heard, SOUND_RATE) - measure(whole.samples, SOUND_RATE)) < 2.5


@pytest.mark.slow
def test_a_stretch_sounds_as_in_the_whole_where_the_norms_know_the_whole() -> None:
    """Three frames around it are enough; without a past it is another sound."""
    network, style = decoder(), np.full(256, 0.02, np.float32)
    sketch = network.sketch([0, *(NUMBERS[each] for each in "mama papa mama"), 0], style, Manner())
    whole, past = network.speak(sketch, 0, len(sketch), (0, len(sketch)), Past())
    first, last = 12, 30
    known = Past(1e9, past.means)

    part, _ = network.speak(sketch, first - 3, last + 3, (first, last), known)
    alone, _ = network.speak(sketch, first - 3, last + 3, (first, last), Past())

    wanted = whole[SAMPLES * first : SAMPLES * last]
    inside = slice(SAMPLES * 3, SAMPLES * (3 + last - first))
    assert np.square(part[inside] - wanted).mean() < 0.2 * np.square(wanted).mean()
    assert np.square(part[inside] - wanted).mean() < np.square(alone[inside] - wanted).mean()

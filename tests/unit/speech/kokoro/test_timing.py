"""When the usual speaker's phones sound: one after the other, at any pace, wherever a closure is seen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import open_voice
from avatar.speech.kokoro.timing import SHORTEST, _set_apart
from avatar.speech.voices import find_voice
from avatar.text import read

CROWDED = {
    "af_heart": "My baby brother broke the big lamp, but nobody blamed him.",
    "xiaoxiao": "妈妈买面包，爸爸跑步。",
    "if_sara": "Mamma, il babbo mi compra un bel pomodoro.",
}


@given(times=some.lists(some.tuples(some.floats(0, 9), some.floats(0, 9)), min_size=1, max_size=12))
def test_phones_that_lie_across_each_other_are_set_apart(times):
    found = np.array(times)
    _set_apart(found)
    assert (found[:, 1] - found[:, 0] > 0.99 * SHORTEST).all()
    assert (found[1:, 0] >= found[:-1, 1]).all()


def test_phones_that_lie_as_they_should_stay():
    found = np.array([[0.1, 0.2], [0.2, 0.25], [0.3, 0.41]])
    before = found.copy()
    _set_apart(found)
    assert (found == before).all()


@pytest.mark.slow
@pytest.mark.parametrize(("voice", "speed"), zip([*CROWDED, *CROWDED], (0.5, 0.7, 1.4, 2.0, 0.85, 0.6), strict=False))
def test_at_every_pace_phones_follow_each_other(voice, speed):
    card = find_voice(voice)
    with open_voice(card, SpeechSettings(speed=speed)) as speaker:
        for utterance in read(CROWDED[voice], TextSettings(language=card.language)):
            speech = speaker.speak(utterance)
            assert all(left.end <= right.start + 1e-9 for left, right in pairwise(speech.phones))
            assert all(phone.end - phone.start > 0.5 * SHORTEST for phone in speech.phones)
            assert speech.phones[-1].end <= speech.seconds + 1e-6

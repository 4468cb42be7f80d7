"""What the marks of a text come to once it is spoken: silence, words without marks, cues at their words."""

import numpy as np
import pytest

from avatar import aloud
from avatar.clip.request import SoundRequest
from avatar.data import Speech
from avatar.settings import LipSettings
from avatar.visemes import ArticulatoryShaper, opening


def said(text: str) -> Speech:
    return aloud.speak(SoundRequest(text))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plain", "paused", "word"),
    [
        ("We will meet again tomorrow.", "We will meet [pause 1.2s] again tomorrow.", "again"),
        ("您好，我们明天再见。", "您好，我们[pause 1.2s]明天再见。", "明天"),
    ],
)
def test_a_pause_is_silence_of_its_length_with_the_lips_closed(plain: str, paused: str, word: str) -> None:
    speech = said(paused)
    index = next(index for index, found in enumerate(speech.words) if word.startswith(found.text))
    begin, end = speech.words[index - 1].end, speech.words[index].start
    assert 1.2 <= end - begin < 1.35
    rate = speech.sample_rate
    assert np.abs(speech.samples[round((begin + 0.05) * rate) : round((end - 0.05) * rate)]).max() < 1e-3
    assert [found.text for found in speech.words] == [found.text for found in said(plain).words]
    lips = ArticulatoryShaper(LipSettings()).shape(speech.phones, speech.seconds)
    inside = (lips.times > begin + 0.3) & (lips.times < end - 0.2)
    assert opening(lips)[inside].max() < 0.005


@pytest.mark.slow
def test_a_pause_before_the_first_word_and_after_the_last() -> None:
    plain, paused = said("Hello."), said("[pause 1s] Hello. [pause 2s]")
    assert paused.words[0].start == pytest.approx(plain.words[0].start + 1, abs=1e-3)
    assert paused.seconds == pytest.approx(plain.seconds + 3, abs=1e-3)


@pytest.mark.slow
def test_cues_come_at_their_words() -> None:
    speech = said("[smile] Good morning! How [nod] are you [look left] today, my friend? [blink]")
    starts = {word.text.strip("!?,"): word.start for word in speech.words}
    assert [cue.kind for cue in speech.cues] == ["smile", "nod", "look left", "blink"]
    expected = [starts["Good"], starts["are"], starts["today"], speech.words[-1].end]
    assert [cue.time for cue in speech.cues] == pytest.approx(expected, abs=1e-3)


@pytest.mark.slow
def test_a_mark_changes_no_sound() -> None:
    plain, marked = said("你好，很高兴见到你。"), said("[smile]你好，[nod]很高兴见到[look at me]你。")
    assert np.array_equal(plain.samples, marked.samples)
    assert plain.phones == marked.phones

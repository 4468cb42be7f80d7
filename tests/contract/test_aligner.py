"""What every aligner promises: it finds in sound what is said in it, whoever says it. Add yours to the table."""

from __future__ import annotations

from dataclasses import is_dataclass, replace

import numpy as np
import pytest

from avatar import backends
from avatar.data import Cue, Utterance
from avatar.errors import VoiceError
from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import open_voice
from avatar.speech.voices import find_voice
from avatar.text import read
from tests.measure.alignment_trials import OTHERS, same

pytestmark = pytest.mark.slow

SAID = {
    "en": ("james", "Papa may buy five blue balloons, if you like them."),
    "zh": ("yunfeng", "您好，我是小陈，很高兴为您服务。"),
    "es": ("diego", "Bienvenidos a nuestra tienda, por favor."),
}


@pytest.fixture(params=backends.available("align"))
def aligner(request):
    return backends.load("align", request.param)()


@pytest.fixture(scope="module", params=SAID)
def spoken(request):
    """An utterance, and how a man says it quickly, with the true times."""
    voice, text = SAID[request.param]
    (utterance,) = read(text, TextSettings(request.param))
    with open_voice(find_voice(voice), SpeechSettings(speed=1.2)) as speaker:
        return utterance, speaker.speak(utterance)


def silent(speech):
    """The same sound without anything known of it."""
    return replace(speech, phones=(), words=())


def errors(found, truth):
    assert [phone.ipa for phone in found.phones] == [phone.ipa for phone in truth.phones]
    return np.array([a.start - b.start for a, b in zip(found.phones, truth.phones, strict=True)])


def test_it_says_what_it_can_do(aligner):
    assert is_dataclass(aligner.capabilities)
    assert "de" in aligner.capabilities.languages


def test_phones_are_found_where_they_are(aligner, spoken):
    """Half of them within 10 ms, nine of ten within one frame of film."""
    utterance, truth = spoken
    off = np.abs(errors(aligner.align(silent(truth), utterance), truth))
    assert np.median(off) < 0.010
    assert np.percentile(off, 90) < 0.040


def test_phones_and_words_ascend_within_the_sound_and_belong_together(aligner, spoken):
    utterance, truth = spoken
    found = aligner.align(silent(truth), utterance)
    times = [time for phone in found.phones for time in (phone.start, phone.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= found.seconds
    assert [word.text for word in found.words] == [word.text for word in truth.words]
    for index, word in enumerate(found.words):
        mine = [phone for phone in found.phones if phone.word == index]
        assert (word.start, word.end) == (mine[0].start, mine[-1].end)


def test_nothing_else_of_a_speech_changes(aligner, spoken):
    utterance, truth = spoken
    given = replace(silent(truth), cues=(Cue("nod"),))
    found = aligner.align(given, utterance)
    assert found.samples is given.samples
    assert replace(found, phones=(), words=(), samples=given.samples) == given


def test_what_was_known_before_is_not_looked_at_and_a_second_time_gives_the_same(aligner, spoken):
    utterance, truth = spoken
    first = aligner.align(silent(truth), utterance)
    assert aligner.align(truth, utterance) == replace(first, samples=truth.samples)


def test_silence_around_it_is_not_taken_for_speech(aligner, spoken):
    """Half a second before and one behind, with the soft noise of a room over all."""
    utterance, truth = spoken
    rng = np.random.default_rng(1)
    rate = truth.sample_rate
    padded = np.concatenate([np.zeros(rate // 2), truth.samples, np.zeros(rate)])
    noisy = (padded + 0.001 * rng.standard_normal(len(padded))).astype(np.float32)
    off = errors(aligner.align(replace(silent(truth), samples=noisy), utterance), truth) - 0.5
    assert np.median(np.abs(off)) < 0.015
    assert np.abs(off[[0, -1]]).max() < 0.04


def test_a_language_that_it_does_not_know_is_named(aligner, spoken):
    with pytest.raises(VoiceError, match="'tlh'"):
        aligner.align(silent(spoken[1]), Utterance("qapla", "tlh"))


def test_a_sound_too_short_for_its_text_is_refused(aligner, spoken):
    utterance, truth = spoken
    for samples in (truth.samples[5000:8000], np.zeros(48, np.float32), np.zeros(48_000, np.float32)):
        with pytest.raises(VoiceError, match="too short for"):
            aligner.align(replace(silent(truth), samples=samples), utterance)


def test_words_of_another_text_are_less_sure(aligner, spoken):
    utterance, truth = spoken
    language = utterance.language
    (other,) = read(OTHERS[language], TextSettings(language))
    own = [word.confidence for word in aligner.align(silent(truth), utterance).words]
    wrong = [word.confidence for word in aligner.align(silent(truth), other).words]
    assert 0 <= min(wrong) <= max(own) <= 1
    assert np.median(own) > 0.85
    assert np.mean(wrong) < np.mean(own) - 0.25


@pytest.mark.parametrize("voice", ["am_michael", "zf_xiaoxiao", "ef_dora"])
def test_phones_of_another_engine_are_found(aligner, voice):
    """Half within 25 ms of where that engine itself says them, and lips that close within 60."""
    card = find_voice(voice)
    language = card.language.split("-")[0]
    utterance = read(SAID[language][1], TextSettings(language))[0]
    with open_voice(card, SpeechSettings()) as speaker:
        truth = speaker.speak(utterance)
    pairs = same(aligner.align(silent(truth), utterance).phones, truth.phones)
    off = np.abs([found.start - true.start for found, true in pairs])
    sealed = [each for each, (_, true) in zip(off, pairs, strict=True) if true.ipa[0] in "pbm"]
    assert len(pairs) > 0.8 * len(truth.phones)
    assert np.median(off) < 0.025
    assert np.mean(np.array(sealed) < 0.06) > 0.85 if sealed else language == "zh"

"""The usual speaker: what it says lasts as long as its phones, whatever the language, the length and the pace."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.data import Pronunciation, Utterance
from avatar.errors import TextError, VoiceError
from avatar.settings import SOUND_RATE, SpeechSettings
from avatar.speech.engines import open_voice
from avatar.speech.kokoro.session import Manner, network
from avatar.speech.kokoro.symbols import NUMBERS
from avatar.speech.voices import find_voice
from avatar.text import read

pytestmark = pytest.mark.slow

MIXED = Utterance(
    "我们用iPhone下单，OK吗？",
    "zh",
    (
        Pronunciation("我们", "wo3 men5", "zh"),
        Pronunciation("用", "yong4", "zh"),
        Pronunciation("iPhone", "iPhone", "en"),
        Pronunciation("下单", "xia4 dan1", "zh"),
        Pronunciation("，", ",", "zh"),
        Pronunciation("OK", "O K", "en"),
        Pronunciation("吗", "ma5", "zh"),
    ),
)


@pytest.fixture(scope="module")
def say():
    def _say(voice, utterance, **settings):
        with open_voice(find_voice(voice), SpeechSettings(**settings)) as speaker:
            return speaker.speak(utterance)

    return _say


@pytest.fixture(scope="module")
def mixed(say):
    return say("zf_xiaoxiao", MIXED)


def _lips(speech, word):
    return [phone.ipa for phone in speech.phones if speech.words[phone.word].text == word]


def test_chinese_with_english_in_it_is_one_voice_with_the_phones_of_both(mixed):
    assert [word.text for word in mixed.words] == ["我们", "用", "iPhone", "下单", "OK", "吗"]
    assert _lips(mixed, "我们") == ["w", "o", "m", "ə", "n"]
    assert _lips(mixed, "iPhone")[:2] == ["aɪ", "f"]
    assert {phone.tone for phone in mixed.phones if mixed.words[phone.word].text == "iPhone"} == {None}
    assert [phone.tone for phone in mixed.phones if phone.tone] == [3, 5, 4, 4, 1, 5]


def test_phones_follow_each_other_within_the_sound_and_make_the_words(mixed):
    assert all(before.end <= after.start for before, after in pairwise(mixed.phones))
    assert all(phone.end - phone.start >= 0.009 for phone in mixed.phones)
    assert mixed.phones[0].start >= 0
    assert mixed.phones[-1].end <= mixed.seconds
    assert mixed.sample_rate == SOUND_RATE


def test_where_no_phone_is_nobody_is_heard(mixed):
    quiet = np.ones(len(mixed.samples), bool)
    for phone in mixed.phones:
        quiet[max(round((phone.start - 0.03) * SOUND_RATE), 0) : round((phone.end + 0.03) * SOUND_RATE)] = False
    assert np.abs(mixed.samples[quiet]).max(initial=0.0) < 0.05 * np.abs(mixed.samples).max()


def test_the_same_words_are_the_same_bytes(say, mixed):
    again = say("zf_xiaoxiao", MIXED)
    assert again.samples.tobytes() == mixed.samples.tobytes()
    assert again.phones == mixed.phones


@pytest.mark.parametrize("speed", [0.7, 1.4])
def test_a_pace_changes_how_long_it_takes_and_the_lips_with_it(say, mixed, speed):
    other = say("zf_xiaoxiao", MIXED, speed=speed)
    assert other.seconds == pytest.approx(mixed.seconds / speed, rel=0.2)
    assert other.phones[-1].end == pytest.approx(other.seconds, abs=0.1)
    assert len(other.phones) == len(mixed.phones)


@pytest.mark.parametrize(("emotion", "is_quicker"), [("cheerful", True), ("concerned", False)])
def test_an_emotion_is_heard_in_pace(say, mixed, emotion, is_quicker):
    assert (say("zf_xiaoxiao", MIXED, emotion=emotion).seconds < mixed.seconds) is is_quicker


@pytest.mark.parametrize(
    ("voice", "language", "text"),
    [
        ("af_heart", "en", "No."),
        ("zf_xiaoxiao", "zh", "好。"),
        ("jf_alpha", "ja", "はい。"),
        ("ff_siwis", "fr", "Oui."),
    ],
)
def test_what_is_said_for_company_is_not_heard(say, voice, language, text):
    """A word of two or three phones lasts less than a second, and nothing is left of the sentence after it."""
    from avatar.settings import TextSettings

    (utterance,) = read(text, TextSettings(language))
    speech = say(voice, utterance)
    assert [word.text for word in speech.words] == [text[:-1]]
    assert 0.15 < speech.seconds < 0.9
    assert speech.phones[-1].end == pytest.approx(speech.seconds, abs=0.03)


def test_a_sentence_of_any_length_is_said_to_its_end(say):
    words = ("blue", "paper", "boats", "float", "by") * 7  # more than the network takes at once
    text = " ".join(words)
    speech = say("am_michael", Utterance(text, "en", tuple(Pronunciation(word, word, "en") for word in words)))
    assert [word.text for word in speech.words] == list(words)
    assert all(word.end > word.start for word in speech.words)
    assert speech.seconds > 7


def test_a_text_without_readings_is_read_by_its_letters(say):
    assert _lips(say("zf_xiaoxiao", Utterance("妈妈，买饼", "zh")), "买饼")[0] == "m"
    assert _lips(say("af_heart", Utterance("my paper", "en")), "paper")[0] == "p"


def test_what_cannot_be_said_is_refused(say):
    with pytest.raises(TextError, match="nothing to say"):
        say("af_heart", Utterance("...", "en"))
    with pytest.raises(VoiceError, match=r"'hello' of '字' is not pinyin"):
        say("zf_xiaoxiao", Utterance("字", "zh", (Pronunciation("字", "hello", "zh"),)))


def _pitches(sound):
    frames = np.lib.stride_tricks.sliding_window_view(sound, 960)[::240]
    loud = frames[frames.std(axis=1) > 0.4 * frames.std(axis=1).max()]
    power = np.abs(np.fft.rfft((loud - loud.mean(axis=1, keepdims=True)) * np.hanning(960), 4096)) ** 2
    return 24_000 / (80 + np.fft.irfft(power)[:, 80:240].argmax(axis=1))


def test_melody_can_be_flattened_and_raised_without_changing_when_anything_is_said():
    style = np.frombuffer((find_voice("af_heart").folder / "style.bin").read_bytes(), "<f4").reshape(510, 256)
    numbers = [0, *(NUMBERS[each] for each in "mˈI mˈʌðəɹ lˈʌvz jˈɛlO mˈɛlənz."), 0]

    def run(**manner):
        return network().run(numbers, style[len(numbers) - 3], Manner(**manner))

    (usual, frames), (flat, same), (high, _) = run(), run(range=0.2), run(pitch=1.2)
    assert np.array_equal(frames, same)
    assert len(usual) == len(flat) == 600 * frames.sum()
    assert np.median(_pitches(high)) == pytest.approx(1.2 * np.median(_pitches(usual)), rel=0.05)
    spread, usual_spread = (np.subtract(*np.percentile(_pitches(each), [90, 10])) for each in (flat, usual))
    assert spread < 0.6 * usual_spread

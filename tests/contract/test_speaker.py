"""What every speaker promises, for every shipped voice, some that each engine brings, and models in miniature."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from avatar import backends
from avatar.data import GENDERS, Pronunciation, Utterance
from avatar.errors import NotInstalledError
from avatar.settings import SpeechSettings
from avatar.speech.engines import engine_named, open_voice
from avatar.speech.voices import voices
from tests.miniature_voices import miniatures

if TYPE_CHECKING:
    from avatar.data import Speech, VoiceCard


def _brought(engine: str) -> tuple[VoiceCard, ...]:
    try:
        return engine_named(engine).voices()
    except NotInstalledError:
        return ()


ENGINES = backends.available("speech")
BROUGHT = {engine: _brought(engine) for engine in ENGINES}
SHIPPED = [card for card in voices() if card not in BROUGHT[card.engine]]
TEXTS = {
    "en": "Papa may buy five blue balloons.",
    "es": "Bienvenidos a nuestra tienda, por favor.",
    "fr": "Bienvenue dans notre boutique, mes amis.",
    "it": "Benvenuti nel nostro negozio, per favore.",
    "pt": "Bem-vindos à nossa loja, por favor.",
    "de": "Willkommen in unserem Geschäft, bitte.",
    "ja": "いらっしゃいませ、どうぞ。",
    "ar": "أهلا وسهلا بكم في متجرنا.",
    "fi": "Hyvää päivää, kaikille.",
    "ru": "Добро пожаловать в магазин.",
    "vi": "Xin chào các bạn.",
    "yue": "你好，歡迎。",
}
READINGS = ("huan1 ying2", "guang1 lin2", ",", "wo3 men5", "mai3", "ping2 guo3")


TRIED = ("fi", "ru", "vi", "yue")
"""languages of which a voice of each engine is tried, where it brings one, besides the first that it brings"""


def _some(cards: tuple[VoiceCard, ...]) -> list[VoiceCard]:
    named = {card.language: card for card in cards if card.language in TRIED}
    first = [card for card in cards if card.language.split("-")[0] in TEXTS][:1]
    return list({card.name: card for card in (*first, *named.values())}.values())


def _utterance(card: VoiceCard) -> Utterance:
    language = card.language.split("-")[0]
    if language == "zh":
        return Utterance(
            "欢迎光临，我们买苹果", "zh", tuple(Pronunciation(reading, reading, "zh") for reading in READINGS)
        )
    return Utterance(TEXTS[language], card.language)


@cache
def _heard(name: str) -> Speech:
    """Say the text of a shipped voice's language once, for all tests."""
    return _spoken(next(card for card in SHIPPED if card.name == name))


def _said(card: VoiceCard) -> Speech:
    return _heard(card.name) if card in SHIPPED else _spoken(card)


def _spoken(card: VoiceCard) -> Speech:
    with open_voice(card, SpeechSettings()) as speaker:
        return speaker.speak(_utterance(card))


def _again(card: VoiceCard) -> int:
    """How often a voice says it once more: shipped ones are many and of few kinds, and differ within an engine by no
    more than a table. The first of an engine says it twice in a row, and whatever is brought."""
    is_first = card not in SHIPPED or card is next(each for each in SHIPPED if each.engine == card.engine)
    return 2 * is_first


MADE = [*(card for cards in BROUGHT.values() for card in _some(cards)), *miniatures()]


@pytest.fixture(params=[*SHIPPED, *MADE], ids=lambda card: card.name)
def card(request):
    return request.param


@pytest.mark.slow
def test_a_speaker_gives_sound_with_exact_phones_and_words(card):
    """In range; phones ascend without overlap inside the sound; words own their phones; all is reproducible."""
    utterance, speech = _utterance(card), _said(card)
    speeches = [speech]
    with open_voice(card, SpeechSettings()) as speaker:
        speeches += [speaker.speak(utterance) for _ in range(_again(card))]
    assert speech.sample_rate >= 16_000
    assert speech.voice == card.name
    assert speech.language == utterance.language
    assert 0.3 < float(np.max(np.abs(speech.samples))) <= SpeechSettings().peak
    assert 0.5 < speech.seconds < 8
    for other in speeches[1:]:
        assert np.array_equal(other.samples, speech.samples)
        assert other.phones == speech.phones
        assert other.words == speech.words
    times = [time for phone in speech.phones for time in (phone.start, phone.end)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= speech.seconds
    for index, word in enumerate(speech.words):
        mine = [phone for phone in speech.phones if phone.word == index]
        assert mine, word
        assert (word.start, word.end) == (mine[0].start, mine[-1].end)
    assert all(0 <= phone.word < len(speech.words) for phone in speech.phones)


@pytest.mark.slow
@pytest.mark.parametrize("card", SHIPPED, ids=lambda card: card.name)
def test_gender_is_heard(card):
    """Women speak at 160-255 Hz, men at 75-185 Hz (median fundamental frequency)."""
    pitch = _pitch(_said(card))
    low, high = (160, 255) if card.gender == GENDERS[0] else (75, 185)
    assert low < pitch < high


def _pitch(speech: Speech) -> float:
    """Measure the median fundamental frequency of the loud 40 ms frames by autocorrelation, Hz."""
    rate, size = speech.sample_rate, speech.sample_rate // 25
    frames = np.lib.stride_tricks.sliding_window_view(speech.samples, size)[:: size // 2]
    loud = frames[np.std(frames, axis=1) > 0.4 * np.std(frames, axis=1).max()]
    power = np.abs(np.fft.rfft((loud - loud.mean(axis=1, keepdims=True)) * np.hanning(size), 4 * size)) ** 2
    alike = np.fft.irfft(power)[:, :size] / np.fft.irfft(np.abs(np.fft.rfft(np.hanning(size), 4 * size)) ** 2)[:size]
    first, last = rate // 300, rate // 70
    lags = []
    for row in alike[:, first:last]:
        # The first peak nearly as high as the highest: a multiple of the period is as alike as the period itself.
        peaks = np.flatnonzero((row[1:-1] >= row[:-2]) & (row[1:-1] >= row[2:]) & (row[1:-1] > 0.9 * row.max())) + 1
        lags += [first + int(peaks[0])] if len(peaks) else []
    return rate / float(np.median(lags))

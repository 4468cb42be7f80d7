"""Nothing that is said is lost: not the beginning of a row, and not a phone that espeak gives no time of its own."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import open_voice
from avatar.speech.espeak.closures import HOP, level
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.kokoro.layout import rows
from avatar.speech.kokoro.options import options_of
from avatar.speech.kokoro.script import write
from avatar.speech.kokoro.session import Manner, network
from avatar.speech.kokoro.styles import load_style
from avatar.speech.kokoro.timing import RATE, times
from avatar.speech.voices import find_voice
from avatar.text import read

pytestmark = pytest.mark.slow

SPEED = 0.9


@pytest.fixture(scope="module")
def speller():
    process = EspeakProcess()
    yield process
    process.close()


def rows_of(text, voice, process):
    card = find_voice(voice)
    return [
        row
        for each in read(text, TextSettings(language=card.language))
        for row in rows(write(each, card, process).items)
    ]


@pytest.mark.parametrize(
    ("voice", "text", "symbols"),
    [
        ("af_heart", "shelf", "ʃˈɛlf"),
        ("af_heart", "school", "skˈul"),
        ("af_heart", "she sells", "ʃi sˈɛlz"),
        ("ff_siwis", "il fait froid", "il fˈɛ fʁwˈa"),
        ("jf_alpha", "これはAIです", "koɾe βa eːai desɨ"),
    ],
)
def test_what_espeak_says_as_one_with_a_vowel_is_spelled(voice, text, symbols, speller):
    (row,) = rows_of(text, voice, speller)
    assert row.symbols.rstrip(".") == symbols


@pytest.mark.parametrize("text", ["安全第一。", "昂贵的货物。", "黑化肥发灰。", "妈妈买了花。"])
def test_a_row_is_cut_before_its_first_sound(text, speller):
    card = find_voice("zf_xiaoxiao")
    (row,) = rows_of(text, card.name, speller)
    style = load_style(card, options_of(card))[len(row.symbols) - 1]
    sound, frames = network().run(row.numbers, style, Manner(SPEED))
    begin = times(row, frames, sound, SPEED)[0, 0]
    loudness = level(sound, RATE)
    assert loudness[: round(begin / HOP) - 5].max() < -40
    assert np.flatnonzero(loudness > -40)[0] * HOP - begin < 0.03


def test_phones_before_and_after_a_pause_do_not_overlap(speller):
    card = find_voice("zf_xiaoxiao")
    (row,) = rows_of("安全第一，安静第二，昂首，安心。", card.name, speller)
    sound, frames = network().run(row.numbers, load_style(card, options_of(card))[len(row.symbols) - 1], Manner(SPEED))
    found = times(row, frames, sound, SPEED)
    assert (found[:, 1] > found[:, 0]).all()
    assert (found[1:, 0] >= found[:-1, 1] - 1e-9).all()


@pytest.mark.parametrize("voice", ["pf_dora", "espeak-pt-br"])
def test_the_e_of_brazilian_leite_is_no_rounded_vowel(voice):
    card = find_voice(voice)
    (utterance,) = read("O leite que a mãe bebe.", TextSettings(language="pt-BR"))
    with open_voice(card, SpeechSettings()) as speaker:
        said = [phone.ipa for phone in speaker.speak(utterance).phones]
    assert "y" not in said
    assert said.count("ɪ") == 4


def test_company_of_a_short_sentence_is_still_cut_away():
    from avatar.speech.kokoro.speaker import KokoroSpeaker

    with KokoroSpeaker(find_voice("zf_xiaoxiao"), SpeechSettings()) as speaker:
        (utterance,) = read("好。", TextSettings(language="zh"))
        assert 0.25 < speaker.speak(utterance).seconds < 1.0

"""A Piper voice says our phones: its durations tell when, and what the sound shows settles it."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from avatar.data import Pronunciation, Utterance
from avatar.errors import TextError, VoiceError
from avatar.settings import SpeechSettings
from avatar.speech.cards import read_card
from avatar.speech.engines import open_voice
from avatar.speech.espeak.process import EspeakProcess, Request
from avatar.speech.espeak.segments import segments
from avatar.speech.piper.config import read_config
from avatar.speech.piper.foreign import syllables
from tests.miniature_piper import IPA, PINYIN, write_voice
from tests.miniature_voices import write_card

SAID = Utterance("Papa may buy, five blue balloons?", "en")
QUIET = ", noise = 0, width_noise = 0"


@pytest.fixture
def voice(tmp_path):
    """Write a voice and its card, and let it say something."""

    def make(said, engine="", language="en-US", speed=1.0, **form):
        write_voice(tmp_path / "mini", **form)
        card = read_card(write_card(tmp_path / "mini", language, f'name = "piper", model = "mini.onnx"{engine}'))
        with open_voice(card, SpeechSettings(speed=speed)) as speaker:
            return speaker.speak(said)

    return make


def is_silent(speech, start, end):
    stretch = speech.samples[round(start * speech.sample_rate) : round(end * speech.sample_rate)]
    return np.abs(stretch).max(initial=0.0) < 0.1 * np.abs(speech.samples).max()


@pytest.mark.slow
def test_phones_are_espeaks_and_lie_where_they_are_heard(voice, english):
    speech = voice(SAID)
    known = english.speak(SAID)
    assert [(phone.ipa, phone.stress, phone.word) for phone in speech.phones] == [
        (phone.ipa, phone.stress, phone.word) for phone in known.phones
    ]
    assert [word.text for word in speech.words] == [word.text for word in known.words]
    closed = [phone for phone in speech.phones[1:] if phone.ipa in ("p", "b", "m")]
    assert len(closed) >= 5
    assert all(is_silent(speech, phone.start + 0.01, phone.end - 0.01) for phone in closed)


def test_phones_touch_each_other_but_at_a_mark(voice):
    speech = voice(SAID)
    gaps = [after.start - before.end for before, after in pairwise(speech.phones)]
    (pause,) = (index for index, gap in enumerate(gaps) if gap > 0.01)
    assert speech.words[speech.phones[pause].word].text == "buy,"


@pytest.mark.slow
def test_a_slower_card_and_a_slower_speed_are_as_slow(voice):
    usual, card, speed = voice(SAID, QUIET), voice(SAID, f"{QUIET}, rate = 0.5"), voice(SAID, QUIET, speed=0.5)
    assert card.seconds == speed.seconds == pytest.approx(2 * usual.seconds, rel=0.05)


def test_readings_are_said_not_letters(voice):
    """The lexicon and the rules of the text decide: a homograph, a number, a brand."""
    read = Utterance("2 leads", "en", (Pronunciation("2", "two", "en"), Pronunciation("leads", "ledds", "en")))
    speech = voice(read)
    assert "".join(phone.ipa for phone in speech.phones) == "tuːlɛdz"
    assert [word.text for word in speech.words] == ["2", "leads"]


def test_a_sound_without_a_symbol_is_told_and_its_modifiers_are_not(voice):
    plain = voice(SAID, symbols=IPA.replace("ˈ", "").replace("ˌ", "").replace("ː", ""))
    assert [phone.ipa for phone in plain.phones][:2] == ["p", "ɑː"]
    with pytest.raises(VoiceError, match=r"no symbol for the sound \[b\]; say it in other words"):
        voice(SAID, symbols=IPA.replace("b", ""))


def test_letters_that_are_one_symbol_together_are_written_so(voice):
    """A voice with a symbol for the whole diphthong need not have its second letter."""
    symbols = (*IPA.replace("ɪ", ""), "aɪ", "eɪ")
    speech = voice(Utterance("may buy", "en"), symbols=symbols, vowel_clusters=[["a", "ɪ"], ["e", "ɪ"]])
    assert [phone.ipa for phone in speech.phones] == ["m", "eɪ", "b", "aɪ"]


@pytest.mark.slow
def test_speakers_are_known_by_name_and_number(voice):
    voice(SAID, ', speaker = "voice 1"', speakers=2)
    voice(SAID, ', speaker = "0"', speakers=2)
    with pytest.raises(VoiceError, match=r"speaker = '2'; this voice has the speakers 0 to 1 \(voice 0, voice 1\)"):
        voice(SAID, ', speaker = "2"', speakers=2)
    with pytest.raises(VoiceError, match="speaker = 'Ann'; this voice has the speakers 0 to 0"):
        voice(SAID, ', speaker = "Ann"')


@pytest.mark.slow
def test_a_voice_that_tells_no_durations_is_aligned(voice, english):
    speech = voice(SAID, is_telling=False)
    assert [phone.ipa for phone in speech.phones] == [phone.ipa for phone in english.speak(SAID).phones]


@pytest.mark.slow
def test_a_voice_of_letters_is_aligned(voice):
    speech = voice(SAID, spelling="text")
    assert [word.text for word in speech.words] == SAID.text.split()
    assert speech.phones
    with pytest.raises(TextError, match="nothing to say"):
        voice(Utterance("你好", "en"), spelling="text")


def test_pinyin_is_said_by_the_syllable(voice, pinyin, chinese):
    said = pinyin("huan1 ying2", "guang1 lin2", ",", "wo3 men5", "mai3", "nar4", "yue4")
    speech = voice(said, language="zh", symbols=PINYIN, spelling="pinyin", language_of="cmn")
    known = chinese.speak(said)
    assert [phone.tone for phone in speech.phones if phone.tone] == [1, 2, 1, 2, 3, 5, 3, 4, 4]
    assert [word.text for word in speech.words] == [word.text for word in known.words]
    labials = [(phone.ipa, phone.word) for phone in known.phones if phone.ipa in ("m", "w")]
    assert [(phone.ipa, phone.word) for phone in speech.phones if phone.ipa in ("m", "w")] == labials
    pause = speech.words[2].start - speech.words[1].end
    assert pause > 0.03
    assert all(after.start == before.end for before, after in pairwise(speech.words[2:]))


def test_english_in_a_voice_of_pinyin_is_said_in_its_nearest_syllables(voice, pinyin, english):
    """By the same voice, with the phones of English for the lips."""
    speech = voice(pinyin("qing3", "en:open my happy Windows", "ba5"), language="zh", symbols=PINYIN, spelling="pinyin")
    borrowed = [phone for phone in speech.phones if phone.word == 1]
    known = english.speak(Utterance("open my happy Windows", "en"))
    assert [phone.ipa for phone in borrowed] == [phone.ipa for phone in known.phones]
    assert not any(phone.tone for phone in borrowed)
    assert [word.text for word in speech.words] == ["qing3", "open my happy Windows", "ba5"]
    assert all(after.start == before.end for before, after in pairwise(speech.phones))
    closed = [phone for phone in borrowed if phone.ipa in ("p", "m")]
    assert all(is_silent(speech, phone.start + 0.01, phone.end - 0.01) for phone in closed[1:])


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("app", "Øai1 pu5"), ("Windows", "wen1 dou5 zi5"), ("Bluetooth", "bu5 lu1 tu5 si5"), ("iPhone", "Øai1 feng1"),
        ("city", "xi1 di5"), ("keeping", "qi1 ping5"), ("video", "wei1 di5 Øou5"), ("she", "xi1"),
    ],
)  # fmt: skip
def test_words_are_said_in_syllables(word, said):
    process = EspeakProcess()
    (rendition,) = process.say([Request("gmw/en-US", 160, 50, 50, word, False)])
    process.close()
    found = syllables(segments(rendition.events, rendition.sample_rate, lambda _: 0))
    assert " ".join(f"{each.initial or 'Ø'}{each.final}{each.tone}" for each in found) == said


def test_a_reading_that_is_no_pinyin_is_told(voice, pinyin):
    with pytest.raises(VoiceError, match="'hello' of 'hello' is not pinyin"):
        voice(pinyin("ni3", "hello"), language="zh", symbols=PINYIN, spelling="pinyin")


@pytest.mark.parametrize(
    ("engine", "reason"),
    [
        (', model = "x.onnx"', "Cannot overwrite|not valid TOML"),
        (", rate = 9", "rate = 9; it must be a number from 0.3 to 3"),
        (", noise = true", "noise = True"),
        (", speaker = 3", "speaker = 3; it must be text in quotes"),
        (", loudness = 3", "does not know loudness"),
    ],
)
def test_a_card_is_checked(voice, engine, reason):
    with pytest.raises(VoiceError, match=reason):
        voice(SAID, engine)


def test_files_are_those_that_the_card_names(voice, tmp_path):
    path = write_card(tmp_path / "bare", "en", 'name = "piper", model = "no.onnx"')
    with pytest.raises(VoiceError, match=r"no\.onnx.*is not there"), open_voice(read_card(path), SpeechSettings()):
        pass
    write_voice(tmp_path / "bare", name="no")
    path = write_card(path.parent, "en", 'name = "piper", model = "no.onnx"', '[files]\n"no.onnx" = "00ff"')
    with pytest.raises(VoiceError, match="not 00ff; install it anew"), open_voice(read_card(path), SpeechSettings()):
        pass


def test_a_card_without_hashes_is_named_by_those_of_its_files(tmp_path):
    write_voice(tmp_path / "mini")
    path = write_card(tmp_path / "mini", "en", 'name = "piper", model = "mini.onnx"')
    first = read_card(path).identity
    assert {name for name, _ in first["files"]} == {"mini.onnx", "mini.onnx.json"}
    write_voice(tmp_path / "mini", speakers=2)
    assert read_card(path).identity != first


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"phoneme_type": "hebrew"}, "spelled in 'hebrew'; avatar writes espeak, pinyin, text"),
        ({"phoneme_id_map": None}, "is no configuration of a Piper voice"),
        ({"audio": {}}, "is no configuration of a Piper voice"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_told(tmp_path, change, reason):
    path = write_voice(tmp_path).with_suffix(".onnx.json")
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(VoiceError, match=reason):
        read_config(path)


def test_a_language_that_espeak_does_not_know_is_told(voice):
    with pytest.raises(VoiceError, match="spelled in 'tlh', which espeak-ng does not know"):
        voice(SAID, language_of="tlh")

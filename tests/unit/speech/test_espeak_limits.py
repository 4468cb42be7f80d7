"""Nothing is lost where espeak takes only so much at a time, and phones that are given are said."""

from __future__ import annotations

import pytest

from avatar.data import Pronunciation, Prosody, Utterance
from avatar.errors import VoiceError
from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.espeak.fitting import LONGEST_WORD, MOST_BYTES, MOST_OF_PINYIN
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.espeak.script import Piece, Token, plan
from avatar.speech.espeak.segments import Segment
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.espeak.takes import is_whole
from avatar.speech.given_phones import given_phones
from avatar.speech.voices import find_voice
from avatar.text import read


@pytest.fixture(scope="module")
def espeak():
    """One worker for all of them."""
    process = EspeakProcess()
    yield process
    process.close()


@pytest.fixture(scope="module")
def say(espeak):
    """Say a text by espeak's voices: phones, and the words that are listed."""

    def say(text, voice, language):
        phones, words = [], []
        speaker = EspeakSpeaker(find_voice(voice), SpeechSettings(), espeak)
        for utterance in read(text, TextSettings(language)):
            speech = speaker.speak(utterance)
            phones += [phone.ipa for phone in speech.phones]
            words += [word.text for word in speech.words]
        return phones, "".join(words)

    return say


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "times", "voice", "language", "phones"),
    [
        ("嘿", 240, "xiaoyun", "zh", 2.0),
        ("今天我们一起去北京旅游吧", 40, "xiaoyun", "zh", 2.0),
        ("さくらがさいた", 40, "espeak-ja", "ja", 1.5),
        ("고맙습니다", 60, "espeak-ko", "ko", 2.0),
        ("สวัสดีครับ", 40, "espeak-th", "th", 0.8),
        ("potato", 200, "espeak-en-us", "en", 0.9),
        ("молоко", 120, "espeak-ru", "ru", 0.9),
        ("नमस्ते", 100, "espeak-hi", "hi", 0.9),
        ("오늘 날씨가 참 좋습니다 ", 30, "espeak-ko", "ko", 2.0),
        ("one two ", 120, "espeak-en-us", "en", 0.6),
    ],
)
def test_a_text_without_marks_is_spoken_whole(say, unit, times, voice, language, phones):
    found, words = say(unit * times, voice, language)
    assert words == unit.replace(" ", "") * times
    assert len(found) >= phones * len(unit.replace(" ", "")) * times
    few, _ = say(unit * (times // 10), voice, language)
    assert len(found) == pytest.approx(10 * len(few), rel=0.12)


def test_pieces_are_no_longer_than_espeak_takes_and_even():
    chinese = plan(read("我们今天去公园散步" * 20, TextSettings("zh"))[0], find_voice("xiaoyun")).pieces
    sizes = [len(piece.text.encode()) for piece in chinese]
    assert max(sizes) <= MOST_OF_PINYIN + 1
    assert max(sizes) < 1.5 * min(sizes)
    word = plan(Utterance("x" * 500, "en"), find_voice("espeak-en-us")).pieces
    assert max(len(run) for piece in word for run in piece.text.split()) <= LONGEST_WORD + 1
    assert max(len(piece.text.encode()) for piece in word) <= MOST_BYTES


def test_what_fits_is_one_piece():
    (piece,) = plan(read("A short sentence, with a comma.", TextSettings("en"))[0], find_voice("espeak-en-us")).pieces
    assert piece.text == " A short sentence, with a comma."


@pytest.mark.parametrize(
    ("tokens", "phones", "is_all"),
    [
        ([" of", " the", " house"], [0, 0, 0, 0, 2, 2, 2], True),
        ([" one", " two", " three", " four", " five"], [0, 0, 0, 1, 1], False),
        ([" one", " two"], [1, 1], False),
        ([" " + "x" * 60], [0] * 8, False),
        ([" —", " one"], [1, 1, 1], True),
        ([" one", " …"], [0, 0, 0], True),
    ],
)
def test_words_without_phones_are_noticed(tokens, phones, is_all):
    piece = Piece(find_voice("espeak-en-us"), tuple(Token(text, at) for at, text in enumerate(tokens)), ".", False)
    assert is_whole(piece, [Segment("a", 0.0, 0.1, 0, token) for token in phones]) == is_all


def test_what_is_not_said_is_an_error(espeak):
    speaker = EspeakSpeaker(find_voice("espeak-en-us"), SpeechSettings(), espeak)
    with pytest.raises(VoiceError, match="gives no sound for 'Ꮳ'"):
        speaker.speak(Utterance("ᏣᎳᎩ", "en", (Pronunciation("ᏣᎳᎩ", "ᏣᎳᎩ", "en"),)))


@pytest.mark.parametrize("text", ["school", "The hotel.", "a small bell", "call, fall", "all"])
def test_a_last_l_has_its_time(english, text):
    speech = english.speak(Utterance(text, "en"))
    last = [phone for phone in speech.phones if phone.ipa == "l"]
    assert last
    assert speech.phones[-1].ipa == "l"
    assert 0.03 < last[-1].end - last[-1].start < 0.15
    vowel = speech.phones[-2]
    assert vowel.end == pytest.approx(speech.phones[-1].start)
    assert vowel.end - vowel.start > 0.05


@pytest.mark.parametrize(
    ("ipa", "phones"),
    [
        ("ˈtʃaɪkɒf", [("tʃ", 0), ("aɪ", 2), ("k", 0), ("ɒ", 0), ("f", 0)]),
        ("t͡ʃaj", [("tʃ", 0), ("a", 2), ("j", 0)]),
        ("ˌanaˈnas", [("a", 1), ("n", 0), ("a", 0), ("n", 0), ("a", 2), ("s", 0)]),
        ("pʰoːn.blã", [("pʰ", 0), ("oː", 2), ("n", 0), ("b", 0), ("l", 0), ("ã", 0)]),
    ],
)
def test_a_transcription_is_taken_apart(ipa, phones):
    assert [(phone.ipa, phone.stress) for phone in given_phones(ipa)] == phones


@pytest.mark.parametrize(
    ("voice", "language", "ipa", "heard"),
    [
        ("espeak-en-us", "en", "ˈdʒɔɪfʊl", ["dʒ", "ɔɪ", "f", "ʊ", "l"]),
        ("espeak-en-us", "en", "ŋwiən", ["ŋ", "w", "i", "ə", "n"]),
        ("espeak-de", "de", "ˈʃpʁaxə", ["ʃ", "p", "ɾ", "a", "x", "ə"]),
        ("espeak-fr", "fr", "bɔ̃ˈʒuʁ", ["b", "ɔ̃", "ʒ", "u", "ʁ"]),
    ],
)
def test_given_phones_are_said(espeak, voice, language, ipa, heard):
    speaker = EspeakSpeaker(find_voice(voice), SpeechSettings(), espeak)
    words = tuple(Pronunciation(each, each, language, ipa if each == "X" else "") for each in ("la", "X", "la"))
    speech = speaker.speak(Utterance("la X la", language, words))
    assert [phone.ipa for phone in speech.phones if phone.word == 1] == heard


def test_a_phone_that_a_voice_lacks_is_named(espeak):
    speaker = EspeakSpeaker(find_voice("espeak-en-us"), SpeechSettings(), espeak)
    with pytest.raises(VoiceError, match=r"has no sound \[ʘ\]"):
        speaker.speak(Utterance("X", "en", (Pronunciation("X", "X", "en", "aʘa"),)))


def test_prosody_makes_it_slower_and_higher(espeak):
    def spoken(prosody):
        speaker = EspeakSpeaker(find_voice("espeak-en-us"), SpeechSettings(), espeak)
        return speaker.speak(Utterance("Nobody knows where they are going.", "en", prosody=prosody))

    usual, slow = spoken(Prosody()), spoken(Prosody(rate=0.7))
    assert slow.seconds > 1.2 * usual.seconds
    high = spoken(Prosody(pitch=1.2))
    assert high.seconds == pytest.approx(usual.seconds, rel=0.1)
    assert (high.samples[:20000] != usual.samples[:20000]).any()

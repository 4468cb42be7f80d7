"""Two spellings of what is said the same are the same, and two of what is not are not."""

import pytest

from avatar.bench.voice.sentences import LABIAL, languages, sentences_of
from avatar.bench.voice.written import as_written, letters
from avatar.errors import InputError
from avatar.settings import TextSettings
from avatar.speech.voices import default_voice
from avatar.text import read

opencc = pytest.importorskip("opencc")
pytest.importorskip("num2words")

SAME = [
    ("en", "Your refund of fifty-five pounds, please!", "your refund of £55 please"),
    ("en", "The bridge was built in 1886.", "the bridge was built in eighteen eighty six"),
    ("zh", "这份合同一共三十六页。", "這份合同一共36頁"),
    ("zh", "公司成立于1998年", "公司成立于一九九八年"),
    ("es", "El precio es de veinticinco euros.", "el precio es de 25 euros"),
    ("de", "Wir wohnen seit zwanzig Jahren hier.", "wir wohnen seit 20 jahren hier"),
    ("ar", "شُكْراً لِاتِّصَالِكُمْ بِنَا", "شكرا لاتصالكم بنا"),
    ("fr", "Qu'est-ce que c'est ?", "qu’est-ce que c’est"),
]
OTHERWISE = [
    ("en", "forty pounds", "fourteen pounds"),
    ("zh", "二十页", "十二页"),
    ("es", "veinticinco euros", "35 euros"),
    ("fr", "il a mangé", "il a mangue"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_case_punctuation_numerals_and_traditional_signs_do_not_count(language, one, other):
    assert as_written(one, language).characters == as_written(other, language).characters
    assert as_written(one, language).words == as_written(other, language).words


@pytest.mark.parametrize(("language", "one", "other"), OTHERWISE)
def test_what_is_said_otherwise_stays_apart(language, one, other):
    assert as_written(one, language).characters != as_written(other, language).characters


def test_chinese_sounds_are_pinyin_with_tones_and_homophones_sound_the_same():
    assert as_written("花园", "zh").sounds == ("hua1", "yuan2")
    assert as_written("他们", "zh").sounds == as_written("她们", "zh").sounds
    assert as_written("买", "zh").sounds != as_written("卖", "zh").sounds


def test_japanese_sounds_are_kana_whatever_is_written_and_long_vowels_are_one():
    assert as_written("会議は三時から", "ja").sounds == as_written("会議は3時から。", "ja").sounds
    assert as_written("東京", "ja").sounds == as_written("とうきょう", "ja").sounds


def test_nothing_heard_has_no_units():
    for language in languages():
        assert as_written(" ... ", language).characters == ""


def test_length_counts_syllables_of_chinese_kana_of_japanese_and_letters_of_others():
    assert letters("您好，小陈！", "zh") == 4
    assert letters("さくら。", "ja") == 3
    assert letters("It's me.", "en-GB") == 5


@pytest.mark.parametrize("language", languages())
def test_every_language_has_sentences_that_can_be_read_by_a_voice_that_is_there(language):
    said = sentences_of(language)
    assert len(said) == len(set(said)) >= (20 if language in ("zh", "en") else LABIAL)
    assert default_voice(language)
    for sentence in said:
        assert {each.language for each in read(sentence, TextSettings(language=language))} == {language}


def test_a_region_has_the_sentences_of_its_language_and_others_are_refused():
    assert sentences_of("pt-BR", 2) == sentences_of("pt")[:2]
    with pytest.raises(InputError, match="no sentences in the language 'xx'; choose from zh, en"):
        sentences_of("xx")

"""What is written in a text for those who read by themselves, and which marks a voice is told."""

from __future__ import annotations

import pytest

from avatar.data import Pronunciation, Utterance, VoiceCard
from avatar.errors import TextError, VoiceError
from avatar.speech.espeak.options import EspeakOptions
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.symbols.alphabet import Alphabet
from avatar.speech.symbols.spelling import ending, reader, spell, written

CARD = VoiceCard("mine", "en-US", "male", "CC0-1.0", "other", EspeakOptions("gmw/en-US"))
SYMBOLS = " !',-.:;?_abcdefhijklmnopqrstuvwxyzæðŋɐɑɒɔəɚɛɜɡɪɫɹɾʃʊʌʒˈˌːθχᵻ12345"
ALPHABET = Alphabet({each: (number,) for number, each in enumerate(SYMBOLS)})


@pytest.fixture(scope="module")
def process():
    found = EspeakProcess()
    yield found
    found.close()


def read(utterance, process, card=CARD, language="en-us"):
    spelled = spell(utterance, card, language, ALPHABET, process)
    return "".join(SYMBOLS[number] for number in spelled.ids), spelled


def test_marks_stand_where_they_are_written_and_one_ends_it(process):
    text, spelled = read(Utterance("Hello, you; or Dr. Bee (me)?", "en"), process)
    assert text == "həlˈoʊ, jˈuː; ɔːɹ dˈɑːktɚ bˈiː mˌiː?"
    assert [sign.is_after_pause for sign in spelled.signs].count(True) == 3


@pytest.mark.parametrize(
    ("text", "mark"), [("Well", "."), ("Well!", "!"), ("Well?»", "?"), ("好。", "."), ("好？", "?"), ("Well,", ".")]
)
def test_the_last_mark_is_the_sentences(text, mark):
    assert ending(Utterance(text, "en")) == mark
    assert ending(Utterance(text, "en", continues=True)) == ","


def test_mandarin_is_written_as_espeak_writes_it(process):
    said = Utterance("你好", "zh", (Pronunciation("你好", "ni3 hao3", "zh"), Pronunciation("妈", "ma1", "zh")))
    card = VoiceCard("mine", "zh", "male", "CC0-1.0", "other", EspeakOptions("sit/cmn"))
    text, spelled = read(said, process, card, "cmn")
    assert text.count("2") == 2
    assert text.count("5") == 1
    assert [sign.segment.tone for sign in spelled.signs if sign.segment.tone] == [3, 3, 1]


@pytest.mark.parametrize("language", ["en", "en-us", "fr-fr", "pt-br", "no", "zh-cn", "es-419", "de"])
def test_languages_are_known_by_the_names_that_voices_have(language):
    assert reader(CARD, language).engine == "espeak"


def test_a_language_that_nobody_reads_is_told():
    with pytest.raises(VoiceError, match="'tlh', which espeak-ng does not know"):
        reader(CARD, "tlh")


def test_a_text_is_written_out_in_words():
    words = {"I": "I", "have": "have", "3": "three", ",": ",", "Dr.": "doctor"}
    english = Utterance("I have 3, Dr.", "en", tuple(Pronunciation(a, b, "en") for a, b in words.items()))
    assert written(english) == "I have three, doctor."
    chinese = Utterance(
        "我用app。", "zh", (Pronunciation("我用", "wo3 yong4", "zh"), Pronunciation("app", "app", "en"))
    )
    assert written(chinese) == "我用 app."
    assert written(Utterance("Just so!", "en")) == "Just so!"
    with pytest.raises(TextError, match="nothing to say"):
        written(Utterance("...", "en"))

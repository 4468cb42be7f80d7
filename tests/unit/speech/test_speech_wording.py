"""Every written word has its time and its phones; mixed languages are read each by its own rules."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar.data import Pronunciation, Utterance
from avatar.errors import TextError
from avatar.settings import SpeechSettings
from avatar.speech.espeak.script import halves, plan
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.voices import find_voice


def _phones(speech, word):
    return [phone.ipa for phone in speech.phones if phone.word == word]


def test_words_that_espeak_reads_as_one_share_its_phones(english):
    speech = english.speak(Utterance("Of the people, in the house.", "en"))
    assert [word.text for word in speech.words] == ["Of", "the", "people,", "in", "the", "house."]
    assert _phones(speech, 0) == ["ʌ", "v"]
    assert _phones(speech, 1) == ["ð", "ə"]


def test_english_inside_chinese_is_read_as_english(chinese, pinyin):
    speech = chinese.speak(pinyin("qing3", "xia4 zai3", "en:our app", "zai4", "shi4 yong4"))
    assert [word.text for word in speech.words] == ["qing3", "xia4 zai3", "our app", "zai4", "shi4 yong4"]
    assert {"p", "a", "ɹ"} & set(_phones(speech, 2))
    assert not any(phone.tone for phone in speech.phones if phone.word == 2)
    assert [phone.tone for phone in speech.phones if phone.tone] == [3, 4, 3, 4, 4, 4]


def test_the_seam_between_two_languages_is_no_pause_unless_one_is_written(chinese, pinyin):
    plain = chinese.speak(pinyin("da3 kai1", "en:window", "ba5"))
    paused = chinese.speak(pinyin("da3 kai1", ",", "en:window", ",", "ba5"))
    gaps = [after.start - before.end for before, after in pairwise(plain.words)]
    assert max(gaps) < 0.08
    gaps = [after.start - before.end for before, after in pairwise(paused.words)]
    assert min(gaps) > 0.15


def test_languages_in_one_utterance_are_equally_loud(chinese, pinyin):
    from avatar.speech.meter import measure

    speech = chinese.speak(pinyin("wo3 men5", "huan1 ying2", "en:everybody here", "zai4 jian4", "peng2 you5"))
    rate = speech.sample_rate
    english = speech.words[2]
    inside = measure(speech.samples[round(english.start * rate) : round(english.end * rate)], rate)
    before = measure(speech.samples[: round(english.start * rate)], rate)
    assert inside == pytest.approx(before, abs=1.5)


def test_a_comma_pauses_and_is_no_word(chinese, pinyin):
    speech = chinese.speak(pinyin("nin2 hao3", ",", "zai4 jian4"))
    assert [word.text for word in speech.words] == ["nin2 hao3", "zai4 jian4"]
    assert 0.12 < speech.words[1].start - speech.words[0].end < 0.5


def test_words_are_as_written_when_readings_are_expanded(english):
    speech = english.speak(Utterance("3.5 kg", "en", (Pronunciation("3.5 kg", "three point five kilograms", "en"),)))
    assert [word.text for word in speech.words] == ["3.5 kg"]
    assert {phone.word for phone in speech.phones} == {0}


def test_chinese_characters_without_readings_are_read_one_by_one(chinese):
    speech = chinese.speak(Utterance("你好，再见", "zh"))
    assert [word.text for word in speech.words] == ["你", "好", "再", "见"]
    assert _phones(speech, 1) == ["χ", "ɑu"]


def test_a_question_sounds_like_one(english):
    asked, said = (
        english.speak(Utterance(f"You know it{mark}", "en", (Pronunciation("x", "you know it", "en"),)))
        for mark in "?."
    )
    assert asked.samples.shape != said.samples.shape or (asked.samples != said.samples).any()


@pytest.mark.parametrize("text", ["", "   ", "...", "，。！"])
def test_nothing_to_say_is_a_sentence(english, text):
    with pytest.raises(TextError, match="nothing to say"):
        english.speak(Utterance(text, "en"))
    with pytest.raises(TextError, match="nothing to say"):
        english.speak(Utterance(text, "en", (Pronunciation(text, ",", "en"),)))


def test_a_piece_that_is_too_long_is_halved_without_loss(pinyin):
    piece = plan(pinyin("yi1", "er4", "san1", "si4", "wu3"), find_voice("xiaoyun")).pieces[0]
    first, second = halves(piece)
    assert first.tokens + second.tokens == piece.tokens
    assert second.ending == piece.ending
    assert first.tokens
    assert second.tokens


def test_stress_and_tone_marks_are_not_part_of_the_phone(english, chinese, pinyin):
    speech = english.speak(Utterance("Photography, photographic", "en"))
    assert {0, 1, 2} >= {phone.stress for phone in speech.phones} >= {0, 2}
    both = (*speech.phones, *chinese.speak(pinyin("ni3 hao3")).phones)
    assert not any(set(phone.ipa) & set("ˈˌ12345()") or not phone.ipa for phone in both)


def test_speed_changes_the_length_but_not_the_phones():
    utterance = Utterance("Please tell me what you need, and I will find a way.", "en")
    found = []
    for speed in (0.7, 1.0, 1.6):
        with EspeakSpeaker(find_voice("james"), SpeechSettings(speed=speed)) as speaker:
            found.append(speaker.speak(utterance))
    slow, plain, fast = (speech.seconds for speech in found)
    assert slow > 1.2 * plain > 1.44 * fast
    assert len({tuple(phone.ipa for phone in speech.phones) for speech in found}) == 1

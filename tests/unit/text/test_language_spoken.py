"""What is spoken counts, and not what somebody says of it; what is plainly nothing else stays what it is said to be."""

import pytest

from avatar.settings import TextSettings
from avatar.text import languages_spoken, read

SAID = [
    ("zh", "Hello my friends, nice to meet you.", {"en"}),
    ("zh-Latn", "Hello my friends, nice to meet you.", {"en"}),
    ("en", "Guten Tag und herzlich willkommen bei uns.", {"de"}),
    ("en", "您好，很高兴认识您。", {"zh"}),
    ("de", "Please come to our branch tomorrow.", {"en"}),
    ("fr", "Hello my friends, nice to meet you.", {"en"}),
    ("ja", "Hello my friends, nice to meet you.", {"en"}),
    ("pt", "Gracias por su visita, nos vemos mañana.", {"es"}),
    ("en", "Good morning. Guten Tag und herzlich willkommen bei uns.", {"de"}),
]
TRUE = [
    ("zh", "您好，欢迎使用 iPhone 15 Pro Max。"),
    ("zh", "OK."),
    ("zh", "Visa Platinum Card."),
    ("de", "Das Meeting ist online."),
    ("en", "Café Müller GmbH, Berlin."),
    ("en-GB", "Good morning, and welcome to our branch."),
    ("yue", "你好，今日天氣好好。"),
    ("no", "Jeg heter Anna og jeg bor i Oslo."),
    ("da", "Jeg hedder Anna og jeg bor i København."),
    ("sr", "Dobar dan, kako ste?"),
    ("ms", "Selamat pagi, apa khabar?"),
    ("pt", "O banco está aberto todos os dias."),
    ("eu", "Egun on guztioi, ongi etorri."),
    ("en", "2026."),
]


def spoken(language, text):
    return languages_spoken(read(text, TextSettings(language=language)))


@pytest.mark.parametrize(("language", "text", "others"), SAID)
def test_a_text_in_another_language_than_is_said_is_in_both(language, text, others):
    assert {each.partition("-")[0] for each in spoken(language, text)} == others | {language.partition("-")[0]}


@pytest.mark.parametrize(("language", "text"), TRUE)
def test_a_text_that_is_in_the_language_that_is_said_is_in_no_other(language, text):
    assert {each.partition("-")[0] for each in spoken(language, text)} <= {language.partition("-")[0], "nb"}
    assert len(spoken(language, text)) == 1

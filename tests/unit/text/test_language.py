"""Which language a sentence is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.errors import TextError
from avatar.text.language import languages_of
from avatar.text.language_tags import normal_tag


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Hello, how are you today?"),
        ("en", "Interest rates rise next quarter."),
        ("en", "COVID-19"),
        ("es", "Su tarjeta ha sido bloqueada por seguridad."),
        ("es", "Hola"),
        ("fr", "Votre carte a été bloquée."),
        ("de", "Ihre Karte wurde gesperrt."),
        ("it", "La sua carta è stata bloccata."),
        ("pt", "O seu cartão foi bloqueado."),
        ("nl", "Uw kaart is geblokkeerd."),
        ("pl", "Państwa karta została zablokowana."),
        ("tr", "Kartınız bloke edildi."),
        ("vi", "Thẻ của bạn đã bị khóa."),
        ("sv", "Hej, hur kan jag hjälpa dig?"),
        ("da", "Goddag, hvordan kan jeg hjælpe dig?"),
        ("nb", "Hei, hvordan kan jeg hjelpe deg?"),
        ("fi", "Hyvää päivää, miten voin auttaa?"),
        ("cs", "Vaše karta byla zablokována."),
        ("hu", "Jó napot, miben segíthetek?"),
        ("ro", "Bună ziua, cu ce vă pot ajuta?"),
        ("id", "Selamat pagi, ada yang bisa saya bantu?"),
        ("ru", "Ваша карта заблокирована."),
        ("uk", "Добрий день, чим можу допомогти?"),
        ("bg", "Добър ден, с какво мога да помогна?"),
        ("ar", "مرحبا، كيف يمكنني مساعدتك؟"),
        ("fa", "سلام، چطور می‌توانم کمکتان کنم؟"),
        ("ur", "السلام علیکم، میں آپ کی کیا مدد کر سکتا ہوں؟"),
        ("he", "שלום, איך אפשר לעזור?"),
        ("hi", "नमस्ते, मैं आपकी क्या मदद कर सकता हूँ?"),
        ("mr", "नमस्कार, तुम्ही कसे आहात?"),
        ("el", "Γεια σας"),
        ("th", "สวัสดีครับ"),
        ("ko", "안녕하세요, 무엇을 도와드릴까요?"),
        ("ja", "こんにちは、銀行の口座です。"),
        ("zh", "您好"),
        ("zh", "优の品牌欢迎各位新老客户光临"),
        ("zh", "我用iPhone 15 Pro Max"),
        ("en", "The bank 中国银行 is one of the biggest in the city."),
        ("sd", "ھي ٽڪيٽ گھڻي جي آھي؟"),
        ("ug", "بۇ بېلەت قانچە پۇل؟"),
        ("ti", "ኣስመራ ርእሰ ከተማ ኤርትራ እያ።"),
        ("am", "አዲስ አበባ የኢትዮጵያ ዋና ከተማ ናት።"),
        ("sr", "Београд лежи на Дунаву и Сави."),
        ("sl", "Ljubljana je glavno mesto Slovenije."),
        ("ka", "გამარჯობა"),
        ("ta", "வணக்கம்"),
    ],
)
def test_the_language_of_a_sentence_is_recognised(language: str, sentence: str) -> None:
    assert languages_of([sentence]) == [language]


@pytest.mark.slow
@pytest.mark.parametrize(("half", "least"), [("tuned", 0.99), ("held", 0.97)])
def test_short_sentences_in_thirty_languages_are_recognised(half: str, least: float) -> None:
    rows = [(language, sentence) for part, language, sentence in _table("language_sentences.tsv") if part == half]
    assert len(rows) >= 280
    wrong = [sentence for language, sentence in rows if languages_of([sentence])[0] not in language.split("/")]
    assert len(wrong) <= (1 - least) * len(rows), wrong


@pytest.mark.slow
@pytest.mark.parametrize("half", ["tuned", "held"])
def test_names_numbers_and_quotes_within_texts_are_recognised(half: str) -> None:
    missed, count = [], 0
    for part, *each in _table("language_texts.tsv"):
        if part == half:
            text = [said.split("|", 1) for said in each]
            found = languages_of([sentence for _, sentence in text])
            missed += [row for row, language in zip(text, found, strict=True) if row[0] != language]
            count += len(text)
    assert len(missed) <= count / 50, missed


def _table(name: str) -> list[list[str]]:
    text = (Path(__file__).parents[2] / "measure" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("words", ["Windows 11", "COVID-19", "iPhone, GitHub, YouTube", "Learn more", "Data is data."])
def test_names_and_titles_alone_are_english(words: str) -> None:
    assert languages_of([words]) == ["en"]


def test_a_sentence_without_evidence_takes_its_neighbours_language() -> None:
    assert languages_of(["Bonjour, comment allez-vous ?", "Restaurant."]) == ["fr", "fr"]
    assert languages_of(["Taxi", "Guten Tag, wie geht es Ihnen?"]) == ["de", "de"]
    assert languages_of(["東京", "これは日本語です。"]) == ["ja", "ja"]
    assert languages_of(["123", "你好"]) == ["zh", "zh"]
    assert languages_of(["Taxi"]) == ["en"]


def test_a_script_without_a_voice_is_refused_by_name() -> None:
    with pytest.raises(TextError, match="Khmer"):
        languages_of(["ភាសាខ្មែរ"])


@pytest.mark.parametrize(
    ("tag", "normal"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("cmn", "zh"),
        ("zh-Hant-TW", "zh"),
        ("zh-HK", "yue"),
        ("EN", "en"),
        ("en-us", "en-US"),
        ("pt_br", "pt-BR"),
        ("no", "nb"),
        ("es-419", "es-419"),
        ("sr-latn", "sr-Latn"),
    ],
)
def test_tags_get_their_usual_spelling(tag: str, normal: str) -> None:
    assert normal_tag(tag) == normal


@pytest.mark.parametrize("tag", ["xx", "klingon", "", "中文", "en--US"])
def test_unknown_languages_are_refused_by_name(tag: str) -> None:
    with pytest.raises(TextError) as caught:
        normal_tag(tag)
    assert repr(tag) in str(caught.value)

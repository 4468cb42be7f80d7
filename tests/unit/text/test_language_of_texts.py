"""Which language a sentence is in beside others, with names and numbers, for a voice; and when that is doubtful."""

from __future__ import annotations

import time

import pytest

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.language import languages_of


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Naples is a port."),
        ("en", "Coffee is life."),
        ("en", "7M readers, $4.2B sales, $1.1bn debt, 20k shops."),
        ("zh", "Notion、Slack、Figma和Zoom。"),
        ("zh", "Audi、BMW、Porsche"),
        ("zh", "8 - 3 = 5，4 × 2 = 8。"),
        ("zh", "7:15，8:30"),
        ("zh", "B站UP主 the best of 2024 盘点"),
        ("zh", "他说：“I have a dream。”"),
        ("zh", "《もののけ姫》是他最好的作品。"),
        ("zh", "請勿在此停車。"),
        ("zh", "警方逮捕三名嫌疑人。"),
        ("zh", "文件名"),
        ("zh", "水平成本分析"),
        ("zh", "防御中心"),
        ("zh", "家具合同"),
        ("zh", "东京都有新干线。"),
        ("zh", "索尼株式会社发布新款相机。"),
        ("ja", "税込2,980円"),
        ("ja", "価格3,300円（税抜）。"),
        ("ja", "2025年度 第1四半期 売上高"),
        ("ja", "午前8時〜午後7時"),
        ("ja", "電池残量低下"),
        ("ja", "第7話「旅立ち」"),
        ("ja", "明日は5人、6時。"),
        ("tr", "Tutarı 99,50 TL, %25 indirim."),
        ("es", "¿Total?"),
        ("pt", "Que bom!"),
        ("ru", "Telegram и Viber"),
        ("ru", "Книга The Art of War вышла."),
        ("ko", "Galaxy S24, 115만 원"),
        ("ar", "Nokia تطلق هاتفا جديدا."),
        ("ar", "أَهْلاً بِكُمْ فِي المَتْحَفِ."),
        ("uk", "Що нового?"),
        ("bg", "Къде е ключът?"),
        ("sr", "Где је кључ?"),
        ("fa", "این چیست؟"),
        ("ur", "یہ کیا ہے؟"),
        ("en", "The angle α is small."),
        ("en", "Δx = 3"),
        ("en", "I work at 中国银行."),
        ("en", "Usain Bolt"),
        ("de", "Klicken Sie auf „Weiter“."),
        ("en", "HELLO WORLD"),
        ("de", "ACHTUNG, BAUSTELLE"),
        ("en", ""),
        ("en", "(๑•̀ㅂ•́)و"),
    ],
)
def test_a_sentence_alone(language: str, sentence: str) -> None:
    assert languages_of([sentence]) == [language]


@pytest.mark.parametrize(
    "text",
    [
        ["zh 请看型号。", "zh ThinkPad X1 Carbon", "zh 32GB / 1TB", "zh 支持退货。"],
        ["zh 他念了一句英文。", "en The early bird catches the worm.", "zh 大家都笑了。"],
        ["zh 2 + 2 = 4", "zh 这题很简单。"],
        ["ja 京都", "ja 奈良", "ja これから旅に出ます。"],
        ["de Er las den ersten Satz.", "en Nothing lasts forever in this town.", "de Dann schwieg er."],
        ["de Agenda", "de Marketing", "de Q3", "de Wir beginnen um neun Uhr."],
        ["es Hoy juegan estos equipos.", "es Real Madrid, Liverpool, Inter.", "es 20:45"],
        ["en She met him in Rome.", "en Milan is a city.", "en Pasta is pasta."],
        ["pl Menu", "pl Piotr, Ola i Jan.", "pl Dzień dobry wszystkim."],
        ["ru Список программ:", "ru Adobe Photoshop", "ru Скачайте их."],
        ["th สวัสดีครับ", "th iPhone 15", "th ขอบคุณครับ"],
        ["el Καλημέρα σας.", "el 12:30", "el Ευχαριστώ."],
        ["en 12", "en 13"],
        ["zh 请欣赏！", "zh (๑•̀ㅂ•́)و✧"],
    ],
)
def test_names_and_numbers_follow_the_text_and_whole_sentences_do_not(text: list[str]) -> None:
    languages, sentences = zip(*(each.split(" ", 1) for each in text), strict=True)
    assert languages_of(sentences) == list(languages)


@pytest.mark.parametrize(
    ("expected", "sentence", "language"),
    [
        ("es", "Total: 42", "es"),
        ("de", "Taxi", "de"),
        ("pt", "Continuar comprando", "pt"),
        ("ja", "東京", "ja"),
        ("zh", "iPhone 15 Pro", "zh"),
        ("ar", "12:30", "ar"),
        ("de", "We will never give up our freedom.", "en"),
        ("en", "您好，我是小陈。", "zh"),
    ],
)
def test_what_says_nothing_of_its_language_is_in_the_expected_one(expected: str, sentence: str, language: str) -> None:
    assert languages_of([sentence], expected) == [language]


def test_no_sentences_have_no_languages() -> None:
    assert languages_of([]) == []
    assert languages_of(["", "…", "😀"]) == ["en"] * 3


def test_an_expected_language_that_binds_takes_more_to_leave() -> None:
    assert languages_of(["Sign in"], "de") == ["en"]
    assert languages_of(["Sign in"], "de", binds=True) == ["de"]
    assert languages_of(["The weather will be fine all week."], "de", binds=True) == ["en"]


def test_a_rare_language_is_named_once_with_how_to_bind_another() -> None:
    text = "Tá an aimsir go maith inniu. Níl aon airgead agam. Conas tá tú?"
    first, *others = read(text, TextSettings())
    assert first.language == "ga"
    (warning,) = first.warnings
    assert "'Tá an aimsir go maith inniu.' and 2 more sentences" in warning
    assert "Irish (ga)" in warning
    assert "--lang" in warning
    assert not any(each.warnings for each in others)


@pytest.mark.parametrize("text", ["Guten Morgen.", "Доброе утро.", "გამარჯობა", "您好。"])
def test_a_common_language_and_one_with_a_script_of_its_own_need_no_warning(text: str) -> None:
    assert not any(each.warnings for each in read(text, TextSettings()))


def test_a_language_that_is_given_is_not_doubted() -> None:
    (utterance,) = read("Tá an aimsir go maith.", TextSettings(language="en"))
    assert utterance.language == "en"
    assert not utterance.warnings


@pytest.mark.slow
def test_time_grows_with_the_text_alone() -> None:
    sentences = ["Es war einmal ein König, der schlief nie.", "Total: 42", "你好，世界。", "12:30"]
    languages_of(sentences)

    def took(times: int) -> float:
        begin = time.process_time()
        languages_of(sentences * times)
        return time.process_time() - begin

    assert took(400) < 12 * max(took(100), took(100))

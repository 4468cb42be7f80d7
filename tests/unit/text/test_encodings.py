"""Bytes are read in the encoding that they are in, or it is named; rubbish is never spoken."""

from __future__ import annotations

import random

import pytest

from avatar.errors import TextError
from avatar.text.encodings import decode, guesses, is_certain

TEXTS = {
    "gb18030": ["你好，世界。", "会议改到明天下午三点。", "產品已經發貨，請查收。", "本店全场八折优惠"],
    "cp950": ["歡迎使用本系統。", "今天天氣很好，我們去散步吧。", "價格是三千元"],
    "cp932": ["こんばんは。", "会議は明日の午後三時からです。", "ご注文ありがとうございます"],
    "euc_jp": ["こんばんは。", "会議は明日の午後三時からです。", "ご注文ありがとうございます"],
    "cp949": ["반갑습니다.", "회의는 내일 오후 세 시입니다.", "주문해 주셔서 감사합니다"],
    "cp1252": ["Déjà vu à la fête", "Grüße aus München", "mañana será otro día", "“quoted” – naïve café"],
    "cp1251": ["Добрый вечер", "Встреча завтра в три часа."],
    "koi8_r": ["Добрый вечер", "Встреча завтра в три часа."],
}
CASES = [(codec, text) for codec, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("codec", "text"), CASES)
def test_an_encoding_is_told_by_what_makes_sense(codec, text):
    assert guesses(text.encode(codec))[0].codec == codec


@pytest.mark.parametrize(("codec", "text"), [case for case in CASES if case[0] != "gb18030"])
def test_another_encoding_is_named_with_the_cure_and_can_be_given(codec, text):
    content = text.encode(codec)
    with pytest.raises(TextError) as refused:
        decode(content, "script.txt")
    assert all(
        part in str(refused.value) for part in ("'script.txt'", guesses(content)[0].name, "--encoding", "iconv -f")
    )
    given = str(refused.value).split("--encoding ")[1].split(",")[0]
    assert decode(content, "script.txt", given) == text


@pytest.mark.parametrize("text", TEXTS["gb18030"])
def test_chinese_of_the_mainland_is_read(text):
    assert decode(text.encode("gb18030"), "script.txt") == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_read(codec):
    assert decode("Hello, 世界!".encode(codec), "script.txt") == "Hello, 世界!"


def test_a_japanese_mail_is_not_read_as_ascii():
    with pytest.raises(TextError, match="ISO-2022-JP"):
        decode("こんにちは".encode("iso2022_jp"), "mail.txt")


def test_random_bytes_are_hardly_ever_certain():
    chance = random.Random(7)
    blobs = [bytes(chance.randrange(1, 256) for _ in range(chance.randrange(8, 60))) for _ in range(200)]
    assert sum(bool(found) and is_certain(found) for found in map(guesses, blobs)) < 10


@pytest.mark.parametrize(("encoding", "named"), [("klingon", "'klingon'"), ("ascii", "ascii"), ("base64", "base64")])
def test_an_encoding_that_does_not_fit_is_named(encoding, named):
    with pytest.raises(TextError, match=named):
        decode("é".encode(), "script.txt", encoding)

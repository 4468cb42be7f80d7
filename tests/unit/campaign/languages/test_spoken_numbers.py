"""What the filters of a campaign write is said right: money, numbers, dates and times in the languages of its clips."""

from __future__ import annotations

import pytest

import avatar
from avatar.campaign.sheet.words import fill

VALUES = {"price": "1234.56", "round": "1299", "number": "1234567", "day": "2026-03-01", "time": "2026-03-01 18:30"}
EUR, CNY, USD, GBP = (
    f"{{{{ {name}|money('{code}') }}}}"
    for name, code in (("price", "EUR"), ("round", "CNY"), ("price", "USD"), ("round", "GBP"))
)
NUMBER, DAY, SHORT, MEDIUM, TIME = (
    "{{ number|number }}",
    "{{ day|date }}",
    "{{ day|date('short') }}",
    "{{ day|date('medium') }}",
    "{{ time|time }}",
)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("de", EUR, "ein-tausend-zwei-hundert-vier-und-dreißig Euro sechs-und-fünfzig"),
        ("de", CNY, "ein-tausend-zwei-hundert-neun-und-neunzig Yuan"),
        ("de", NUMBER, "eine Million zwei-hundert-vier-und-dreißig-tausend-fünf-hundert-sieben-und-sechzig"),
        ("de", SHORT, "erster März zwei-tausend-sechs-und-zwanzig"),
        ("de", TIME, "achtzehn Uhr dreißig"),
        ("fr", EUR, "mille deux cent trente-quatre euros cinquante-six"),
        ("fr", CNY, "mille deux cent quatre-vingt-dix-neuf yuans"),
        ("fr", GBP, "mille deux cent quatre-vingt-dix-neuf livres sterling"),
        ("fr", DAY, "premier mars deux mille vingt-six"),
        ("es", USD, "mil doscientos treinta y cuatro dólares estadounidenses cincuenta y seis centavos"),
        ("es", MEDIUM, "primero de marzo de dos mil veintiséis"),
        ("it", CNY, "mille duecento-novantanove yuan"),
        ("it", MEDIUM, "primo marzo duemila ventisei"),
        ("pt-BR", EUR, "mil duzentos e trinta e quatro euros e cinquenta e seis centavos"),
        ("pt-BR", CNY, "mil duzentos e noventa e nove yuans"),
        ("ru", CNY, "одна тысяча двести девяносто девять юаней"),
        ("ru", SHORT, "первое марта две тысячи двадцать шестого года"),
        ("pl", CNY, "tysiąc dwieście dziewięćdziesiąt dziewięć juanów"),
        ("tr", CNY, "bin iki yüz doksan dokuz yuan"),
        ("tr", MEDIUM, "bir Mart iki bin yirmi altı"),
        ("ar", USD, "أَلف وَمِئَتَان وَأَربَعَة وَثَلَاثُون دولار وَسِتَة وَخَمسُون سنت"),
        ("ar", CNY, "أَلف وَمِئَتَان وَتِسعَة وتسعون يوان"),
        ("ar", GBP, "أَلف وَمِئَتَان وَتِسعَة وتسعون جنيه"),
        ("ar", TIME, "السادسة والنصف مساءً"),
        ("ar", SHORT, "الأول من مارس عام أَلفَين وَسِتَة وعشرين"),
        ("hi", CNY, "एक हज़ार दो सौ निन्यानबे युआन"),
        ("hi", NUMBER, "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ"),
        ("hi", TIME, "शाम छह बजकर तीस मिनट"),
        ("zh", CNY, "yi4 qian1 er4 bai2 jiu3 shi2 jiu3 yuan2"),
        ("zh", USD, "yi4 qian1 er4 bai3 san1 shi2 si4 dian2 wu3 liu4 mei3 yuan2"),
        ("zh", SHORT, "er4 ling2 er4 liu4 nian2 san1 yue4 yi1 ri4"),
        ("ja", USD, "センニヒャクサンジューヨンテンゴロクドル"),
        ("ja", SHORT, "ニセンニジューロクネンサンガツツイタチ"),
        ("ko", CNY, "천이백구십구 위안"),
        ("ko", MEDIUM, "이천이십육년 삼월 일일"),
        ("ko", SHORT, "이십육년 삼월 일일"),
        ("vi", USD, "một nghìn hai trăm ba mươi tư đô la năm mươi sáu xu"),
        ("vi", CNY, "một nghìn hai trăm chín mươi chín nhân dân tệ"),
        ("id", CNY, "seribu dua ratus sembilan puluh sembilan yuan"),
        ("id", TIME, "delapan belas lewat tiga puluh menit"),
        ("en", CNY, "one thousand two hundred and ninety-nine yuan"),
        ("en", SHORT, "March first twenty twenty-six"),
    ],
)
def test_what_is_written_is_said(language, text, said):
    (utterance,) = avatar.read(fill(text, language, VALUES), language.split("-")[0])
    assert " ".join(each.reading for each in utterance.pronunciations if each.reading.strip(",. ")) == said


def test_arabic_digits_are_the_same_numbers():
    (utterance,) = avatar.read("السعر ١٬٢٣٤ يورو.", "ar")
    assert "أَلف وَمِئَتَان وَأَربَعَة وَثَلَاثُون" in " ".join(each.reading for each in utterance.pronunciations)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("id", "Harganya 10.50 persen.", "koma"),
        ("id", "Nilainya 1.234,56.", "seribu"),
        ("ko", "그것은 2026. 다음 문장입니다.", "이천이십육"),
        ("es", "El mar. 5 abrimos.", "martes"),
        ("de", "Das war 2026. 3. Platz.", "dritter"),
    ],
)
def test_what_only_looks_like_that_is_not(language, text, said):
    read = " ".join(each.reading for one in avatar.read(text, language) for each in one.pronunciations)
    assert said in read

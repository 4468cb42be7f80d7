"""Cardinals and ordinals of twelve languages at the places where their rules change."""

from __future__ import annotations

import re

import pytest

from avatar.text.world import LANGUAGES
from avatar.text.world.numerals import NUMERALS

CARDINALS = {
    "ar": {0: "صفر", 11: "أحد عشر", 12: "اثنا عشر", 200: "مئتان", 2000: "ألفان", 11000: "أحد عشر ألف"},
    "de": {0: "null", 21: "ein-und-zwanzig", 100: "ein-hundert", 1001: "ein-tausend-eins", 10**6: "eine Million"},
    "es": {16: "dieciséis", 21: "veintiuno", 100: "cien", 101: "ciento uno", 1000: "mil", 10**9: "mil millones"},
    "fr": {21: "vingt et un", 71: "soixante et onze", 80: "quatre-vingts", 81: "quatre-vingt-un", 200: "deux cents"},
    "hi": {29: "उनतीस", 100: "एक सौ", 10**5: "एक लाख", 10**7: "एक करोड़", 10**9: "एक अरब"},
    "id": {11: "sebelas", 19: "sembilan belas", 100: "seratus", 1000: "seribu", 10**6: "satu juta"},
    "it": {21: "ventuno", 28: "ventotto", 100: "cento", 1000: "mille", 2000: "duemila", 10**6: "un milione"},
    "pl": {
        12: "dwanaście",
        40: "czterdzieści",
        2000: "dwa tysiące",
        5000: "pięć tysięcy",
        22000: "dwadzieścia dwa tysiące",
    },
    "pt": {100: "cem", 101: "cento e um", 1100: "mil e cem", 1101: "mil cento e um", 2 * 10**6: "dois milhões"},
    "ru": {
        40: "сорок",
        90: "девяносто",
        2000: "две тысячи",
        21000: "двадцать одна тысяча",
        5 * 10**6: "пять миллионов",
    },
    "tr": {10: "on", 100: "yüz", 1000: "bin", 1100: "bin yüz", 2000: "iki bin", 10**6: "bir milyon"},
    "vi": {15: "mười lăm", 21: "hai mươi mốt", 24: "hai mươi tư", 105: "một trăm linh năm", 10**9: "một tỷ"},
}
ORDINALS = {
    "ar": {1: "الأول", 10: "العاشر", 12: "الثاني عشر", 20: "العشرون", 21: "الحادي والعشرون"},
    "de": {1: "erster", 3: "dritter", 7: "siebter", 20: "zwanzigster", 101: "ein-hundert-erster"},
    "es": {1: "primero", 11: "undécimo", 18: "decimoctavo", 21: "vigesimoprimero", 35: "trigésimo quinto"},
    "fr": {1: "premier", 5: "cinquième", 9: "neuvième", 21: "vingt et unième", 80: "quatre-vingtième"},
    "hi": {1: "पहला", 4: "चौथा", 6: "छठा", 20: "बीसवां"},
    "id": {1: "pertama", 2: "kedua", 21: "kedua puluh satu"},
    "it": {1: "primo", 10: "decimo", 11: "undicesimo", 23: "ventitreesimo", 26: "ventiseiesimo", 1000: "millesimo"},
    "pl": {2: "drugi", 21: "dwudziesty pierwszy", 100: "setny", 1999: "tysiąc dziewięćset dziewięćdziesiąty dziewiąty"},
    "pt": {1: "primeiro", 15: "décimo quinto", 100: "centésimo"},
    "ru": {3: "третий", 6: "шестой", 40: "сороковой", 1900: "тысяча девятисотый", 2000: "двухтысячный"},
    "tr": {1: "birinci", 3: "üçüncü", 4: "dördüncü", 9: "dokuzuncu", 100: "yüzüncü"},
    "vi": {1: "nhất", 4: "tư", 7: "bảy"},
}


@pytest.mark.parametrize(
    ("language", "number", "words"), [(la, n, w) for la, t in CARDINALS.items() for n, w in t.items()]
)
def test_says_how_many(language: str, number: int, words: str) -> None:
    assert NUMERALS[language].cardinal(number) == words


@pytest.mark.parametrize(
    ("language", "number", "words"), [(la, n, w) for la, t in ORDINALS.items() for n, w in t.items()]
)
def test_says_which_one(language: str, number: int, words: str) -> None:
    assert NUMERALS[language].ordinal(number) == words


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_different_numbers_are_said_differently(language: str) -> None:
    numbers = [*range(2200), *range(2200, 10**7, 99991), *(10**power for power in range(7, 18))]
    cardinal = NUMERALS[language].cardinal
    assert len({cardinal(number) for number in numbers}) == len(numbers)
    assert not any(re.search(r"\d|_|  |^ | $", cardinal(number)) for number in numbers)


@pytest.mark.parametrize(
    ("language", "number", "gender", "words"),
    [
        ("ar", 5, "f", "خمس"),
        ("de", 1, "f", "eine"),
        ("es", 200, "f", "doscientas"),
        ("fr", 31, "f", "trente et une"),
        ("it", 1, "m", "un"),
        ("pl", 2, "f", "dwie"),
        ("pt", 302, "f", "trezentas e duas"),
        ("ru", 1, "n", "одно"),
        ("ru", 1, "a", "одну"),
    ],
)
def test_agrees_in_gender(language: str, number: int, gender: str, words: str) -> None:
    assert NUMERALS[language].cardinal(number, gender) == words


@pytest.mark.parametrize(
    ("language", "number", "gender", "form", "words"),
    [
        ("de", 3, "m", "weak", "dritte"),
        ("de", 3, "n", "nom", "drittes"),
        ("de", 3, "m", "gen", "dritten"),
        ("es", 1, "m", "short", "primer"),
        ("fr", 2, "m", "pl", "deuxièmes"),
        ("it", 2, "f", "pl", "seconde"),
        ("pl", 3, "m", "loc", "trzecim"),
        ("pl", 2, "f", "acc", "drugą"),
        ("pl", 2, "p", "gen", "drugich"),
        ("ru", 3, "f", "gen", "третьей"),
        ("ru", 1950, "p", "gen", "тысяча девятьсот пятидесятых"),
        ("hi", 5, "f", "nom", "पाँचवीं"),
    ],
)
def test_ordinals_are_inflected(language: str, number: int, gender: str, form: str, words: str) -> None:
    assert NUMERALS[language].ordinal(number, gender, form) == words

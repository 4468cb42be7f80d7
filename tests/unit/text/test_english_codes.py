"""Telephones, rooms, streets, versions and addresses of the net in English."""

from __future__ import annotations

import pytest

from avatar.text.english.speak import speak_english


def said(text: str) -> str:
    """Join what is said."""
    return " ".join(piece.says for piece in speak_english(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Flight BA 2490", "Flight B A two four nine zero"),
        ("Dial 112 or 999.", "Dial one one two or nine nine nine"),
        ("a 911 call", "a nine one one call"),
        ("(415) 555-0132", "four one five , five five five , zero one three two"),
        ("+49 30 901820", "plus four nine , three zero , nine zero one eight two zero"),
        ("1-888-PET-FOOD", "one , eight eight eight , pet , food"),
        ("ext. 407", "extension four zero seven"),
        ("code 80421", "code eight zero four two one"),
        ("Room 1410, Apt. 7C", "Room one four one zero , apartment seven C"),
        ("SN-48213", "S N four eight two one three"),
        ("10.0.0.255", "one zero dot zero dot zero dot two five five"),
        ("v3.11.2, Python 3.12", "version three point eleven point two , Python three point twelve"),
        ("Boeing 767", "Boeing seven sixty-seven"),
        ("Order #318", "Order number three hundred and eighteen"),
        ("403(b)", "four oh three B"),
        ("No. 7", "number seven"),
        ("1428 Oak Dr., Dayton, OH 45402", "fourteen twenty-eight Oak drive , Dayton , Ohio four five four zero two"),
        ("12B Mill Ln", "twelve B Mill Lane"),
        ("St. Mary's on State St.", "saint Mary's on State street"),
        ("Dr. Jones of Park Dr.", "doctor Jones of Park drive"),
        ("RTX 4070, 401(k)", "R T X forty seventy , four oh one K"),
        ("Core i5-12600K, under-17s", "Core I five one two six zero zero K , under seventeens"),
        ("S&P 500, COVID-19", "S and P five hundred , covid nineteen"),
        ("call 112 or 119", "call one one two or one one nine"),
    ],
)
def test_codes_and_streets(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("jane.roe@example.org", "jane dot roe at example dot org"),
        (
            "https://www.example.com/a_b?id=7",
            "W W W dot example dot com slash A- underscore B question mark I D equals seven",
        ),
        ("budget_2024.xlsx", "budget underscore twenty twenty-four dot X L S X"),
        ("C:\\temp\\a.log", "C colon backslash temp backslash A- dot log"),
        ("#SpringSale", "hashtag Spring Sale"),
        ("@big_cat", "at big underscore cat"),
        ("C++, C#, F#", "C plus plus , C sharp , F sharp"),
        ("README.md", "readme dot M D"),
    ],
)
def test_what_is_written_for_machines(written: str, spoken: str) -> None:
    assert said(written) == spoken

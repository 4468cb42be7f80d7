"""English text as a customer-service script writes it, and as it is said."""

from __future__ import annotations

import pytest

from avatar.text.english.speak import speak_english


def said(text: str) -> str:
    """Join what is said; Chinese stands in angle brackets."""
    return " ".join(piece.says if piece.language != "zh" else f"<{piece.says}>" for piece in speak_english(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("card ending in 8812", "card ending in eight eight one two"),
        ("$3.50", "three dollars fifty cents"),
        ("$1.01", "one dollar one cent"),
        ("$0.99", "ninety-nine cents"),
        ("$3.5 million", "three point five million dollars"),
        ("$5k", "five thousand dollars"),
        ("£20, €1,200.50", "twenty pounds , one thousand two hundred euros fifty cents"),
        ("¥88", "eighty-eight yen"),
        ("¥88 in China", "eighty-eight yuan in China"),
        ("3.85%", "three point eight five percent"),
        ("in 1999 and 2026", "in nineteen ninety-nine and twenty twenty-six"),
        ("2000 users", "two thousand users"),
        ("the 1990s", "the nineteen nineties"),
        ("2019-2021", "twenty nineteen to twenty twenty-one"),
        ("Nov 21, 2026", "November twenty-first , twenty twenty-six"),
        ("21 November", "the twenty-first of November"),
        ("2026-11-21", "November twenty-first twenty twenty-six"),
        ("11/21/2026", "November twenty-first twenty twenty-six"),
        ("21/11/2026", "the twenty-first of November twenty twenty-six"),
        ("9:30 am", "nine thirty A.M."),
        ("9:00-11:05", "nine o'clock to eleven oh five"),
        ("5 p.m.", "five P M"),
        ("1-800-555-0199", "one , eight hundred , five five five , zero one nine nine"),
        ("1/2, 3/4, 2/3", "one half , three quarters , two thirds"),
        ("21st, 3rd", "twenty-first , third"),
        ("3-5 days", "three to five days"),
        ("-5°C", "minus five degrees Celsius"),
        ("20 kg at 60 km/h", "twenty kilograms at sixty kilometers per hour"),
        ("1 km", "one kilometer"),
        ("No.1 and #2", "number one and number two"),
        ("1,234,567", "one million two hundred thirty-four thousand five hundred sixty-seven"),
        ("Dr. Smith vs. Mr. Jones", "doctor Smith versus mister Jones"),
        ("CEO, ATM, NASA", "C E O , A.T.M. , nasa"),
        ("the IT team", "the I T team"),
        ("AT&T", "A.T. and T"),
        ("PLEASE READ THIS NOW", "please read this now"),
        ("World War II", "World War two"),
        ("www.icbc.com.cn", "W W W dot I C B C dot com dot C N"),
        ("help@bank.com", "help at bank dot com"),
        ("the bank 中国银行 is", "the bank <中国银行> is"),
        ("I don’t know", "I don't know"),
        ("version 1.2.3", "version one point two point three"),
    ],
)
def test_everything_becomes_words(written: str, spoken: str) -> None:
    assert said(written) == spoken

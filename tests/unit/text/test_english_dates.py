"""Dates, years and times in English."""

from __future__ import annotations

import pytest

from avatar.text.english.speak import speak_english


def said(text: str) -> str:
    """Join what is said."""
    return " ".join(piece.says for piece in speak_english(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("between 1347 and 1351", "between thirteen forty-seven and thirteen fifty-one"),
        ("In 1215, barons met.", "In twelve fifteen , barons met"),
        ("1815 was a year of peace.", "eighteen fifteen was a year of peace"),
        ("2031 will be a leap year for us.", "twenty thirty-one will be a leap year for us"),
        (
            "The reign lasted from about 1390 to 1352 BC.",
            "The reign lasted from about thirteen ninety to thirteen fifty-two B C",
        ),
        ("in 44 BC and AD 476", "in forty-four B C and A.D. four seventy-six"),
        (
            "c. 1280, b. 1931, est. 1887",
            "circa twelve eighty , born nineteen thirty-one , established eighteen eighty-seven",
        ),
        ("In 1800 cities were counted.", "In one thousand eight hundred cities were counted"),
        (
            "class of '07, the '60s, the 1800s, mid-1970s",
            "class of oh seven , the sixties , the eighteen hundreds , mid nineteen seventies",
        ),
        (
            "2021-22, 1936–38, 2011/12",
            "twenty twenty-one to twenty-two , nineteen thirty-six to thirty-eight , twenty eleven twelve",
        ),
        ("9 Sept 2018", "the ninth of September twenty eighteen"),
        ("14 March 1879", "the fourteenth of March eighteen seventy-nine"),
        ("April 6", "April sixth"),
        ("Nov. 3-5", "November third to fifth"),
        ("2019-07-04", "July fourth twenty nineteen"),
        ("7/4/19", "July fourth twenty nineteen"),
        ("30/11/2022", "the thirtieth of November twenty twenty-two"),
        ("02.03.2017", "February third twenty seventeen"),
        ("on 6/18", "on June eighteenth"),
        ("11/2023", "November twenty twenty-three"),
        ("Tue-Sat, Apr–June", "Tuesday to Saturday , April to June"),
        (
            "Q2 2023, FY26, 3Q21",
            "Q two twenty twenty-three , fiscal year twenty twenty-six , the third quarter of twenty twenty-one",
        ),
        ("4:07 pm, 16:45, 03:00 UTC, 00:00", "four oh seven P M , sixteen forty-five , three o'clock U T C , midnight"),
        ("(0915-1045)", "nine fifteen to ten forty-five"),
        ("1h 15m, 3:25:09", "one hour fifteen minutes , three hours twenty-five minutes and nine seconds"),
        ("2:04.31", "two minutes four point three one seconds"),
        ("Mon/Wed/Fri, Q1-Q3", "Monday , Wednesday , Friday , Q one to Q three"),
        ("AD 79, 10,000 BC", "A.D. seventy-nine , ten thousand B C"),
    ],
)
def test_dates_years_and_times(written: str, spoken: str) -> None:
    assert said(written) == spoken

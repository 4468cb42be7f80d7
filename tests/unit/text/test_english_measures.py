"""Measures, fractions and money in English."""

from __future__ import annotations

import pytest

from avatar.text.english.speak import speak_english


def said(text: str) -> str:
    """Join what is said."""
    return " ".join(piece.says for piece in speak_english(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("a 30cm shelf", "a thirty-centimeter shelf"),
        ("the 12 km hike", "the twelve-kilometer hike"),
        ("a 7-kg dog", "a seven-kilogram dog"),
        ("12 km are far", "twelve kilometers are far"),
        ("25 m (82 ft)", "twenty-five meters , eighty-two feet"),
        ("9.81 m/s²", "nine point eight one meters per second squared"),
        ("95 mg/dL", "ninety-five milligrams per deciliter"),
        ("4.2 mmol/L", "four point two millimoles per liter"),
        ("130/85 mmHg", "one hundred and thirty over eighty-five millimeters of mercury"),
        ("6 L/100km", "six liters per one hundred kilometers"),
        ("15 N·m", "fifteen newton meters"),
        ("900 W, 230 V, 5.5 kW", "nine hundred watts , two hundred and thirty volts , five point five kilowatts"),
        ("3 cm³, 40 km2, 2 sq ft", "three cubic centimeters , forty square kilometers , two square feet"),
        ("38.5°C, -4°F", "thirty-eight point five degrees Celsius , minus four degrees Fahrenheit"),
        ("51°30′12″N", "fifty-one degrees thirty minutes twelve seconds north"),
        (
            "3 1/4 cups, 5¾ miles, 2/3, 7/8 inch",
            "three and a quarter cups , five and three quarters miles , two thirds , seven eighths inch",
        ),
        ("3/4 km", "three quarters of a kilometer"),
        ("6'1\"", "six feet one inch"),
        ("3840x2160, 5 x 7 cm", "thirty-eight forty by twenty-one sixty , five by seven centimeters"),
        ("25 people per km²", "twenty-five people per square kilometer"),
        ("$3.2B, £7.25", "three point two billion dollars , seven pounds twenty-five pence"),
        ("€4.5bn, ¥900", "four point five billion euros , nine hundred yen"),
        (
            "7M downloads, 25k subscribers, 3bn people",
            "seven million downloads , twenty-five thousand subscribers , three billion people",
        ),
        ("$12-15 million", "twelve to fifteen million dollars"),
        ("a $20 note, a $3-million prize", "a twenty-dollar note , a three million dollar prize"),
        ("$9.50/hr, €30 per month", "nine dollars fifty cents per hour , thirty euros per month"),
        ("75¢, $0.05", "seventy-five cents , five cents"),
        ("5K run, 8K TV", "five K run , eight K T V"),
        ("AU$40, 12 CHF", "forty Australian dollars , twelve Swiss francs"),
        ("a $2.5 billion loss", "a two point five billion dollar loss"),
        ("64-bit, 6 ft 3 in", "sixty-four-bit , six feet three inches"),
        ("subsection 4b, M4A", "subsection four B , M four A-"),
        ("80/20, 50-50", "eighty twenty , fifty fifty"),
        ("2.4e-6", "two point four times ten to the power of minus six"),
        ("ran a 10k in 41:07", "ran a ten K in forty-one oh seven"),
    ],
)
def test_measures_and_money(written: str, spoken: str) -> None:
    assert said(written) == spoken

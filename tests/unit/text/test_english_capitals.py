"""Roman numerals and words in capitals in English."""

from __future__ import annotations

import pytest

from avatar.text.english.speak import speak_english


def said(text: str) -> str:
    """Join what is said."""
    return " ".join(piece.says for piece in speak_english(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Charles III, Edward VII's, Ramesses II", "Charles the third , Edward the seventh's , Ramesses the second"),
        ("Queen Elizabeth I.", "Queen Elizabeth the first"),
        ("Pope Leo XIII", "Pope Leo the thirteenth"),
        ("Ken Griffey Jr. and Robert Griffin III", "Ken Griffey junior and Robert Griffin the third"),
        (
            "World War I, Act II, Chapter XIX, Super Bowl LIV",
            "World War one , Act two , Chapter nineteen , Super Bowl fifty-four",
        ),
        ("Types I and II, Sections II–IV", "Types one and two , Sections two to four"),
        ("chapter vi", "chapter six"),
        ("the XIX century", "the nineteenth century"),
        ("MCMXLV", "nineteen forty-five"),
        ("Malcolm X, Level V", "Malcolm X , Level five"),
        ("Henry I think is late.", "Henry I think is late"),
        ("MIX, CD, MD, DVD, CIVIC, LID", "mix , C D , M D , D V D , civic , lid"),
        ("II Samuel", "Second Samuel"),
    ],
)
def test_roman_numerals(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("STOP that NOW!", "stop that now"),
        ("GOOD MORNING", "good morning"),
        ("Do NOT touch.", "Do not touch"),
        ("WHO are you?", "who are you"),
        ("The WHO warned.", "The W H O warned"),
        ("WHO experts met.", "W H O experts met"),
        ("FBI, UNESCO, OPEC, IBM", "F B I , unesco , opec , I B M"),
        ("It is HUGE.", "It is huge"),
        ("POLICE CATCH FBI AGENT", "police catch F B I agent"),
        ("The US and the UK", "The U S and the U K"),
        ("Tell US!", "Tell U S"),
        ("our IT team", "our I T team"),
        ("10 AM, I AM", "ten A.M. , I am"),
        ("PhDs, CEOs, MPs", "P H D's , C E O's , M P's"),
        ("AT&T, R&D", "A.T. and T , R and D"),
        ("mRNA, PhD", "M R N A , P H D"),
        ("MR. BROWN IS LATE.", "mister brown is late"),
        ("LOS ANGELES, NON-STOP, USA TODAY", "los angeles , non stop , U S A today"),
        ("IT'S TIME TO ACT!", "it's time to act"),
    ],
)
def test_words_in_capitals(written: str, spoken: str) -> None:
    assert said(written) == spoken

"""Formulas without fences, and those of chemistry, in English."""

from __future__ import annotations

import pytest

from avatar.text.english.speak import speak_english


def said(text: str) -> str:
    """Join what is said."""
    return " ".join(piece.says for piece in speak_english(text))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("m²+n²=p²", "M squared plus N squared equals P squared"),
        ("√3", "the square root of three"),
        ("2^8", "two to the power of eight"),
        ("7*6", "seven times six"),
        ("6 ÷ 2 = 3", "six divided by two equals three"),
        ("y ≤ 9", "Y is less than or equal to nine"),
        ("10 ± 0.5", "ten plus or minus zero point five"),
        ("x-y=1", "X minus Y equals one"),
        ("f(x) = 3x + 2", "F of X equals three X plus two"),
        ("3.0×10⁸", "three point zero times ten to the power of eight"),
        ("4! = 24", "four factorial equals twenty-four"),
        ("CH4, N2, H2SO4", "C H four , N two , H two S O four"),
        ("C2H5OH", "C two H five O H"),
        ("Fe₂O₃, Al³⁺, Cl⁻", "F E two O three , A.L. three plus , C L minus"),
        ("KOH, NaOH", "K O H , N.A.O.H."),
        ("P2P, B2B, O2O", "P to P , B to B , O to O"),
        ("PM2.5", "P M two point five"),
        ("∞", "infinity"),
        ("α, Δ", "alpha , Delta"),
        ("p<0.01", "P is less than zero point zero one"),
        ("pi = 3.14", "pi equals three point one four"),
        ("E=hν", "E equals H nu"),
    ],
)
def test_formulas(written: str, spoken: str) -> None:
    assert said(written) == spoken

"""Say mathematics between dollar signs in whatever language the sentence is in."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from avatar.text.mathematics.notation import stretches
from avatar.text.mathematics.speech import has_words, say_formula
from avatar.text.spoken import PAUSE, PAUSES, Spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.text.mathematics.speech import Part

_OPENING = re.compile(rf"\s*(?:{PAUSES})")
_CLOSING = re.compile(rf"(?:{PAUSES})\s*$")
_WITHOUT_SPACES = frozenset(("ja",))


def speak_with_formulas(text: str, language: str, speak: Callable[[str], list[Spoken]]) -> list[Spoken]:
    """Speak a sentence with `speak`, and the formulas in it in the words of its language, or of English."""
    pieces: list[Spoken] = []
    for text_or_formula, formula in stretches(text):
        if formula:
            pieces += speak_formula(text_or_formula, formula, language)
        else:
            pieces += _with_pauses(text_or_formula, speak(text_or_formula))
    while pieces and pieces[0].says == PAUSE:
        del pieces[0]
    while pieces and pieces[-1].says == PAUSE:
        del pieces[-1]
    return pieces


def has_formulas(text: str) -> bool:
    """Tell whether there is mathematics between fences in a text."""
    return any(stretch.formula for stretch in stretches(text))


def unsaid(text: str, language: str) -> tuple[str, ...]:
    """Say which formulas are read in English because their own language has no words for them."""
    if has_words(language.partition("-")[0]):
        return ()
    return tuple(
        f"The formula {stretch.text!r} is read in English: there are no words for mathematics in {language!r}."
        for stretch in stretches(text)
        if stretch.formula
    )


def speak_formula(written: str, formula: str, language: str) -> list[Spoken]:
    """Say one formula; every piece carries the whole of it as its written word."""
    primary = language.partition("-")[0]
    primary = primary if has_words(primary) else "en"
    parts = say_formula(formula, primary)
    if primary == "zh":
        pieces = list(_in_chinese(parts))
    elif primary == "en":
        from avatar.text.english.formulas import formula_words

        pieces = [Spoken("", formula_words(formula), "en")]
    else:
        said = [_in_words(part, primary) for part in parts]
        pieces = [Spoken("", ("" if primary in _WITHOUT_SPACES else " ").join(filter(None, said)), primary)]
    return [Spoken(written, piece.says, piece.language) for piece in pieces if piece.says]


def _with_pauses(text: str, pieces: list[Spoken]) -> list[Spoken]:
    """Give back the pauses at the ends of a stretch, which a whole sentence has no need of."""
    if opening := _OPENING.match(text):
        pieces = [Spoken(opening[0].strip(), PAUSE, ""), *pieces]
    if len(pieces) > 0 and (closing := _CLOSING.search(text)) and pieces[-1].says != PAUSE:
        pieces = [*pieces, Spoken(closing[0].strip(), PAUSE, "")]
    return pieces


def _in_words(part: Part, language: str) -> str:
    if part.kind == "letter":
        return part.text
    if part.kind == "number" and language == "ja":
        from avatar.text.japanese.numbers import spoken_number

        return spoken_number(part.text)
    if part.kind == "number" and language in ("de", "fr", "es", "it", "pt", "ru"):
        return part.text.replace(".", ",")
    return part.text


def _in_chinese(parts: list[Part]) -> Iterator[Spoken]:
    from avatar.text.chinese.numbers import number

    for is_letter, run in groupby(parts, lambda part: part.kind == "letter"):
        if is_letter:
            yield Spoken("", " ".join(part.text.upper() for part in run), "en")
        else:
            yield Spoken("", "".join(number(part.text) if part.kind == "number" else part.text for part in run), "zh")

"""Ordinals as each language writes them, and years that are said as ordinals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.spoken import Rule, Spoken
from avatar.text.world import amounts
from avatar.text.world.agreement import gender_of, words_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.text.world.tongue import Tongue

_FREE = r"(?<![\d.,:/])"
_NO_LETTER = r"(?![^\W\d_])"

_RUSSIAN: tuple[tuple[str, str, str], ...] = (
    ("ыми", "p", "ins"),
    ("ого", "m", "gen"),
    ("его", "m", "gen"),
    ("ому", "m", "dat"),
    ("ему", "m", "dat"),
    ("ый", "m", "nom"),
    ("ий", "m", "nom"),
    ("ой", "m", "nom"),
    ("ая", "f", "nom"),
    ("ья", "f", "nom"),
    ("ую", "f", "acc"),
    ("ое", "n", "nom"),
    ("ье", "n", "nom"),
    ("ые", "p", "nom"),
    ("ых", "p", "gen"),
    ("ым", "m", "ins"),
    ("ом", "m", "loc"),
    ("ем", "m", "loc"),
    ("го", "m", "gen"),
    ("му", "m", "dat"),
    ("ми", "p", "ins"),
    ("й", "m", "nom"),
    ("я", "f", "nom"),
    ("ю", "f", "acc"),
    ("е", "p", "nom"),
    ("х", "p", "gen"),
    ("м", "m", "loc"),
)
"""ending behind a number -> gender and case"""

_YEARS: dict[str, dict[str, tuple[str, str]]] = {
    "ru": {
        "годами": ("p", "ins"),
        "годах": ("p", "loc"),
        "годов": ("p", "gen"),
        "годом": ("m", "ins"),
        "году": ("m", "loc"),
        "года": ("m", "gen"),
        "годы": ("p", "nom"),
        "год": ("m", "nom"),
        "гг.": ("p", "gen"),
        "г.": ("m", "gen"),
    },
    "pl": {"roku": ("m", "gen"), "rok": ("m", "nom"), "r.": ("m", "gen")},
}
_ENGLISH_TEXT = "1st फ़र्स्ट 2nd सेकंड 3rd थर्ड 4th फ़ोर्थ 5th फ़िफ्थ 6th सिक्स्थ 7th सेवंथ 8th एट्थ 9th नाइंथ 10th टेंथ"
_ENGLISH = dict(zip(_ENGLISH_TEXT.split()[::2], _ENGLISH_TEXT.split()[1::2], strict=True))


def rank_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for ordinals."""
    plain = amounts.pattern(tongue).removesuffix(")") + ")"
    whole = r"(?:\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d{1,7})"
    readers: dict[str, tuple[tuple[str, Callable[[Tongue, re.Match[str]], list[Spoken]]], ...]] = {
        "de": (
            (rf"{_FREE}\d{{1,7}}(?:s?te[rnms]?){_NO_LETTER}", _german_ending),
            (rf"{_FREE}\d{{1,7}}\.(?=\s?[^\W\d_])|^\d{{1,7}}\.$|(?<=\bdem )\d{{1,7}}\.$", _german),
        ),
        "fr": (
            (
                rf"{_FREE}{whole}\s?(?:ers?|res?|ères?|eres?|es?|èmes?|emes?|nde?s?|[°ºᵉ]|ᵉʳ|ʳᵉ){_NO_LETTER}(?!\s?[CF]\b)",
                _french,
            ),
        ),
        "es": (
            (
                rf"{_FREE}{whole}(?:\.?[ºª°]s?|\.?ᵉʳ|\.?er|(?:ro|do|to|mo|vo|no|ra|da|ta|ma|va|na)s?){_NO_LETTER}(?!\s?[CFcf]\b)",
                _spanish,
            ),
        ),
        "it": ((rf"{_FREE}{whole}\.?[°ºª]{_NO_LETTER}(?!\s?[CFcf]\b)", _italian),),
        "pt": ((rf"{_FREE}{whole}\.?[°ºª]s?{_NO_LETTER}(?!\s?[CFcf]\b)", _portuguese),),
        "ru": (
            (rf"{_FREE}\d{{1,4}}[-–]?(?:{'|'.join(ending for ending, _, _ in _RUSSIAN)}){_NO_LETTER}(?!/)", _russian),
            (rf"{_FREE}\d{{1,4}}(?:[-–]\d{{1,4}})?(?=\s?(?:год(?:ами|ах|ов|ом|у|а|ы)?|гг?\.)(?!\w))", _year),
            (r"(?<=\d )гг?\.|(?<=\d)гг?\.", _year_word),
        ),
        "pl": (
            (rf"{_FREE}\d{{1,4}}(?=\s?(?:roku|rok|r\.)(?!\w))", _year),
            (r"(?<=\d )r\.|(?<=\d)r\.", _year_word),
            (r"(?:(?<=\blata )|(?<=\blatach )|(?<=\blat ))\d{2,4}\.?", _polish_decade),
            (
                rf"{_FREE}\d{{1,4}}(?:\.(?=\s[a-ząćęłńóśźż])|-(?:szy|gi|ci|ty|my|sza|ga|cia|ta|ma|go|tego|szego|giego){_NO_LETTER})",
                _polish,
            ),
        ),
        "tr": (
            (rf"{_FREE}\d{{1,7}}['’](?:[ıiuü]?nc[ıiuü])[^\W\d_]*", _turkish),
            (rf"{_FREE}\d{{1,7}}\.(?=\s[^\W\d_])", _turkish),
            (rf"{_FREE}{plain}['’][^\W\d_]+", _turkish_ending),
        ),
        "id": ((r"(?<![^\W\d_])[kK]e-\d{1,7}", _indonesian),),
        "vi": ((r"(?:(?<=thứ )|(?<=Thứ ))\d{1,7}", _vietnamese),),
        "hi": (
            (rf"{_FREE}\d{{1,7}}(?:ला|ली|ले|रा|री|रे|था|थी|थे|ठा|ठी|ठे|वां|वाँ|वीं|वें|वा|वी|वे)(?!\w)", _hindi),
            (rf"{_FREE}\d{{1,7}}(?:st|nd|rd|th){_NO_LETTER}", _hindi),
        ),
    }
    return tuple(
        Rule(pattern, lambda match, read=read: read(tongue, match))
        for pattern, read in readers.get(tongue.language, ())
    )


def _say(match: re.Match[str], says: str) -> list[Spoken]:
    return [Spoken(match[0], says, "")]


def _value(written: str) -> int:
    return int("".join(str(int(digit)) for digit in written if digit.isdecimal()))


def _following(match: re.Match[str]) -> str:
    found = re.match(r"\s?([^\W\d_]+)", match.string[match.end() : match.end() + 40])
    return found[1] if found else ""


def _german_ending(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    ending = match[0].rpartition("te")[2]
    return _say(match, tongue.numerals.ordinal(_value(match[0]), "m", "weak") + ending)


def _german(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    noun = _following(match)
    gender = gender_of(tongue, noun) if noun[:1].isupper() else "m"
    return _say(match, tongue.numerals.ordinal(_value(match[0]), gender or "m", german_form(tongue, match)))


def german_form(tongue: Tongue, match: re.Match[str]) -> str:
    """Tell which ending an ordinal takes after the article before it."""
    before = [*words_before(match.string, match.start()), "", ""]
    if before[0] in ("der", "die", "das"):
        is_dative = before[0] == "der" and before[1] in tongue.context["prepositions"]
        return "gen" if is_dative else "weak"
    return "gen" if before[0] in tongue.context["weakening"] else "nom"


def _french(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    ending = match[0].lstrip("0123456789. \u00a0\u202f")
    number = _value(match[0])
    if ending.startswith("nd"):
        return _say(match, ("seconde" if ending.startswith("nde") else "second") + "s" * ending.endswith("s"))
    is_feminine = ending.rstrip("s") in ("re", "ère", "ere", "ʳᵉ")
    return _say(
        match, tongue.numerals.ordinal(number, "f" if is_feminine else "m", "pl" if ending.endswith("s") else "nom")
    )


def _is_degrees(tongue: Tongue, match: re.Match[str]) -> bool:
    if not match[0].endswith("°"):
        return False
    before = words_before(match.string, match.start())
    is_led = before[:1] and before[0] in tongue.context.get("degrees_after", ())
    return bool(is_led) or (_value(match[0]) > 40 and not _following(match)[:1].islower())


def _degrees(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    amount = amounts.parse(tongue, match[0].strip("°"))
    return _say(match, amounts.counted(tongue, amount, tongue.units["°"]))


def _spanish(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    if _is_degrees(tongue, match):
        return _degrees(tongue, match)
    ending = match[0].lstrip("0123456789. \u00a0\u202f")
    is_feminine = ending.rstrip("s") == "ª" or ending.rstrip("s").endswith("a")
    form = "short" if ending in ("er", "ᵉʳ") else "pl" if ending.endswith("s") else "nom"
    return _say(match, tongue.numerals.ordinal(_value(match[0]), "f" if is_feminine else "m", form))


def _italian(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    if _is_degrees(tongue, match):
        return _degrees(tongue, match)
    return _say(match, tongue.numerals.ordinal(_value(match[0]), "f" if match[0].endswith("ª") else "m"))


def _portuguese(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    if _is_degrees(tongue, match):
        return _degrees(tongue, match)
    form = "pl" if match[0].endswith("s") else "nom"
    return _say(match, tongue.numerals.ordinal(_value(match[0]), "f" if "ª" in match[0] else "m", form))


def _russian(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    number = _value(match[0])
    letters = match[0].lstrip("0123456789-–")
    _, gender, form = next(row for row in _RUSSIAN if row[0] == letters)
    noun, before = _following(match).lower(), words_before(match.string, match.start())
    if letters == "е" and noun.endswith(("о", "е", "ие")):
        gender = "n"
    if (
        letters in ("й", "ой")
        and before[:1]
        and before[0] in tongue.context["oblique"]
        and noun.endswith(("е", "и", "ы"))
    ):
        gender, form = "f", "gen"
    return _say(match, tongue.numerals.ordinal(number, gender, form))


def _year(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    word = re.match(r"\s?(\w+\.?)", match.string[match.end() :][:10])
    key = word[1] if word else ""
    gender, form = _YEARS[tongue.language].get(key) or _YEARS[tongue.language].get(key.rstrip("."), ("m", "gen"))
    before = words_before(match.string, match.start())
    is_within = bool(before[:1]) and before[0] in tongue.context["at"]
    numbers = [_value(part) for part in re.split("[-–]", match[0])]
    if len(numbers) == 1 and numbers[0] < 100 and key not in ("г.", "r.") and form in ("gen", "nom"):
        # "21 год" is an age.
        return _say(match, tongue.numerals.cardinal(numbers[0]))
    if is_within and (key in ("г.", "r.", "roku") or form == "loc"):
        form = "loc"
    return _say(
        match,
        " ".join(
            tongue.numerals.ordinal(number, "m" if gender == "p" and number % 10 else gender, form)
            for number in numbers
        ),
    )


def _year_word(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    if tongue.language == "pl":
        return _say(match, "roku")
    found = re.search(r"([^\W\d_]+)\s\d[\d–-]*\s?$", match.string[max(0, match.start() - 30) : match.start()])
    is_within = found is not None and found[1].lower() in tongue.context["at"]
    if match[0] == "гг.":
        return _say(match, "годах" if is_within else "годов")
    return _say(match, "году" if is_within else "года")


def _polish_decade(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    before = words_before(match.string, match.start())[0]
    return _say(
        match, tongue.numerals.ordinal(_value(match[0]), "p", {"lata": "nom", "latach": "loc"}.get(before, "gen"))
    )


def _polish(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    number, ending = _value(match[0]), match[0].partition("-")[2]
    if ending:
        form = "gen" if (ending.endswith("go") and ending != "go") or ending == "go" else "nom"
        return _say(match, tongue.numerals.ordinal(number, "f" if ending.endswith("a") else "m", form))
    noun, before = _following(match).lower(), words_before(match.string, match.start())
    lead = before[0] if before else ""
    if lead in tongue.context["at"]:
        gender = (
            "f" if noun.endswith(("ej", "cie", "nie", "sie", "dzie")) and noun in tongue.context["nouns_f"] else "m"
        )
        return _say(
            match, tongue.numerals.ordinal(number, "f" if noun in tongue.context["locative_f"] else gender, "loc")
        )
    if lead in tongue.context["genitive"]:
        return _say(match, tongue.numerals.ordinal(number, "f" if noun.endswith(("y", "i")) else "m", "gen"))
    gender = "f" if noun.endswith("a") else "n" if noun.endswith(("o", "e", "ę")) else "m"
    if noun.endswith("ę"):
        return _say(match, tongue.numerals.ordinal(number, "f", "acc"))
    return _say(match, tongue.numerals.ordinal(number, gender))


def _turkish(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    tail = re.search(r"nc[ıiuü](\w*)$", match[0])
    return _say(match, tongue.numerals.ordinal(_value(match[0])) + (tail[1] if tail else ""))


def _turkish_ending(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    number, ending = re.split("['’]", match[0], maxsplit=1)
    return _say(match, amounts.number(tongue, amounts.parse(tongue, number)) + ending)


def _indonesian(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    return _say(match, tongue.numerals.ordinal(_value(match[0])))


def _vietnamese(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    return _say(match, tongue.numerals.ordinal(_value(match[0])))


def _hindi(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    number = _value(match[0])
    if match[0].isascii() and match[0][-1].isalpha():
        return _say(match, _ENGLISH.get(match[0]) or tongue.numerals.ordinal(number))
    is_feminine, is_oblique = "ी" in match[0][-2:], "े" in match[0][-2:]
    return _say(match, tongue.numerals.ordinal(number, "f" if is_feminine else "m", "gen" if is_oblique else "nom"))

"""Ordinals as each language writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.world import amounts
from avatar.text.world.agreement import gender_of, word_after, words_before
from avatar.text.world.forms import FREE, NO_LETTER, rule, say
from avatar.text.world.slavic_ranks import polish_rules, russian_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.text.spoken import Rule, Spoken
    from avatar.text.world.tongue import Tongue

_WHOLE = r"(?:\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d{1,7})"
_SHORT = r"\d{1,7}"
_NO_SCALE = r"(?!\s?[CFcf]\b|\d)"
"""No scale of degrees and no minutes follow."""
_RIGHT_ANGLE = 40
"""Above this, a number with a degree sign and nothing behind is an angle or a temperature."""
_FRENCH = "ers?|res?|ères?|eres?|es?|èmes?|emes?|nde?s?|[°ºᵉ]|ᵉʳ|ʳᵉ"
_SPANISH = r"\.?[ºª°]s?|\.?ᵉʳ|\.?er|(?:ro|do|to|mo|vo|no|ra|da|ta|ma|va|na)s?"
_HINDI = "ला|ली|ले|रा|री|रे|था|थी|थे|ठा|ठी|ठे|वां|वाँ|वीं|वें|वा|वी|वे"
_ENGLISH_TEXT = """
1st फ़र्स्ट 2nd सेकंड 3rd थर्ड 4th फ़ोर्थ 5th फ़िफ्थ 6th सिक्स्थ 7th सेवंथ 8th एट्थ 9th नाइंथ 10th टेंथ
"""
_ENGLISH = dict(zip(_ENGLISH_TEXT.split()[::2], _ENGLISH_TEXT.split()[1::2], strict=True))


def rank_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for ordinals."""
    maker = _MAKERS.get(tongue.language)
    return maker(tongue) if maker else ()


def _value(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _german_rules(tongue: Tongue) -> tuple[Rule, ...]:
    ordinal = tongue.numerals.ordinal

    def with_ending(match: re.Match[str]) -> list[Spoken]:
        return say(match, ordinal(_value(match[0]), "m", "weak") + match["ending"])

    def decade(match: re.Match[str]) -> list[Spoken]:
        return say(match, f"{tongue.numerals.year(_value(match[0]))}er")

    def with_point(match: re.Match[str]) -> list[Spoken]:
        noun = word_after(match.string, match.end())
        gender = gender_of(tongue, noun) if noun[:1].isupper() else "m"
        return say(match, ordinal(_value(match[0]), gender or "m", _german_form(tongue, match)))

    return (
        rule(rf"{FREE}{_SHORT}s?te(?P<ending>[rnms]?){NO_LETTER}", with_ending),
        rule(rf"{FREE}\d{{2,4}}er{NO_LETTER}", decade),
        rule(rf"{FREE}{_SHORT}\.(?=\s?[^\W\d_])|^{_SHORT}\.$|(?<=\bdem ){_SHORT}\.$", with_point),
    )


def _german_form(tongue: Tongue, match: re.Match[str]) -> str:
    """Tell which ending an ordinal takes after the article before it."""
    before = [*words_before(match.string, match.start()), "", ""]
    if before[0] in ("der", "die", "das"):
        is_dative = before[0] == "der" and before[1] in tongue.context["prepositions"]
        return "gen" if is_dative else "weak"
    if before[0] in tongue.context["weak"]:
        return "weak"
    return "gen" if before[0] in tongue.context["weakening"] else "nom"


def _french_rules(tongue: Tongue) -> tuple[Rule, ...]:
    def read(match: re.Match[str]) -> list[Spoken]:
        ending, plural = match["ending"].rstrip("s"), match["ending"].endswith("s")
        if ending.startswith("nd"):
            return say(match, ("seconde" if ending == "nde" else "second") + "s" * plural)
        gender = "f" if ending in ("re", "ère", "ere", "ʳᵉ") else "m"
        return say(match, tongue.numerals.ordinal(_value(match[0]), gender, "pl" if plural else "nom"))

    return (rule(rf"{FREE}{_WHOLE}(?P<ending>{_FRENCH}){NO_LETTER}{_NO_SCALE}", read),)


def _spanish_rules(tongue: Tongue) -> tuple[Rule, ...]:
    def read(match: re.Match[str]) -> list[Spoken]:
        if _is_degrees(tongue, match):
            return _degrees(tongue, match)
        ending = match["ending"].lstrip(".").rstrip("s")
        form = "short" if ending in ("er", "ᵉʳ") else "pl" if match[0].endswith("s") else "nom"
        return say(match, tongue.numerals.ordinal(_value(match[0]), "f" if ending.endswith(("a", "ª")) else "m", form))

    return (rule(rf"{FREE}{_WHOLE}(?P<ending>{_SPANISH}){NO_LETTER}{_NO_SCALE}", read),)


def _sign_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rule for Italian and Portuguese: 1°, 2ª, 3.º."""

    def read(match: re.Match[str]) -> list[Spoken]:
        if _is_degrees(tongue, match):
            return _degrees(tongue, match)
        form = "pl" if match[0].endswith("s") else "nom"
        return say(match, tongue.numerals.ordinal(_value(match[0]), "f" if "ª" in match[0] else "m", form))

    return (rule(rf"{FREE}{_WHOLE}\.?[°ºª]s?{NO_LETTER}{_NO_SCALE}", read),)


def _is_degrees(tongue: Tongue, match: re.Match[str]) -> bool:
    """Tell whether a number with a degree sign is no ordinal."""
    if not match[0].endswith("°"):
        return False
    before = [*words_before(match.string, match.start()), ""][0]
    is_alone = not word_after(match.string, match.end())[:1].islower()
    return before in tongue.context["degrees_after"] or (_value(match[0]) > _RIGHT_ANGLE and is_alone)


def _degrees(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    return say(match, amounts.counted(tongue, amounts.parse(tongue, match[0].strip("°")), tongue.units["°"]))


def _turkish_rules(tongue: Tongue) -> tuple[Rule, ...]:
    def rank(match: re.Match[str]) -> list[Spoken]:
        return say(match, tongue.numerals.ordinal(_value(match[0])) + (match.groupdict().get("ending") or ""))

    def inflected(match: re.Match[str]) -> list[Spoken]:
        return say(match, amounts.number(tongue, amounts.parse(tongue, match["number"])) + match["ending"])

    return (
        rule(rf"{FREE}{_SHORT}['’][ıiuü]?nc[ıiuü](?P<ending>[^\W\d_]*)", rank),
        rule(rf"{FREE}{_SHORT}\.(?=\s[^\W\d_])", rank),
        rule(rf"{FREE}(?P<number>{amounts.pattern(tongue)})['’](?P<ending>[^\W\d_]+)", inflected),
    )


def _plain_rule(tongue: Tongue, pattern: str) -> tuple[Rule, ...]:
    return (rule(pattern, lambda match: say(match, tongue.numerals.ordinal(_value(match[0])))),)


def _indonesian_rules(tongue: Tongue) -> tuple[Rule, ...]:
    return _plain_rule(tongue, rf"(?<![^\W\d_])[kK]e-{_SHORT}")


def _vietnamese_rules(tongue: Tongue) -> tuple[Rule, ...]:
    return _plain_rule(tongue, rf"(?:(?<=thứ )|(?<=Thứ )){_SHORT}")


def _hindi_rules(tongue: Tongue) -> tuple[Rule, ...]:
    ordinal = tongue.numerals.ordinal

    def read(match: re.Match[str]) -> list[Spoken]:
        gender = "f" if "ी" in match["ending"] else "m"
        return say(match, ordinal(_value(match[0]), gender, "gen" if "े" in match["ending"] else "nom"))

    def english(match: re.Match[str]) -> list[Spoken]:
        return say(match, _ENGLISH.get(match[0]) or ordinal(_value(match[0])))

    return (
        rule(rf"{FREE}{_SHORT}(?P<ending>{_HINDI})(?!\w)", read),
        rule(rf"{FREE}{_SHORT}(?:st|nd|rd|th){NO_LETTER}", english),
    )


_MAKERS: dict[str, Callable[[Tongue], tuple[Rule, ...]]] = {
    "de": _german_rules,
    "es": _spanish_rules,
    "fr": _french_rules,
    "hi": _hindi_rules,
    "id": _indonesian_rules,
    "it": _sign_rules,
    "pl": polish_rules,
    "pt": _sign_rules,
    "ru": russian_rules,
    "tr": _turkish_rules,
    "vi": _vietnamese_rules,
}

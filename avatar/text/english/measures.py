"""Measures, percentages, sizes and angles in English text."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.english.numbers import cardinal, number, ordinal
from avatar.text.english.patterns import FREE, FUNCTION_WORDS, NUMBER, after, before, is_numbered, modifies, say
from avatar.text.english.units import unit_pattern, unit_words
from avatar.text.spoken import Rule, Spoken


def _percent(match: re.Match[str]) -> list[Spoken]:
    unit = "per mille" if match[0][-1] == "‰" else "percent"
    return say(match, f"{number(match[0].rstrip('%‰ '))} {unit}")


def _measure(match: re.Match[str]) -> list[Spoken] | None:
    found = re.match(NUMBER, match[0])
    if found is None:
        return None
    unit = match[0][found.end() :]
    if len(unit) == 1 and is_numbered(match):
        return None
    # 40cm gap, 40-cm gap: the unit of a quantity that describes is never in the plural.
    describes = modifies(match) or unit.startswith("-")
    words = unit_words(unit, is_one=found[0] == "1" or describes)
    count = number(found[0])
    said = f"{count} {words}"
    if describes and said.count(" ") == 1:
        said = said.replace(" ", "-")
    return say(match, said)


def _size(match: re.Match[str]) -> list[Spoken]:
    parts = re.findall(NUMBER, match[0])
    rest = re.sub(rf"^{NUMBER}(?:\s?[x×X]\s?{NUMBER})+", "", match[0])
    said = " by ".join(
        _side(part) for part in parts[: match[0].count("x") + match[0].count("×") + match[0].count("X") + 1]
    )
    noun = re.match(r"\s([a-z]+)", after(match))
    describes = bool(noun) and noun is not None and noun[1] not in FUNCTION_WORDS
    return say(match, said + (f" {unit_words(rest, is_one=describes)}" if rest.strip() else ""))


def _side(written: str) -> str:
    from avatar.text.english.numbers import pairs

    return pairs(written) if re.fullmatch("[1-9][0-9]{2,3}", written) else number(written)


def _per(match: re.Match[str]) -> list[Spoken]:
    written, unit = re.split(r"\s?/", match[0])
    return say(match, f"{number(written)} per {unit_words(unit, is_one=True)}")


def _bare(match: re.Match[str]) -> list[Spoken]:
    is_one = re.search(r"(?i)\b(?:per|an?|each|one|every)\s$", before(match)) is not None
    return say(match, unit_words(match[0], is_one=is_one))


def _halves(match: re.Match[str]) -> list[Spoken]:
    return say(match, "fifty fifty")


def _times(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"{number(match[0][:-1])} times")


def _angle(match: re.Match[str]) -> list[Spoken]:
    degrees, minutes, seconds, side = re.fullmatch(  # type: ignore[union-attr]
        r"([0-9.]+)°\s?([0-9.]+)[′'’](?:\s?([0-9.]+)(?:[″\"”]|''|′′))?\s?([NSEW])?", match[0]
    ).groups()
    said = f"{number(degrees)} degree{'s' * (degrees != '1')} {number(minutes)} minute{'s' * (minutes != '1')}"
    if seconds:
        said += f" {number(seconds)} second{'s' * (seconds != '1')}"
    return say(match, said + (" " + _SIDES[side] if side else ""))


def _bearing(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"{number(match[0].rstrip('°NSEW '))} degrees {_SIDES[match[0][-1]]}")


_SIDES = {"N": "north", "S": "south", "E": "east", "W": "west"}


def _height(match: re.Match[str]) -> list[Spoken]:
    feet, inches = re.findall("[0-9]+", match[0])
    said = f"{cardinal(int(feet))} feet {cardinal(int(inches))}"
    return say(match, said + (f" inch{'es' * (inches != '1')}" if match[0][-1] in '"”″' else ""))


def _inches(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"{number(match[0][:-1])}-inch")


_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_VULGAR = {
    **{
        "½": (1, 2),
        "⅓": (1, 3),
        "⅔": (2, 3),
        "¼": (1, 4),
        "¾": (3, 4),
        "⅕": (1, 5),
        "⅖": (2, 5),
        "⅗": (3, 5),
        "⅘": (4, 5),
    },
    **{
        "⅙": (1, 6),
        "⅚": (5, 6),
        "⅐": (1, 7),
        "⅛": (1, 8),
        "⅜": (3, 8),
        "⅝": (5, 8),
        "⅞": (7, 8),
        "⅑": (1, 9),
        "⅒": (1, 10),
    },
}
_PAIRED = {
    "24/7": "twenty-four seven",
    "9/11": "nine eleven",
    "50/50": "fifty fifty",
    "20/20": "twenty twenty",
    "7/11": "seven eleven",
}
_LARGEST_PART = 100
"""A fraction of smaller parts than hundredths, or of more than this many parts, is said as a division."""


def fraction_words(top: int, bottom: int, *, mixed: bool = False) -> str:
    """Say a fraction: three quarters, one twenty-first, one hundred and twenty over eighty."""
    if bottom == 1 or bottom > _LARGEST_PART or top > _LARGEST_PART:
        return f"{cardinal(top)} over {cardinal(bottom)}"
    one, several = _PARTS.get(bottom, (ordinal(bottom), ordinal(bottom) + "s"))
    if top == 1:
        return f"a {one}" if mixed and bottom in _PARTS else f"one {one}"
    return f"{cardinal(top)} {several}"


def _fraction(match: re.Match[str]) -> list[Spoken]:
    written = re.sub("(?i)(?:st|nd|rd|th)s?$", "", match[0])
    if written in _PAIRED:
        return say(match, _PAIRED[written])
    top, bottom = map(int, re.split("[/⁄]", written))
    if top + bottom == 100 and top >= bottom > 1:
        return say(match, f"{cardinal(top)} {cardinal(bottom)}")
    return say(match, fraction_words(top, bottom))


def _part_of(match: re.Match[str]) -> list[Spoken]:
    written = re.match("[0-9]+[/⁄][0-9]+", match[0])
    if written is None:
        return []
    top, bottom = map(int, re.split("[/⁄]", written[0]))
    unit = match[0][written.end() :]
    if top >= bottom or bottom > _LARGEST_PART:
        return say(match, f"{cardinal(top)} over {cardinal(bottom)} {unit_words(unit, is_one=False)}")
    one = unit_words(unit, is_one=True)
    of = "" if top == 1 else "of an " if one[0] in "aeiou" else "of a "
    return say(match, f"{fraction_words(top, bottom)} {of}{one}")


def _mixed(match: re.Match[str]) -> list[Spoken]:
    whole, top, bottom = map(int, re.findall("[0-9]+", match[0]))
    return say(match, f"{cardinal(whole)} and {fraction_words(top, bottom, mixed=True)}")


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    whole = match[0][:-1].strip()
    said = fraction_words(*_VULGAR[match[0][-1]], mixed=True)
    return say(match, f"{number(whole)} and {said}" if whole else said)


_ALONE = (
    "(?:km|cm|mm|m|kg|g|mg|µg|μg|mL|ml|L|kWh|mmol|W|lb|mi|ft)/(?:h|s|m|m²|m³|s²|kg|g|dL|mL|ml|L|cm²|cm³|day|l)"
    "|kcal|kg|km|cm|mm|mg|kWh|MWh|kW|MHz|GHz|kHz|mAh|(?:km|cm|mm|mi|ft|(?<=per )m)[²³]"
)
"""Units that are none but units, without a number too."""
_COMPARED = (
    "faster|slower|more|less|larger|bigger|smaller|higher|lower|the|as|cheaper|better|return|speed|growth|increase|"
    "improvement|speedup|gain|zoom|jump|rise"
)


@lru_cache
def measures() -> tuple[Rule, ...]:
    """Give the rules; the first match wins."""
    unit = unit_pattern()
    return (
        Rule(rf"{NUMBER}\s?[%‰]", _percent),
        Rule(r"(?<![0-9.-])50[-–]50(?![0-9.-])", _halves),
        Rule(
            rf"{FREE}[0-9]{{1,3}}(?:\.[0-9]+)?°\s?[0-9]{{1,2}}[′'’](?:\s?[0-9.]{{1,6}}(?:[″\"”]|''|′′))?(?:\s?[NSEW]\b)?",
            _angle,
        ),
        Rule(rf"{FREE}[0-9]{{1,3}}(?:\.[0-9]+)?\s?°\s?[NSEW]\b", _bearing),
        Rule(rf"(?<![0-9A-Za-z'’\"]){NUMBER}(?:\s?[x×X]\s?{NUMBER}){{1,2}}(?:{unit}|(?![A-Za-z0-9]|\s?=))", _size),
        Rule(rf"{FREE}[4-8]['’′]\s?(?:1[01]|[0-9])(?:[\"”″]|'')?(?![0-9A-Za-z'’])", _height),
        Rule(
            r"(?<![0-9\"“.])[0-9]{1,3}(?:\.[0-9])?[\"”″](?= (?:monitor|screen|display|TV|laptop|tablet|pizza|wheel))",
            _inches,
        ),
        Rule(rf"(?<![0-9A-Za-z/.])[0-9]{{1,4}}[/⁄][1-9][0-9]{{0,3}}{unit}", _part_of),
        Rule(rf"(?<![A-Za-z0-9/'’-])(?:{_ALONE})(?![A-Za-z0-9/²³'’-])", _bare),
        Rule(r"(?<=ft )[0-9]{1,2} in\b", _measure),
        Rule(rf"(?<![A-Za-z]){NUMBER}{unit}", _measure),
        Rule(
            rf"{NUMBER}\s?/\s?(?:kg|g|lb|day|week|month|year|hour|hr|min|mo|km|mi|m|s|L|ml|mL|person|user|night)"
            r"(?![A-Za-z0-9])",
            _per,
        ),
        Rule(
            rf"{NUMBER}x(?= (?:{_COMPARED})\b)",
            _times,
        ),
        Rule(r"(?<![0-9A-Za-z/.⁄-])[0-9]{1,4}(?:\s|-|\sand\s)[0-9]{1,2}[/⁄][1-9][0-9]{0,2}(?![0-9/A-Za-z])", _mixed),
        Rule(
            r"(?<![0-9A-Za-z/.])[0-9]{1,4}[/⁄][1-9][0-9]{0,3}(?:(?i:ths?|nds?|rds?|sts?))?(?![0-9/A-Za-z]|\.[0-9])",
            _fraction,
        ),
        Rule("(?:(?<![0-9.,])[0-9]{1,6} ?)?[" + "".join(_VULGAR) + "]", _vulgar),
    )

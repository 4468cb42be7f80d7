"""Telephone numbers, serial numbers, versions and other digits in English that are no quantity."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin, spelled
from avatar.text.english.capitals import is_common
from avatar.text.english.numbers import cardinal, digit_by_digit, letter_name, number, pairs
from avatar.text.english.patterns import END, FREE, after, counts_something, say
from avatar.text.spoken import PAUSE, Rule, Spoken

_ID_WORDS = (
    "ending in|ending with|account|card|code|pin|password|otp|passcode|reference|ref|order|case|ticket|tracking|policy|"
    "room|suite|apartment|apt|unit|gate|train|bus|flight|serial|model|extension|ext|zip|postcode|phone|tel|mobile|fax|call|dial|"
    r"text|ring|hotline|helpline|number|no\.?|id|isbn|emergency|emergencies|cvv|cvc|ssn|vin|text \w{1,12} to"
)
_AFTER_ID_WORD = re.compile(rf"(?i)\b(?:{_ID_WORDS})(?: number| no\.?| code| is| at| to| or)*[ :#.]*$")
_CALLED_BEFORE = re.compile(r"(?i)\b(?:call|dial|ring|text|phone)\s(?:[0-9]{3}(?:,|,? or|,? and)\s){1,3}$")


def _spell(match: re.Match[str]) -> list[Spoken]:
    """Say digits in the groups in which they are written, with a breath between."""
    pieces: list[Spoken] = []
    for part in re.finditer(r"\+?[0-9]+|[A-Za-z]+|[^0-9A-Za-z+]+", match[0]):
        if part[0][-1].isdigit():
            pieces.append(Spoken(part[0], ("plus " if part[0][0] == "+" else "") + _group(part[0].lstrip("+")), "en"))
        elif part[0].isalpha():
            pieces.append(Spoken(part[0], _loud(part[0]), "en"))
        elif part.start():
            pieces.append(Spoken(part[0].strip() or part[0], PAUSE, "en"))
    return pieces


def _loud(letters: str) -> str:
    # 1-800-FLOWERS: said as a word where it has a vowel.
    return letters.lower() if re.search("[AEIOUYaeiouy]", letters) else spelled(letters)


def _group(digits: str) -> str:
    if re.fullmatch("[1-9]00", digits):
        return cardinal(int(digits))
    return digit_by_digit(digits)


def _extension(match: re.Match[str]) -> list[Spoken]:
    digits = re.sub("[^0-9]", "", match[0])
    return say(match, f"extension {digit_by_digit(digits) if len(digits) > 2 else cardinal(int(digits))}")


def _address_of_machine(match: re.Match[str]) -> list[Spoken]:
    host, _, port = match[0].partition(":")
    said = " dot ".join(digit_by_digit(part) for part in host.split("."))
    return say(match, said + (f" colon {digit_by_digit(port)}" if port else ""))


def _version(match: re.Match[str]) -> list[Spoken]:
    written = re.sub(r"^[vV]\.?\s?", "", match[0])
    lead = "version " if written != match[0] else ""
    number_, tail = re.match(r"([0-9.]+)(.*)", written).groups()  # type: ignore[union-attr]
    said = " point ".join(number(part) for part in number_.split("."))
    if tail:
        said += " " + " ".join(_part(part) for part in re.findall("[A-Za-z]+|[0-9]+", tail))
    return say(match, lead + said)


def _part(part: str) -> str:
    return number(part) if part.isdigit() else {"rc": "R C"}.get(part.lower(), part)


def _release(match: re.Match[str]) -> list[Spoken]:
    return say(match, " point ".join(number(part) for part in match[0].split(".")))


def _hash(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"number {number(re.sub('[^0-9]', '', match[0]))}")


def _serial(match: re.Match[str]) -> list[Spoken]:
    """Say letters and digits that are written together: capitals by their names, long digits one by one."""
    said = [_serial_part(part) for part in re.findall(r"[A-Za-z]+|[0-9]+|[/.]", match[0])]
    return say(match, " ".join(filter(None, said)))


def _serial_part(part: str) -> str:
    if part.isdecimal():
        is_long = (len(part) > 2 and not re.fullmatch("[1-9]00", part)) or part.startswith("0")
        return digit_by_digit(part) if is_long else cardinal(int(part))
    if part.isalpha():
        return read_latin(part) if len(part) > 1 else letter_name(part)
    return "slash" if part == "/" else "dot"


def _aircraft(match: re.Match[str]) -> list[Spoken]:
    return say(match, pairs(match[0]))


def _flight(match: re.Match[str]) -> list[Spoken] | None:
    letters, digits = re.fullmatch(r"([A-Z0-9]{2})\s?([0-9]{3,4})", match[0]).groups()  # type: ignore[union-attr]
    if is_common(letters) or letters in ("AD", "BC", "CE", "PM"):
        return None
    if letters in _PLACES and counts_something(after(match)):
        return say(match, f"{read_latin(letters)} {number(digits)}")
    name = spelled(letters) if letters.isalpha() else " ".join(map(_serial_part, letters))
    return say(match, f"{name} {digit_by_digit(digits)}")


_PLACES = frozenset(["US", "UK", "EU", "UN", "NY", "LA", "UAE"])
"""Letters that are no airline's, before a number of things."""


def _emergency(match: re.Match[str]) -> list[Spoken]:
    if counts_something(after(match)):
        return say(match, cardinal(int(match[0])))
    return say(match, digit_by_digit(match[0]))


def _plan(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"{pairs(match[0][:3])} {match[0].strip('()')[-1].upper()}")


def is_identifier(digits: str, before_it: str) -> bool:
    """Tell whether a number without commas is said digit by digit."""
    is_called = len(digits) == 3 and _CALLED_BEFORE.search(before_it) is not None
    return is_called or len(digits) >= 8 or (len(digits) > 2 and _AFTER_ID_WORD.search(before_it) is not None)


def _behind(names: str) -> str:
    """Give the pattern of a place right behind one of some names."""
    return "(?:" + "|".join(rf"(?<=\b{re.escape(name)} )" for name in names.split("|")) + ")"


_VERSIONED = _behind(
    "Python|Java|Node|PHP|Ruby|Rust|Linux|Ubuntu|Debian|Fedora|Android|iOS|iPadOS|macOS|Windows|Chrome|Django|React|"
    "PostgreSQL|MySQL|Kubernetes|Docker|PyTorch|TensorFlow|CUDA|version|Version|release|Release"
)
_IN_PAIRS = _behind("Boeing|Airbus|Form|form|RTX|GTX|Porsche|Peugeot|Highway|Interstate|Route|Routes|area code")
_CALLED = _behind("dial|Dial|call|Call|ring|Ring|text|Text|dialing|calling")

CODES: tuple[Rule, ...] = (
    Rule(r"\+[0-9]{1,3}(?:[- .]?\(?[0-9]{1,4}\)?){2,6}(?![0-9])", _spell),
    Rule(rf"\([0-9]{{2,5}}\)\s?[0-9]{{3,4}}[- .][0-9]{{3,4}}{END}", _spell),
    Rule(rf"{FREE}(?:1[- .])?[0-9]{{3}}[- .][0-9]{{3,4}}[- .][0-9]{{4}}(?:-[0-9]+)?{END}", _spell),
    Rule(rf"{FREE}[0-9]{{3}}-[0-9]{{4}}{END}(?!-)|{FREE}[0-9]{{4}}(?:[ -][0-9]{{4}}){{2,4}}{END}", _spell),
    Rule(rf"{FREE}0[0-9]{{2,4}}(?:[ -][0-9]{{3,4}}){{1,3}}{END}|{FREE}07[0-9]{{3}} [0-9]{{6}}{END}", _spell),
    Rule(r"(?<![0-9A-Za-z-])1-(?:800|888|877|866|900)(?:-[A-Z0-9]+)+(?![A-Za-z0-9])", _spell),
    Rule(r"\b(?:[Ee]xt\.?|[Xx](?=[0-9]{3}))\s?[0-9]{1,6}" + END, _extension),
    Rule(r"(?<![0-9A-Za-z.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{2,5})?(?![0-9]|\.[0-9])", _address_of_machine),
    Rule(
        r"(?<![A-Za-z0-9])[vV]\.?\s?[0-9]+(?:\.[0-9]+)*(?:-?(?:alpha|beta|rc|dev|post)\.?[0-9]*)?(?![A-Za-z0-9]|\.[0-9])",
        _version,
    ),
    Rule(rf"{_VERSIONED}{FREE}[0-9]+\.[0-9]+(?![0-9.]*[0-9])", _release),
    Rule(rf"{FREE}[0-9]+(?:\.[0-9]+){{2,}}(?:-?(?:alpha|beta|rc|dev)\.?[0-9]*)?", _version),
    Rule(rf"(?:{_IN_PAIRS}|(?<=\bAirbus A)){FREE}[1-9][0-9]{{2,3}}{END}", _aircraft),
    Rule(
        r"(?<![A-Za-z0-9])(?:[A-Z]{2}|[A-Z][0-9]|[0-9][A-Z])\s[0-9]{3,4}(?![0-9A-Za-z,.]*[0-9A-Za-z])"
        r"|(?<=[Ff]light )[A-Z]{2}[0-9]{1,4}(?![0-9])",
        _flight,
    ),
    Rule(rf"(?:{FREE}911|{_CALLED}{FREE}[0-9]{{3}}){END}(?!,[0-9]|\.[0-9])", _emergency),
    Rule(rf"{FREE}(?:401|403|457|529)(?:\([kb]\)|[kb]\b)", _plan),
    Rule(rf"(?:#|\b[Nn]o\.\s?|\bNos\.\s?|№\s?)[0-9]{{1,9}}{END}(?![ -][0-9]{{3,4}}(?![0-9]))", _hash),
    Rule(r"(?<![0-9A-Za-z./-])[0-9]+(?:-[0-9]+){2,}(?![0-9A-Za-z/-])", _spell),
    Rule(r"(?<![0-9A-Za-z./-])[A-Z]{1,4}-[0-9]{3,}(?![0-9A-Za-z-]|[.,][0-9])", _serial),
    Rule(r"(?<![0-9A-Za-z./-])[A-Za-z]{1,4}[0-9]+-[0-9]{2,}[A-Za-z]*(?![0-9A-Za-z-]|[.,][0-9])", _serial),
    # Three groups or more, or letters and digits together: no quantity.
    Rule(
        r"(?<![0-9A-Za-z./])(?=[A-Za-z-]*[0-9])[A-Za-z0-9]+(?:-[A-Za-z0-9]+){2,}(?:[/.][A-Za-z0-9]+)?(?![0-9A-Za-z/])",
        _serial,
    ),
    Rule(r"(?<![0-9A-Za-z./-])(?:[A-Z]+-[0-9]+/|[0-9]+-[A-Z]+/)[A-Za-z0-9-]+(?![0-9A-Za-z/])", _serial),
    Rule(
        r"(?<![0-9A-Za-z./-])(?:[A-Za-z]+[0-9]+){2,}[A-Za-z]*(?![0-9A-Za-z])|(?<![0-9A-Za-z./,-])[0-9]{3,}[A-Za-z]{2,3}[0-9]*(?![0-9A-Za-z])",
        _serial,
    ),
)
"""First match wins."""

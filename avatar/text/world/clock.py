"""Times of day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.spoken import Rule, Spoken
from avatar.text.world.agreement import words_before
from avatar.text.world.amounts import Amount, counted
from avatar.text.world.forms import NO_LETTER, rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.text.world.tongue import Tongue

_HOUR = r"(?P<hour>[01]?\d|2[0-4])"
_MINUTE = r"(?P<minute>[0-5]\d)"
_FREE = r"(?<![\d.,/:+])"
_GENITIVE = frozenset(["с", "со", "до", "после", "около", "от", "od", "do", "po", "z"])
_HALF = re.compile(r"([ap])\.? ?m\b")
_HALVES = {
    "ar": {"ص": "صباحًا", "م": "مساءً"},
    "hi": {"am": "सुबह", "pm": "शाम"},
}
"""what is said for the letters behind a time, in languages that write but don't say them"""


_NOT_A_SHARE = r"(?!\d|[.,-]\d|\s?(?:%|persen|ribu|juta|miliar|triliun|kali|km|kg|meter|cm|GB|MB)\b|\s?%)"
"""what does not follow a time of day that is written with a point"""


class _Time(NamedTuple):
    hour: int
    minute: int
    second: int | None
    is_governed: bool
    """after a preposition of time"""
    is_genitive: bool
    """after a preposition with the genitive"""


def clock_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for times of day."""
    suffix, before = tongue.say.get("clock_suffix", ""), tongue.say.get("clock_before", "")
    letters = tongue.say.get("clock_letters", "")
    behind = rf"(?P<suffix>\s?(?:{suffix}){NO_LETTER})" if suffix else r"(?P<suffix>(?!))"

    def read(match: re.Match[str]) -> list[Spoken]:
        return _read(tongue, match)

    ending = r"(?:['’](?P<ending>[^\W\d_]+))?" if tongue.language == "tr" else ""
    rules = [rule(rf"{_FREE}{_HOUR}:{_MINUTE}(?::(?P<second>[0-5]\d))?(?![\d:]){behind}?{ending}", read)]
    if suffix:
        rules.append(rule(rf"{_FREE}{_HOUR}\.{_MINUTE}(?!\d|[.,]\d){behind}", read))
    if halves := _HALVES.get(tongue.language):
        short = "|".join(halves)
        rules.insert(0, rule(rf"{_FREE}{_HOUR}:{_MINUTE}\s?(?P<half>(?i:{short})){NO_LETTER}", read))
    if words := tongue.context.get("clock_after"):
        led = "|".join(rf"(?<=\b{word} )" for word in sorted(words))
        rules.append(
            rule(rf"(?i:{led}){_HOUR}\.{_MINUTE}(?!\d|[.,]\d|\s?(?:%|[€$£]))(?! [^\W\d_]*(?:mil|mln|mld))", read)
        )
    if tongue.say.get("clock_bare"):
        rules.append(rule(rf"{_FREE}{_HOUR}\s?(?P<suffix>{tongue.say['clock_bare']}){NO_LETTER}", read))
    if before:
        rules.append(
            rule(rf"(?<!\w)(?P<lead>{before})[ \u00a0]{_HOUR}[.:]{_MINUTE}(?!\d|[.,]\d){behind}?{ending}", read)
        )
    if tongue.language == "pl":
        # "o 8" is an hour, "o 8 osób" is not.
        rules.append(rule(rf"(?i:(?<=\bo )){_HOUR}(?!\d|[.:,-]\d|\.? ?[^\W\d_]|\s?[%€$])", read))
    if tongue.language == "id":
        rules.append(
            rule(rf"(?<![\w.,/:+-])(?<!versi )(?<!pasal )(?P<hour>[01]\d|2[0-3])\.{_MINUTE}{_NOT_A_SHARE}", read)
        )
        last = r"(?<=\d\.\d\d[-–])(?P<last>[01]?\d|2[0-4])\.(?P<last_minute>[0-5]\d)(?!\d)"
        rules.append(rule(rf"{_FREE}{_HOUR}\.{_MINUTE}(?=\s?[-–]\s?\d\d\.\d\d)|{last}", read))
    if letters:
        rules.append(rule(rf"{_FREE}{_HOUR}\s?[{letters}]\s?{_MINUTE}(?!\d|,\d)(?:\s?(?:min|mn|m))?{NO_LETTER}", read))
        if not suffix or "h" in suffix:
            rules.append(rule(rf"{_FREE}{_HOUR}[{letters}](?![\w/])(?!\s?\d)", read))
    return tuple(rules)


def _read(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    parts = match.groupdict()
    before = [*words_before(match.string, match.start()), ""][0]
    hour = int(parts["hour"] or parts["last"])
    half = _HALF.search((parts.get("suffix") or "").lower())
    if half and tongue.language != "es":
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    if (
        tongue.language == "pt"
        and 13 <= hour <= 18
        and re.match(r"\s?da tarde", match.string[match.end() :][:12].lower())
    ):
        hour -= 12
    second = int(parts["second"]) if parts.get("second") else None
    time = _Time(
        hour,
        int(parts.get("minute") or parts.get("last_minute") or 0),
        second,
        before in tongue.context.get("at", ()),
        before in _GENITIVE,
    )
    said = _SAYERS.get(tongue.language, _by_table)(tongue, time)
    if parts.get("half"):
        said = _with_half(tongue.language, said, parts["half"].lower())
    if half and tongue.language == "es":
        said = f"{said} {_spanish_half(half[1], hour)}"
    said += parts.get("ending") or ""
    lead = parts.get("lead")
    written = match[0].removeprefix(lead) if lead else match[0]
    if not lead:
        return [Spoken(written.strip(), said, "")]
    named = tongue.say.get("hour_governed" if time.is_governed else "hour_named", lead)
    return [Spoken(lead, named, ""), Spoken(written.strip(), said, "")]


def _with_half(language: str, said: str, written: str) -> str:
    named = _HALVES[language][written]
    return f"{named} {said}" if language == "hi" else f"{said} {named}"


def _spanish_half(half: str, hour: int) -> str:
    if half == "a":
        return "de la noche" if hour == 12 else "de la mañana"
    return "de la noche" if 8 <= hour < 12 else "de la tarde"


def _many(tongue: Tongue, number: int, unit: str) -> str:
    return counted(tongue, Amount(str(number), "", is_negative=False), tongue.units[unit])


def _in_full(tongue: Tongue, time: _Time) -> str:
    """Say hours, minutes and seconds, each by its name."""
    parts = [_hours(tongue, time), _many(tongue, time.minute, "min"), _many(tongue, time.second or 0, "s")]
    return f" {tongue.say.get('clock_and', '')} ".join(parts) if tongue.language == "pt" else " ".join(parts)


def _hours(tongue: Tongue, time: _Time) -> str:
    hour = time.hour
    if tongue.language == "de":
        return f"{tongue.numerals.cardinal(hour, 'm')} Uhr"
    if not hour and tongue.language == "pt":
        return "zero horas"
    is_genitive = time.is_genitive and tongue.language == "ru"
    return counted(tongue, Amount(str(hour), "", is_negative=False, is_genitive=is_genitive), tongue.units["h"])


def _by_table(tongue: Tongue, time: _Time) -> str:
    if time.second is not None:
        return _in_full(tongue, time)
    say, cardinal = tongue.say, tongue.numerals.cardinal
    said = (
        _hours(tongue, time)
        if say.get("hours")
        else cardinal(time.hour, say.get("hour_gender", "") if time.hour else "")
    )
    if not time.minute:
        return said
    named = {15: say.get("quarter", ""), 30: say.get("half_hour", "")}.get(time.minute, "")
    if say.get("minutes_said"):
        minutes = _many(tongue, time.minute, "min")
    else:
        zero = cardinal(0) if time.minute < 10 and say.get("zero_minutes") else ""
        minutes = f"{zero} {cardinal(time.minute, say.get('minute_gender', ''))}".strip()
    return " ".join(filter(None, (said, say.get("clock_and", ""), named or minutes)))


def _arabic(tongue: Tongue, time: _Time) -> str:
    said = tongue.numerals.ordinal(time.hour, "f") if time.hour else "الصفر"
    named = {0: "", 15: " والربع", 30: " والنصف"}.get(time.minute)
    said += f" و{_many(tongue, time.minute, 'min')}" if named is None else named
    return f"{said} و{_many(tongue, time.second, 's')}" if time.second else said


def _polish(tongue: Tongue, time: _Time) -> str:
    form = "loc" if time.is_governed or time.is_genitive else "nom"
    said = tongue.numerals.ordinal(time.hour, "f", form)
    if time.second is not None:
        return f"{said} {_many(tongue, time.minute, 'min')} {_many(tongue, time.second, 's')}"
    if not time.minute:
        return said if time.hour else f"{said} zero zero"
    return f"{said} {'zero ' if time.minute < 10 else ''}{tongue.numerals.cardinal(time.minute)}"


def _hindi(tongue: Tongue, time: _Time) -> str:
    cardinal = tongue.numerals.cardinal
    if time.second is None and not time.minute:
        return f"{cardinal(time.hour)} बजे"
    seconds = f" {cardinal(time.second)} सेकंड" if time.second is not None else ""
    return f"{cardinal(time.hour)} बजकर {cardinal(time.minute)} मिनट{seconds}"


def _vietnamese(tongue: Tongue, time: _Time) -> str:
    parts = [(time.hour, "h"), (time.minute, "min"), (time.second or 0, "s")]
    return " ".join(_many(tongue, count, unit) for count, unit in parts if count or unit == "h")


_SAYERS: dict[str, Callable[[Tongue, _Time], str]] = {
    "ar": _arabic,
    "hi": _hindi,
    "pl": _polish,
    "vi": _vietnamese,
}

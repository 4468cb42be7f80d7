"""Times of day, and lengths in hours, minutes and seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.spoken import Rule, Spoken
from avatar.text.world.agreement import words_before
from avatar.text.world.amounts import Amount, counted

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_HOUR = r"(?:[01]?\d|2[0-4])"
_MINUTE = r"[0-5]\d"
_FREE = r"(?<![\d.,/:+-])"


def clock_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for times of day."""
    suffix = tongue.say.get("clock_suffix", "")
    behind = rf"(?:\s?(?:{suffix})(?![^\W\d_]))" if suffix else "(?:)"
    letters = tongue.say.get("clock_letters", "")
    read = lambda match: _time(tongue, match)
    rules = [Rule(rf"{_FREE}{_HOUR}:{_MINUTE}(?::{_MINUTE})?(?![\d:]){behind}?", read)]
    if suffix:
        rules.append(Rule(rf"{_FREE}{_HOUR}\.{_MINUTE}(?!\d|[.,]\d){behind}", read))
        if tongue.language in ("de", "es"):
            rules.append(Rule(rf"{_FREE}{_HOUR}{behind}", read))
    if tongue.say.get("clock_before"):
        rules.append(Rule(rf"(?:{tongue.say['clock_before']})[ \u00a0]{_HOUR}[.:]{_MINUTE}(?!\d|[.,]\d){behind}?", read))
    if letters:
        rules.append(Rule(rf"{_FREE}{_HOUR}\s?[{letters}]\s?{_MINUTE}(?![\d,])(?:\s?(?:min|mn|m))?(?![^\W\d_])", read))
        if tongue.language in ("fr", "pt", "vi"):
            rules.append(Rule(rf"{_FREE}{_HOUR}[{letters}](?![\w/])(?!\s?\d)", read))
    return tuple(rules)


def _time(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    found = re.search(r"(\d+)(?:\s?[:.hHgч]\s?(\d\d))?(?::(\d\d))?", match[0])
    if found is None:
        return []
    lead = match[0][: found.start()].strip()
    hour, minute = int(found[1]), int(found[2] or 0)
    second = int(found[3]) if found[3] else None
    if second == 0 and tongue.language == "vi":
        second = None
    behind = match[0][found.end() :]
    after = match.string[match.end() : match.end() + 24].lower()
    half = _half(behind)
    if half and tongue.language != "es":
        hour = hour % 12 + (12 if half == "p" else 0)
    if tongue.language == "pt" and 13 <= hour <= 18 and re.match(r"\s?da tarde", after):
        hour -= 12
    said = _said(tongue, hour, minute, second, words_before(match.string, match.start()), after)
    if half and tongue.language == "es":
        part = "de la mañana" if half == "a" and hour != 12 else "de la noche" if half == "a" or 8 <= hour < 12 else "de la tarde"
        said = f"{said} {part}"
    pieces = [Spoken(lead, lead, "")] if lead else []
    return [*pieces, Spoken(match[0][len(lead) :].strip(), said, "")]


def _half(behind: str) -> str:
    found = re.search(r"([ap])\.?\s?m\b", behind.lower())
    return found[1] if found else ""


def _said(tongue: Tongue, hour: int, minute: int, second: int | None, before: list[str], after: str) -> str:
    say, cardinal = tongue.say, tongue.numerals.cardinal
    if second is not None:
        parts = [_many(tongue, hour, "hours"), _many(tongue, minute, "minutes"), _many(tongue, second, "seconds")]
        if tongue.language == "de":
            parts[0] = f"{cardinal(hour, 'm')} Uhr"
        if tongue.language == "pt":
            return " e ".join(parts)
        if tongue.language == "hi":
            parts = [f"{cardinal(hour)} बजकर", *parts[1:]]
        return " ".join(part for part, count in zip(parts, (1, minute, second), strict=True) if count or tongue.language != "vi")
    if tongue.language == "ar":
        last = {0: "", 15: " والربع", 30: " والنصف"}.get(minute)
        said = tongue.numerals.ordinal(hour, "f") if hour else "الصفر"
        return said + (f" و{counted(tongue, _amount(minute), tongue.units['min'])}" if last is None else last)
    if tongue.language == "pl":
        form = "loc" if before[:1] and before[0] in tongue.context["at"] else "nom"
        said = tongue.numerals.ordinal(hour, "f", form) if hour else ("zerowej" if form == "loc" else "zero")
        zero = "zero " if 0 < minute < 10 else ""
        return said + (f" {zero}{cardinal(minute)}" if minute else "" if hour else " zero zero")
    if tongue.language == "hi":
        return f"{cardinal(hour)} बजकर {cardinal(minute)} मिनट" if minute else f"{cardinal(hour)} बजे"
    gender = say.get("hour_gender", "")
    said = _many(tongue, hour, "hours") if say.get("hours") else cardinal(hour, gender)
    if tongue.language in ("es", "it") and hour == 0:
        said = "cero" if tongue.language == "es" else "zero"
    if not minute:
        return said
    link = say.get("clock_and", "")
    named = {15: say.get("quarter", ""), 30: say.get("half_hour", "")}.get(minute, "")
    zero = f"{cardinal(0)} " if minute < 10 and tongue.language in ("tr", "it") else ""
    minutes = named or (_many(tongue, minute, "minutes") if say.get("minutes_said") else zero + cardinal(minute, say.get("minute_gender", "")))
    return " ".join(filter(None, (said, link, minutes)))


def _amount(number: int) -> Amount:
    return Amount(str(number), "", is_negative=False)


def _many(tongue: Tongue, number: int, kind: str) -> str:
    unit = {"hours": "h", "minutes": "min", "seconds": "s"}[kind]
    if kind == "hours" and tongue.language == "de":
        return f"{tongue.numerals.cardinal(number, 'm')} Uhr"
    if kind == "hours" and tongue.language == "pt" and number == 0:
        return "zero horas"
    if tongue.language == "ar":
        return counted(tongue, _amount(number), tongue.units[unit]) if number else ""
    return counted(tongue, _amount(number), tongue.units[unit])

"""Times of day and durations in English text."""

from __future__ import annotations

import re

from avatar.text.english.numbers import cardinal, number
from avatar.text.english.patterns import FREE, say
from avatar.text.spoken import Rule, Spoken

_HALF = r"(?:[AaPp]\.\s?[Mm]\.?|[AaPp][Mm]\b\.?)"
_ZONE = r"(?:\s?(?i:e\.?s\.?t|e\.?d\.?t|p\.?s\.?t|p\.?d\.?t|c\.?s\.?t|m\.?s\.?t|gmt|utc|cet|cest|bst|jst|ist)\b\.?)?"


def _plural(count: int, unit: str) -> str:
    return f"{cardinal(count)} {unit}{'s' * (count != 1)}"


def _clock(match: re.Match[str]) -> list[Spoken]:
    written = re.sub(r"\so['’]clock", "", match[0])
    found = re.fullmatch(rf"([0-9]{{1,2}})(?:[:.]([0-9]{{2}}))?(?::([0-9]{{2}}))?\s?({_HALF})?\s?([A-Za-z.]*)", written)
    if found is None:
        return []
    hour, minute, second, half, zone = found.groups()
    said = _time(int(hour), minute, second, is_halved=bool(half))
    said += {"a": " A.M.", "p": " P M"}.get((half or " ")[0].lower(), "")
    return say(match, said + (" " + " ".join(zone.replace(".", "").upper()) if zone else ""))


def _time(hour: int, minute: str | None, second: str | None, *, is_halved: bool) -> str:
    if second:
        # Nobody tells the time of day to the second: as long as a film lasts.
        return f"{_plural(hour, 'hour')} {_plural(int(minute or '0'), 'minute')} and {_plural(int(second), 'second')}"
    if minute and int(minute):
        return f"{cardinal(hour)} {'oh ' if minute[0] == '0' else ''}{cardinal(int(minute))}"
    if is_halved:
        return cardinal(hour)
    if not hour:
        return "midnight"
    return cardinal(hour) + (" o'clock" if 0 < hour < 13 else " hundred hours")


def _range(match: re.Match[str]) -> list[Spoken]:
    first, last = re.findall("[0-9]{4}", match[0])
    return say(match, " to ".join(f"{cardinal(int(each[:2]))} {_minutes(each[2:])}" for each in (first, last)))


def _minutes(written: str) -> str:
    if not int(written):
        return "hundred"
    return ("oh " if written[0] == "0" else "") + cardinal(int(written))


def _duration(match: re.Match[str]) -> list[Spoken]:
    parts = re.findall(r"([0-9]+)\s?([a-z]+|$)", match[0])
    units = {"h": "hour", "m": "minute", "s": "second", "d": "day"}
    said = [_plural(int(count), units.get(unit[:1], "minute")) for count, unit in parts]
    return say(match, " ".join(said))


def _lap(match: re.Match[str]) -> list[Spoken]:
    minutes, seconds = match[0].split(":")
    return say(
        match,
        f"{_plural(int(minutes), 'minute')} {number(seconds.lstrip('0') if seconds[1] != '.' else seconds)} seconds",
    )


_TIME = "(?:[01]?[0-9]|2[0-4]):[0-5][0-9]"
CLOCK: tuple[Rule, ...] = (
    Rule(r"(?<![0-9:.])[0-5]?[0-9]:[0-5][0-9]\.[0-9]{1,3}(?![0-9])", _lap),
    Rule(rf"(?<![0-9:.]){_TIME}(?::[0-5][0-9])?(?:\s?{_HALF}|\so['’]clock)?(?![0-9:]){_ZONE}", _clock),
    Rule(rf"(?<![0-9:.])(?:1[0-2]|0?[1-9])(?:\.[0-5][0-9])?\s?{_HALF}{_ZONE}(?![A-Za-z])", _clock),
    Rule(r"(?<=\()(?:[01][0-9]|2[0-3])[0-5][0-9][-–](?:[01][0-9]|2[0-4])[0-5][0-9](?=\))", _range),
    Rule(
        rf"{FREE}[0-9]{{1,3}}\s?(?:d|h|hrs?)\s?[0-9]{{1,2}}\s?(?:h|hrs?|m|min|mins)(?:\s?[0-9]{{1,2}}\s?(?:m|min|s|secs?))?(?![A-Za-z0-9])"
        rf"|{FREE}[0-9]{{1,2}}h[0-5][0-9](?![A-Za-z0-9])|{FREE}[0-9]{{1,2}}\s?(?:m|min)\s?[0-9]{{1,2}}\s?(?:s|secs?)(?![A-Za-z0-9])",
        _duration,
    ),
)
"""First match wins."""

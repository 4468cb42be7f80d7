"""Dates as each language writes them, and how they are said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.spoken import Rule, Spoken
from avatar.text.world.agreement import words_before
from avatar.text.world.forms import NO_LETTER, rule, say

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:1\d{3}|2[01]\d{2})"
_FREE = r"(?<![\d.,/:+])(?<![^\W\d_]-)"
_END = r"(?![\d/:]|[.,-]\d)"
_YEAR_WORDS = re.compile(r"\s?(?:г\.|г(?!\w)|год|r\.|r(?!\w)|rok)")


class _Date(NamedTuple):
    day: int
    month: int
    year: int | None


def date_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for dates in digits and with the month's name."""
    read = _Dates(tongue)
    name = rf"(?P<month>(?i:{tongue.month_pattern})){NO_LETTER}(?:\.(?=\s?\d))?"
    of = tongue.say.get("of", "")
    link = rf"(?:[ \u00a0]{of}l?)?[ \u00a0]" if of else r"[ \u00a0]"
    rank = r"(?:\.[ \u00a0]?|[ºª°]|er|-(?:го|е|ое))"
    year = rf"(?:(?P<before_year>,?{link}|-)(?P<year>{_YEAR})(?!\d))?"
    ending = r"(?P<ending>['’][^\W\d_]+)?" if tongue.language == "tr" else ""
    numeric = "|".join(map(_numeric, ("-", "/", r"\.")))
    rules = [
        rule(rf"{_FREE}(?P<date>{numeric}){_END}{ending}", read.numeric),
        rule(rf"{_FREE}(?P<list>{_DAY}(?:[/-]{_DAY}){{2,5}})(?= (?i:{tongue.month_pattern}){NO_LETTER})", read.days),
        rule(rf"{_FREE}(?P<day>{_DAY}{rank}?)(?P<before_month>{link}|(?<=\.)|-){name}{year}{ending}", read.named),
        *_own_rules(tongue, read),
    ]
    if tongue.language in ("es", "hi"):
        rules.insert(2, rule(rf"(?<!\w){name} (?P<day>{_DAY}),? (?P<year>{_YEAR})(?!\d)", read.backward))
    return tuple(rules)


def _numeric(mark: str) -> str:
    short = rf"|{_DAY}{mark}{_MONTH}{mark}\d\d" if mark != "-" else ""
    return rf"{_DAY}{mark}{_DAY}{mark}{_YEAR}|{_YEAR}{mark}{_MONTH}{mark}{_DAY}{short}"


_DATE_AFTER = {
    "es": ("el", "al", "del", "día"),
    "fr": ("le", "du", "au"),
    "id": ("tanggal",),
    "it": ("il", "al", "dal", "del"),
    "pt": ("dia", "no dia"),
}
"""words before which two numbers with a stroke are a day and a month"""


def _own_rules(tongue: Tongue, read: _Dates) -> tuple[Rule, ...]:
    """Give the rules for dates without a year, where something beside them says that they are dates."""
    if tongue.language == "vi":
        return (
            rule(rf"(?<=ngày ){_DAY}/{_MONTH}(?![\d/])", read.numeric),
            rule(r"(?<=tháng )0?4(?!\d)", lambda match: say(match, "tư")),
            rule(rf"(?:(?<=tháng \d )|(?<=tháng \d\d )){_YEAR}(?!\d)", read.year),
        )
    if tongue.language == "de":
        led = "|".join(rf"(?<=\b{word} )" for word in ("am", "vom", "zum", "bis", "seit", "ab", "den"))
        return (
            rule(rf"{_FREE}(?P<day>{_DAY})\.(?=\s?[-–]\s?{_DAY}\.)", read.day),
            rule(rf"{_FREE}{_DAY}\.{_MONTH}\.(?!\d)", read.numeric),
            rule(rf"(?i:{led}){_DAY}\.{_MONTH}{_END}", read.numeric),
        )
    if words := _DATE_AFTER.get(tongue.language):
        led = "|".join(rf"(?<=\b{word} )" for word in words)
        return (rule(rf"(?i:{led}){_DAY}/{_MONTH}(?![\d/])(?! (?:d[aeiou]|d'|d’))", read.numeric),)
    if tongue.language == "ru":
        ahead = rf"(?= по {_DAY} (?i:{tongue.month_pattern}){NO_LETTER})"
        return (
            rule(
                rf"(?<=\bс ){_DAY}{ahead}", lambda match: say(match, tongue.numerals.ordinal(int(match[0]), "n", "gen"))
            ),
        )
    if tongue.language == "hi":
        return (rule(rf"{_FREE}(?:0[1-9]-{_MONTH}|{_DAY}-0[1-9]){_END}", read.numeric),)
    return ()


class _Dates:
    """Says dates in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue

    def numeric(self, match: re.Match[str]) -> list[Spoken]:
        first, second, *rest = (
            int(part) for part in re.split(r"[./-]", match.groupdict().get("date") or match[0].rstrip("."))
        )
        date = _Date(first, second, rest[0] if rest else None)
        if first > 99:
            date = _Date(rest[0], second, first)
        elif second > 12:
            date = date._replace(day=second, month=first)
        if date.month > 12:
            return say(match, *map(self._tongue.numerals.cardinal, (first, second, *rest)))
        if date.year is not None and date.year < 100:
            date = date._replace(year=date.year + (2000 if date.year < 50 else 1900))
        return say(match, *self._parts(date, match))

    def _parts(self, date: _Date, match: re.Match[str]) -> list[str]:
        names = self._tongue.say
        before = words_before(match.string, match.start())
        lead = names.get("day", "")
        of = names.get("of", "")
        month = self._tongue.month_names[date.month - 1]
        parts = ["" if before[:1] == [lead] else lead, self._day(date.day, match), of, names.get("month", ""), month]
        of_year = names.get("of_year", of)
        if date.year is None:
            return parts
        ending = (match.groupdict().get("ending") or "")[1:]
        return [*parts, of_year, self._year(date.year, match) + ending]

    def days(self, match: re.Match[str]) -> list[Spoken]:
        numbers = (int(day) for day in re.split("[/-]", match["list"]))
        return say(match, *map(self._tongue.numerals.cardinal, numbers))

    def day(self, match: re.Match[str]) -> list[Spoken]:
        return say(match, self._day(int(match["day"]), match))

    def year(self, match: re.Match[str]) -> list[Spoken]:
        return say(match, self._year(int(match[0]), match))

    def backward(self, match: re.Match[str]) -> list[Spoken]:
        month = self._tongue.months[match["month"].lower()]
        return say(match, *self._parts(_Date(int(match["day"]), month, int(match["year"])), match))

    def named(self, match: re.Match[str]) -> list[Spoken]:
        """Say a date whose month is written by name, each of its words by itself."""
        of, number = self._tongue.say.get("of", ""), int(re.sub(r"\D", "", match["day"]))
        day = "primero" if self._tongue.language == "es" and number == 1 else self._day(number, match)
        month = self._tongue.month_names[self._tongue.months[match["month"].lower()] - 1]
        spoken = [Spoken(match["day"].strip(), day, "")]
        _link(spoken, of, match["before_month"])
        spoken.append(Spoken(match["month"], month, ""))
        if match["year"]:
            _link(spoken, self._tongue.say.get("of_year", of), match["before_year"])
            spoken.append(Spoken(match["year"], self._year(int(match["year"]), match), ""))
        if ending := match.groupdict().get("ending"):
            spoken[-1] = Spoken(spoken[-1].word + ending, spoken[-1].says + ending[1:], "")
        return spoken

    def _year(self, year: int, match: re.Match[str]) -> str:
        tongue = self._tongue
        if tongue.language in ("ru", "pl"):
            word = (
                "" if _YEAR_WORDS.match(match.string, match.end()) else {"ru": " года", "pl": " roku"}[tongue.language]
            )
            return tongue.numerals.ordinal(year, "m", "gen") + word
        lead = tongue.say.get("year", "")
        return f"{lead} {tongue.numerals.year(year)}".strip()

    def _day(self, day: int, match: re.Match[str]) -> str:
        """Say a day, inflected as what stands before it asks for."""
        tongue = self._tongue
        before = [*words_before(match.string, match.start()), ""][0]
        if tongue.language == "de":
            is_last = re.search(r"\d\.\s?[-–]\s?$", match.string[: match.start()]) is not None
            form = "gen" if is_last or before in tongue.context["weakening"] else "weak" if before == "der" else "nom"
            return tongue.numerals.ordinal(day, "m", form)
        if tongue.language in ("ru", "pl"):
            is_whole = not before and not match.string[match.end() :].strip(" .")
            form = "nom" if is_whole or before in tongue.context["naming"] else "gen"
            form = {"по": "acc", "к": "dat", "ко": "dat"}.get(before, form)
            return tongue.numerals.ordinal(day, "n" if tongue.language == "ru" else "m", form)
        if tongue.language == "ar":
            return tongue.numerals.ordinal(day, "m")
        first = tongue.say.get("first_day", "")
        return first if day == 1 and first else tongue.numerals.cardinal(day)


def _link(spoken: list[Spoken], of: str, written: str) -> None:
    """Add the "of" between the parts of a date: as written, else to what is said for the part before."""
    word = written.strip(" ,-\u00a0")
    if word:
        spoken.append(Spoken(word, word, ""))
    elif of:
        spoken[-1] = spoken[-1]._replace(says=f"{spoken[-1].says} {of}")

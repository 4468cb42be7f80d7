"""Dates as each language writes them, and how they are said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.spoken import Rule, Spoken
from avatar.text.world.agreement import words_before

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_YEAR = r"(?:1\d{3}|20\d{2}|21\d{2})"
_FREE = r"(?<![\d.,/:+-])"
_END = r"(?![\d/:]|[.,-]\d)"


class _Date(NamedTuple):
    day: int
    month: int
    year: int | None


def date_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for dates in digits and with the month's name."""
    marks = [mark for mark in (r"\.", "/", "-")]
    numeric = "|".join(rf"{_DAY}{mark}{_DAY}{mark}{_YEAR}" for mark in marks)
    backward = "|".join(rf"{_YEAR}{mark}{_MONTH}{mark}{_DAY}" for mark in marks)
    short = r"|".join(rf"{_DAY}{mark}{_MONTH}{mark}\d\d" for mark in marks[:2])
    name = rf"(?:{tongue.month_pattern})"
    of = tongue.say.get("of", "")
    link = rf"(?:[ \u00a0]{of}(?:l)?)?[ \u00a0]" if of else r"[ \u00a0]"
    year = rf"(?:,?{link}{_YEAR}(?!\d))?"
    rules = [
        Rule(rf"{_FREE}(?:{numeric}|{backward}){_END}", lambda match: _numeric(tongue, match)),
        Rule(rf"{_FREE}(?:{short}){_END}", lambda match: _numeric(tongue, match)),
        Rule(
            rf"{_FREE}{_DAY}(?:\.[ \u00a0]?|[ºª°]|er|-[а-я]+)?(?:{link}|(?<=\.)|-)(?i:{name})(?![^\W\d_])(?:\.(?=\s?\d))?{year}"
            rf"(?:-{_YEAR}(?!\d))?",
            lambda match: _named(tongue, match),
        ),
    ]
    if tongue.language in ("es", "hi", "vi"):
        rules.append(Rule(rf"\b(?i:{name}) {_DAY},? {_YEAR}(?!\d)", lambda match: _named(tongue, match)))
    if tongue.language == "vi":
        rules.append(Rule(rf"(?<=ngày ){_DAY}/{_MONTH}(?![\d/])", lambda match: _numeric(tongue, match)))
        rules.append(Rule(r"(?<=tháng )0?4(?!\d)", lambda match: [Spoken(match[0], "tư", "")]))
        rules.append(Rule(rf"(?<=tháng \d )(?:{_YEAR})|(?<=tháng \d\d )(?:{_YEAR})", lambda match: _bare_year(tongue, match)))
    if tongue.language == "de":
        rules.append(Rule(rf"{_FREE}{_DAY}\.{_MONTH}\.(?!\d)", lambda match: _numeric(tongue, match)))
        rules.append(
            Rule(rf"(?:(?<=am )|(?<=vom )|(?<=zum )|(?<=bis )|(?<=seit )|(?<=ab )){_DAY}\.{_MONTH}{_END}", lambda match: _numeric(tongue, match))
        )
    return tuple(rules)


def _bare_year(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], f"{tongue.say['year']} {tongue.numerals.year(int(match[0]))}", "")]


def _numeric(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    written = match[0]
    parts = [int(part) for part in re.split(r"[./-]", written.rstrip("."))]
    if parts[0] > 99:
        date = _Date(parts[2], parts[1], parts[0])
    elif parts[1] > 12:
        date = _Date(parts[1], parts[0], parts[2] if len(parts) > 2 else None)
    else:
        date = _Date(parts[0], parts[1], parts[2] if len(parts) > 2 else None)
    if date.month > 12:
        return [Spoken(written, " ".join(tongue.numerals.cardinal(part) for part in parts), "")]
    if date.year is not None and date.year < 100:
        date = date._replace(year=date.year + (2000 if date.year < 50 else 1900))
    return [Spoken(written, said(tongue, date, match.string, match.start(), match.end()), "")]


def said(tongue: Tongue, date: _Date, text: str, start: int, end: int) -> str:
    """Say a date, inflected as what stands before it asks for."""
    day = _day(tongue, date.day, text, start, is_whole=not text[end:].strip(" ."))
    month = tongue.month_names[date.month - 1]
    before = words_before(text, start)
    parts = [day]
    lead = tongue.say.get("day", "")
    if lead and before[:1] != [lead]:
        parts.insert(0, lead)
    of = tongue.say.get("of", "")
    parts += [of, tongue.say.get("month", ""), month]
    if date.year is not None:
        parts += [of, _year(tongue, date.year, text[end : end + 8])]
    return " ".join(filter(None, parts))


def _year(tongue: Tongue, year: int, after: str) -> str:
    if tongue.language in ("ru", "pl"):
        word = {"ru": "года", "pl": "roku"}[tongue.language]
        is_written = re.match(r"\s(?:г\.|г(?!\w)|год|r\.|r(?!\w)|rok)", after)
        return tongue.numerals.ordinal(year, "m", "gen") + ("" if is_written else f" {word}")
    return f"{tongue.say.get('year', '')} {tongue.numerals.year(year)}".strip()


def _day(tongue: Tongue, day: int, text: str, start: int, is_whole: bool) -> str:
    before = words_before(text, start)
    if tongue.language == "de":
        form = "gen" if before[:1] and before[0] in tongue.context["weakening"] else "nom"
        return tongue.numerals.ordinal(day, "m", "weak" if before[:1] == ["der"] else form)
    if tongue.language in ("ru", "pl"):
        is_subject = is_whole and not before or (before[:1] and before[0] in tongue.context["naming"])
        gender = "n" if tongue.language == "ru" else "m"
        form = "nom" if is_subject else "gen"
        if before[:1] and before[0] in tongue.context.get("dative", ()):
            form = "dat"
        return tongue.numerals.ordinal(day, gender, form)
    if tongue.language == "ar":
        return tongue.numerals.ordinal(day, "m")
    first = tongue.say.get("first_day", "")
    return first if day == 1 and first else tongue.numerals.cardinal(day)


def _named(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    """Say a date whose month is written by name, each of its words by itself."""
    found = re.fullmatch(r"(?P<day>\d+)(?P<rank>\.|[ºª°]|er|-[а-я]+)?[ \u00a0-]*(?P<rest>.*)", match[0])
    spoken: list[Spoken] = []
    of = tongue.say.get("of", "")
    if found:
        words = re.findall(r"\d+|[^\W\d_]+\.?", found["rest"])
        day = _day(tongue, int(found["day"]), match.string, match.start(), is_whole=match.end() == len(match.string))
        if tongue.language == "es" and found["day"] in ("1", "01"):
            day = "primero"
        spoken.append(Spoken(match[0][: found.end("rank") if found["rank"] else found.end("day")], day, ""))
    else:
        month, day_digits, year = re.findall(r"\d+|[^\W\d_]+", match[0])
        name = tongue.month_names[tongue.months[month.lower()] - 1]
        day = _day(tongue, int(day_digits), match.string, match.start(), is_whole=False)
        return [Spoken(match[0], " ".join(filter(None, (day, of, name, of, tongue.numerals.year(int(year))))), "")]
    for index, word in enumerate(words):
        if word.isdigit():
            if of and not words[index - 1].startswith(of):
                spoken[-1] = spoken[-1]._replace(says=f"{spoken[-1].says} {of}")
            after = match.string[match.end() : match.end() + 8]
            year_said = _year(tongue, int(word), after)
            spoken.append(Spoken(word, year_said, ""))
        elif word.lower().rstrip(".") in tongue.months:
            if of and (index == 0 or not words[index - 1].startswith(of)):
                spoken[-1] = spoken[-1]._replace(says=f"{spoken[-1].says} {of}")
            spoken.append(Spoken(word, tongue.month_names[tongue.months[word.lower().rstrip(".")] - 1], ""))
        else:
            spoken.append(Spoken(word, word, ""))
    return spoken

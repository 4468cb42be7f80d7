"""Numbers with nothing beside them that names what they are: fractions, results, ranges, years and counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.spoken import PAUSE, Spoken
from avatar.text.world import amounts
from avatar.text.world.agreement import gender_after, is_genitive, word_after, words_before
from avatar.text.world.amounts import counted, parse
from avatar.text.world.forms import FREE, MINUS, VULGAR, rule, say
from avatar.text.world.fractions import fraction, vulgar

if TYPE_CHECKING:
    from avatar.text.spoken import Rule
    from avatar.text.world.tongue import Tongue

_COUNTED_BEFORE = re.compile(r"\d[^\W\d_]{0,4}[%€$£₫°²³]?[^\W\d_]?\.?$")
_LONGEST = 27
"""Digits that are still a number."""
_CASES = {
    "ru": {"в": "loc", "во": "loc", "с": "gen", "со": "gen", "до": "gen", "от": "gen", "после": "gen"},
    "pl": {"od": "gen", "do": "gen", "z": "gen", "po": "loc"},
}
"""prepositions of years and their cases, where years are ordinals"""


def fraction_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for fractions."""
    plain = amounts.pattern(tongue)
    mark = re.escape(tongue.groups[0].strip() or ".")
    bottom = rf"\d{{1,3}}(?:{mark}\d{{3}}){{1,4}}(?!\d)|\d{{1,12}}"

    def read(match: re.Match[str]) -> list[Spoken]:
        if (match["whole"], match["top"], match["bottom"]) == (None, "1", "2") and (half := _half(tongue, match)):
            return say(match, half)
        whole = int(parse(tongue, match["whole"]).whole) if match["whole"] else 0
        under = int(re.sub(r"\D", "", match["bottom"]))
        return say(
            match, tongue.say["minus"] if match["minus"] else "", fraction(tongue, whole, int(match["top"]), under)
        )

    def read_vulgar(match: re.Match[str]) -> list[Spoken]:
        if match[0] == "½" and (half := _half(tongue, match)):
            return say(match, half)
        return say(match, tongue.say["minus"] if match["minus"] else "", vulgar(tongue, match["number"]))

    return (
        rule(
            rf"{FREE}(?P<minus>{MINUS})?(?:(?P<whole>{plain}) )?(?P<top>\d{{1,18}})[/⁄](?P<bottom>{bottom})(?![\d/])",
            read,
        ),
        rule(rf"(?P<minus>{MINUS})?(?P<number>(?:{plain} ?)?[{VULGAR}])", read_vulgar),
    )


def _half(tongue: Tongue, match: re.Match[str]) -> str:
    """Say half of something: halber Liter, media hora; "" where nothing follows."""
    gender = gender_after(tongue, match.string, match.end())
    forms = tongue.say.get("half_of", "")
    if not gender or not forms:
        return ""
    form = dict(zip("mfn", forms.split("|"), strict=False)).get(gender, forms)
    return f"{tongue.numerals.cardinal(1, gender)} {form}" if tongue.language == "de" else form


def count_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for numbers that nothing else has taken."""
    plain = amounts.pattern(tongue)
    read = _Counts(tongue)
    return (
        rule(r"(?<![\d:])(?P<left>\d{1,3}):(?P<right>\d{1,3})(?![\d:])", read.result),
        rule(rf"(?P<number>{plain})\s?[x×](?!\s?\d|\w)", read.times),
        rule(r"(?<!\w)[~≈∼](?=\s?\d)", lambda match: say(match, tongue.say["about"])),
        rule(r"(?<!\w)#(?=\d)", lambda match: say(match, tongue.say["number"])),
        rule(r"(?<=\d)/(?=\d)", lambda match: say(match, tongue.say["over"])),
        rule(r"(?<=\d)\s?[x×]\s?(?=\d)", read.by),
        rule(r"(?<=[\w%€$£₫°²³.])(?:[-–—~]|\s[-–—~]\s)(?=[$€£]?\d)", read.range),
        rule(rf"{MINUS}{plain}", read.number),
        rule(plain, read.number),
    )


class _Counts:
    """Says counts in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        words = "|".join(sorted(map(re.escape, tongue.context.get("code_after", ())), key=len, reverse=True))
        digits = "|".join(sorted(map(re.escape, tongue.context.get("digits_after", ())), key=len, reverse=True))
        self._before_code = re.compile(rf"(?i)(?<!\w)(?:{words or '(?!)'})(?:[\s:.#№°-]|\w{{1,7}}[\s:])*$")
        self._before_digits = re.compile(rf"(?i)(?<!\w)(?:{digits or '(?!)'})[\s:.#№°-]*$")

    def result(self, match: re.Match[str]) -> list[Spoken]:
        tongue = self._tongue
        return say(
            match,
            amounts.whole(tongue, match["left"]),
            tongue.say.get("score", ""),
            amounts.whole(tongue, match["right"]),
        )

    def times(self, match: re.Match[str]) -> list[Spoken]:
        return say(match, counted(self._tongue, parse(self._tongue, match["number"]), self._tongue.multiple))

    def by(self, match: re.Match[str]) -> list[Spoken]:
        is_product = "×" in match[0] and "=" in match.string[match.end() : match.end() + 24]
        return say(match, self._tongue.signs["×"] if is_product else self._tongue.say["by"])

    def range(self, match: re.Match[str]) -> list[Spoken]:
        if not _COUNTED_BEFORE.search(match.string[max(0, match.start() - 16) : match.start()]):
            return []
        if "=" in match.string[match.end() : match.end() + 12] and match[0].strip() != "~":
            return say(match, self._tongue.say["minus"])
        is_result = _is_result(match)
        word = self._tongue.say.get("score" if is_result else "to", "")
        # A range that is read without a word has a breath, a result has none.
        return say(match, word) if word else [] if is_result else say(match, PAUSE)

    def number(self, match: re.Match[str]) -> list[Spoken]:
        tongue, written = self._tongue, match[0]
        if written.isdigit() and (len(written) > _LONGEST or self._is_code(match)):
            return say(match, amounts.digits(tongue, written))
        amount = parse(tongue, written)._replace(is_genitive=is_genitive(tongue, match.string, match.start()))
        if not amount.fraction and written.isdigit() and (year := _year(tongue, match)):
            return say(match, year)
        if amount.fraction and "." in written and _is_version(tongue, match):
            return say(match, f" {tongue.say['dot']} ".join(amounts.whole(tongue, part) for part in written.split(".")))
        if tongue.language == "it" and written == "1":
            return say(
                match,
                italian_one(word_after(match.string, match.end()), gender_after(tongue, match.string, match.end())),
            )
        return say(
            match,
            amounts.number(tongue, amount, gender_after(tongue, match.string, match.end(), int(amount.whole[-2:]))),
        )

    def _is_code(self, match: re.Match[str]) -> bool:
        before = match.string[max(0, match.start() - 40) : match.start()]
        if self._before_digits.search(before) or (len(match[0]) > 2 and self._before_code.search(before)):
            return True
        return _is_address(self._tongue, match)


def italian_one(noun: str, gender: str) -> str:
    """Say "one" before an Italian noun: un libro, uno studente, una donna, un'ora."""
    if gender == "f":
        return "un'" if noun[:1].lower() in "aeiouàèéìòù" else "una"
    if not gender:
        return "uno"
    return "uno" if re.match(r"(?i)z|x|y|gn|ps|pn|s[^aeiouàèéìòù]", noun) else "un"


def _is_address(tongue: Tongue, match: re.Match[str]) -> bool:
    """Tell whether a number is a house's or a postal code, which Hindi says digit by digit."""
    if not any(word in match.string for word in tongue.context.get("address", ())):
        return False
    return not match.string[: match.start()].strip() or len(match[0]) > 4


def _is_version(tongue: Tongue, match: re.Match[str]) -> bool:
    return [*words_before(match.string, match.start()), ""][0] in tongue.context["version_after"]


def _is_result(match: re.Match[str]) -> bool:
    """Tell whether "3-1" is a result of a game: a small number before and a smaller one behind."""
    left = re.search(r"(?:^|[^\w.,])(\d{1,2})$", match.string[: match.start()][-4:])
    right = re.match(r"(\d{1,2})(?!\w|[.,]\d|%)", match.string[match.end() : match.end() + 5])
    return bool(left and right and match[0] == "-" and int(left[1]) > int(right[1]))


def _year(tongue: Tongue, match: re.Match[str]) -> str:
    """Say four digits that are a year where years are said in another way than counts, else give ""."""
    number = int(match[0])
    before = [*words_before(match.string, match.start()), ""][0]
    following = word_after(match.string, match.end())
    if cases := _CASES.get(tongue.language):
        is_led = before in cases or (tongue.language == "ru" and not following)
        is_year = 1500 <= number <= 2099 and following in ("", "и", "по", "до", "do", "i")
        return tongue.numerals.ordinal(number, "m", cases.get(before, "nom")) if is_year and is_led else ""
    if tongue.language == "ar" and number < 2100:
        return tongue.numerals.year(number) if before in tongue.context["year_after"] else ""
    if not 1100 <= number < 2000:
        return ""
    is_led = before in tongue.context.get("year_after", ()) or following.lower() in tongue.context.get(
        "year_before", ()
    )
    is_alone = tongue.language == "de" and number >= 1500 and not following[:1].isupper()
    return tongue.numerals.year(number) if is_led or is_alone else ""

"""Numbers with units, and shares of a hundred."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from avatar.text.world import amounts
from avatar.text.world.agreement import is_genitive
from avatar.text.world.amounts import Amount, counted, parse
from avatar.text.world.forms import MINUS, NO_LETTER, VULGAR, either, rule, say
from avatar.text.world.fractions import fraction

if TYPE_CHECKING:
    from avatar.text.spoken import Rule, Spoken
    from avatar.text.world.tongue import Noun, Tongue

_LETTERS = frozenset("ABJKNTАНК")
"""Units that stand apart from their number, because 1A, 5B and the like are names."""
_HALF_HOURS = frozenset(("वर्ष", "घंटा"))
_ACCUSATIVES = {
    "godzina": "godzinę",
    "minuta": "minutę",
    "sekunda": "sekundę",
    "тонна": "тонну",
    "минута": "минуту",
    "секунда": "секунду",
    "штука": "штуку",
}
"""what follows "per" in Russian and Polish"""


def measure_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for shares and measures."""
    plain = amounts.pattern(tongue)
    ratio = r"\d{1,17}[/⁄]\d{1,12}(?![/\d])"
    number = rf"(?P<number>{MINUS}?(?:{plain} {ratio}|{ratio}|{plain}[{VULGAR}]|[{VULGAR}]|{plain}))"
    scale = rf"(?:\s?(?P<scale>{either(tongue.scales)}){NO_LETTER})?"
    unit = _unit_pattern(tongue)
    end = r"(?![^\W_]|[²³/])"
    share = rf"(?P<share>{MINUS}?{plain})"
    read = _Measures(tongue)
    return (
        rule(r"(?P<degrees>\d{1,3})°\s?(?P<minutes>\d{1,2})[′'’](?:\s?(?P<seconds>\d{1,2})[″\"”])?", read.angle),
        rule(rf"(?P<upper>\d{{2,3}})/(?P<lower>\d{{2,3}})\s?(?P<unit>mmHg|мм рт\. ?ст\.){end}", read.pressure),
        rule(
            rf"(?:[%٪‰]\s?{share}|{share.replace('share', 'first')}\s?[%٪‰])(?:['’](?P<ending>[^\W\d_]+))?", read.share
        ),
        rule(rf"{number}{scale}[\s-]?(?P<unit>{unit})(?:\s?/\s?(?P<per>{unit}))?{end}", read.measure),
        rule(rf"(?P<number>{MINUS}?{plain})/(?P<per>{unit}){end}", read.rate),
        rule(rf"(?P<number>{MINUS}?{plain})\s?(?P<scale>{either(tongue.scales)}){NO_LETTER}", read.scaled),
        rule(rf"(?<![\w.])(?P<unit>{either(key for key in tongue.units if re.search('[²³/]', key))}){end}", read.bare),
    )


def own_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules of Vietnamese for "1tr2", a million two hundred thousand, and "3p20s", three minutes twenty."""
    if tongue.language != "vi":
        return ()
    cardinal = tongue.numerals.cardinal

    def millions(match: re.Match[str]) -> list[Spoken]:
        hundreds = int(match["rest"].ljust(3, "0"))
        behind = "" if match["currency"] is None else "đồng"
        return say(match, cardinal(int(match["number"])), "triệu", cardinal(hundreds), "nghìn", behind)

    def minutes(match: re.Match[str]) -> list[Spoken]:
        return say(match, cardinal(int(match["minutes"])), "phút", cardinal(int(match["seconds"])), "giây")

    return (
        rule(
            rf"(?P<number>\d{{1,3}})tr(?P<rest>\d{{1,3}})(?:\s?(?P<currency>(?i:vnd|vnđ|đồng|đ|₫)))?{NO_LETTER}",
            millions,
        ),
        rule(rf"(?P<minutes>\d{{1,2}})p(?P<seconds>\d{{1,2}})s?{NO_LETTER}", minutes),
    )


def _unit_pattern(tongue: Tongue) -> str:
    """Find units as written; those of several letters in any case."""
    exact = [unit for unit in tongue.units if len(unit) == 1]
    folded = [unit.replace("°", "° ") if len(unit) > 1 else unit for unit in tongue.units if len(unit) > 1]
    spaced = [unit for unit in exact if unit in _LETTERS]
    joined = [unit for unit in exact if unit not in _LETTERS]
    return rf"(?i:{either(folded)})|{either(joined)}|(?<=[\s\u00a0])(?:{either(spaced)})"


def find_unit(tongue: Tongue, written: str) -> Noun:
    """Look a written unit up: as it is, else in whatever case."""
    bare = re.sub(r"\s", "", written)
    if bare in tongue.units:
        return tongue.units[bare]
    lower = bare.lower()
    return next(noun for key, noun in tongue.units.items() if key.replace(" ", "").lower() == lower)


def per(tongue: Tongue, unit: str, link: str = "per") -> str:
    """Say "per" and a unit; `link` is the name of that word in the table."""
    try:
        word = find_unit(tongue, unit).forms[0]
    except StopIteration:
        word = unit
    return f"{tongue.say.get(link, tongue.say['per'])} {_ACCUSATIVES.get(word, word)}"


class _Measures:
    """Says measures in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue

    def _amount(self, match: re.Match[str], written: str) -> Amount:
        amount = parse(self._tongue, written)
        return amount._replace(is_genitive=is_genitive(self._tongue, match.string, match.start()))

    def share(self, match: re.Match[str]) -> list[Spoken]:
        tongue = self._tongue
        amount = self._amount(match, match["share"] or match["first"])
        name = tongue.say["permille" if "‰" in match[0] else "percent"]
        if tongue.language == "tr":
            return say(match, name, amounts.number(tongue, amount) + (match["ending"] or ""))
        from avatar.text.world.tongue import Noun

        return say(match, counted(tongue, amount, Noun("m", tuple(name.split("|")))))

    def measure(self, match: re.Match[str]) -> list[Spoken]:
        tongue, written = self._tongue, match["number"]
        noun = find_unit(tongue, match["unit"])
        if re.search(rf"[/⁄{VULGAR}]", written):
            said = _part_of(tongue, written, noun)
        elif match["scale"]:
            scale = tongue.scales[match["scale"]]
            said = f"{counted(tongue, self._amount(match, written), scale)} {amounts.after_scale(tongue, scale, noun)}"
        else:
            said = _halves(tongue, written, noun) or counted(tongue, self._amount(match, written), noun)
        return say(match, said, per(tongue, match["per"]) if match["per"] else "")

    def angle(self, match: re.Match[str]) -> list[Spoken]:
        parts = ((match["degrees"], "°"), (match["minutes"], "min"), (match["seconds"], "s"))
        return say(
            match,
            *(
                counted(self._tongue, parse(self._tongue, part), find_unit(self._tongue, unit))
                for part, unit in parts
                if part
            ),
        )

    def pressure(self, match: re.Match[str]) -> list[Spoken]:
        tongue = self._tongue
        lower = counted(tongue, parse(tongue, match["lower"]), find_unit(tongue, match["unit"]))
        return say(match, amounts.whole(tongue, match["upper"]), tongue.say.get("pressure", tongue.say["over"]), lower)

    def rate(self, match: re.Match[str]) -> list[Spoken]:
        amount = parse(self._tongue, match["number"])
        return say(match, amounts.number(self._tongue, amount), per(self._tongue, match["per"]))

    def scaled(self, match: re.Match[str]) -> list[Spoken]:
        scale = self._tongue.scales[match["scale"]]
        return say(match, counted(self._tongue, self._amount(match, match["number"]), scale))

    def bare(self, match: re.Match[str]) -> list[Spoken]:
        return say(match, find_unit(self._tongue, match["unit"]).forms[0])


def _halves(tongue: Tongue, written: str, noun: Noun) -> str:
    """Say a Hindi half: डेढ़, ढाई, साढ़े तीन."""
    if tongue.language != "hi" or not written.endswith(".5") or noun.forms[0] not in _HALF_HOURS:
        return ""
    whole = int(written.removesuffix(".5"))
    word = {"वर्ष": "साल", "घंटा": "घंटे"}[noun.forms[0]]
    number = {1: "डेढ़", 2: "ढाई"}.get(whole) or f"साढ़े {tongue.numerals.cardinal(whole)}"
    return f"{number} {word}"


def _part_of(tongue: Tongue, written: str, noun: Noun) -> str:
    minus = tongue.say["minus"] if written[0] in "-−–" else ""
    spaced = re.sub(f"(?<=\\d)(?=[{VULGAR}])", " ", written.lstrip("-−–"))
    head, _, last = unicodedata.normalize("NFKC", spaced).rpartition(" ")
    top, bottom = (int(part) for part in re.split("[/⁄]", last))
    whole = int(parse(tongue, head).whole) if head else 0
    one = Amount("1", "", is_negative=False)
    if not whole and (top, bottom) == (1, 2) and tongue.say.get("half_of"):
        endings = dict(zip("mfn", tongue.say["half_of"].split("|"), strict=False))
        half = endings.get(noun.gender, tongue.say["half_of"].split("|")[0])
        half = f"{tongue.numerals.cardinal(1, noun.gender)} {half}" if tongue.language == "de" else half
        return " ".join(filter(None, (minus, half, amounts.form(tongue, one, noun))))
    said = fraction(tongue, whole, top, bottom)
    if tongue.plural in ("russian", "polish"):
        word = noun.forms[1 if tongue.plural == "russian" else min(3, len(noun.forms) - 1)]
    else:
        word = amounts.form(tongue, Amount(str(whole or 1), "", is_negative=False), noun)
    return " ".join(filter(None, (minus, said, "" if whole else tongue.say.get("part_of", ""), word)))

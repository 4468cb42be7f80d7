"""What is counted: money, measures, shares, fractions, ranges and bare numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from avatar.text.spoken import Rule, Spoken
from avatar.text.world import amounts
from avatar.text.world.agreement import gender_after, words_before
from avatar.text.world.amounts import Amount, counted, form, parse
from avatar.text.world.fractions import fraction, vulgar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avatar.text.world.tongue import Currency, Noun, Tongue

_MINUS = r"(?:(?<![\w.,%)\]€$£°])[-−–])"
_FREE = r"(?<![\d.,])"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"


def quantity_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for everything that is counted, the longest forms first."""
    plain = amounts.pattern(tongue)
    ratio = r"\d+[/⁄]\d+(?![/\d])"
    number = rf"{_MINUS}?(?:{plain} {ratio}|{ratio}|{plain}[{_VULGAR}]|[{_VULGAR}]|{plain})"
    simple = rf"{_MINUS}?{plain}"
    scale = rf"(?:\s?(?:{_any(tongue.scales)})(?![^\W\d_]))" if tongue.scales else r"(?!)"
    money = _any(tongue.money)
    unit = _any(tongue.units)
    share = r"[%٪‰]"
    end = r"(?![^\W_]|[²³])"
    per = rf"(?:\s?/\s?(?:{unit}|{_any(tongue.context.get('per', ()))}))?" if tongue.context.get("per") else rf"(?:\s?/\s?(?:{unit}))?"
    return (
        Rule(rf"(?<![^\W\d_])(?:{money})\s?{simple}{scale}?(?![\d{share[1:-1]}])", lambda match: _money(tongue, match)),
        Rule(rf"{simple}{scale}?\s?(?i:{money}){per}{end}", lambda match: _money(tongue, match)),
        Rule(rf"{share}\s?{simple}|{simple}\s?{share}(?:['’][^\W\d_]+)?", lambda match: _share(tongue, match)),
        Rule(rf"{number}{scale}?[\s-]?(?:{_units(tongue)}){per}{end}", lambda match: _measure(tongue, match)),
        Rule(rf"{simple}/(?:{unit}){end}", lambda match: _measure(tongue, match)),
        Rule(rf"{simple}{scale}", lambda match: _scaled(tongue, match)),
        Rule(rf"{_FREE}{_MINUS}?(?:{plain} )?{ratio}", lambda match: _fraction(tongue, match)),
        Rule(rf"{_MINUS}?(?:{plain} ?)?[{_VULGAR}]", lambda match: _vulgar(tongue, match)),
    )


def number_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for numbers that nothing else has taken."""
    plain = amounts.pattern(tongue)
    return (
        Rule(r"(?<![\d:])\d{1,3}:\d{1,3}(?![\d:])", lambda match: _score(tongue, match)),
        Rule(r"(?<=[\w%€$£₫°])\s?[-–—~]\s?(?=[$€£]?\d)", lambda match: _range(tongue, match)),
        Rule(rf"{_MINUS}{plain}", lambda match: bare_number(tongue, match)),
        Rule(plain, lambda match: bare_number(tongue, match)),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _units(tongue: Tongue) -> str:
    """Find units as written; long ones in any case."""
    exact = [unit for unit in tongue.units if len(unit) == 1]
    folded = [unit for unit in tongue.units if len(unit) > 1]
    return f"(?i:{_any(folded)})|{_any(exact)}"


def find_unit(tongue: Tongue, written: str) -> Noun | None:
    """Look a written unit up: as it is, else in whatever case."""
    written = written.replace("µ", "μ").replace(" ", "")
    found = tongue.units.get(written)
    if found is None and len(written) > 1:
        lower = written.lower()
        found = next((noun for key, noun in tongue.units.items() if key.lower().replace(" ", "") == lower), None)
    return found


def _money(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    written = match[0].strip()
    written, _, per = written.partition("/")
    found = re.search(rf"{_MINUS}?{amounts.pattern(tongue)}", written)
    if found is None:
        return []
    before, behind = written[: found.start()].strip(), written[found.end() :].strip()
    if before in ("-", "−"):
        before = ""
    scale = next((key for key in sorted(tongue.scales, key=len, reverse=True) if behind.startswith(key)), "")
    sign = before or behind[len(scale) :].strip()
    currency = tongue.money.get(sign) or next(
        (known for key, known in tongue.money.items() if key.lower() == sign.lower()), None
    )
    if currency is None:
        return []
    amount = parse(tongue, found[0])
    said = _scaled_money(tongue, amount, scale, currency) if scale else _sum(tongue, amount, currency)
    if per:
        said = f"{said} {_per(tongue, per.strip())}"
    return [Spoken(match[0].strip(), said, "")]


def _scaled_money(tongue: Tongue, amount: Amount, scale: str, currency: Currency) -> str:
    noun = tongue.scales[scale]
    several = currency.whole.forms[min(2 if tongue.plural in ("russian", "polish") else 1, len(currency.whole.forms) - 1)]
    if tongue.plural == "arabic":
        several = currency.whole.forms[0]
    of = tongue.say.get("after_million", "")
    if of and noun.forms[0] not in ("mil", "mille"):
        several = f"d'{several}" if tongue.language == "fr" and several[0] in "aeiou" else f"{of} {several}"
    return f"{counted(tongue, amount, noun)} {several}"


def _sum(tongue: Tongue, amount: Amount, currency: Currency) -> str:
    """Say an amount of money: its hundredths by name or bare, as the language does."""
    hundredth = currency.hundredth
    fraction_ = amount.fraction.rstrip("0")
    if not fraction_:
        return counted(tongue, amount._replace(fraction=""), currency.whole)
    if len(fraction_) > 2 or hundredth is None:
        return counted(tongue, amount, currency.whole)
    if len(amount.fraction) == 1 and tongue.language not in ("ar", "vi", "es"):
        return counted(tongue, amount, currency.whole)
    cents = Amount(fraction_.ljust(2, "0").lstrip("0"), "", is_negative=False)
    small = counted(tongue, cents, hundredth)
    minus = f"{tongue.say['minus']} " if amount.is_negative else ""
    if not int(amount.whole):
        return minus + small
    link = tongue.say.get("cents_and", "")
    if tongue.say.get("cents") == "bare":
        small = tongue.numerals.cardinal(int(cents.whole), hundredth.gender)
    head = counted(tongue, amount._replace(fraction=""), currency.whole)
    return f"{head} {link}{small}" if link.startswith("و") else " ".join(filter(None, (head, link, small)))


def _per(tongue: Tongue, unit: str) -> str:
    noun = find_unit(tongue, unit)
    word = noun.forms[0] if noun else unit
    if tongue.language == "ru" and noun and noun.gender == "f":
        word = word[:-1] + {"а": "у", "я": "ю"}.get(word[-1], word[-1])
    if tongue.language == "pl" and noun:
        word = {"godzina": "godzinę", "minuta": "minutę", "sekunda": "sekundę"}.get(word, word)
    return f"{tongue.say['per']} {word}"


def _share(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    written = match[0]
    sign = "permille" if "‰" in written else "percent"
    body, _, ending = written.partition("'") if "'" in written else written.partition("’")
    amount = parse(tongue, body.strip("%٪‰ \u00a0\u202f"))
    said = amounts.number(tongue, amount)
    name = tongue.say[sign]
    if "|" in name:
        from avatar.text.world.tongue import Noun

        said = counted(tongue, amount, Noun("m", tuple(name.split("|"))))
    elif tongue.language == "tr":
        said = f"{name} {said}{ending}"
    else:
        said = f"{said} {name}"
    return [Spoken(written, said, "")]


def _split_scale(tongue: Tongue, text: str) -> tuple[str, str]:
    for scale in sorted(tongue.scales, key=len, reverse=True):
        if text.endswith(scale):
            return text[: -len(scale)].rstrip(), scale
    return text, ""


def _scaled(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    written, scale = _split_scale(tongue, match[0])
    return [Spoken(match[0], counted(tongue, parse(tongue, written), tongue.scales[scale]), "")]


def _measure(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    found = re.match(rf"{_MINUS}?[\d.,/⁄٫٬{_VULGAR}]+(?:[ \u00a0\u202f](?=\d)[\d.,/⁄]+)*", match[0])
    if found is None:
        return []
    written = found[0].strip().rstrip(".,/")
    rest = match[0][len(found[0].rstrip("/")) :].strip(" -\u00a0\u202f")
    scale = ""
    for key in sorted(tongue.scales, key=len, reverse=True):
        if rest.startswith(key) and find_unit(tongue, rest) is None:
            scale, rest = key, rest[len(key) :].strip()
            break
    is_bare = rest.startswith("/")
    unit, slash, per = rest.strip("/").partition("/")
    noun = find_unit(tongue, rest) or find_unit(tongue, unit.strip())
    if noun is None:
        return []
    if find_unit(tongue, rest):
        slash = ""
    if is_bare:
        said = f"{amounts.number(tongue, parse(tongue, written))} {_per(tongue, rest.strip('/'))}"
    elif re.search(rf"[/⁄{_VULGAR}]", written):
        said = _part_of(tongue, written, noun)
    elif scale:
        several = noun.forms[min({"none": 0, "arabic": 0, "one": 1, "french": 1}.get(tongue.plural, 2), len(noun.forms) - 1)]
        of = tongue.say.get("after_million", "")
        said = " ".join(filter(None, (counted(tongue, parse(tongue, written), tongue.scales[scale]), of, several)))
    else:
        said = _special(tongue, written, noun) or counted(tongue, parse(tongue, written), noun)
    if slash and not is_bare:
        said = f"{said} {_per(tongue, per.strip())}"
    return [Spoken(match[0].strip(), said, "")]


def _special(tongue: Tongue, written: str, noun: Noun) -> str:
    """Say a Hindi half: डेढ़, ढाई, साढ़े तीन."""
    if tongue.language != "hi" or not written.endswith(".5") or noun.forms[0] not in ("वर्ष", "घंटा", "साल"):
        return ""
    whole = int(written[:-2])
    word = {"वर्ष": "साल", "घंटा": "घंटे"}.get(noun.forms[0], noun.forms[0])
    return f"{ {1: 'डेढ़', 2: 'ढाई'}.get(whole) or 'साढ़े ' + tongue.numerals.cardinal(whole)} {word}"


def _part_of(tongue: Tongue, written: str, noun: Noun) -> str:
    minus = f"{tongue.say['minus']} " if written[0] in "-−–" else ""
    head, _, last = unicodedata.normalize("NFKC", re.sub(f"(?<=\\d)(?=[{_VULGAR}])", " ", written.lstrip("-−–"))).rpartition(" ")
    top, bottom = (int(part) for part in re.split("[/⁄]", last))
    said = fraction(tongue, int(head) if head else 0, top, bottom, before=noun)
    if tongue.language == "es" and not head and (top, bottom) == (1, 2):
        return f"{minus}{'media' if noun.gender == 'f' else 'medio'} {noun.forms[0]}"
    of = tongue.say.get("part_of", "") if not head else ""
    count = 1 if not head and tongue.plural in ("one", "french") else int(head or 1)
    word = noun.forms[1] if tongue.plural in ("russian",) else form(tongue, Amount(str(count), "", is_negative=False), noun)
    return " ".join(filter(None, (minus.strip(), said, of, word)))


def _fraction(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    minus = f"{tongue.say['minus']} " if match[0][0] in "-−–" else ""
    head, _, last = match[0].lstrip("-−–").rpartition(" ")
    top, bottom = (int(part) for part in re.split("[/⁄]", last))
    whole = int(parse(tongue, head).whole) if head else 0
    return [Spoken(match[0], minus + fraction(tongue, whole, top, bottom), "")]


def _vulgar(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    minus = f"{tongue.say['minus']} " if match[0][0] in "-−–" else ""
    return [Spoken(match[0].strip(), minus + vulgar(tongue, match[0].lstrip("-−–")), "")]


def _score(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    left, right = match[0].split(":")
    link = tongue.say.get("score", "")
    said = (amounts.whole(tongue, left), link, amounts.whole(tongue, right))
    return [Spoken(match[0], " ".join(filter(None, said)), "")]


def _range(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    before = match.string[max(0, match.start() - 16) : match.start()]
    if not re.search(r"\d[^\W\d_]{0,4}[%€$£₫°²³]?[^\W\d_]?$", before):
        return []
    word = tongue.say.get("score" if _is_score(match) else "to", "")
    return [Spoken(match[0].strip() or match[0], word, "")] if word else []


def _is_score(match: re.Match[str]) -> bool:
    """Tell whether "3-1" is a result of a game: a small number before and a smaller one behind."""
    left = re.search(r"(?:^|[^\w.,])(\d{1,2})$", match.string[: match.start()][-4:])
    right = re.match(r"(\d{1,2})(?![\w.,%])", match.string[match.end() : match.end() + 4])
    return bool(left and right and match[0] == "-" and int(left[1]) > int(right[1]))


def bare_number(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    """Say a number that nothing else has taken: a year, or so many of what follows."""
    gender = gender_after(tongue, match.string, match.end())
    amount = parse(tongue, match[0])
    if not amount.fraction and match[0].isdigit() and _is_year(tongue, match):
        return [Spoken(match[0], tongue.numerals.year(int(match[0])), "")]
    return [Spoken(match[0], amounts.number(tongue, amount, gender), "")]


def _is_year(tongue: Tongue, match: re.Match[str]) -> bool:
    """Tell whether four digits are a year, where years are said in another way than counts."""
    if not re.fullmatch(r"1[1-9]\d\d", match[0]):
        return False
    before = words_before(match.string, match.start())
    if before[:1] and before[0] in tongue.context.get("year_after", ()):
        return True
    following = re.match(r"\s?([^\W\d_]+)", match.string[match.end() : match.end() + 30])
    if following and following[1].lower() in tongue.context.get("year_before", ()):
        return True
    is_counted = tongue.language == "de" and following is not None and following[1][0].isupper()
    return tongue.language == "de" and int(match[0]) >= 1500 and not is_counted

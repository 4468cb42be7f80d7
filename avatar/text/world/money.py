"""Amounts of money: the sign before or behind, hundredths by name or bare."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.world import amounts
from avatar.text.world.agreement import is_genitive
from avatar.text.world.amounts import Amount, counted, parse
from avatar.text.world.forms import MINUS, NO_LETTER, either, rule, say
from avatar.text.world.measures import per

if TYPE_CHECKING:
    from avatar.text.spoken import Rule, Spoken
    from avatar.text.world.tongue import Currency, Tongue

_TENTHS_ARE_TENS = frozenset(("ar", "es", "it", "vi"))
"""Where "4,2 £" is four pounds twenty."""


def money_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for amounts of money."""
    number = rf"(?P<number>{MINUS}?(?:\d+\.\d\d(?![\d.])|{amounts.pattern(tongue)}))"
    scale = rf"(?:\s?(?P<scale>{either(tongue.scales)}){NO_LETTER})?"
    currency = rf"(?P<currency>(?i:{either(tongue.money)}))"
    units = r"(?:\s?/\s?(?P<per>[^\W\d_]{1,12}[²³]?))?"

    def read(match: re.Match[str]) -> list[Spoken]:
        return say(match, _said(tongue, match))

    return (
        rule(rf"(?P<minus>{MINUS})?(?<![^\W\d_]){currency}\s?{number}{scale}{units}(?![\d%])", read),
        rule(rf"{number}{scale}\s?{currency}{units}(?![^\W_]|[²³])", read),
    )


def _said(tongue: Tongue, match: re.Match[str]) -> str:
    parts = match.groupdict()
    currency = _currency(tongue, parts["currency"])
    # Prices are written with a point too where numbers have a comma.
    written = re.sub(r"\.(?=\d\d$)", tongue.decimal, parts["number"])
    amount = parse(tongue, written)._replace(is_genitive=is_genitive(tongue, match.string, match.start()))
    amount = amount._replace(
        whole=amount.whole.lstrip("0") or "0", is_negative=amount.is_negative or bool(parts.get("minus"))
    )
    said = _millions(tongue, amount, parts["scale"], currency) if parts["scale"] else _sum(tongue, amount, currency)
    return f"{said} {per(tongue, parts['per'], 'price_per')}" if parts.get("per") else said


def _currency(tongue: Tongue, sign: str) -> Currency:
    found = tongue.money.get(sign)
    if found is None:
        found = next(known for key, known in tongue.money.items() if key.lower() == sign.lower())
    return found


def _millions(tongue: Tongue, amount: Amount, scale: str, currency: Currency) -> str:
    noun = tongue.scales[scale]
    return f"{counted(tongue, amount, noun)} {amounts.after_scale(tongue, noun, currency.whole)}"


def _sum(tongue: Tongue, amount: Amount, currency: Currency) -> str:
    fraction = amount.fraction.rstrip("0")
    amount = amount._replace(fraction=fraction if len(fraction) > 2 else amount.fraction)
    if not fraction:
        return counted(tongue, amount._replace(fraction=""), currency.whole)
    is_tenths = len(amount.fraction) == 1 and tongue.language not in _TENTHS_ARE_TENS
    if len(fraction) > 2 or currency.hundredth is None or is_tenths:
        return counted(tongue, amount, currency.whole)
    cents = Amount(fraction.ljust(2, "0").lstrip("0"), "", is_negative=False)
    small = counted(tongue, cents, currency.hundredth)
    if not int(amount.whole):
        return " ".join(filter(None, (tongue.say["minus"] if amount.is_negative else "", small)))
    if tongue.say["cents"] == "bare":
        small = tongue.numerals.cardinal(int(cents.whole), currency.hundredth.gender)
    head = counted(tongue, amount._replace(fraction=""), currency.whole)
    link = tongue.say.get("cents_and", "")
    # Arabic writes "and" and the next word as one.
    return f"{head} {link}{small}" if tongue.language == "ar" else " ".join(filter(None, (head, link, small)))

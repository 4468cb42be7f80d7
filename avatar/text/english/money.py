"""Money in English text."""

from __future__ import annotations

import re

from avatar.text.english.numbers import cardinal, number, scaled
from avatar.text.english.patterns import DASH, NUMBER, after, before, is_numbered, modifies, say
from avatar.text.english.units import simple_units
from avatar.text.spoken import Rule, Spoken

_CENT, _PENNY = ("cent", "cents"), ("penny", "pence")
_CURRENCIES: dict[str, tuple[str, str, str, str]] = {
    **dict.fromkeys(("US$", "USD", "USD$"), ("U S dollar", "U S dollars", *_CENT)),
    **dict.fromkeys(("HK$", "HKD"), ("Hong Kong dollar", "Hong Kong dollars", *_CENT)),
    **dict.fromkeys(("A$", "AU$", "AUD"), ("Australian dollar", "Australian dollars", *_CENT)),
    **dict.fromkeys(("C$", "CA$", "CAD"), ("Canadian dollar", "Canadian dollars", *_CENT)),
    **dict.fromkeys(("NZ$", "NZD"), ("New Zealand dollar", "New Zealand dollars", *_CENT)),
    **dict.fromkeys(("S$", "SGD"), ("Singapore dollar", "Singapore dollars", *_CENT)),
    **dict.fromkeys(("NT$", "TWD"), ("Taiwan dollar", "Taiwan dollars", *_CENT)),
    **dict.fromkeys(("R$", "BRL"), ("real", "reais", "centavo", "centavos")),
    "$": ("dollar", "dollars", *_CENT),
    **dict.fromkeys(("€", "EUR"), ("euro", "euros", *_CENT)),
    **dict.fromkeys(("£", "GBP"), ("pound", "pounds", *_PENNY)),
    **dict.fromkeys(("¥", "￥", "JPY", "JP¥"), ("yen", "yen", "", "")),
    **dict.fromkeys(("CN¥", "CNY", "RMB", "RMB¥"), ("yuan", "yuan", "", "")),
    **dict.fromkeys(("₹", "INR", "Rs.", "Rs"), ("rupee", "rupees", "paisa", "paise")),
    **dict.fromkeys(("₩", "KRW"), ("won", "won", "", "")),
    **dict.fromkeys(("₽", "RUB"), ("ruble", "rubles", "kopek", "kopeks")),
    **dict.fromkeys(("₺", "TRY"), ("lira", "lira", "kurus", "kurus")),
    "₫": ("dong", "dong", "", ""),
    "₱": ("peso", "pesos", "centavo", "centavos"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "฿": ("baht", "baht", "satang", "satang"),
    "₿": ("bitcoin", "bitcoins", "", ""),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "SEK": ("Swedish krona", "Swedish kronor", "", ""),
    "NOK": ("Norwegian krone", "Norwegian kroner", "", ""),
    "DKK": ("Danish krone", "Danish kroner", "", ""),
    "PLN": ("zloty", "zlotys", "", ""),
    "MXN": ("Mexican peso", "Mexican pesos", *_CENT),
    "ZAR": ("rand", "rand", *_CENT),
    "AED": ("dirham", "dirhams", "", ""),
    "BTC": ("bitcoin", "bitcoins", "", ""),
}
"""sign or code -> one, several, one of its hundredths, several; no name for hundredths: read as a decimal"""

SCALES = {
    **dict.fromkeys(("k", "K"), "thousand"),
    **dict.fromkeys(("m", "M", "mn", "mln", "MM"), "million"),
    **dict.fromkeys(("b", "B", "bn", "Bn"), "billion"),
    **dict.fromkeys(("t", "T", "tn", "trn"), "trillion"),
}
"""letters behind an amount"""

_SIGN = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_SCALE = "(?i:thousand|million|billion|trillion)|mln|mn|[bB]n|trn|tn|MM|[kKmMbBtT]"
_PER = (
    r"(?:\s?/\s?(?:mo|month|yr|year|wk|week|hr|hour|h|day|night|person|user|head|unit|item|kg|lb|oz|g|L|l|gal|mi|km|m|min"
    r"|sq ft|m²|kWh|MWh|t|GB|MB|TB|seat|share|bbl)(?![A-Za-z0-9]))?"
)
_PER_WORDS = {"mo": "month", "wk": "week", "bbl": "barrel", "mi": "mile"}
_CHINA = re.compile("(?i)china|chinese|beijing|shanghai|shenzhen|renminbi|yuan|rmb|[\u4e00-\u9fff]")


def _money(match: re.Match[str]) -> list[Spoken]:
    sign = re.search(_SIGN, match[0])
    amounts = re.findall(NUMBER, match[0])
    scale = re.search(rf"[0-9][\s-]?({_SCALE})(?![A-Za-z])", match[0])
    if sign is None or not amounts:
        return []
    per = re.search(r"/\s?([a-zA-Z²]+(?: ft)?)$", match[0])
    one, several, cent, cents = _names(sign[0], match.string)
    end = match.end() if not per else match.start() + per.start()
    is_one = modifies(match) and not per and end == match.end()
    names = (one, one if is_one else several, cent, cents)
    said = _amount(names, amounts[-1], scale[1] if scale else "")
    if is_one:
        said = said.replace(" ", "-") if said.count(" ") == 1 else said
    if len(amounts) > 1:
        said = f"{number(amounts[0])} to {said}"
    return say(match, said + (f" per {_per(per[1])}" if per else ""))


def _names(sign: str, text: str) -> tuple[str, str, str, str]:
    # One sign for two currencies: what the text speaks of decides.
    return _CURRENCIES["CNY" if sign in "¥￥" and _CHINA.search(text) else sign]


def _per(written: str) -> str:
    return _PER_WORDS.get(written) or simple_units().get(written, (written,))[0]


def _amount(names: tuple[str, str, str, str], written: str, scale: str) -> str:
    one, several, cent, cents = names
    if scale:
        return f"{scaled(written, SCALES.get(scale, scale.lower()))} {several}"
    whole, point, fraction = written.replace(",", "").partition(".")
    if not fraction.strip("0") and not cent:
        point = ""
    if point and (not cent or len(fraction) > 2):
        return f"{number(written)} {several}"
    hundredths = int(fraction.ljust(2, "0")) if point else 0
    small = f"{cardinal(hundredths)} {cent if hundredths == 1 else cents}"
    if point and not int(whole or "0"):
        return small if hundredths else f"zero {several}"
    unit = one if whole == "1" else several
    return f"{number(whole)} {unit}" + (f" {small}" if hundredths else "")


def _cents(match: re.Match[str]) -> list[Spoken]:
    written = match[0].rstrip(" ¢p")
    one, several = _PENNY if match[0].endswith("p") else _CENT
    return say(match, f"{number(written)} {one if written == '1' else several}")


_A_RUN = r"[.,!?]|$|\s(?:in|on|at|for|with|and|this|every|last|next)\b"


def _scaled(match: re.Match[str]) -> list[Spoken] | None:
    if is_numbered(match):
        return None
    if match[0][-1] in "kK" and re.search(r"(?i)\b(?:an?|my|first)\s$", before(match)):
        return say(match, f"{number(match[0][:-1])} K") if re.match(_A_RUN, after(match)) else None
    written = match[0].rstrip("kKmMbBnt ")
    return say(match, scaled(written, SCALES[match[0][len(written) :].strip()]))


def _resolution(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"{number(match[0][0])} K")


_PEOPLE = (
    r"(?=\+?\s(?:(?:new|active|daily|monthly|paying|registered|total|unique|more|other|of|people's)\s)?(?:people|users|followers|"
    r"views|subscribers|downloads|customers|members|likes|visitors|copies|units|homes|jobs|viewers|listeners|streams|plays|fans|"
    r"residents|tokens|parameters|records|rows|transactions|shares|barrels|tons|tonnes|dollars|euros|pounds|years|in)\b)"
)

MONEY: tuple[Rule, ...] = (
    Rule(
        rf"(?<![A-Za-z])(?:{_SIGN})\s?{NUMBER}(?:(?:\s?{DASH}\s?|\sto\s)(?:{_SIGN})?(?={NUMBER}\s?(?:{_SCALE})(?![A-Za-z0-9]))"
        rf"{NUMBER}|{DASH}{NUMBER}(?![0-9]))?(?:[\s-]?(?:{_SCALE})(?![A-Za-z0-9]))?{_PER}",
        _money,
    ),
    Rule(rf"{NUMBER}(?:\s?(?:{_SCALE}))?\s?(?:{_SIGN})(?![A-Za-z0-9$]){_PER}", _money),
    Rule(rf"{NUMBER}\s?¢|(?<=for ){NUMBER}p(?![A-Za-z0-9])|{NUMBER}p(?= (?:per|each|a|off|coin|piece)\b)", _cents),
    Rule(rf"{NUMBER}(?:m|M|b|t|K|k){_PEOPLE}", _scaled),
    Rule(r"(?<![0-9.,$€£])[248]K(?![A-Za-z0-9])", _resolution),
    Rule(
        rf"{NUMBER}(?:k|mn|bn|tn|M|B|K)(?![A-Za-z0-9/-]|\s(?:run|race|resolution|video|display|monitor|TV|screen)\b)",
        _scaled,
    ),
)
"""First match wins."""

"""Quantities in Chinese text: money, measures, percentages, fractions, spans."""

from __future__ import annotations

import re
from decimal import Decimal

from avatar.text.chinese.lists import CURRENCIES, PER, UNITS, UNITS_ALONE, any_of
from avatar.text.chinese.numbers import cardinal, counted, digit_by_digit, number
from avatar.text.chinese.patterns import FREE, MONEY, NUM, SCALE, TO, TO_SIGN, UNIT, after, before, plain, say
from avatar.text.scripts import HAN
from avatar.text.spoken import PAUSE, Rule, Spoken

_PER_WORDS = any_of([*PER, "次", "人", "台", "户", "瓶", "包", "桶", "亩"])
_PER_UNIT = rf"(?:/(?:{any_of(PER)})(?![A-Za-z²³{HAN}])|/(?:{_PER_WORDS})|/1?0?0?\s?(?:{UNIT})(?![A-Za-z0-9]))"
_POWERS = {
    "k": 10**3,
    "K": 10**3,
    "m": 10**6,
    "M": 10**6,
    "mn": 10**6,
    "b": 10**9,
    "B": 10**9,
    "bn": 10**9,
    "T": 10**12,
    "tn": 10**12,
}
_ELECTRIC_BEFORE = "(?:功率|充电|快充|灯|瓦数|电源|耗电)[^，。]{0,4}$"
_ELECTRIC_AFTER = r"\s?(?:快充|闪充|充电|超充|灯|功率|适配|电源|电|的?(?:电机|风扇|音箱|喇叭|加热))"


def scaled(written: str, power: int) -> str:
    """Say a number with a short thousand or million behind it: 3.5k is 三千五百."""
    value = Decimal(written.replace(",", "")) * power
    return cardinal(int(value)) if value == int(value) else number(f"{value.normalize():f}")


def _span(first: str, second: str | None, *, is_count: bool = True) -> str:
    one = (counted if is_count else plain)(_shown(first))
    return one if second is None else f"{one}到{_signed(second, is_count=is_count)}"


def _signed(written: str, *, is_count: bool) -> str:
    bare = _shown(written.lstrip("-−"))
    return ("负" if written[0] in "-−" else "") + (counted if is_count else plain)(bare)


def _shown(written: str) -> str:
    return written.strip()


def _percent(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM})(?:\s?[%％]?{TO}({NUM}))?\s?([%％‰‱]|ppm)", match[0])
    if found is None:
        return say(match, match[0])
    of = {"‰": "千", "‱": "万", "ppm": "百万"}.get(found[3], "百")
    said = f"{of}分之{plain(found[1])}"
    if found[2]:
        said += ("到" + f"{of}分之" * (match[0].count(found[3]) > 1)) + plain(found[2])
    return say(match, said)


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(
        rf"({MONEY})\s?({NUM})\s?({SCALE}|[kKMBT]|mn|bn|tn)?(?:{TO}(?:{MONEY})?\s?({NUM})\s?({SCALE}|[kKMBT]|mn|bn|tn)?)?\s?(?:元|圆|块)?",
        match[0],
    )
    if found is None:
        return say(match, match[0])
    said = _amount(found[2], found[3])
    if found[4]:
        said += "到" + _amount(found[4], found[5])
    return say(match, said + CURRENCIES[found[1]])


def _amount(written: str, scale: str | None) -> str:
    bare = re.sub(r"\.00$", "", written)
    if scale in _POWERS:
        return scaled(bare, _POWERS[scale])
    return counted(bare) + (scale or "")


def _currency(match: re.Match[str]) -> list[Spoken]:
    return say(match, CURRENCIES[match[0].strip()])


def _measure(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(rf"({NUM})(?:\s?(?:{UNIT})?{TO}({NUM}))?\s?({UNIT})({_PER_UNIT})?", match[0])
    if found is None:
        return None
    unit, rate = UNITS[found[3]], (found[4] or "")[1:]
    said = _span(found[1], found[2], is_count=not unit.endswith("度"))
    if rate in PER:
        is_told = re.search("[时時秒分]速[约为达]?$", before(match, 4)) or after(match).startswith(("加速", "提速"))
        lead = "" if is_told else f"每{PER[rate]}"
        return say(match, f"{lead}{said}{unit}")
    if rate:
        amount = re.match("[0-9]*", rate)
        digits = amount[0] if amount else ""
        name = rate[len(digits) :].strip()
        unit += "每" + (number(digits) if digits else "") + UNITS.get(name, name)
    return say(match, said + unit)


def _rate(match: re.Match[str]) -> list[Spoken]:
    """Read 72次/分 as what happens in each minute."""
    amount, span = match[0].split("/")
    written = re.match("[0-9.,]+", amount)
    digits = written[0] if written else ""
    return say(match, f"每{PER[span.strip()]}{counted(digits)}{amount[len(digits) :].strip().replace('r', '转')}")


def _duration(match: re.Match[str]) -> list[Spoken]:
    names = {"h": "小时", "m": "分钟", "s": "秒"}
    parts = re.findall(r"([0-9]+)\s?(h|m|s)", match[0])
    return say(match, "".join(counted(value) + names[unit] for value, unit in parts))


def _inches(match: re.Match[str]) -> list[Spoken] | None:
    """Read 6.7" as inches where the mark closes no quotation."""
    return None if match.string[: match.start()].count('"') % 2 else say(match, counted(match[0].rstrip('" ')) + "英寸")


def _bytes(match: re.Match[str]) -> list[Spoken]:
    """Read 10GB/s, whose unit is said by its letters."""
    found = re.match(rf"({NUM})\s?([KMGT]B)", match[0])
    if found is None:
        return say(match, match[0])
    return [Spoken(found[1], f"每秒{counted(found[1])}", "zh"), Spoken(found[2], " ".join(found[2]), "en")]


def _pressure(match: re.Match[str]) -> list[Spoken] | None:
    """Read two pressures of the blood, 120/80, apart."""
    is_meant = re.match(r"[0-9]{2,3}\s?(?:mm ?Hg|毫米汞柱)", after(match)) or re.search(
        "(?:血压|收缩压|舒张压|高压)[^，。0-9]{0,8}$", before(match)
    )
    first = re.match("[0-9]+", match[0])
    if not is_meant or first is None:
        return None
    return [Spoken(first[0], number(first[0]), "zh"), Spoken("/", PAUSE, "")]


def _below_zero(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf".({NUM})\s?(?:°[CF]?)?(?:{TO}([-−]?{NUM}))?\s?(°[CF]?)", match[0])
    if found is None:
        return say(match, match[0])
    said = "零下" + plain(found[1])
    if second := found[2]:
        said += "到" + ("零下" if second[0] in "-−" else "零上" * (second != "0")) + plain(second.lstrip("-−"))
    return say(match, said + UNITS[found[3]])


def _angle(match: re.Match[str]) -> list[Spoken]:
    parts = re.findall(r"([0-9.]+)\s?([°′'″\"]|'')", match[0])
    said = "".join(plain(value) + {"°": "度", "′": "分", "'": "分"}.get(sign, "秒") for value, sign in parts)
    return say(match, said)


def _unit_alone(match: re.Match[str]) -> list[Spoken]:
    first, *rest = match[0].strip().split("/")
    said = UNITS_ALONE.get(first) or UNITS[first]
    return say(match, said + "".join("每" + (UNITS.get(unit) or PER.get(unit, unit)) for unit in rest))


def _thousands(match: re.Match[str]) -> list[Spoken] | None:
    """Read 1 000 000, whose groups a space parts."""
    if match[0].count(" ") < 2 and not re.match(r"[.][0-9]|\s?(?:元|块|人|个|名|吨|亿|万|米|公里)", after(match)):
        return None
    return say(match, number(re.sub(r"\s", "", match[0])))


def _ten_thousands(match: re.Match[str]) -> list[Spoken] | None:
    """Read 10w粉丝; 60W灯泡 are watts."""
    is_capital = match[0][-1] == "W"
    counts = re.match(
        r"\+|\s?(?:粉丝|人|元|块|用户|播放|阅读|点赞|关注|次|张|件|条|单|台|辆|美[元金]|以[上下内]|左右|多|存款|年薪|奖金|彩礼|房|字|份|浏览|下载|赞|[，。！]|$)",
        after(match),
    )
    is_power = re.search(_ELECTRIC_BEFORE, before(match)) or re.match(_ELECTRIC_AFTER, after(match))
    if is_power or (is_capital and not (counts and counts[0])):
        return None
    found = re.fullmatch(rf"({NUM})(?:[wW]?{TO_SIGN}({NUM}))?\s?[wW]", match[0])
    if found is None:
        return None
    first = counted(found[1]) + "万" * (match[0].lower().count("w") > 1)
    return say(match, f"{first}到{counted(found[2])}万" if found[2] else counted(found[1]) + "万")


def _short_thousand(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(rf"({NUM})(?:[kK]?{TO_SIGN}({NUM}))?\s?[kK]", match[0])
    is_money = re.search("(?:薪|工资|收入|价|月入|起薪|元|预算)[^，。0-9]{0,6}$", before(match)) or re.match(
        r"\+?\s?(?:粉丝|月薪|工资|关注|赞|人|元|用户|左右)", after(match)
    )
    if found is None or (match[0].endswith("K") and not is_money):
        return None
    said = scaled(found[1], 1000)
    return say(match, said if not found[2] else f"{said}到{scaled(found[2], 1000)}")


def _amperes(match: re.Match[str]) -> list[Spoken] | None:
    """Read 2A beside volts or a current as amperes; elsewhere A is a name."""
    if not re.search(
        "(?:[0-9][Vv伏]\\s?[/*×=⎓，, ]?\\s?|电流[^，。0-9]{0,4}|输出|保险丝|空开|额定|断路器)$", before(match)
    ) and not after(match).lstrip("的").startswith(("电流", "保险丝", "空开", "插座")):
        return None
    return say(match, counted(match[0].rstrip("A ")) + "安")


def _discount(match: re.Match[str]) -> list[Spoken]:
    return say(match, digit_by_digit(match[0]))


AMOUNTS: tuple[Rule, ...] = (
    Rule(rf"{FREE}(?:[0-9]\.[0-9]|[0-9]{{2}})(?=\s?折(?![线页叠]))", _discount),
    Rule(r"(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9A-Za-z]| [0-9])", _thousands),
    Rule(
        rf"(?<![0-9A-Za-z{HAN})）])[-−–]{NUM}\s?(?:°[CF]?)?(?:{TO}[-−]?{NUM})?\s?°[CF]?|−{NUM}\s?°[CF]?|(?<=[{HAN}])[-−–]{NUM}\s?(?:°[CF]?)?(?:{TO}[-−]?{NUM})?\s?°C",
        _below_zero,
    ),
    Rule(rf"{NUM}(?:\s?[%％]?{TO}{NUM})?\s?(?:[%％‰‱]|ppm(?![A-Za-z]))", _percent),
    Rule(
        rf"(?<![A-Za-z])(?:{MONEY})\s?{NUM}\s?(?:(?:{SCALE}|[kKMBT]|mn|bn|tn)(?![A-Za-z]))?(?:{TO_SIGN}(?:{MONEY})?\s?{NUM}\s?(?:(?:{SCALE}|[kKMBT]|mn|bn|tn)(?![A-Za-z]))?)?\s?(?:元|圆|块)?",
        _sum,
    ),
    Rule(rf"(?<=[0-9万亿])\s?(?:{MONEY})(?![A-Za-z0-9])", _currency),
    Rule(
        r"[0-9]+(?:\.[0-9]+)?\s?°\s?[0-9]+(?:\.[0-9]+)?\s?[′'](?:\s?[0-9]+(?:\.[0-9]+)?\s?(?:[″\"]|''))?|[0-9]+\s?[′']\s?[0-9]+\s?(?:[″\"]|'')|[0-9]+\s?′",
        _angle,
    ),
    Rule(rf"{FREE}[0-9]{{2,3}}\s?/\s?(?=[0-9]{{2,3}}(?![0-9/]))", _pressure),
    Rule(rf"{FREE}{NUM}(?:[wW]?{TO_SIGN}{NUM})?\s?[wW](?![A-Za-z0-9])", _ten_thousands),
    Rule(rf"{FREE}{NUM}(?:[kK]?{TO_SIGN}{NUM})?\s?[kK](?![A-Za-z0-9Ω])", _short_thousand),
    Rule(r"(?<![0-9A-Za-z.])[0-9]+\s?h\s?[0-9]+\s?(?:min|m)(?:\s?[0-9]+\s?s)?(?![A-Za-z0-9])", _duration),
    Rule(r"(?<![0-9A-Za-z.])[0-9]+\s?min\s?[0-9]+\s?s(?![A-Za-z0-9])", _duration),
    Rule(rf'{FREE}{NUM}\s?"(?![A-Za-z0-9])', _inches),
    Rule(rf"{FREE}{NUM}\s?A(?![A-Za-z0-9级])", _amperes),
    Rule(rf"{NUM}(?:\s?(?:{UNIT})?{TO_SIGN}{NUM})?\s?(?:{UNIT})(?![A-Za-z0-9²³])(?:{_PER_UNIT})?", _measure),
    Rule(rf"{NUM}\s?[KMGT]B/s(?![A-Za-z0-9])", _bytes),
    Rule(rf"{NUM}\s?[次转拍滴帧字下辆升米r]/(?:分钟|分|秒|小时|时|min|h|s)(?![A-Za-z{HAN}])", _rate),
    Rule(rf"(?<=[每/])(?:{UNIT})(?![A-Za-z0-9²³])", _unit_alone),
    Rule(
        rf"(?<![A-Za-z0-9])(?:{any_of(UNITS_ALONE)})(?![A-Za-z0-9²³])(?:/(?:{UNIT})(?![A-Za-z0-9²³])|/(?:min|h|s|d)(?![A-Za-z0-9]))?",
        _unit_alone,
    ),
)
"""First match wins."""

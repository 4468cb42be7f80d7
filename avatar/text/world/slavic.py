"""Russian and Polish numbers: cardinals by gender, ordinals by gender and case."""

from __future__ import annotations

from typing import NamedTuple


class _Tables(NamedTuple):
    ones: tuple[str, ...]
    tens: tuple[str, ...]
    hundreds: tuple[str, ...]
    rank_ones: tuple[str, ...]
    rank_tens: tuple[str, ...]
    rank_hundreds: tuple[str, ...]


_RU_ONES = """
ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать
пятнадцать шестнадцать семнадцать восемнадцать девятнадцать
"""
_RU_TENS = "_ десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_RU_HUNDREDS = "_ сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
_RU_RANKS = """
нулев- перв- втор- трет- четвёрт- пят- шест- седьм- восьм- девят- десят- одиннадцат- двенадцат- тринадцат-
четырнадцат- пятнадцат- шестнадцат- семнадцат- восемнадцат- девятнадцат-
"""
_RU_RANK_TENS = "_ десят- двадцат- тридцат- сороков- пятидесят- шестидесят- семидесят- восьмидесят- девяност-"
_RU_RANK_HUNDREDS = "_ сот- двухсот- трёхсот- четырёхсот- пятисот- шестисот- семисот- восьмисот- девятисот-"
_RU_SCALES = (
    (10**15, ("квадриллион", "квадриллиона", "квадриллионов"), "m"),
    (10**12, ("триллион", "триллиона", "триллионов"), "m"),
    (10**9, ("миллиард", "миллиарда", "миллиардов"), "m"),
    (10**6, ("миллион", "миллиона", "миллионов"), "m"),
    (1000, ("тысяча", "тысячи", "тысяч"), "f"),
)
_RU_THOUSANDTH = {1: "", 2: "двух", 3: "трёх", 4: "четырёх", 5: "пяти", 6: "шести", 7: "семи", 8: "восьми"}
_RU_ENDINGS = {
    "m": {"nom": "ый", "gen": "ого", "dat": "ому", "acc": "ый", "ins": "ым", "loc": "ом"},
    "n": {"nom": "ое", "gen": "ого", "dat": "ому", "acc": "ое", "ins": "ым", "loc": "ом"},
    "f": {"nom": "ая", "gen": "ой", "dat": "ой", "acc": "ую", "ins": "ой", "loc": "ой"},
    "p": {"nom": "ые", "gen": "ых", "dat": "ым", "acc": "ые", "ins": "ыми", "loc": "ых"},
}
_RU_THIRD = {
    "m": {"nom": "ий", "gen": "ьего", "dat": "ьему", "acc": "ий", "ins": "ьим", "loc": "ьем"},
    "n": {"nom": "ье", "gen": "ьего", "dat": "ьему", "acc": "ье", "ins": "ьим", "loc": "ьем"},
    "f": {"nom": "ья", "gen": "ьей", "dat": "ьей", "acc": "ью", "ins": "ьей", "loc": "ьей"},
    "p": {"nom": "ьи", "gen": "ьих", "dat": "ьим", "acc": "ьи", "ins": "ьими", "loc": "ьих"},
}
_RU_STRESSED = ("втор", "шест", "седьм", "восьм", "сороков")
"""These have -ой where others have -ый."""

_RU = _Tables(
    tuple(_RU_ONES.split()),
    tuple(_RU_TENS.split()),
    tuple(_RU_HUNDREDS.split()),
    tuple(_RU_RANKS.replace("-", "").split()),
    tuple(_RU_RANK_TENS.replace("-", "").split()),
    tuple(_RU_RANK_HUNDREDS.replace("-", "").split()),
)

_PL_ONES = """
zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście
piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście
"""
_PL_TENS = """
_ dziesięć dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt
dziewięćdziesiąt
"""
_PL_HUNDREDS = "_ sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"
_PL_RANKS = """
zerowy pierwszy drugi trzeci czwarty piąty szósty siódmy ósmy dziewiąty dziesiąty jedenasty dwunasty trzynasty
czternasty piętnasty szesnasty siedemnasty osiemnasty dziewiętnasty
"""
_PL_RANK_TENS = """
_ dziesiąty dwudziesty trzydziesty czterdziesty pięćdziesiąty sześćdziesiąty siedemdziesiąty osiemdziesiąty
dziewięćdziesiąty
"""
_PL_RANK_HUNDREDS = """
_ setny dwusetny trzechsetny czterechsetny pięćsetny sześćsetny siedemsetny osiemsetny dziewięćsetny
"""
_PL_SCALES = (
    (10**15, ("biliard", "biliardy", "biliardów"), "m"),
    (10**12, ("bilion", "biliony", "bilionów"), "m"),
    (10**9, ("miliard", "miliardy", "miliardów"), "m"),
    (10**6, ("milion", "miliony", "milionów"), "m"),
    (1000, ("tysiąc", "tysiące", "tysięcy"), "m"),
)
_PL_THOUSANDTH = {1: "", 2: "dwu", 3: "trzy", 4: "cztero", 5: "pięcio", 6: "sześcio", 7: "siedmio", 8: "ośmio"}
_PL_ENDINGS = {
    "m": {"nom": "y", "gen": "ego", "dat": "emu", "acc": "y", "ins": "ym", "loc": "ym"},
    "n": {"nom": "e", "gen": "ego", "dat": "emu", "acc": "e", "ins": "ym", "loc": "ym"},
    "f": {"nom": "a", "gen": "ej", "dat": "ej", "acc": "ą", "ins": "ą", "loc": "ej"},
    "p": {"nom": "e", "gen": "ych", "dat": "ym", "acc": "e", "ins": "ymi", "loc": "ych"},
}
_PL = _Tables(
    tuple(_PL_ONES.split()),
    tuple(_PL_TENS.split()),
    tuple(_PL_HUNDREDS.split()),
    tuple(_PL_RANKS.split()),
    tuple(_PL_RANK_TENS.split()),
    tuple(_PL_RANK_HUNDREDS.split()),
)


def russian(number: int, gender: str = "") -> str:
    """Say how many: один, одна, две, одна тысяча сто."""
    parts = []
    for size, forms, kind in _RU_SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_ru_below_thousand(count, kind)} {forms[few(count)]}")
    if number or not parts:
        parts.append(_ru_below_thousand(number, gender))
    return " ".join(parts)


def few(number: int) -> int:
    """Tell which form of a Russian word follows a number: 0 час, 1 часа, 2 часов."""
    if 11 <= number % 100 <= 14:
        return 2
    return 0 if number % 10 == 1 else 1 if 2 <= number % 10 <= 4 else 2


def _ru_below_thousand(number: int, gender: str) -> str:
    hundreds, below = divmod(number, 100)
    parts = [_RU.hundreds[hundreds]] if hundreds else []
    if below >= 20:
        parts.append(_RU.tens[below // 10])
        below %= 10
    elif not below and not hundreds:
        parts.append(_RU.ones[0])
    if below:
        one = {"f": {1: "одна", 2: "две"}, "n": {1: "одно"}, "a": {1: "одну", 2: "две"}}.get(gender, {})
        parts.append(one.get(below, _RU.ones[below]))
    return " ".join(parts)


def russian_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: первый, вторая, третьего, две тысячи двадцать четвёртого; gender "p" is the plural."""
    head, stem = _split(number, _RU)
    if stem is None:
        thousands = number // 1000
        count = _RU_THOUSANDTH.get(thousands)
        if count is None or number % 1000:
            return russian(number)
        stem, head = f"{count}тысячн", 0
    elif head >= 1000:
        words = russian(head)
        # The year 1999 begins with "тысяча", a count with "одна тысяча".
        return f"{words.removeprefix('одна ') if head < 2000 else words} {_ru_inflected(stem, gender, form)}"
    return f"{russian(head)} {_ru_inflected(stem, gender, form)}" if head else _ru_inflected(stem, gender, form)


def _ru_inflected(stem: str, gender: str, form: str) -> str:
    if stem == "трет":
        return stem + _RU_THIRD[gender or "m"][form]
    ending = _RU_ENDINGS[gender or "m"][form]
    return stem + ("ой" if ending == "ый" and stem in _RU_STRESSED else ending)


def _split(number: int, tables: _Tables) -> tuple[int, str | None]:
    """Part a number into what stays a cardinal and the stem of the ordinal behind it."""
    below = number % 100
    if 0 < below < 20 or number == 0:
        return number - below, tables.rank_ones[below]
    if below % 10:
        return number - below % 10, tables.rank_ones[below % 10]
    if below:
        return number - below, tables.rank_tens[below // 10]
    if number % 1000:
        return number - number % 1000, tables.rank_hundreds[number % 1000 // 100]
    return number, None


def polish(number: int, gender: str = "") -> str:
    """Say how many: jeden, jedna, dwie, tysiąc sto."""
    whole, parts = number, []
    for size, forms, _ in _PL_SCALES:
        count, number = divmod(number, size)
        if count == 1:
            parts.append(forms[0])
        elif count:
            parts.append(f"{_pl_below_thousand(count, '')} {forms[polish_few(count)]}")
    if number or not parts:
        parts.append(_pl_below_thousand(number, gender if number > 1 or whole == 1 else ""))
    return " ".join(parts)


def polish_few(number: int) -> int:
    """Tell which form of a Polish word follows a number: 0 rok, 1 lata, 2 lat."""
    if number == 1:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2


def _pl_below_thousand(number: int, gender: str) -> str:
    hundreds, below = divmod(number, 100)
    parts = [_PL.hundreds[hundreds]] if hundreds else []
    is_one = number == 1
    if below >= 20:
        parts.append(_PL.tens[below // 10])
        below %= 10
    elif not below and not hundreds:
        parts.append(_PL.ones[0])
    if below == 1:
        parts.append({"f": "jedna", "n": "jedno", "a": "jedną"}.get(gender, "jeden") if is_one else "jeden")
    elif below:
        parts.append("dwie" if below == 2 and gender in ("f", "a") else _PL.ones[below])
    return " ".join(parts)


def polish_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: pierwszy, druga, dwudziestego czwartego; tens and ones are both ordinals."""
    below = number % 100
    head, last = _split(number, _PL)
    if last is None:
        count = _PL_THOUSANDTH.get(number // 1000)
        return f"{count}{_pl_inflected('tysięczny', gender, form)}" if count is not None else polish(number)
    words = [last]
    if below > 20 and below % 10:
        words, head = [_PL.rank_tens[below // 10], last], number - below
    said = " ".join(_pl_inflected(word, gender, form) for word in words)
    return f"{polish(head)} {said}" if head else said


def _pl_inflected(word: str, gender: str, form: str) -> str:
    ending = _PL_ENDINGS[gender or "m"][form]
    stem = word[:-1]
    if word.endswith("i"):
        # drugi, trzeci: the i stays before e in the one, before every vowel in the other
        soft = "i" if ending[0] == "e" or (word == "trzeci" and ending[0] in "aąy") else ""
        return (
            stem
            + soft
            + (
                ending.replace("y", "i", 1).removeprefix("i")
                if soft and ending[0] == "y"
                else ending.replace("y", "i", 1)
            )
        )
    return stem + ending


_GENITIVES_TEXT = {
    "ru": """
ноль ноля один одного одна одной одно одного одну одной два двух две двух три трёх четыре четырёх пять пяти шесть шести
семь семи восемь восьми девять девяти десять десяти одиннадцать одиннадцати двенадцать двенадцати тринадцать тринадцати
четырнадцать четырнадцати пятнадцать пятнадцати шестнадцать шестнадцати семнадцать семнадцати восемнадцать восемнадцати
девятнадцать девятнадцати двадцать двадцати тридцать тридцати сорок сорока пятьдесят пятидесяти шестьдесят шестидесяти
семьдесят семидесяти восемьдесят восьмидесяти девяносто девяноста сто ста двести двухсот триста трёхсот четыреста
четырёхсот пятьсот пятисот шестьсот шестисот семьсот семисот восемьсот восьмисот девятьсот девятисот тысяча тысячи
тысячи тысяч миллион миллиона миллиона миллионов миллиард миллиарда миллиарда миллиардов
""",
    "pl": """
zero zera jeden jednego jedna jednej jedno jednego dwa dwóch dwie dwóch trzy trzech cztery czterech pięć pięciu sześć
sześciu siedem siedmiu osiem ośmiu dziewięć dziewięciu dziesięć dziesięciu jedenaście jedenastu dwanaście dwunastu
trzynaście trzynastu czternaście czternastu piętnaście piętnastu szesnaście szesnastu siedemnaście siedemnastu
osiemnaście osiemnastu dziewiętnaście dziewiętnastu dwadzieścia dwudziestu trzydzieści trzydziestu czterdzieści
czterdziestu pięćdziesiąt pięćdziesięciu sześćdziesiąt sześćdziesięciu siedemdziesiąt siedemdziesięciu osiemdziesiąt
osiemdziesięciu dziewięćdziesiąt dziewięćdziesięciu sto stu dwieście dwustu trzysta trzystu czterysta czterystu pięćset
pięciuset sześćset sześciuset siedemset siedmiuset osiemset ośmiuset dziewięćset dziewięciuset tysiąc tysiąca tysiące
tysięcy milion miliona miliony milionów miliard miliarda miliardy miliardów
""",
}
_GENITIVES = {
    language: dict(zip(text.split()[::2], text.split()[1::2], strict=True))
    for language, text in _GENITIVES_TEXT.items()
}


def genitive(language: str, words: str) -> str:
    """Put a Russian or Polish cardinal in the genitive: пяти, двадцати одного, dwudziestu jeden."""
    forms = _GENITIVES[language]
    tokens = words.split()
    if language == "pl" and len(tokens) > 1 and tokens[-1] == "jeden":
        return " ".join([*(forms.get(token, token) for token in tokens[:-1]), "jeden"])
    return " ".join(forms.get(token, token) for token in tokens)


_FIRST_PARTS = {
    "ru": {"один": "одно", "сто": "сто", "девяносто": "девяносто", "тысяча": "тысяче"},
    "pl": {
        **{"jeden": "jedno", "dwa": "dwu", "trzy": "trzy", "cztery": "cztero", "sto": "stu", "dwieście": "dwustu"},
        **{"dwadzieścia": "dwudziesto", "trzydzieści": "trzydziesto", "czterdzieści": "czterdziesto"},
    },
}


def compound(language: str, number: int) -> str:
    """Say a number as the first part of a word: двадцатипяти-летний, dwudziestopięcio-letni."""
    words = russian(number) if language == "ru" else polish(number)
    parts = []
    for token in words.split():
        part = _FIRST_PARTS[language].get(token) or genitive(language, token)
        # pięciu and jedenastu become pięcio- and jedenasto-
        is_polish = language == "pl" and token not in _FIRST_PARTS["pl"]
        parts.append(part[:-1] + "o" if is_polish and part.endswith("u") else part)
    return "".join(parts)

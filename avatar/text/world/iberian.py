"""Spanish numbers, and Portuguese ones as said in Brazil."""

from __future__ import annotations

_ES_TEXT = """
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete
veintiocho veintinueve
"""
_ES = tuple(_ES_TEXT.split())
_ES_TENS = ("_", "diez", "veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_ES_HUNDREDS_TEXT = """
_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos
"""
_ES_HUNDREDS = tuple(_ES_HUNDREDS_TEXT.split())
_ES_SCALES = ((10**18, "trillón"), (10**12, "billón"), (10**6, "millón"))
_ES_RANKS = (
    "_",
    "primero",
    "segundo",
    "tercero",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
    "undécimo",
    "duodécimo",
)
_ES_RANK_TENS_TEXT = """
_ décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo
"""
_ES_RANK_TENS = tuple(_ES_RANK_TENS_TEXT.split())
_ES_RANK_HUNDREDS_TEXT = """
_ centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo septingentésimo octingentésimo
noningentésimo
"""
_ES_RANK_HUNDREDS = tuple(_ES_RANK_HUNDREDS_TEXT.split())

_PT_TEXT = """
zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito
dezenove
"""
_PT = tuple(_PT_TEXT.split())
_PT_TENS = ("_", "dez", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa")
_PT_HUNDREDS_TEXT = """
_ cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos
"""
_PT_HUNDREDS = tuple(_PT_HUNDREDS_TEXT.split())
_PT_SCALES = ((10**15, "quatrilh"), (10**12, "trilh"), (10**9, "bilh"), (10**6, "milh"))
_PT_RANKS = ("_", "primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono")
_PT_RANK_TENS_TEXT = """
_ décimo vigésimo trigésimo quadragésimo quinquagésimo sexagésimo septuagésimo octogésimo nonagésimo
"""
_PT_RANK_TENS = tuple(_PT_RANK_TENS_TEXT.split())
_PT_RANK_HUNDREDS_TEXT = """
_ centésimo ducentésimo trecentésimo quadringentésimo quingentésimo sexcentésimo septingentésimo octingentésimo
noningentésimo
"""
_PT_RANK_HUNDREDS = tuple(_PT_RANK_HUNDREDS_TEXT.split())


def spanish(number: int, gender: str = "") -> str:
    """Say how many: uno, un, una, veintiún, doscientas."""
    parts: list[str] = []
    for size, name in _ES_SCALES:
        count, number = divmod(number, size)
        if count:
            plural = name.replace("ón", "ones")
            parts.append(f"un {name}" if count == 1 else f"{_es_below_million(count, 'm')} {plural}")
    if number or not parts:
        parts.append(_es_below_million(number, gender))
    return " ".join(parts)


def _es_below_million(number: int, gender: str) -> str:
    thousands, below = divmod(number, 1000)
    parts = []
    if thousands:
        parts.append("mil" if thousands == 1 else f"{_es_below_thousand(thousands, gender or 'm')} mil")
    if below or not thousands:
        parts.append(_es_below_thousand(below, gender))
    return " ".join(parts)


def _es_below_thousand(number: int, gender: str) -> str:
    if number == 100:
        return "cien"
    hundreds, below = divmod(number, 100)
    parts = []
    if hundreds:
        head = _ES_HUNDREDS[hundreds]
        parts.append(head[:-2] + "as" if gender == "f" and hundreds > 1 else head)
    if below >= 30:
        tens, ones = divmod(below, 10)
        parts.append(f"{_ES_TENS[tens]} y {_es_one(ones, gender)}" if ones else _ES_TENS[tens])
    elif below or not hundreds:
        parts.append(_es_one(below, gender))
    return " ".join(parts)


def _es_one(number: int, gender: str) -> str:
    if number % 20 == 1 and gender:
        short = {1: ("un", "una"), 21: ("veintiún", "veintiuna")}[number]
        return short[gender == "f"]
    return _ES[number]


def spanish_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: primero, primera, vigesimoprimero; form "short": primer, tercer."""
    thousands, below = divmod(number, 1000)
    words: list[str] = []
    if thousands:
        count = "" if thousands == 1 else spanish(thousands, "m").replace(" ", "")
        words.append(f"{count}milésimo" if thousands < 1000 else f"{spanish(number, 'm').replace(' ', '')}ésimo")
    hundreds, below = divmod(below, 100)
    words += [_ES_RANK_HUNDREDS[hundreds]] if hundreds else []
    tens, ones = divmod(below, 10)
    if below in (11, 12) and form != "short":
        words.append(_ES_RANKS[below])
    elif tens in (1, 2) and ones:
        # decimotercero, vigesimoprimera: one word, its first part as it is
        head = "decimo" if tens == 1 else "vigesimo"
        words.append((head + _ES_RANKS[ones]).replace("oo", "o"))
    else:
        words += [_ES_RANK_TENS[tens]] if tens else []
        words += [_ES_RANKS[ones]] if ones else []
    if form == "short" and words[-1].endswith(("primero", "tercero")):
        words[-1] = words[-1][:-1]
        return " ".join(words)
    return " ".join(word[:-1] + "a" if gender == "f" else word for word in words) + ("s" if form == "pl" else "")


def portuguese(number: int, gender: str = "") -> str:
    """Say how many: um, uma, duas, duzentas, mil e cem."""
    groups: list[tuple[int, str]] = []
    for size, name in _PT_SCALES:
        count, number = divmod(number, size)
        if count:
            words = f"um {name}ão" if count == 1 else f"{_pt_below_thousand(count, 'm')} {name}ões"
            groups.append((count, words))
    thousands, below = divmod(number, 1000)
    if thousands:
        groups.append((thousands, "mil" if thousands == 1 else f"{_pt_below_thousand(thousands, gender)} mil"))
    if below or not groups:
        groups.append((below, _pt_below_thousand(below, gender)))
    words = " ".join(said for _, said in groups[:-1])
    count, last = groups[-1]
    if not words:
        return last
    return f"{words} {'e ' if count < 100 or count % 100 == 0 else ''}{last}"


def _pt_below_thousand(number: int, gender: str) -> str:
    if number == 100:
        return "cem"
    hundreds, below = divmod(number, 100)
    parts = []
    if hundreds:
        head = _PT_HUNDREDS[hundreds]
        parts.append(head[:-2] + "as" if gender == "f" and hundreds > 1 else head)
    if below >= 20:
        tens, ones = divmod(below, 10)
        parts += [_PT_TENS[tens]] + ([_pt_one(ones, gender)] if ones else [])
    elif below or not hundreds:
        parts.append(_pt_one(below, gender))
    return " e ".join(parts)


def _pt_one(number: int, gender: str) -> str:
    return {1: "uma", 2: "duas"}.get(number, _PT[number]) if gender == "f" else _PT[number]


def portuguese_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: primeiro, primeira, vigésimo primeiro."""
    thousands, below = divmod(number, 1000)
    words = []
    if thousands:
        words.append("milésimo" if thousands == 1 else f"{portuguese(thousands)} milésimo")
    hundreds, below = divmod(below, 100)
    tens, ones = divmod(below, 10)
    words += [_PT_RANK_HUNDREDS[hundreds]] if hundreds else []
    words += [_PT_RANK_TENS[tens]] if tens else []
    words += [_PT_RANKS[ones]] if ones else []
    return " ".join(word[:-1] + "a" if gender == "f" else word for word in words) + ("s" if form == "pl" else "")

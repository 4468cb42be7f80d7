"""Numbers of Hindi, Vietnamese and Indonesian, which know no gender of what is counted."""

from __future__ import annotations

_HINDI_TEXT = """
शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
पचास इक्यावन बावन तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरेसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी
अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
नब्बे इक्यानबे बानबे तिरानबे चौरानबे पंचानबे छियानबे सत्तानबे अट्ठानबे निन्यानबे
"""
_HINDI = tuple(_HINDI_TEXT.split())
_HINDI_SCALES = (
    (10**17, "शंख"),
    (10**15, "पद्म"),
    (10**13, "नील"),
    (10**11, "खरब"),
    (10**9, "अरब"),
    (10**7, "करोड़"),
    (10**5, "लाख"),
    (1000, "हज़ार"),
    (100, "सौ"),
)
_HINDI_RANKS = {1: "पहला", 2: "दूसरा", 3: "तीसरा", 4: "चौथा", 6: "छठा"}

_VIETNAMESE = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VIETNAMESE_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn"))

_INDONESIAN = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_INDONESIAN_SCALES = (
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
)


def hindi(number: int, gender: str = "") -> str:
    """Say how many: एक लाख, दो करोड़ पचास लाख."""
    if number < 100:
        return _HINDI[number]
    parts = []
    for size, name in _HINDI_SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_HINDI[count] if count < 100 else hindi(count)} {name}")
    return " ".join([*parts, _HINDI[number]] if number else parts)


def hindi_year(number: int) -> str:
    """Say a year: उन्नीस सौ निन्यानबे, दो हज़ार चौबीस."""
    hundreds, below = divmod(number, 100)
    if not 11 <= hundreds <= 19:
        return hindi(number)
    return f"{_HINDI[hundreds]} सौ" + (f" {_HINDI[below]}" if below else "")


def hindi_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: पहला, दूसरी, पाँचवें; form "gen" is every oblique one."""
    ending = "ी" if gender == "f" else "े" if form != "nom" else "ा"
    if number in _HINDI_RANKS:
        return _HINDI_RANKS[number].removesuffix("ा") + ending
    words = {7: "सात", 9: "नौ"}.get(number) or (hindi_year(number) if 1100 <= number < 2000 else hindi(number))
    return words + {"ा": "वां", "ी": "वीं", "े": "वें"}[ending]


def vietnamese(number: int, gender: str = "") -> str:
    """Say how many: hai mươi mốt, một trăm linh năm, chín nghìn tỷ."""
    if not number:
        return _VIETNAMESE[0]
    parts = []
    for size, name in _VIETNAMESE_SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{vietnamese(count)} {name}")
    if number:
        parts.append(("linh " if parts and number < 10 else "") + _vi_below_thousand(number))
    return " ".join(parts)


def _vi_below_thousand(number: int) -> str:
    hundreds, below = divmod(number, 100)
    parts = [f"{_VIETNAMESE[hundreds]} trăm"] if hundreds else []
    tens, ones = divmod(below, 10)
    if tens > 1:
        parts.append(f"{_VIETNAMESE[tens]} mươi")
        parts += [{1: "mốt", 4: "tư", 5: "lăm"}.get(ones, _VIETNAMESE[ones])] if ones else []
    elif tens == 1:
        parts.append("mười")
        parts += ["lăm" if ones == 5 else _VIETNAMESE[ones]] if ones else []
    elif ones:
        parts.append(("linh " if hundreds else "") + _VIETNAMESE[ones])
    return " ".join(parts)


def vietnamese_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one, behind "thứ": nhất, hai, ba, tư."""
    return {1: "nhất", 4: "tư"}.get(number) or vietnamese(number)


def indonesian(number: int, gender: str = "") -> str:
    """Say how many: seratus, seribu, dua puluh satu."""
    if number < 12:
        return _INDONESIAN[number]
    if number < 20:
        return f"{_INDONESIAN[number - 10]} belas"
    parts = []
    if number < 1000:
        hundreds, below = divmod(number, 100)
        if hundreds:
            parts.append("seratus" if hundreds == 1 else f"{_INDONESIAN[hundreds]} ratus")
        if below >= 20:
            parts.append(f"{_INDONESIAN[below // 10]} puluh")
            below %= 10
        return " ".join([*parts, indonesian(below)] if below else parts)
    for size, name in _INDONESIAN_SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append("seribu" if count == 1 and size == 1000 else f"{indonesian(count)} {name}")
    return " ".join([*parts, indonesian(number)] if number else parts)


def indonesian_ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: pertama, kedua, kedua puluh satu."""
    return "pertama" if number == 1 else f"ke{indonesian(number)}"

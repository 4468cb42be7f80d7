"""Arabic numbers, as they are read without case endings."""

from __future__ import annotations

_TEXT = """
صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة
"""
_ONES = tuple(_TEXT.split())
_FEMININE = {1: "واحدة", 2: "اثنتان", 8: "ثماني"}
_TENS = ("_", "عشرة", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_HUNDREDS = ("", "مئة", "مئتان", *(f"{one} مئة" for one in ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]))
_SCALES = (
    (10**15, "كوادريليون", "كوادريليونان", "كوادريليونات"),
    (10**12, "تريليون", "تريليونان", "تريليونات"),
    (10**9, "مليار", "ملياران", "مليارات"),
    (10**6, "مليون", "مليونان", "ملايين"),
    (1000, "ألف", "ألفان", "آلاف"),
)
_RANKS = ("_", "أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")


def cardinal(number: int, gender: str = "") -> str:
    """Say how many; 3 to 10 take the gender that the counted word has not."""
    parts: list[str] = []
    for size, one, two, several in _SCALES:
        count, number = divmod(number, size)
        if count:
            many = several if 3 <= count % 100 <= 10 else one
            parts.append(one if count == 1 else two if count == 2 else f"{_below_thousand(count, '')} {many}")
    if number or not parts:
        parts.append(_below_thousand(number, gender))
    return " و".join(parts)


def _below_thousand(number: int, gender: str) -> str:
    hundreds, below = divmod(number, 100)
    parts = [_HUNDREDS[hundreds]] if hundreds else []
    if below or not hundreds:
        parts.append(_below_hundred(below, gender))
    return " و".join(parts)


def _below_hundred(number: int, gender: str) -> str:
    if number <= 10:
        return _one(number, gender)
    tens, ones = divmod(number, 10)
    if tens == 1:
        first = {1: ("أحد", "إحدى"), 2: ("اثنا", "اثنتا")}.get(ones)
        head = first[gender == "f"] if first else _one(ones, gender)
        return f"{head} {'عشرة' if gender == 'f' else 'عشر'}"
    return f"{_one(ones, gender)} و{_TENS[tens]}" if ones else _TENS[tens]


def _one(number: int, gender: str) -> str:
    if gender == "f" and number:
        return _FEMININE.get(number) or _ONES[number].removesuffix("ة")
    return _ONES[number]


def year(number: int) -> str:
    """Say a year behind its noun, which puts it in the genitive: ألفين وأربعة وعشرين."""
    words = cardinal(number).replace("اثنا عشر", "اثني عشر").split()
    return " ".join(
        word[:-2] + "ين" if word.endswith(("ان", "ون")) and not word.endswith("ثمان") else word for word in words
    )


def ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one, with the article: الأول, الثانية عشرة, الحادي والعشرون."""
    tens, ones = divmod(number, 10)
    is_feminine = gender == "f"
    if number > 99:
        return cardinal(number, gender)
    if number <= 10:
        if number == 1:
            return "الأولى" if is_feminine else "الأول"
        return f"ال{_RANKS[number]}{'ة' if is_feminine else ''}" if number else _ONES[0]
    if not ones:
        return f"ال{_TENS[tens]}"
    head = ("الحادية" if is_feminine else "الحادي") if ones == 1 else f"ال{_RANKS[ones]}{'ة' if is_feminine else ''}"
    return f"{head} {'عشرة' if is_feminine else 'عشر'}" if tens == 1 else f"{head} وال{_TENS[tens]}"

"""Which fonts are good for which script, and the package that brings one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SIMPLIFIED = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
TRADITIONAL = ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei")
HONG_KONG = ("Noto Sans CJK HK", "Noto Sans HK", "Source Han Sans HC", "PingFang HK")
JAPANESE = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "Source Han Sans JP",
    "Source Han Sans",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
    "IPAexGothic",
    "IPAGothic",
    "VL Gothic",
    "TakaoGothic",
)
KOREAN = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Source Han Sans KR",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "NanumGothic",
)
GENERAL = (
    "Noto Sans",
    "Inter",
    "Open Sans",
    "Roboto",
    "Helvetica Neue",
    "Segoe UI",
    "Arial",
    "Liberation Sans",
    "DejaVu Sans",
    "FreeSans",
)
"""for Latin, Greek, Cyrillic and whatever else they have"""
BY_LANGUAGE: dict[str, tuple[str, ...]] = {
    "zh": SIMPLIFIED + TRADITIONAL,
    "cmn": SIMPLIFIED + TRADITIONAL,
    "zh-tw": TRADITIONAL + SIMPLIFIED,
    "zh-hant": TRADITIONAL + SIMPLIFIED,
    "zh-hk": HONG_KONG + TRADITIONAL + SIMPLIFIED,
    "yue": HONG_KONG + TRADITIONAL + SIMPLIFIED,
    "hak": TRADITIONAL + SIMPLIFIED,
    "ja": JAPANESE,
    "ko": KOREAN,
}
"""families, the best first, by language tag: the same characters look otherwise in China, Japan and Korea"""
_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "ARABIC": ("Geeza Pro", "Segoe UI"),
    "HEBREW": ("Arial Hebrew", "Segoe UI"),
    "DEVANAGARI": ("Kohinoor Devanagari", "Nirmala UI", "Lohit Devanagari"),
    "THAI": ("Noto Sans Thai Looped", "Thonburi", "Leelawadee UI", "Loma"),
    "BENGALI": ("Nirmala UI", "Lohit Bengali"),
    "TAMIL": ("Nirmala UI", "Lohit Tamil"),
}
_WIDE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "BOPOMOFO")
_SIMPLE = frozenset((*_WIDE, "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "ETHIOPIC", "CHEROKEE"))


@lru_cache(4096)
def script(character: str) -> str:
    """Name the script of a character by the first word of its Unicode name, "ARABIC"; "" for what all scripts share."""
    if unicodedata.category(character)[0] not in "LM":
        return "IDEOGRAPHIC" if unicodedata.east_asian_width(character) in "WF" else ""
    return unicodedata.name(character, "").split(" ", 1)[0].split("-", 1)[0]


def families(language: str, scripts: frozenset[str]) -> tuple[str, ...]:
    """List the families to look for, the best first, for a text in a language with letters of some scripts."""
    tag = language.lower()
    own = BY_LANGUAGE.get(tag) or BY_LANGUAGE.get(tag.split("-")[0], ())
    for each in sorted(scripts):
        own += (f"Noto Sans {each.title()}", f"Noto Sans {each.title()} UI", *_ELSEWHERE.get(each, ()))
    wide = (*SIMPLIFIED, *JAPANESE, *KOREAN, *TRADITIONAL) if any(each in _WIDE for each in scripts) else ()
    return tuple(dict.fromkeys((*own, *GENERAL, *wide)))


def is_shaped(character: str) -> bool:
    """Tell whether letters of this script change with those beside them, or run from right to left."""
    kind = script(character)
    return (bool(kind) and kind not in _SIMPLE and unicodedata.category(character) != "Mn") or is_right_to_left(
        character
    )


def is_right_to_left(character: str) -> bool:
    """Tell whether a character is of a script that runs from right to left."""
    return unicodedata.bidirectional(character) in ("R", "AL")


def script_name(kind: str) -> str:
    """Name a script as people do."""
    return "Chinese, Japanese or Korean" if kind in _WIDE else kind.title() or "general"


def package(kind: str) -> str:
    """Name the Debian package that has a font for a script."""
    return "fonts-noto-cjk" if kind in _WIDE else "fonts-noto-core"

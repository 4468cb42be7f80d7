"""Whether a text is in the letters of its language, and whether a font of this machine has them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError
from avatar.finish.subtitles import choose
from avatar.finish.subtitles.families import script

if TYPE_CHECKING:
    from avatar.settings import SubtitleSettings

_HAN = ("CJK", "IDEOGRAPHIC", "BOPOMOFO")
"""scripts as Unicode's names call them, of Chinese characters"""
_SCRIPTS: dict[str, tuple[str, ...]] = {
    "Hans": _HAN,
    "Hant": _HAN,
    "Jpan": (*_HAN, "HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH"),
    "Kore": ("HANGUL", *_HAN),
    "Latn": ("LATIN",),
    "Cyrl": ("CYRILLIC",),
    "Arab": ("ARABIC",),
    "Hebr": ("HEBREW",),
    "Grek": ("GREEK",),
    "Thai": ("THAI",),
    "Deva": ("DEVANAGARI",),
    "Beng": ("BENGALI",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Geor": ("GEORGIAN",),
    "Armn": ("ARMENIAN",),
    "Ethi": ("ETHIOPIC",),
}
"""the same by the codes of ISO 15924 that the CLDR gives for languages"""
_LEAST = 0.2
"""share of a text's letters that are of its language's script; brands and figures are often of another"""
_FEWEST = 4
"""letters of a text that say anything"""


def wrong_letters(text: str, language: str) -> str:
    """Say that a text is in other letters than its language; "" where it is in those."""
    expected = _SCRIPTS.get(_code(language), ())
    found = [each for sign in text if (each := script(sign))]
    if not expected or len(found) < _FEWEST:
        return ""
    if sum(each in expected for each in found) >= _LEAST * len(found):
        return ""
    most = max(set(found), key=found.count)
    name = "Chinese" if most in _HAN else most.title()
    return f"It is meant to be in the language {language!r}, and is in {name} letters; is it in the wrong column?"


def missing_letters(text: str, language: str, settings: SubtitleSettings) -> str:
    """Say which letters of subtitles that are burned in no font has; "" where all are there."""
    return _missing("".join(sorted({sign for sign in text if not sign.isspace()})), language, settings.style)


@lru_cache(maxsize=4096)
def _missing(letters: str, language: str, style: str | None) -> str:
    from avatar.subtitles.style import Style, read_style

    look = Style() if style is None else read_style(style, "the subtitle style")
    try:
        choose(letters, language, look.text.font)
    except NotInstalledError as fault:
        return str(fault)
    return ""


@lru_cache(maxsize=256)
def _code(language: str) -> str:
    from babel.core import get_global

    from avatar.campaign.sheet.filters import locale_of

    locale = locale_of(language)
    if locale.script:
        return locale.script
    likely: str = get_global("likely_subtags").get(locale.language, "")
    return next((part for part in likely.split("_") if len(part) == 4), "")

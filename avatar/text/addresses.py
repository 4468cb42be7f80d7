"""Web and mail addresses, taken apart so that they can be said."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin, spelled

_TOP = "com|org|net|cn|gov|edu|io|ai|app|bank|info|biz|hk|tw|jp|uk|de|fr|es|it|eu|us|co|me|tv|cc|top|xyz|shop"
_PATH = r"(?:[/?#][A-Za-z0-9._~/?#@!$&'*+=%:,;-]*[A-Za-z0-9/=#])?/?"
_START = r"(?<![A-Za-z0-9.@_-])"
ADDRESS = (
    rf"{_START}(?:https?|ftp)://[A-Za-z0-9.-]*[A-Za-z0-9](?::[0-9]{{2,5}})?{_PATH}"
    rf"|{_START}[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{{2,}}(?![A-Za-z0-9])"
    rf"|{_START}www\.[A-Za-z0-9.-]*[A-Za-z0-9]{_PATH}"
    rf"|{_START}[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.(?:{_TOP})(?![A-Za-z0-9_@-]|\.[A-Za-z0-9]){_PATH}"
)
"""Pattern of a web or mail address."""

_PART = re.compile(r"(?:https?|ftp)://|[A-Za-z]+|[0-9]+|.")
_SAID_PARTS = frozenset(["com", "net", "org", "info", "app", "bank", "shop", "top", "edu", "gov", "biz"])
_SHORT_NAME = re.compile(
    "[bcdfghjklmnprstvwyz](?:[aeiou][bdgklmnprstxyz]|[aeio][aeiouy])|[aei](?:[lmnv][aeiy]|nn|dd|my)"
)
"""Three letters that are a word or a name: doe, san, tom, ana."""
_SPELLED = frozenset(["mit", "sec", "gop", "cia", "led", "vat", "vip", "hiv", "suv", "dev", "img", "lan", "wan"])
_VOWELS = re.compile("[aeiouy]", re.IGNORECASE)


def parts_of(address: str) -> list[tuple[str, str]]:
    """Take an address apart into (as written, kind), kind "scheme", "letters", "digits" or "sign"."""
    parts = []
    for match in _PART.finditer(address):
        part = match[0]
        kind = "letters" if part.isalpha() else "digits" if part.isdigit() else "sign"
        parts.append((part, "scheme" if "://" in part else kind))
    return parts


def read_label(label: str) -> str:
    """Give what is said for the letters of one label: "com", "W W W", "I C B C"."""
    if label.lower() in _SAID_PARTS:
        return label.lower()
    lower = label.lower()
    is_word = _is_sayable(lower) if len(label) > 3 else _SHORT_NAME.fullmatch(lower) is not None
    return lower if is_word and read_latin(lower) == lower and lower not in _SPELLED else spelled(label)


def _is_sayable(label: str) -> bool:
    """Tell whether a label can be said as a word: github can, icbc and xyz cannot."""
    clusters = re.findall("[^aeiouy]+", label)
    longest = 2 if len(label) < 6 else 4
    return bool(_VOWELS.search(label)) and all(
        len(cluster) <= longest or (len(cluster) == 3 and cluster[0] in "lnrs") for cluster in clusters
    )

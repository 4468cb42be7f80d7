"""The words of a question as they are compared: without case, accents, widths, and with synonyms taken for one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from avatar.text.chinese.traditional import simplified
from avatar.text.language_profiles import COMMON_WORDS
from avatar.text.scripts import HAN, KANA

_DENSE = f"[{HAN}{KANA}\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]"
_TOKEN = re.compile(rf"(?P<dense>{_DENSE}+)|(?P<word>(?:(?!{_DENSE})[^\W_])+)")
_NUMBER_GAP = re.compile(r"(?<=[0-9])[\s.,'’](?=[0-9]{3}(?![0-9]))")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=..)")
WITHIN, SHORTEST_WITHIN = 0.75, 6
"""how much alike a word and one that holds it are, from so many parts on"""
SHORTEST_STEM = 5
"""letters of a word that may have an ending"""
COMMON = 0.8
"""what one of the other common words counts"""
_MOST_LIGHT = 110
"""common words of a language that say little about what somebody asks: the first of its list"""
_HEAVY = frozenset(
    [
        "bank",
        "card",
        "time",
        "people",
        "day",
        "tag",
        "guten",
        "karta",
        "karty",
        "karte",
        "open",
        "day",
        "days",
        "money",
        "account",
        "cajero",
        "tarjeta",
        "карта",
        "карту",
        "счет",
        "день",
        "no",
        "not",
        "nicht",
        "kein",
        "keine",
        "non",
        "не",
        "нет",
        "lost",
        "find",
    ]
)
_LIGHT_DENSE = frozenset(
    "的了吗呢吧啊呀是我你您他她它们在有和与及或就都也还要想请问怎么样如何什么哪里些个这那可以能会给把被到去来让对为以吗么呢"
    "はがをにでのともやへかねよですますてしたいれこそあどうなにんるらせくきけっまえおりさち"
)
"""letters of Chinese and Japanese that say little"""
_LIGHT_TOO = frozenset(
    [
        "today",
        "tomorrow",
        "yesterday",
        "now",
        "heute",
        "morgen",
        "gestern",
        "jetzt",
        "hoy",
        "mañana",
        "manana",
        "ayer",
        "ahora",
        "think",
        "want",
        "need",
        "know",
        "tell",
        "今天",
        "明天",
        "昨天",
        "现在",
        "觉得",
        "知道",
        "告诉",
        "一下",
        "一个",
        "今日",
        "明日",
    ]
)
"""words that say little, though they are content words"""


def fold(text: str) -> str:
    """Give a text without case, accents, widths, vowel signs of Arabic and gaps in numbers; Chinese simplified."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ß", "ss")
    kept = []
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.combining(letter) and not "\u3099" <= letter <= "\u309a" and not _is_indic(letter):
            continue
        kept.append(letter)
    text = unicodedata.normalize("NFC", "".join(kept)).translate(_ARABIC)
    return simplified(_NUMBER_GAP.sub("", text)).replace("ı", "i").replace("ø", "o").replace("ł", "l")


def tokens(text: str) -> list[str]:
    """Cut a folded text into words, and letters of scripts without spaces into pairs."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        if match["word"]:
            found.append(_ARTICLE.sub("", match[0]))
            continue
        run = match[0]
        found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        found += [f"{letter}·" for letter in run]
    return found


def weight(token: str) -> float:
    """Say how much a token may tell about what is asked, whatever the file is about: 0..1."""
    if token in _LIGHT_TOO:
        return 0.15
    if token.endswith("·"):
        return 0.05 if token[0] in _LIGHT_DENSE else 0.4
    if re.match(_DENSE, token):
        light = sum(letter in _LIGHT_DENSE for letter in token)
        return (1.0, 0.5, 0.15)[light] if len(token) == 2 else 0.3
    if token in _light_words():
        return 0.15
    if token in _common_words():
        return COMMON
    return 1.0 if len(token) > 1 or token.isdigit() else 0.2


def grams(word: str) -> frozenset[str]:
    """Give the three letters in a row of a word, with its beginning and end marked."""
    padded = f"‹{word}›"
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Say how alike two words are by their parts, 0..1; a word within a longer one is much like it."""
    common = len(one & other)
    shorter = min(len(one), len(other))
    within = WITHIN * common / shorter if shorter >= SHORTEST_WITHIN else 0.0
    return max(2 * common / (len(one) + len(other)), within)


def is_spaced(token: str) -> bool:
    """Tell whether a token is a word, not letters of a script without spaces."""
    return not re.match(_DENSE, token)


class Synonyms:
    """Groups of words and phrases that count as one."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        """Take the groups."""
        self._signs: dict[str, str] = {}
        for number, group in enumerate(groups):
            for word in group:
                if folded := fold(word).strip():
                    self._signs.setdefault(folded, f"syn{number}x")
        words = sorted(self._signs, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_anywhere, words))) if words else None

    def settle(self, folded: str) -> str:
        """Put a group's sign in the place of each of its words."""
        if self._pattern is None:
            return folded
        return self._pattern.sub(lambda match: f" {self._sign(match[0])} ", folded)

    def _sign(self, found: str) -> str:
        """Give the sign of a word, or of what is left of it without an ending."""
        return next(self._signs[found[:end]] for end in range(len(found), 0, -1) if found[:end] in self._signs)


def _anywhere(word: str) -> str:
    """Match a word, long ones with an ending of up to three letters."""
    if re.match(_DENSE, word):
        return re.escape(word)
    ending = r"\w{0,3}" if len(word) >= SHORTEST_STEM else ""
    return rf"(?<!\w){re.escape(word)}{ending}(?!\w)"


@lru_cache(maxsize=1)
def _light_words() -> frozenset[str]:
    found: set[str] = set()
    for languages in COMMON_WORDS.values():
        for words in languages.values():
            found.update(fold(word) for word in words.split()[:_MOST_LIGHT])
    return frozenset(found - _HEAVY)


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    found: set[str] = set()
    for languages in COMMON_WORDS.values():
        for words in languages.values():
            found.update(fold(word) for word in words.split())
    return frozenset(found)


def _is_indic(letter: str) -> bool:
    return "\u0900" <= letter <= "\u109f" or "\u1780" <= letter <= "\u17ff"

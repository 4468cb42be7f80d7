"""Kana in the network's alphabet, as it was taught them.

The inventory is that of the published front end of Kokoro-82M (misaki 0.9, module cutlet): palatal consonants with ʲ, ɨ
after sibilants, β for w, ʔ for a doubled consonant, and n as the place of what follows says.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from avatar.errors import VoiceError
from avatar.speech.kokoro.sounds import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOWELS = {"a": "a", "i": "i", "u": "ɯ", "e": "e", "o": "o"}
_ROWS = {
    "アイウエオ": "", "カキクケコ": "k", "ガギグゲゴ": "ɡ", "サシスセソ": "s", "ザジズゼゾ": "ʣ", "タチツテト": "t",
    "ダヂヅデド": "d", "ナニヌネノ": "n", "ハヒフヘホ": "h", "バビブベボ": "b", "パピプペポ": "p", "マミムメモ": "m",
    "ラリルレロ": "ɾ",
}  # fmt: skip
_OTHERS = {
    "シ": ("ɕ", "i"), "ジ": ("ʥ", "i"), "チ": ("ʨ", "i"), "ヂ": ("ʥ", "i"), "ニ": ("ɲ", "i"), "ヒ": ("ç", "i"),
    "ス": ("s", "ɨ"), "ズ": ("z", "ɨ"), "ヅ": ("z", "ɨ"), "ツ": ("ʦ", "ɨ"), "フ": ("ɸ", "ɯ"),
    "ヤ": ("j", "a"), "ユ": ("j", "ɯ"), "ヨ": ("j", "o"), "ワ": ("β", "a"), "ヰ": ("", "i"), "ヱ": ("", "e"),
    "ヲ": ("", "o"), "ヴ": ("v", "ɯ"), "ヷ": ("v", "a"), "ヸ": ("vʲ", "i"), "ヹ": ("v", "e"), "ヺ": ("v", "o"),
    "ヵ": ("k", "a"), "ヶ": ("k", "e"), "ヮ": ("β", "a"),
}  # fmt: skip
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "ɯ", "ェ": "e", "ォ": "o", "ャ": "a", "ュ": "ɨ", "ョ": "o", "ヮ": "a"}
"""the vowel that a small kana puts in the place of the one before"""
_GLIDED = "ャュョ"
_ALREADY_PALATAL = "ɕʥʨɲçj"
_LONG, _DOUBLED, _NASAL = "ー", "ッ", "ン"
_NASALS = (("pbm", "m"), ("kɡ", "ŋ"), ("ɲʨʥ", "ɲ"), ("ntdɾʦʣz", "n"))
"""what the moraic nasal is before these"""
_IPA = {"ʨ": "tɕ", "ʥ": "dʑ", "ʦ": "ts", "ʣ": "dz"}
"""what the lips read for symbols of the network's own"""


def spell(reading: str, word: str, index: int) -> tuple[Sound, ...]:
    """Spell the kana of the word with this index; raise `VoiceError` where it has none."""
    moras = list(_moras(_kana(reading)))
    if not moras:
        raise VoiceError(f"The reading {reading!r} of {word!r} has no kana, which a Japanese voice reads; write it so.")
    found: list[Sound] = []
    for place, (onset, vowel) in enumerate(moras):
        if onset in (_LONG, _DOUBLED, _NASAL):
            found += _special(onset, moras[place + 1][0] if place + 1 < len(moras) else "", found, index)
            continue
        if onset:
            found.append(Sound(onset, _lips(onset), index))
        found.append(Sound(vowel, _lips(vowel), index))
    return tuple(found)


def _kana(reading: str) -> str:
    """Write a reading in katakana of full width."""
    wide = unicodedata.normalize("NFKC", reading)
    return "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in wide)


def _moras(kana: str) -> Iterator[tuple[str, str]]:
    """Yield onset and vowel of each mora; a long mark, a doubled consonant or a nasal is an onset without a vowel."""
    for whole in re.findall(r"[ア-ンヴヷ-ヺヵヶァィゥェォッャュョヮー][ァィゥェォャュョヮ]*", kana):
        first, smalls = whole[0], whole[1:]
        if first in (_LONG, _DOUBLED, _NASAL):
            yield first, ""
            continue
        onset, vowel = _full(first)
        if not smalls:
            yield onset, vowel
        elif onset or first in ("イ", "ウ"):
            yield _glided(first, onset, smalls[0]), _SMALL[smalls[0]]
        else:  # a vowel drawn out in writing
            yield onset, vowel
            yield "", _SMALL[smalls[0]]
        for small in smalls[1:]:
            yield "", _SMALL[small]


def _full(kana: str) -> tuple[str, str]:
    if kana in _OTHERS:
        return _OTHERS[kana]
    if kana in _SMALL:
        return ("j", {"ャ": "a", "ュ": "ɯ", "ョ": "o"}[kana]) if kana in _GLIDED else ("", _SMALL[kana])
    row = next(row for row in _ROWS if kana in row)
    vowel = tuple(_VOWELS)[row.index(kana)]
    onset = _ROWS[row]
    if vowel == "i" and onset in ("k", "ɡ", "b", "p", "m", "ɾ"):
        onset += "ʲ"
    return onset, _VOWELS[vowel]


def _glided(first: str, onset: str, small: str) -> str:
    """Give the onset of a kana with a small one after it."""
    if first == "イ":
        return "j"
    if first == "ウ":
        return "β"
    if first in ("ク", "グ") and small not in _GLIDED:
        return onset + "ᵝ"
    if first in ("ト", "ド", "ツ", "フ", "ヴ", "ス", "ズ", "テ", "デ", "ホ") and small not in (*_GLIDED, "ィ"):
        return onset
    is_palatal = onset[-1] in (*_ALREADY_PALATAL, "ʲ") or first in ("ス", "ズ")
    return onset if is_palatal else onset + "ʲ"


def _special(kind: str, following: str, so_far: list[Sound], index: int) -> Iterator[Sound]:
    if kind == _LONG:
        if so_far and so_far[-1].symbols[-1] in "aiɯeoɨː":
            last = so_far.pop()
            yield Sound(last.symbols + "ː", last.ipa + "ː", index)
    elif kind == _DOUBLED:
        held = following[:1]
        yield Sound("ʔ", _IPA.get(held, held)[:1] or "ʔ", index)
    else:
        symbol = next((nasal for places, nasal in _NASALS if following[:1] and following[0] in places), "ɴ")
        yield Sound(symbol, symbol, index)


def _lips(symbols: str) -> str:
    return "".join(_IPA.get(symbol, symbol) for symbol in symbols).replace("ᵝ", "w")

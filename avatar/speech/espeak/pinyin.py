"""Turn pinyin with tone digits into what espeak's voice `cmn-latn-pinyin` reads without fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

from avatar.errors import VoiceError

RESPELLED = {"jiong": "jong", "qiong": "qong", "xiong": "xong", "wong": "weng"}
"""espeak reads the left column as English letters, and the right one as it should."""

BARE = {"m": "m-", "n": "n-", "ng": "N-", "hm": "Xm-", "hng": "XN-", "ê": "E"}
"""Interjections without a vowel letter that espeak's rules know, as espeak mnemonics."""

INITIALS = {
    "b": "p",
    "p": "ph",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "th",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "kh",
    "h": "X",
    "j": "tS;",
    "q": "tS;h",
    "x": "S;",
    "zh": "ts.",
    "ch": "ts.h",
    "sh": "s.",
    "r": "z.",
    "z": "ts",
    "c": "tsh",
    "s": "s",
    "": "",
}
"""Pinyin initial to espeak mnemonic."""

RHOTIC = {
    **dict.fromkeys(("a", "ai", "an", "ang"), "A{tone}@r11"),
    **dict.fromkeys(("ia", "ian", "iang"), "jA{tone}@r11"),
    **dict.fromkeys(("ua", "uai", "uan", "uang"), "wA{tone}@r11"),
    "van": "y&{tone}@r11",
    "ao": "Au{tone}@r11",
    "iao": "jAu{tone}@r11",
    "o": "o{tone}@r11",
    "uo": "uo{tone}@r11",
    "e": "o-{tone}@r11",
    "ie": "iE{tone}@r11",
    "ve": "yE{tone}@r11",
    "ou": "ou{tone}@r11",
    "iu": "iou{tone}@r11",
    "u": "u{tone}@r11",
    "v": "y{tone}@r11",
    "vn": "y{tone}@r11",
    "ong": "o{tone}@r11",
    "iong": "jo{tone}@r11",
    **dict.fromkeys(("ei", "en", "eng"), "@r{tone}"),
    **dict.fromkeys(("ui", "un", "ueng"), "w@r{tone}"),
    **dict.fromkeys(("i", "in", "ing"), "j@r{tone}"),
    "-i": "@r{tone}",
}
"""Final with erhua to espeak mnemonic: the coda -i or -n falls, a close vowel gets a schwa (Xiandai Hanyu, erhua)."""

GLIDES = {
    **{"yi": "i", "yin": "in", "ying": "ing", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn", "you": "iu"},
    **{"wu": "u", "wei": "ui", "wen": "un"},
}
"""Finals that pinyin spells otherwise when no consonant stands before them."""

CONTOURS = {1: "55", 2: "35", 3: "214", 4: "51", 5: "11"}
"""Tone to espeak mnemonic."""

_SYLLABLE = re.compile(r"([a-zê]+)([1-5])")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable in espeak's spelling."""

    text: str
    """pinyin with tone digit, or mnemonics between [[ and ]]"""
    tones: tuple[int | None, ...]
    """tone of each vowel that espeak makes of it"""

    @property
    def is_mnemonic(self) -> bool:
        """Whether espeak must be told to read mnemonics."""
        return self.text.startswith("[[")


def spell(reading: str, word: str) -> tuple[Syllable, ...]:
    """Spell the reading of `word`; raise `VoiceError` where it is not pinyin with tone digits."""
    letters = reading.lower().replace("u:", "v").replace("ü", "v")
    syllables: list[tuple[str, int]] = []
    for base, digit in _SYLLABLE.findall(letters):
        if base == "r" and syllables:
            before, tone = syllables.pop()
            syllables.append((before + "r", tone))
        else:
            syllables.append(("er" if base == "r" else base, int(digit)))
    if not syllables or re.sub(r"[\s'’]", "", _SYLLABLE.sub("", letters)):
        raise unreadable(reading, word)
    return tuple(_respell(base, tone, reading, word) for base, tone in syllables)


def unreadable(reading: str, word: str) -> VoiceError:
    """Say that a reading is no pinyin."""
    return VoiceError(
        f"The reading {reading!r} of {word!r} is not pinyin that a Chinese voice can say; "
        'write syllables with tone digits, such as "yin2 hang2".'
    )


def chunks(syllables: tuple[Syllable, ...]) -> list[tuple[Syllable, ...]]:
    """Group syllables into feet of two or three, which espeak stresses and times as one word."""
    groups: list[tuple[Syllable, ...]] = []
    rest = syllables
    while rest:
        size = len(rest) if len(rest) <= 3 else 2
        groups.append(rest[:size])
        rest = rest[size:]
    return groups


def _respell(base: str, tone: int, reading: str, word: str) -> Syllable:
    if base in BARE:
        return Syllable(f"[[{BARE[base]}{CONTOURS[tone]}]]", (tone,))
    if base.endswith("r") and base != "er":
        mnemonics = _rhotic(base[:-1])
        if mnemonics is None:
            raise unreadable(reading, word)
        is_split = mnemonics.endswith("11")
        return Syllable(f"[[{mnemonics.format(tone=CONTOURS[tone])}]]", (tone, None) if is_split else (tone,))
    return Syllable(f"{RESPELLED.get(base, base)}{tone}", (tone,))


def _rhotic(base: str) -> str | None:
    """Give mnemonics, with a gap for the tone, of a syllable that takes the suffix -r."""
    initial = next((base[:size] for size in (2, 1, 0) if base[:size] in INITIALS), "")
    final = base[len(initial) :]
    if base[0] in "yw":
        final = GLIDES.get(base, {"y": "i", "w": "u"}[base[0]] + base[1:])
    elif initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    elif initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        final = "-i"
    elif base in ("nue", "lue"):
        final = "ve"
    ending = RHOTIC.get(final)
    return None if ending is None else INITIALS[initial] + "'" + ending

"""Pinyin with tone digits, taken apart into initials, finals and tones, whoever is to say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from avatar.errors import VoiceError

BARE = ("m", "n", "ng", "hm", "hng", "ê")
"""interjections without a vowel letter, or with one that no other syllable has"""
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs")
_ZERO = {
    **{"yi": "i", "yin": "in", "ying": "ing", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn", "you": "iu"},
    **{"wu": "u", "wei": "ui", "wen": "un", "wong": "ueng"},
}
"""finals that pinyin spells otherwise where no consonant stands before them"""
_SYLLABLE = re.compile(r"([a-zê]+)([1-5])")


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable of Mandarin."""

    initial: str
    """as pinyin writes it, "zh"; "" for none"""
    final: str
    """as pinyin writes it after a consonant, but v for ü, -i for the vowel of zhi and zi, ueng for weng"""
    tone: int
    """1-4, 5 the neutral one"""
    is_rhotic: bool = False
    """it ends in -r, as huar"""

    @property
    def bare(self) -> str:
        """The interjection that it is, "hng"; "" for all others."""
        return self.final if not self.initial and self.final in BARE else ""


def parse(reading: str, word: str) -> tuple[Syllable, ...]:
    """Take the reading of `word` apart; raise `VoiceError` where it is not pinyin with tone digits."""
    letters = reading.lower().replace("u:", "v").replace("ü", "v")
    found = [(base, int(digit)) for base, digit in _SYLLABLE.findall(letters)]
    if not found or re.sub(r"[\s'’-]", "", _SYLLABLE.sub("", letters)):
        raise unreadable(reading, word)
    syllables: list[tuple[str, int]] = []
    for base, tone in found:
        if base == "r" and syllables:
            before, its_tone = syllables.pop()
            syllables.append((before + "r", its_tone))
        else:
            syllables.append(("er" if base == "r" else base, tone))
    return tuple(_split(base, tone) for base, tone in syllables)


def unreadable(reading: str, word: str) -> VoiceError:
    """Say that a reading is no pinyin."""
    return VoiceError(
        f"The reading {reading!r} of {word!r} is not pinyin that a Chinese voice can say; "
        'write syllables with tone digits, such as "yin2 hang2".'
    )


def _split(base: str, tone: int) -> Syllable:
    if base in BARE:
        return Syllable("", base, tone)
    is_rhotic = base.endswith("r") and base != "er"
    base = base[:-1] if is_rhotic else base
    initial = next((each for each in _INITIALS if base.startswith(each)), "")
    final = base[len(initial) :]
    if not initial and base[:1] in ("y", "w"):
        final = _ZERO.get(base, {"y": "i", "w": "u"}[base[0]] + base[1:])
    elif initial in ("j", "q", "x") and final.startswith("u"):
        final = "v" + final[1:]
    elif initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        final = "-i"
    elif initial in ("n", "l") and final == "ue":
        final = "ve"
    return Syllable(initial, final, tone, is_rhotic)

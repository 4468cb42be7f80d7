"""The chart of the International Phonetic Alphabet (revised to 2020) as articulatory features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Manner = Literal[
    "silence", "vowel", "plosive", "nasal", "fricative", "affricate", "approximant", "lateral", "tap", "trill", "click"
]
Place = Literal[
    "none",
    "bilabial",
    "labiodental",
    "dental",
    "alveolar",
    "postalveolar",
    "retroflex",
    "alveolo-palatal",
    "palatal",
    "velar",
    "labial-velar",
    "labial-palatal",
    "uvular",
    "pharyngeal",
    "glottal",
    "apical",
]


@dataclass(frozen=True, slots=True)
class Sound:
    """One articulation: a phone is one of these, or several in a row (diphthongs, Mandarin finals)."""

    manner: Manner
    """How the airstream is shaped."""
    place: Place = "none"
    """Where it is narrowed; "none" for vowels, "apical" for the vowels of Mandarin zi and zhi."""
    height: float = 0.0
    """Vowels: 0 close to 1 open."""
    backness: float = 0.5
    """Vowels: 0 front to 1 back."""
    rounding: float = 0.0
    """0-1; on a consonant its secondary articulation (ʷ)."""
    palatal: float = 0.0
    """0-1, secondary articulation (ʲ)"""
    rhotic: bool = False
    """r-coloured vowel"""
    aspirated: bool = False
    """The release is followed by breath."""
    syllabic: bool = True
    """Vowels: carries a syllable, unlike an off-glide marked so."""

    @property
    def is_vowel(self) -> bool:
        """Tell vowels from all else."""
        return self.manner == "vowel"

    @property
    def seals_lips(self) -> bool:
        """Tell whether the lips must touch all along (p b m, ɓ, ʘ, k͡p, the trill ʙ)."""
        return self.place in ("bilabial", "labial-velar") and self.manner in ("plosive", "nasal", "trill", "click")

    @property
    def bites_lip(self) -> bool:
        """Tell whether the lower lip must meet the upper teeth (f v ɱ)."""
        return self.place == "labiodental"


SILENCE = Sound("silence")
"""No sound at all."""

NEUTRAL = Sound("vowel", height=0.47)
"""What an unknown symbol becomes: the neutral mid vowel."""

# height, backness, rounding (the open rounded vowels round the least)
_VOWELS: dict[str, tuple[float, float, float]] = {
    "i": (0.0, 0.0, 0.0),
    "y": (0.0, 0.0, 1.0),
    "ɨ": (0.0, 0.5, 0.0),
    "ʉ": (0.0, 0.5, 1.0),
    "ɯ": (0.0, 1.0, 0.0),
    "u": (0.0, 1.0, 1.0),
    "ɪ": (0.17, 0.15, 0.0),
    "ʏ": (0.17, 0.15, 0.95),
    "ᵻ": (0.17, 0.5, 0.0),
    "ᵿ": (0.17, 0.6, 0.7),
    "ʊ": (0.17, 0.85, 0.9),
    "e": (0.33, 0.0, 0.0),
    "ø": (0.33, 0.0, 0.95),
    "ɘ": (0.33, 0.5, 0.0),
    "ɵ": (0.33, 0.5, 0.9),
    "ɤ": (0.33, 1.0, 0.0),
    "o": (0.33, 1.0, 0.95),
    "ə": (0.47, 0.5, 0.0),
    "ɛ": (0.6, 0.0, 0.0),
    "ᴇ": (0.47, 0.0, 0.0),
    "œ": (0.6, 0.0, 0.85),
    "ɜ": (0.6, 0.5, 0.0),
    "ɞ": (0.6, 0.5, 0.8),
    "ʌ": (0.8, 0.9, 0.0),
    "ɔ": (0.6, 1.0, 0.85),
    "æ": (0.85, 0.1, 0.0),
    "ɐ": (0.8, 0.5, 0.0),
    "a": (1.0, 0.4, 0.0),
    "ᴀ": (1.0, 0.5, 0.0),
    "ɶ": (1.0, 0.1, 0.6),
    "ɑ": (1.0, 1.0, 0.0),
    "ɒ": (0.9, 1.0, 0.5),
}

_CONSONANTS: dict[tuple[Manner, Place], str] = {
    ("plosive", "bilabial"): "pbɓ",
    ("plosive", "alveolar"): "tdɗ",
    ("plosive", "retroflex"): "ʈɖᶑ",
    ("plosive", "alveolo-palatal"): "ȶȡ",
    ("plosive", "palatal"): "cɟʄ",
    ("plosive", "velar"): "kɡgɠ",
    ("plosive", "uvular"): "qɢʛ",
    ("plosive", "pharyngeal"): "ʡ",
    ("plosive", "glottal"): "ʔ?",
    ("nasal", "bilabial"): "m",
    ("nasal", "labiodental"): "ɱ",
    ("nasal", "alveolar"): "n",
    ("nasal", "retroflex"): "ɳ",
    ("nasal", "alveolo-palatal"): "ȵ",
    ("nasal", "palatal"): "ɲ",
    ("nasal", "velar"): "ŋ",
    ("nasal", "uvular"): "ɴ",
    ("trill", "bilabial"): "ʙ",
    ("trill", "alveolar"): "r",
    ("trill", "uvular"): "ʀ",
    ("tap", "labiodental"): "ⱱ",
    ("tap", "alveolar"): "ɾɺ",
    ("tap", "retroflex"): "ɽ",
    ("fricative", "bilabial"): "ɸβ",
    ("fricative", "labiodental"): "fv",
    ("fricative", "dental"): "θð",
    ("fricative", "alveolar"): "sz",
    ("fricative", "postalveolar"): "ʃʒɧ",
    ("fricative", "retroflex"): "ʂʐ",
    ("fricative", "alveolo-palatal"): "ɕʑ",
    ("fricative", "palatal"): "çʝ",
    ("fricative", "velar"): "xɣ",
    ("fricative", "uvular"): "χʁ",
    ("fricative", "pharyngeal"): "ħʕʜʢ",
    ("fricative", "glottal"): "hɦ",
    ("fricative", "labial-velar"): "ʍ",
    ("approximant", "labiodental"): "ʋ",
    ("approximant", "alveolar"): "ɹ",
    ("approximant", "retroflex"): "ɻ",
    ("approximant", "palatal"): "j",
    ("approximant", "velar"): "ɰ",
    ("approximant", "labial-velar"): "w",
    ("approximant", "labial-palatal"): "ɥ",
    ("lateral", "alveolar"): "lɫɬɮ",
    ("lateral", "retroflex"): "ɭ",
    ("lateral", "alveolo-palatal"): "ȴ",
    ("lateral", "palatal"): "ʎ",
    ("lateral", "velar"): "ʟ",
    ("click", "bilabial"): "ʘ",
    ("click", "dental"): "ǀ",
    ("click", "alveolar"): "ǃ!ǁ",
    ("click", "palatal"): "ǂ",
}


def _chart() -> dict[str, Sound]:
    chart = {letter: Sound("vowel", "none", *features) for letter, features in _VOWELS.items()}
    for (manner, place), letters in _CONSONANTS.items():
        chart |= {letter: Sound(manner, place) for letter in letters}
    for letter, base in (("ɚ", "ə"), ("ɝ", "ɜ")):
        height, backness, rounding = _VOWELS[base]
        chart[letter] = Sound("vowel", "none", height, backness, rounding, rhotic=True)
    for letter in "ɿʅ":
        chart[letter] = Sound("vowel", "apical")
    for letter in "ʮʯ":
        chart[letter] = Sound("vowel", "apical", rounding=1.0)
    return chart


CHART: dict[str, Sound] = _chart()
"""Every letter of the chart, with the extensions that linguists of Chinese use."""

"""Read IPA: one phone's symbols into the articulations that it asks for, one after another."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.visemes.features import CHART, NEUTRAL, SILENCE, Sound

if TYPE_CHECKING:
    from collections.abc import Callable

# espeak-ng writes some sounds in ASCII (Kirshenbaum's IPA or pinyin habits); longest first.
_SPELLINGS = (
    ("i̪", "ɿ"),
    ("i.", "ʅ"),
    ("o-", "ɤ"),
    ('u"', "ʉ"),
    ("oe", "œ"),
    ("nɡ", "ŋ"),
    ("ng", "ŋ"),
    ("s.", "ʂ"),
    ("z.", "ʐ"),
    ("t.", "ʈ"),
    ("d.", "ɖ"),
    ("n.", "ɳ"),
    ("l.", "ɭ"),
    ("r.", "ɽ"),
    ("ʦ", "ts"),
    ("ʣ", "dz"),
    ("ʧ", "tʃ"),
    ("ʤ", "dʒ"),
    ("ʨ", "tɕ"),
    ("ʥ", "dʑ"),
    ("ﬁ", "fi"),
)

_TIES = "\u0361\u035c"
"""above, below"""


def _bounded(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _raised(sound: Sound) -> Sound:
    if sound.is_vowel:
        return replace(sound, height=_bounded(sound.height - 0.12))
    # The raised trill of Czech ř is heard, and seen, as a sibilant.
    return replace(sound, manner="fricative") if sound.manner == "trill" else sound


def _lowered(sound: Sound) -> Sound:
    if sound.is_vowel:
        return replace(sound, height=_bounded(sound.height + 0.12))
    return replace(sound, manner="approximant") if sound.manner == "fricative" else sound


def _dental(sound: Sound) -> Sound:
    # t̪ is an alveolar to the eye: the tongue tip is at the teeth in both.
    return replace(sound, manner="vowel", place="apical") if sound.is_vowel else sound


_MARKS: dict[str, Callable[[Sound], Sound]] = {
    "ʷ": lambda sound: replace(sound, rounding=max(sound.rounding, 0.6)),
    "\u032b": lambda sound: replace(sound, rounding=max(sound.rounding, 0.6)),
    "ᶣ": lambda sound: replace(sound, rounding=max(sound.rounding, 0.6), palatal=1.0),
    "ᵝ": lambda sound: replace(sound, rounding=max(sound.rounding, 0.3)),  # lips compressed, not protruded
    "ʲ": lambda sound: replace(sound, palatal=1.0),
    "ʰ": lambda sound: replace(sound, aspirated=True),
    "ʱ": lambda sound: replace(sound, aspirated=True),
    "˞": lambda sound: replace(sound, rhotic=True),
    "\u031d": _raised,
    "\u031e": _lowered,
    "\u032a": _dental,
    "\u0308": lambda sound: replace(sound, backness=0.5),
    "\u033d": lambda sound: replace(sound, backness=0.5, height=(sound.height + 0.47) / 2),
    "\u0339": lambda sound: replace(sound, rounding=_bounded(sound.rounding + 0.2)),
    "\u031c": lambda sound: replace(sound, rounding=_bounded(sound.rounding - 0.2)),
    "\u032f": lambda sound: replace(sound, syllabic=False),
}
"""Marks that the mouth shows; all others (tone, length, stress, voice, nasality, ejection) change nothing to see."""

_ALONE = {"ʲ": "j", "ʷ": "w", "ʰ": "h", "ʱ": "h", "ᶣ": "ɥ"}
"""What a mark means where an engine times it as a phone of its own (espeak-ng's Japanese)."""

_CORONALS = ("dental", "alveolar", "postalveolar", "retroflex", "alveolo-palatal")


@lru_cache(maxsize=4096)
def sounds_of(ipa: str) -> tuple[Sound, ...]:
    """Split a phone into articulations in order; never empty, and never an error.

    Any writing is taken: ligatures, ties, diacritics, espeak-ng's ASCII ("ts.h", "onɡ"). "" is silence. Where no
    letter is known the neutral mid vowel stands in, so that an odd symbol moves the mouth a little instead of failing.
    """
    if not ipa.strip():
        return (SILENCE,)
    text = unicodedata.normalize("NFC", ipa)
    for written, meant in _SPELLINGS:
        text = text.replace(unicodedata.normalize("NFC", written), meant)
    return tuple(_joined(_letters(text))) or (NEUTRAL,)


def _letters(text: str) -> list[tuple[Sound, bool]]:
    """Read letter by letter; the flag says that a tie binds it to the one before."""
    found: list[tuple[Sound, bool]] = []
    tied = False
    for symbol in _known(text):
        if symbol in _TIES:
            tied = True
        elif symbol in _MARKS and found:
            found[-1] = (_MARKS[symbol](found[-1][0]), found[-1][1])
        elif symbol in _MARKS:
            found += [(CHART[letter], False) for letter in _ALONE.get(symbol, "")]
        else:
            found.append((CHART[symbol], tied))
            tied = False
    return found


def _known(text: str) -> list[str]:
    """List the letters and marks that mean something here, taking unknown characters apart once."""
    symbols: list[str] = []
    for character in text:
        if character in CHART or character in _MARKS or character in _TIES:
            symbols.append(character)
            continue
        pieces = unicodedata.normalize("NFKD", character).lower()
        is_mark = unicodedata.category(character) in ("Lm", "Sk", "Mn")
        # A superscript letter (ⁿd, kʷ, əʳ) is a release or an onset, too brief to be a sound of its own.
        symbols += [piece for piece in pieces if piece in _MARKS or (piece in CHART and not is_mark)]
    return symbols


def _joined(letters: list[tuple[Sound, bool]]) -> list[Sound]:
    """Join letters that are one articulation: aspiration, affricates, double closures."""
    sounds: list[Sound] = []
    for sound, tied in letters:
        whole = _join(sounds[-1], sound, tied) if sounds else None
        if whole is None:
            sounds.append(sound)
        else:
            sounds[-1] = whole
    return sounds


def _join(before: Sound, after: Sound, tied: bool) -> Sound | None:
    """Make one sound of two neighbours in a phone, or None if they follow one another."""
    if before.is_vowel or after.is_vowel:
        return None
    if after.place == "glottal" and after.manner == "fricative":
        return replace(before, aspirated=True)
    is_closure = before.manner in ("plosive", "nasal")
    if is_closure and after.manner == before.manner and {before.place, after.place} == {"velar", "bilabial"}:
        return replace(before, place="labial-velar")
    is_release = after.manner in ("fricative", "lateral")
    same_organ = before.place == after.place or {before.place, after.place} <= set(_CORONALS)
    if before.manner == "plosive" and is_release and (same_organ or (tied and not before.seals_lips)):
        return replace(
            after,
            manner="affricate" if after.manner == "fricative" else "lateral",
            rounding=before.rounding or after.rounding,
        )
    return None


def is_sound(ipa: str) -> bool:
    """Tell whether a phone has a letter that is known: what has none is shown as the neutral mid vowel."""
    text = unicodedata.normalize("NFC", ipa)
    for written, meant in _SPELLINGS:
        text = text.replace(unicodedata.normalize("NFC", written), meant)
    return bool(_letters(text))

"""English, and all that is spelled by espeak's phones, in the network's alphabet.

The correspondences are those of the published front end of Kokoro-82M (misaki 0.9, module espeak): capitals are
diphthongs, T is the flap of "butter", American vowels have no length and British ones have.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from avatar.speech.kokoro.symbols import NUMBERS

_ENGLISH = {
    **{"aɪ": "I", "aʊ": "W", "eɪ": "A", "e": "A", "ɔɪ": "Y", "dʒ": "ʤ", "tʃ": "ʧ", "əl": "ᵊl", "ɐ": "ə", "r": "ɹ"},
    **{"x": "k", "ç": "k", "ɬ": "l", "ʔ": "t", "ɾ": "T", "ʲ": "", "o": "ɔ", "-": "", "ɚ": "əɹ"},
    **{"n\u0329": "ᵊn", "m\u0329": "ᵊm", "l\u0329": "ᵊl", "\u0303": "", "ʔn\u0329": "tᵊn"},
}
_AMERICAN = _ENGLISH | {"oʊ": "O", "ɜː": "ɜɹ", "ɪə": "iə", "ː": "", "əʊ": "O", "ɒ": "ɑ", "oː": "ɔ"}
_BRITISH = _ENGLISH | {"əʊ": "Q", "oʊ": "Q", "eə": "ɛː", "iə": "ɪə", "ɚ": "ə", "oː": "ɔː"}
_OTHERS = {
    **{"aɪ": "I", "aʊ": "W", "dz": "ʣ", "dʒ": "ʤ", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ts": "ʦ", "tʃ": "ʧ", "ɔɪ": "Y"},
    **{"tɕ": "ʨ", "dʑ": "ʥ", "g": "ɡ", "-": "", "ʰ": "ʰ", "ʋ": "ʋ", "ʏ": "y", "ʑ": "ʒ"},
    **{"ħ": "h", "ɦ": "h", "ʕ": "ʔ", "ɭ": "l", "ɫ": "l", "ɬ": "l", "ʀ": "ʁ", "ɵ": "ø", "ʉ": "u", "ɱ": "m", "ʍ": "w"},
    **{"ɘ": "ə", "ɞ": "ɜ", "ɶ": "œ", "ʐ": "ʒ", "ɢ": "ɡ", "ʙ": "b", "ɖ": "ɖ"},
}


def spelled(ipa: str, stress: str, language: str) -> str:
    """Spell one of espeak's phones: `stress` is the mark before it, or ""; `language` is BCP-47 of its word.

    What the alphabet lacks is left out; "" where nothing remains.
    """
    symbols = _plain(unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç"), _table(language.lower()))
    return stress + symbols if symbols else ""


@cache
def _table(language: str) -> tuple[tuple[str, str], ...]:
    primary = language.partition("-")[0]
    table = _OTHERS if primary != "en" else _BRITISH if language.startswith(("en-gb", "en-au", "en-ie")) else _AMERICAN
    return tuple(sorted(table.items(), key=lambda pair: -len(pair[0])))


def _plain(ipa: str, table: tuple[tuple[str, str], ...]) -> str:
    """Replace from the left, the longest that fits first."""
    symbols, place = "", 0
    while place < len(ipa):
        old, new = next(((old, new) for old, new in table if ipa.startswith(old, place)), (ipa[place], ipa[place]))
        symbols += "".join(symbol for symbol in new if symbol in NUMBERS)
        place += len(old)
    return symbols

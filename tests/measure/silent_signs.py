"""Find which signs espeak-ng passes over, language by language: python -m tests.measure.silent_signs.

Prints what avatar/text/silent_signs.toml holds: a sign is silent where a text with it sounds like the text without it.
"""

from __future__ import annotations

import ctypes
import re
import sys

import espeakng_loader

from avatar.text.language_tags import SPOKEN

SIGNS = "%‰°€$£¥₹₽₺₩₴₪₫+=×÷±√∞<>≤≥≠≈§©®™²³½¼¾&"
BEHIND = "%‰°€$£²³½¼¾"
"""These stand right behind a number."""
UTF8, IPA = 1, 2
_NAMES = {"zh": "cmn", "en": "en-us", "fr": "fr-fr", "chr": "chr-US-Qaaa-x-west"}


class Engine:
    """espeak-ng, asked for phonemes."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def sounds(self, language: str, text: str) -> str:
        """Give the phonemes of a text without stress and spaces."""
        if self._library.espeak_SetVoiceByName(_NAMES.get(language, language).encode()):
            self._library.espeak_SetVoiceByName(language.encode())
        rest, said = ctypes.c_char_p(text.encode()), ""
        while rest.value:
            said += self._library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA).decode()
        return re.sub(r"[ˈˌ_ ː\n]", "", said)


def main() -> None:
    """Print the table."""
    engine = Engine()
    mute, rows = [], []
    for language in sorted(SPOKEN):
        silent = "".join(sign for sign in SIGNS if _is_silent(engine, language, sign))
        rows.append(f'{language} = "{silent}"\n')
        if engine.sounds(language, "27 a") == engine.sounds(language, " a"):
            mute.append(language)
    sys.stdout.write(f'[digits]\nsilent = "{" ".join(mute)}"\n\n[signs]\n{"".join(rows)}')


def _is_silent(engine: Engine, language: str, sign: str) -> bool:
    if sign in BEHIND:
        return engine.sounds(language, f"5{sign}") == engine.sounds(language, "5")
    return engine.sounds(language, f"5 {sign} 5") == engine.sounds(language, "5 5")


if __name__ == "__main__":
    main()

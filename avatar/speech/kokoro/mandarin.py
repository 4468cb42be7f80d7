"""Mandarin syllables in the network's alphabet, as it was taught them.

The inventory is that of the published front end of Kokoro-82M (misaki 0.9, module zh): aspirates with ʰ, retroflex ꭧ,
one ɨ for the vowels of zhi and zi, and the tone as an arrow after the nucleus.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.speech.kokoro.sounds import Sound
from avatar.speech.kokoro.symbols import TONES
from avatar.speech.syllables import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.speech.syllables import Syllable

_INITIALS = {
    **{"b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x"},
    **{"j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s"},
}
_FINALS = {
    **{"a": " a ", "ai": " ai ", "ao": " au ", "an": " a n", "ang": " a ŋ"},
    **{"e": " ɤ ", "ei": " ei ", "en": " ə n", "eng": " ə ŋ", "er": " ɚ ", "o": "w o ", "ou": " ou ", "ong": " ʊ ŋ"},
    **{"i": " i ", "ia": "j a ", "iao": "j au ", "ian": "j ɛ n", "iang": "j a ŋ", "ie": "j e ", "in": " i n"},
    **{"ing": " i ŋ", "iong": "j ʊ ŋ", "iu": "j ou ", "io": "j ɔ ", "iai": "j ai "},
    **{"u": " u ", "ua": "w a ", "uai": "w ai ", "uan": "w a n", "uang": "w a ŋ", "ui": "w ei ", "un": "w ə n"},
    **{"ueng": "w ə ŋ", "uo": "w o ", "v": " y ", "ve": "ɥ e ", "van": "ɥ ɛ n", "vn": " y n", "-i": " ɨ ", "ê": " ɛ "},
}
"""glide, nucleus and coda, between spaces"""
_RHOTIC = {
    **dict.fromkeys(("a", "ai", "an", "ang"), " a "),
    **dict.fromkeys(("ia", "ian", "iang"), "j a "),
    **dict.fromkeys(("ua", "uai", "uan", "uang"), "w a "),
    **dict.fromkeys(("ei", "en", "eng", "-i"), " ə "),
    **dict.fromkeys(("i", "in", "ing"), "j ə "),
    **dict.fromkeys(("ui", "un", "ueng"), "w ə "),
    **{"v": "ɥ ə ", "vn": "ɥ ə ", "van": "ɥ a "},
}
"""finals that lose their coda, or gain a schwa, before -r (Xiandai Hanyu, erhua)"""
_BARE = {"m": " m ", "n": " n ", "ng": " ŋ ", "hm": "h m ", "hng": "h ŋ "}
_RHOTIC_CODA = Sound("ɚ", "ɻ", 0)
"""of huar: the network says it as the er of er2, which it knows, and a coda ɻ as one of many other things"""
_IPA = {"ʨ": "tɕ", "ꭧ": "ʈʂ", "ʦ": "ts", "ɨ": "ɨ"}
"""what the lips read for symbols of the network's own"""


def spell(reading: str, word: str, index: int) -> tuple[Sound, ...]:
    """Spell the pinyin of the word with this index; raise `VoiceError` where it is none."""
    return tuple(sound for syllable in parse(reading, word) for sound in _spell(syllable, reading, word, index))


def _spell(syllable: Syllable, reading: str, word: str, index: int) -> Iterator[Sound]:
    from avatar.speech.syllables import unreadable

    final = _BARE.get(syllable.bare) or _FINALS.get(syllable.final)
    if syllable.is_rhotic:
        final = _RHOTIC.get(syllable.final, final)
    if final is None or (syllable.initial and syllable.initial not in _INITIALS):
        raise unreadable(reading, word)
    glide, nucleus, coda = final.split(" ")
    initial = _INITIALS.get(syllable.initial, "")
    if syllable.initial in ("b", "p", "m", "f") and glide == "w":
        glide = "w" if syllable.final in ("o", "uo") else ""
    for symbols in (initial, glide):
        if symbols:
            yield Sound(symbols, _lips(symbols), index)
    yield Sound(nucleus + TONES[syllable.tone], _lips(nucleus, initial), index, stress=2, tone=syllable.tone)
    if syllable.is_rhotic:
        yield replace(_RHOTIC_CODA, word=index)
    elif coda:
        yield Sound(coda, _lips(coda), index)


def _lips(symbols: str, initial: str = "") -> str:
    if symbols == "ɨ":
        return "ɻ̩" if initial[:1] in ("ꭧ", "ʂ", "ɻ") else "ɹ̩"
    return "".join(_IPA.get(symbol, symbol) for symbol in symbols)

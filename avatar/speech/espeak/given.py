"""Phones that are given for a word, as mnemonics of espeak: which a voice has is found out by letting it say them."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from avatar.errors import VoiceError
from avatar.speech.espeak.process import Request
from avatar.speech.given_phones import given_phones

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avatar.speech.espeak.options import EspeakOptions
    from avatar.speech.espeak.process import EspeakProcess, Rendition
    from avatar.speech.espeak.script import Piece
    from avatar.speech.given_phones import GivenPhone

_SAME = dict(zip("pbtdkqcmnfvszxhwjl", "pbtdkqcmnfvszxhwjl", strict=True))
_CONSONANTS = _SAME | {
    **{"ɡ": "g", "g": "g", "ɟ": "J", "ʔ": "?", "ŋ": "N", "ɲ": "n^", "ɳ": "n.", "θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z"},
    **{"ç": "C", "ɣ": "Q", "χ": "X", "β": "B", "ʋ": "v#", "ʍ": "w#", "ɫ": "L l", "ʎ": "l^", "ɭ": "l.", "ʝ": "J^"},
    **{"r": "r R *", "ɹ": "r r- *", "ɾ": "* r", "ʀ": "r R", "ʁ": "r Q", "ɽ": "r. *", "ʈ": "t.", "ɖ": "d."},
    **{"ʂ": "s. S", "ʐ": "z. Z", "ɕ": "S; S", "ʑ": "Z; Z", "tʃ": "tS", "dʒ": "dZ", "ts": "ts t|s", "dz": "dz d|z"},
    **{
        "tɕ": "tS; tS",
        "dʑ": "dZ; dZ",
        "ʈʂ": "ts. t|s. tS",
        "ɖʐ": "dz. d|z. dZ",
        "pf": "pf p|f",
        "ɱ": "M m",
        "ɸ": "P f",
    },
    **{"ħ": "H h", "ɦ": "h# h", "ʕ": "Q ?", "ɢ": "G g", "ɥ": "w", "ɰ": "Q w", "ʙ": "b", "ɻ": "r. r", "ɺ": "l *"},
}
"""what to try, in order; t|s is said as two, and none has a double quote, after which espeak says no more"""
_VOWELS = {
    **{"i": "i i: i2", "ɪ": "I I2 I. i", "e": "e e: eI e#", "ɛ": "E E2 E: e", "æ": "a aa & E", "a": "a a: a# A a/ V"},
    **{
        "ɐ": "V a a# @",
        "ɑ": "A A: 0 a a:",
        "ɒ": "0 O A: A o",
        "ɔ": "O O: o o:",
        "o": "o o: oU O",
        "ʊ": "U U. u",
        "u": "u u: u-",
    },
    **{
        "ʌ": "V a @",
        "ə": "@ @2 @-",
        "ɘ": "@",
        "ɜ": "3: 3 @: @",
        "ɝ": "3: 3 @r @",
        "ɚ": "3 @r @2 @",
        "ɞ": "3: W O @",
        "ɤ": "o- V o",
    },
    **{"ɨ": 'i" i. I i', "ᵻ": "I# I2 I i", "ʉ": 'u" u', "ɯ": "u- U u", "ɵ": '8 o" W o', "y": 'y y: u"', "ʏ": "Y: y"},
    **{"ø": "Y Y: W", "œ": "W W: Y", "ɶ": "W a"},
    **{"aɪ": "aI ai a|I a|i", "aʊ": "aU au a|U a|u", "eɪ": "eI ei e|I e|i", "oʊ": "oU ou o|U o|u", "əʊ": "oU @|U o|u"},
    **{"ɔɪ": "OI oI O|I o|i", "ɪə": "i@ I|@ i|@", "eə": "e@ e|@ E|@", "ʊə": "U@ U|@ u|@"},
}
_NASAL, _LONG = "\u0303", "ː"
_NASALS = {
    "ɛ": "E~",
    "ɑ": "A~",
    "ɔ": "O~",
    "œ": "W~",
    "a": "a~ A~",
    "o": "o~ O~",
    "e": "e~ E~",
    "i": "i~",
    "u": "u~",
    "ə": "&~",
}
_known: dict[tuple[str, str], str] = {}
"""mnemonics of a voice and a phone; "" for what it does not have"""
_finding = Lock()


def resolved(process: EspeakProcess, piece: Piece, options: EspeakOptions) -> Piece:
    """Give a piece with mnemonics in place of its given phones. Raise `VoiceError` that names one the voice lacks."""
    if not any(token.ipa for token in piece.tokens):
        return piece
    tokens = []
    for token in piece.tokens:
        if token.ipa:
            phones = given_phones(token.ipa)
            names = _mnemonics(process, options, phones)
            lacking = next((phone.ipa for phone, name in zip(phones, names, strict=True) if not name), None)
            if lacking is not None:
                raise VoiceError(
                    f"The voice {piece.card.name!r} has no sound [{lacking}], as in /{token.ipa}/; "
                    "write it with another, or choose another voice."
                )
            stresses = {0: "", 1: ",", 2: "'"}
            spelled = "|".join(stresses[phone.stress] + name for phone, name in zip(phones, names, strict=True))
            lead = token.text[: len(token.text) - len(token.text.lstrip(" ,;"))]
            token = replace(token, text=f"{lead}[[{spelled}]]")  # noqa: PLW2901
        tokens.append(token)
    return replace(piece, tokens=tuple(tokens))


def _mnemonics(process: EspeakProcess, options: EspeakOptions, phones: Iterable[GivenPhone]) -> list[str]:
    wanted = [phone.ipa for phone in phones]
    voice = options.voice.partition("+")[0]
    with _finding:
        unknown = [each for each in dict.fromkeys(wanted) if (voice, each) not in _known]
        tries = [(each, name) for each in unknown for name in _candidates(each)]
        said = process.say([Request(options.voice, 160, 50, 50, f"[[{name}]]", phonemes=True) for _, name in tries])
        for (each, name), rendition in zip(tries, said, strict=True):
            if not _known.get((voice, each)) and _is_sounded(rendition, name):
                _known[voice, each] = name
        for each in unknown:
            _known.setdefault((voice, each), "")
    return [_known[voice, each] for each in wanted]


def _candidates(phone: str) -> list[str]:
    """Give the mnemonics that may be a phone: its own, then the nearest; a length or a modifier may be dropped."""
    base = "".join(each for each in phone if each.isalpha() and each not in "ʰʲʷˠˤˑ" and each != _LONG)
    names = (_CONSONANTS.get(base) or _VOWELS.get(base) or "").split()
    if _NASAL in phone:
        names = _NASALS.get(base, "").split() + [f"{name}|N" for name in names[:1]]
    if _LONG in phone:
        names = [f"{name.rstrip(':')}:" for name in names if "|" not in name] + names
    if "ʰ" in phone:
        names = [f"{name}h" for name in names[:1]] + names
    if "ʲ" in phone:
        names = [f"{name};" for name in names[:1]] + names
    return names


def _is_sounded(rendition: Rendition, name: str) -> bool:
    """Tell whether a voice has said mnemonics: as many phones as were asked for."""
    said = [event for event in rendition.events if event.is_phone and event.name and not event.name.startswith("(")]
    return len(said) == name.count("|") + 1

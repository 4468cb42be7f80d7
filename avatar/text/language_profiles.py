"""What is known of the languages of one script beside what the model of `language_model.py` knows.

The words, in common_words.json, are what any grammar of the language names (articles, pronouns, prepositions,
conjunctions, auxiliaries, question words), greetings, and what papers, shops, kitchens and screens are full of, chosen
by hand: a single word gives letter statistics nothing to go by.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path


def _common_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(
        (Path(__file__).parent / "common_words.json").read_text(encoding="utf-8")
    )
    return words


COMMON_WORDS: dict[str, dict[str, str]] = _common_words()
"""script -> language -> its commonest words; languages that are met often first, the first is assumed without
evidence"""


@lru_cache
def owners(script: str) -> dict[str, tuple[str, ...]]:
    """Give the languages of a script that each of its commonest words is of."""
    found: dict[str, tuple[str, ...]] = {}
    for language, text in COMMON_WORDS[script].items():
        words = set(text.split())
        shared = {word: (*found[word], language) for word in words & found.keys()}
        found |= dict.fromkeys(words, (language,)) | shared
    return found


@lru_cache
def wealth(script: str) -> dict[str, float]:
    """Say how much of each language of a script its commonest words make up: 0 little, 1 most of a short sentence."""
    return {language: min(1.0, text.count(" ") / 500) for language, text in COMMON_WORDS[script].items()}


TELLING_LETTERS: dict[str, str] = {
    "sd": "ٻڀٿٺڄڃڇڏڊڍڦڳڱڻڪ",
    "ti": "ኣቐቑቒቓቔቕቖቘ",
    "ba": "ҙҫҡ",
}
"""language that the model was not taught, in one of its versions -> letters that no other of its script writes"""

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LETTERS: dict[str, str] = {
    "en": "éèêïñçô",
    "es": "áéíóúüñ",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüß",
    "it": "àèéìíîòóù",
    "pt": "áâãàçéêíóôõúü",
    "nl": "ëïéèêöüáóí",
    "pl": "ąćęłńóśźż",
    "tr": "çğıöşüâîû",
    "sv": "åäöé",
    "da": "æøåé",
    "nb": "æøåéòô",
    "fi": "äöå",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ",
    "hr": "čćđšž",
    "ca": "àçéèíïóòúü·",
    "id": "é",
    "ms": "",
    "sw": "",
    "et": "õäöüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "sl": "čšž",
    "sq": "çë",
    "is": "áðéíóúýþæö",
    "cy": "âêîôûŵŷïéáö",
    "ga": "áéíóú",
    "eu": "ñü",
    "af": "áéèêëîïôöúû",
    "eo": "ĉĝĥĵŝŭ",
    "az": "əçğıöşü",
    "uz": "ʻʼ",
    "mt": "ċġħżàèìòù",
    "ru": _RUSSIAN,
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "kk": _RUSSIAN + "әғқңөұүһі",
    "ky": _RUSSIAN + "ңөү",
    "tt": _RUSSIAN + "әөүҗңһ",
    "ba": _RUSSIAN + "әөүғҡңҙҫһ",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    "fa": "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیۀ",
    "ur": "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےۃۂۓ",
    "ug": "ئابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىيە",
}
"""language -> the letters that it writes; of those in Latin script, beside a to z"""

ONLY_LANGUAGE: dict[str, str] = {
    "Armenian": "hy",
    "Cherokee": "chr",
    "Georgian": "ka",
    "Greek": "el",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Han": "zh",
    "Hangul": "ko",
    "Hebrew": "he",
    "Kana": "ja",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Myanmar": "my",
    "Oriya": "or",
    "Sinhala": "si",
    "Tamil": "ta",
    "Telugu": "te",
    "Thai": "th",
}
"""script -> the one language that is read from it"""
_ALONE = frozenset(ONLY_LANGUAGE.values())

_PRIORS = (
    (0.0, "en zh ko th"),
    (0.3, "es fr de ru ar ja"),
    (0.4, "pt it hi"),
    (1.0, "nl pl tr vi id sv uk fa cs ro hu da nb fi bg ur sr bn am"),
    (2.0, "hr sk sl ms"),
    (3.0, "ca mr ne"),
)
_SELDOM = 4.0
PRIORS: dict[str, float] = {language: prior for prior, languages in _PRIORS for language in languages.split()}
"""language -> what speaks against it before a word is read; those that are not here are rare"""


def prior(language: str) -> float:
    """Say what speaks against a language before a word is read, in logarithms of likelihood."""
    return PRIORS.get(language, 0.0 if language in _ALONE else _SELDOM)

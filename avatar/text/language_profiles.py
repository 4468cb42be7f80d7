"""What sets the languages of one script apart: their commonest words and the letters that only they use.

The words, in common_words.json, are what any grammar of the language names (articles, pronouns, prepositions,
conjunctions, auxiliaries, question words), greetings and a few of a service desk, chosen by hand; trigram statistics
come from the same words.
"""

from __future__ import annotations

import json
from pathlib import Path


def _common_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(
        (Path(__file__).parent / "common_words.json").read_text(encoding="utf-8")
    )
    return words


COMMON_WORDS: dict[str, dict[str, str]] = _common_words()
"""script -> language -> its commonest words; the first language of a script is the one assumed without evidence."""

TELLING_LETTERS: dict[str, str] = {
    "es": "áéíóúüñ¿¡",
    "fr": "éèêëàâçîïôùûüœ",
    "de": "äöüß",
    "it": "àèéìòù",
    "pt": "áàâãçéêíóôõú",
    "pl": "ąćęłńóśźż",
    "tr": "çğıöşüâî",
    "vi": "àáâãèéêìíòóôõùúýăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ",
    "nl": "éëïöü",
    "af": "êëéîôû",
    "sv": "åäöé",
    "da": "åæø",
    "nb": "åæø",
    "fi": "äö",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "ro": "șțăşţâî",
    "hr": "đčćšž",
    "ca": "àçèéíïòóú·",
    "et": "õäöüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "sl": "čšž",
    "sq": "ëç",
    "is": "áéíðóúýþæö",
    "cy": "ŵŷâêîôû",
    "ga": "áéíóú",
    "mt": "ħġċżàèìòù",
    "az": "əğışçöü",
    "eo": "ĉĝĥĵŝŭ",
    "ru": "ыэё",
    "uk": "іїєґ",
    "be": "ўіыэё",
    "bg": "ъ",
    "mk": "ѓќѕљњџј",
    "sr": "ђћљњџј",
    "kk": "әғқңөұүһі",
    "ky": "ңөүыэ",
    "tt": "әҗңөүһ",
    "ba": "ҙҡҫғәөүһң",
    "fa": "پچژگیک",
    "ur": "ٹڈڑےںھہیکگ",
    "ug": "ەۇۆۈۋېىڭ",
    "sd": "ٻڀٿٺڄڃڇڏڊڍڦڳڱڻ",
    "ar": "ةىإأئيك",
    "mr": "ळ",
    "as": "ৰৱ",
}
"""language -> letters beyond the common alphabet of its script that it writes"""

ONLY_LANGUAGE: dict[str, str] = {
    "Armenian": "hy",
    "Cherokee": "chr",
    "Georgian": "ka",
    "Greek": "el",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Han": "zh",
    "Hangul": "ko",
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

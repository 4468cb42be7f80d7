"""What is known of the languages of one script beside what the model of `language.py` knows.

The words, in common_words.json, are what any grammar of the language names (articles, pronouns, prepositions,
conjunctions, auxiliaries, question words), greetings and a few of a service desk, chosen by hand: a single word gives
letter statistics nothing to go by.
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
"""script -> language -> its commonest words; languages that are met often first, the first is assumed without
evidence"""

TELLING_LETTERS: dict[str, str] = {
    "sd": "ٻڀٿٺڄڃڇڏڊڍڦڳڱڻڪ",
    "ti": "ኣቐቑቒቓቔቕቖቘ",
    "ba": "ҙҫҡ",
}
"""language that the model was not taught, in one of its versions -> letters that no other of its script writes"""

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

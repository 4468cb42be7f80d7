"""What is said after a very short sentence in the same run, and then cut away: alone, the network mishears itself."""

from __future__ import annotations

from avatar.data import Pronunciation, Utterance
from avatar.data.language import primary_subtag

_SENTENCES = {
    "en": ("and so we can go on", None),
    "zh": ("我们接着往下看", "wo3 men5 jie1 zhe5 wang3 xia4 kan4"),
    "ja": ("ツギニススミマス", "ツギニススミマス"),
    "es": ("y así podemos continuar", None),
    "fr": ("et nous pouvons continuer", None),
    "it": ("e così possiamo continuare", None),
    "pt": ("e assim podemos continuar", None),
}


def company(language: str) -> Utterance:
    """Give a sentence to say after one in this language (BCP-47); an English one for a language without its own."""
    primary = primary_subtag(language)
    text, reading = _SENTENCES.get(primary, _SENTENCES["en"])
    language = language if primary in _SENTENCES else "en"
    items = [(text, reading)] if reading else [(word, word) for word in text.split()]
    return Utterance(text, language, tuple(Pronunciation(word, how, language) for word, how in items))

"""Which of the trained models a stretch of text is for, going by its script and its small words."""

from __future__ import annotations

import re

from avatar.permission.policy.folding import plain
from avatar.permission.policy.judging import SAMPLE

FIRST = "scripts"
"""The model for Chinese and English."""
ABROAD = ("es", "fr", "it", "pt", "ja")
"""Languages with models of their own."""
FAMILY = ("es", "fr", "it", "pt")
"""which share one, for they share pieces of words"""

_ENOUGH = 2
"""Small words that tell a language other than English"""
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30fa]")
_WORD = re.compile("[a-z]+'?")
_LETTERS = {"es": "ñ¿¡", "fr": "œîûëï", "it": "ìòù", "pt": "ãõ"}
"""that say more than a word"""
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "to",
        "of",
        "and",
        "in",
        "is",
        "it",
        "you",
        "your",
        "i",
        "my",
        "we",
        "our",
        "for",
        "on",
        "this",
        "that",
        "with",
        "be",
        "are",
        "was",
        "not",
        "at",
        "as",
        "if",
        "from",
        "or",
        "but",
        "they",
        "he",
        "she",
        "his",
        "her",
        "their",
        "will",
        "can",
        "just",
        "what",
        "when",
        "who",
        "how",
        "all",
        "no",
        "one",
        "up",
        "out",
        "by",
        "have",
        "has",
        "do",
        "don",
        "it",
        "i'm",
        "here",
        "now",
        "me",
        "us",
        "so",
        "please",
        "hello",
        "call",
        "get",
        "him",
        "them",
        "about",
        "after",
        "before",
        "today",
        "tonight",
    ]
)
_SMALL = {
    "es": """
    de la el los las que y en un una por para con su del se al lo le les es mi tu te si ya pero como mas muy este
    esta esto estos estas son ha hay no nos sus ni sin sobre cuando usted ustedes soy tiene hoy yo donde desde o a
    era fue porque quien nadie nada hasta puede tengo tienes os ahora solo aqui eres esa ese hace he hemos me
    nuestra nuestro sido cada otra otro entre todo todos
    """,
    "fr": """
    de la le les des du et est vous nous pour dans une un sur pas je tu il elle que qui en au aux avec votre vos
    ce cette ces mon ma mes ton ta tes son sa ses ne se plus par ou si l' d' c' j' n' s' qu' m' t' on sont a ont
    mais leur lui ici tout tous sans chez etre avez cet nos notre sera fait faire ils elles bien y toi moi suis
    etes ceux celui entre sous vers hier jamais rien personne
    """,
    "it": """
    di il lo la i gli le un una e che non per con del della dei delle al alla nel nella da dal su sul si mi ti ci
    vi sono sei hai ha ho questo questa come piu ma se o tu io lei noi tuo tua suo sua mio mia anche solo chi ai
    dove a in alle dalle degli nei nelle qui quando nostro nostra era loro poi gia senza stato fino l' un' dell'
    all' nell' dall' sull' c' d' va ne vuole tutti tutto ogni cosi
    """,
    "pt": """
    de o a os as que e em um uma por para com do da dos das no na nos nas se ao aos seu sua seus suas meu minha
    nao mais como mas voce voces eu ele ela isso este esta esse essa ja so tem foi ser sao pelo pela pra pro te me
    lhe sem ate muito quem quando hoje agora aqui num numa tambem ou vai estou tudo nossa nosso pode nem vem sai
    entre cada todo toda ninguem nenhum depois antes la deu oi fica tira ta pros
    """,
}
_ABROAD = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_NEITHER = frozenset(
    [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "nicht",
        "ein",
        "eine",
        "sie",
        "ich",
        "wir",
        "mit",
        "von",
        "zu",
        "den",
        "dem",
        "im",
        "auf",
        "bitte",
        "och",
        "att",
        "det",
        "som",
        "ett",
        "pa",
        "het",
        "een",
        "van",
        "niet",
        "ik",
        "je",
        "yang",
        "dan",
        "untuk",
        "ini",
        "itu",
        "anda",
        "tidak",
        "sind",
        "wird",
        "fur",
        "sich",
        "oder",
        "bei",
        "nach",
        "aus",
        "haben",
        "sehr",
        "wie",
        "til",
        "ikke",
        "av",
        "zijn",
        "voor",
        "ook",
        "maar",
        "bir",
        "ve",
        "bu",
        "icin",
        "ile",
        "nie",
        "sie",
        "na",
        "jest",
        "hogy",
        "nem",
        "az",
        "egy",
    ]
)


def tongue_of(text: str) -> str | None:
    """Give the model that text is for, `FIRST` or one of `ABROAD`; None where none was trained on its language."""
    sample = plain(text[:SAMPLE])
    words = _WORD.findall(sample)
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if han + kana > len(words):
        return "ja" if kana >= max(1, han / 2) else FIRST
    counts = {language: sum(word in small for word in words) for language, small in _ABROAD.items()}
    english, neither = (sum(word.rstrip("'") in small for word in words) for small in (_ENGLISH, _NEITHER))
    lower = text[:SAMPLE].lower()
    for language, letters in _LETTERS.items():
        counts[language] += 2 * sum(lower.count(letter) for letter in letters)
    best = max(counts, key=counts.__getitem__)
    if english >= max(1, counts[best], neither):
        return FIRST
    if counts[best] >= max(_ENOUGH, neither):
        return best
    return FIRST if han and kana < han / 2 else None

"""One sentence in one language to its pronunciations: formulas, numbers and words, as that language says them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from avatar.data import Pronunciation
from avatar.text.chinese.context import Context
from avatar.text.chinese.pinyin import pronounce
from avatar.text.chinese.speak import speak_chinese
from avatar.text.circled import CIRCLED, speak_with_circled
from avatar.text.english.speak import speak_english
from avatar.text.formulas import speak_with_formulas, unsaid
from avatar.text.other_languages import speak_whole, speak_word_by_word
from avatar.text.silent_signs import left_out, not_said, passed_over
from avatar.text.spoken import PAUSE, Spoken
from avatar.text.world.speak import LANGUAGES as WORLD
from avatar.text.world.speak import signs_without_words
from avatar.text.world.speak import speak as speak_world

if TYPE_CHECKING:
    from collections.abc import Iterable

_OWN_READERS = frozenset(("zh", "en", "ja", "ko"))
_WITHOUT_SPACES = frozenset(("th", "my", "yue", "hak"))


def pronunciations(text: str, language: str) -> tuple[Pronunciation, ...]:
    """Say how each word of a sentence is read, in order; a pause has the reading ","."""
    pieces = speak_with_formulas(text, language, partial(_spoken, language=language))
    context = Context(pieces)
    said: list[Pronunciation] = []
    phrase: list[Spoken] = []
    start = end = 0
    end_of_all = Spoken("", PAUSE, "")
    for piece in [*pieces, end_of_all]:
        if piece.language == "zh" and piece.says != PAUSE:
            phrase.append(piece)
            end += len(piece.word)
            continue
        said += pronounce(phrase, context, start)
        phrase = []
        start = end = end + len(piece.word)
        if piece is not end_of_all:
            said.append(Pronunciation(piece.word, piece.says, _exact(piece.language, language)))
    return tuple(said) if any(word.reading != PAUSE for word in said) else ()


def doubts(text: str, language: str, words: Iterable[str]) -> tuple[str, ...]:
    """Say what of a sentence is left out, or read in another language, because its own has no word for it.

    `words` are those of its pronunciations, as written.
    """
    primary = language.split("-")[0]
    formulas = unsaid(text, language)
    if primary in WORLD:
        return formulas + not_said(text, primary, signs_without_words(primary))
    if primary in _OWN_READERS:
        return formulas + passed_over(text, primary, words)
    return formulas + left_out(text, primary)


def _spoken(text: str, language: str) -> list[Spoken]:
    if CIRCLED.search(text):
        return speak_with_circled(text, partial(_without_circled, language=language))
    return _without_circled(text, language)


def _without_circled(text: str, language: str) -> list[Spoken]:
    primary = language.split("-")[0]
    if primary == "zh":
        return speak_chinese(text)
    if primary == "en":
        return speak_english(text)
    if primary == "ja":
        from avatar.text.japanese.speak import speak_japanese

        return speak_japanese(text)
    if primary == "ko":
        from avatar.text.korean.speak import speak_korean

        return speak_korean(text)
    if primary in WORLD:
        return speak_world(text, primary)
    return (speak_whole if primary in _WITHOUT_SPACES else speak_word_by_word)(text, language)


def _exact(language: str, sentence: str) -> str:
    """Keep the region that the sentence has: en in an en-GB sentence is en-GB; a pause is of the sentence."""
    return sentence if not language or sentence.split("-")[0] == language else language

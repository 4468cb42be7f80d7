"""One sentence in one language to its pronunciations: formulas, numbers and words, as that language says them."""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from avatar.data import Pronunciation
from avatar.text.circled import CIRCLED, speak_with_circled
from avatar.text.formulas import speak_with_formulas, unsaid
from avatar.text.silent_signs import left_out, not_said, passed_over
from avatar.text.spoken import PAUSE
from avatar.text.world import LANGUAGES as WORLD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from avatar.text.chinese.context import Context
    from avatar.text.spoken import Spoken

_OWN_READERS = frozenset(("zh", "en", "ja", "ko"))
_WITHOUT_SPACES = frozenset(("th", "my", "yue", "hak"))


def pronunciations(text: str, language: str) -> tuple[Pronunciation, ...]:
    """Say how each word of a sentence is read, in order; a pause has the reading ","."""
    said: list[Pronunciation] = []
    phrase: list[tuple[Spoken, int]] = []
    in_pinyin, end = _InPinyin(text), 0
    for piece in speak_with_formulas(text, language, _speaker(language)):
        place = text.find(piece.word, end)
        end = max(end, place + len(piece.word))
        if piece.language == "zh" and piece.says != PAUSE:
            phrase.append((piece, place))
            continue
        said += in_pinyin.read(phrase)
        phrase = []
        said.append(Pronunciation(piece.word, piece.says, _exact(piece.language, language)))
    said += in_pinyin.read(phrase)
    return tuple(said) if any(word.reading != PAUSE for word in said) else ()


class _InPinyin:
    """The Chinese phrases of a sentence, read with all of it in view; nothing is loaded unless there are any."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence

    def read(self, phrase: list[tuple[Spoken, int]]) -> list[Pronunciation]:
        """Read one, each piece of which comes with its place in the sentence."""
        if not phrase:
            return []
        from avatar.text.chinese.pinyin import pronounce

        return pronounce(phrase, self._context)

    @cached_property
    def _context(self) -> Context:
        from avatar.text.chinese.context import Context

        return Context(self._sentence)


def doubts(text: str, language: str, words: Iterable[str]) -> tuple[str, ...]:
    """Say what of a sentence is left out, or read in another language, because its own has no word for it.

    `words` are those of its pronunciations, as written.
    """
    primary = language.split("-")[0]
    formulas = unsaid(text, language)
    if primary in WORLD:
        from avatar.text.world.speak import signs_without_words

        return formulas + not_said(text, primary, signs_without_words(primary))
    if primary in _OWN_READERS:
        return formulas + passed_over(text, primary, words)
    return formulas + left_out(text, primary)


def _speaker(language: str) -> Callable[[str], list[Spoken]]:
    """Give who reads a language, and the circled numbers in it one by one."""
    speak = _reader(language)
    return lambda text: speak_with_circled(text, speak) if CIRCLED.search(text) else speak(text)


@lru_cache
def _reader(language: str) -> Callable[[str], list[Spoken]]:
    """Give who reads a language; the rules of each are large, so only those that are wanted are loaded."""
    primary = language.split("-")[0]
    if primary == "zh":
        from avatar.text.chinese.speak import speak_chinese

        return speak_chinese
    if primary == "en":
        from avatar.text.english.speak import speak_english

        return speak_english
    if primary == "ja":
        from avatar.text.japanese.speak import speak_japanese

        return speak_japanese
    if primary == "ko":
        from avatar.text.korean.speak import speak_korean

        return speak_korean
    if primary in WORLD:
        from avatar.text.world.speak import speak

        return partial(speak, language=primary)
    from avatar.text.other_languages import speak_whole, speak_word_by_word

    return partial(speak_whole if primary in _WITHOUT_SPACES else speak_word_by_word, language=language)


def _exact(language: str, sentence: str) -> str:
    """Keep the region that the sentence has: en in an en-GB sentence is en-GB; a pause is of the sentence."""
    return sentence if not language or sentence.split("-")[0] == language else language

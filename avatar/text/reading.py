"""A text to utterances: cleaned, cut into sentences, each in its language and with what is said for every word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from avatar.data import Pronunciation, Utterance
from avatar.data.language import primary_subtag
from avatar.errors import TextError
from avatar.text.chinese.context import Context
from avatar.text.chinese.pinyin import pronounce
from avatar.text.chinese.speak import speak_chinese
from avatar.text.circled import CIRCLED, speak_with_circled
from avatar.text.cleaning import clean
from avatar.text.english.speak import speak_english
from avatar.text.formulas import speak_with_formulas, unsaid
from avatar.text.language import languages_of
from avatar.text.language_doubts import doubts_about
from avatar.text.language_tags import normal_tag
from avatar.text.marks import take_out
from avatar.text.other_languages import speak_whole, speak_word_by_word
from avatar.text.sentences import split
from avatar.text.silent_signs import left_out, not_said, passed_over
from avatar.text.spoken import PAUSE, Spoken
from avatar.text.staging import place
from avatar.text.world.speak import LANGUAGES as WORLD
from avatar.text.world.speak import signs_without_words
from avatar.text.world.speak import speak as speak_world

if TYPE_CHECKING:
    from avatar.settings import TextSettings

_OWN_READERS = frozenset(("zh", "en", "ja", "ko"))
_WITHOUT_SPACES = frozenset(("th", "my", "yue", "hak"))


def read(text: str, settings: TextSettings, expected: str = "", binds: bool = False) -> list[Utterance]:
    """Read a text as a speaker would: one utterance per sentence, in order, with language, words and pauses.

    What does not say itself which language it is in is in the `expected` one (BCP-47; "": none); if that `binds`, all
    is but whole sentences that are plainly in another.

    Raise `TextError` if there is nothing to say, the language is unknown, or a script has no voice, and
    `NotInstalledError` for Japanese without its dictionary.
    """
    asked = None if settings.language.strip().lower() == "auto" else normal_tag(settings.language)
    plain, marks = take_out(clean(text))
    pieces = split(plain)
    sentences = [piece.text for piece in pieces]
    languages = [asked] * len(pieces) if asked else languages_of(sentences, primary_subtag(expected), binds)
    doubts = {} if asked else doubts_about(sentences, languages)
    utterances: list[Utterance] = []
    for index, (piece, language) in enumerate(zip(pieces, languages, strict=True)):
        said = pronunciations(piece.text, language)
        if said:
            warnings = (*doubts.get(index, ()), *unsaid(piece.text, language), *_doubts(piece.text, language, said))
            utterances.append(Utterance(piece.text, language, said, piece.pause, warnings=warnings))
        elif utterances:
            # Signs that nobody says stay with the sentence before.
            last = utterances[-1]
            utterances[-1] = Utterance(f"{last.text} {piece.text}", last.language, last.pronunciations, piece.pause)
    if not utterances:
        raise TextError(
            f"There is nothing to say in {text.strip()[:24]!r}: no voice knows its signs; give at least one word."
        )
    return place(utterances, plain, marks)


def _doubts(text: str, language: str, said: tuple[Pronunciation, ...]) -> tuple[str, ...]:
    """Say what of a sentence is left out because its language has no word for it."""
    primary = language.split("-")[0]
    if primary in WORLD:
        return not_said(text, primary, signs_without_words(primary))
    if primary in _OWN_READERS:
        return passed_over(text, primary, [word.word for word in said])
    return left_out(text, primary)


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

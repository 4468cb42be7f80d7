"""A text to utterances: cleaned, cut into sentences, each in its language and with what is said for every word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Pronunciation, Utterance
from avatar.errors import TextError
from avatar.text.chinese.pinyin import pronounce
from avatar.text.chinese.speak import speak_chinese
from avatar.text.cleaning import clean
from avatar.text.english.speak import speak_english
from avatar.text.japanese.speak import speak_japanese
from avatar.text.language import languages_of
from avatar.text.language_tags import normal_tag
from avatar.text.marks import take_out
from avatar.text.other_languages import speak_whole, speak_word_by_word
from avatar.text.sentences import split
from avatar.text.silent_signs import left_out, not_said
from avatar.text.spoken import PAUSE, Spoken
from avatar.text.staging import place
from avatar.text.world import LANGUAGES as WORLD

if TYPE_CHECKING:
    from avatar.settings import TextSettings

_OWN_READERS = frozenset(("zh", "en", "ja"))
_WITHOUT_SPACES = frozenset(("th", "my", "yue", "hak"))


def read(text: str, settings: TextSettings) -> list[Utterance]:
    """Read a text as a speaker would: one utterance per sentence, in order, with language, words and pauses.

    Raise `TextError` if there is nothing to say, the language is unknown, or a script has no voice, and
    `NotInstalledError` for Japanese without its dictionary.
    """
    asked = None if settings.language.strip().lower() == "auto" else normal_tag(settings.language)
    plain, marks = take_out(clean(text))
    pieces = split(plain)
    languages = [asked] * len(pieces) if asked else languages_of([piece.text for piece in pieces])
    utterances: list[Utterance] = []
    for piece, language in zip(pieces, languages, strict=True):
        said = pronunciations(piece.text, language)
        if said:
            utterances.append(
                Utterance(piece.text, language, said, piece.pause, warnings=_doubts(piece.text, language))
            )
        elif utterances:
            # Signs that nobody says stay with the sentence before.
            last = utterances[-1]
            utterances[-1] = Utterance(f"{last.text} {piece.text}", last.language, last.pronunciations, piece.pause)
    if not utterances:
        raise TextError(
            f"There is nothing to say in {text.strip()[:24]!r}: no voice knows its signs; give at least one word."
        )
    return place(utterances, plain, marks)


def _doubts(text: str, language: str) -> tuple[str, ...]:
    """Say what of a sentence is left out because its language has no word for it."""
    primary = language.split("-")[0]
    if primary in WORLD:
        from avatar.text.world.speak import signs_without_words

        return not_said(text, primary, signs_without_words(primary))
    return () if primary in _OWN_READERS else left_out(text, primary)


def pronunciations(text: str, language: str) -> tuple[Pronunciation, ...]:
    """Say how each word of a sentence is read, in order; a pause has the reading ","."""
    said: list[Pronunciation] = []
    phrase: list[Spoken] = []
    for piece in _spoken(text, language):
        if piece.language == "zh" and piece.says != PAUSE:
            phrase.append(piece)
            continue
        said += pronounce(phrase)
        phrase = []
        said.append(Pronunciation(piece.word, piece.says, _exact(piece.language, language)))
    said += pronounce(phrase)
    return tuple(said) if any(word.reading != PAUSE for word in said) else ()


def _spoken(text: str, language: str) -> list[Spoken]:
    primary = language.split("-")[0]
    if primary == "zh":
        return speak_chinese(text)
    if primary == "en":
        return speak_english(text)
    if primary == "ja":
        return speak_japanese(text)
    if primary in WORLD:
        from avatar.text.world.speak import speak

        return speak(text, primary)
    return (speak_whole if primary in _WITHOUT_SPACES else speak_word_by_word)(text, language)


def _exact(language: str, sentence: str) -> str:
    """Keep the region that the sentence has: en in an en-GB sentence is en-GB; a pause is of the sentence."""
    return sentence if not language or sentence.split("-")[0] == language else language

"""A text to utterances: cleaned, cut into sentences, each in its language and with what is said for every word."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from avatar.data import Pronunciation, Utterance
from avatar.errors import TextError
from avatar.text import left_out, markup
from avatar.text.chinese.pinyin import pronounce
from avatar.text.chinese.speak import speak_chinese
from avatar.text.cleaning import clean
from avatar.text.english.speak import speak_english
from avatar.text.fences import bare
from avatar.text.japanese.speak import speak_japanese
from avatar.text.language import languages_of
from avatar.text.language_tags import normal_tag
from avatar.text.marks import take_out
from avatar.text.markup import lexicon
from avatar.text.markup.saying import Reader, joined
from avatar.text.markup.spans import stretches
from avatar.text.other_languages import speak_whole, speak_word_by_word
from avatar.text.sentences import PAUSE_COMMA, split
from avatar.text.spoken import PAUSE, PAUSES, Spoken
from avatar.text.staging import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.settings import TextSettings
    from avatar.text.markup.spans import Span
    from avatar.text.sentences import Piece

_CLOSING = re.compile(rf"(?:{PAUSES}|[\"'”’」』»])+\s*")
_WITHOUT_SPACES = frozenset(("th", "my", "yue", "hak"))


def read(text: str, settings: TextSettings) -> list[Utterance]:
    """Read a text as a speaker would: one utterance per sentence, in order, with language, words and pauses.

    Raise `TextError` if there is nothing to say, the language is unknown, or a script has no voice, and
    `NotInstalledError` for Japanese without its dictionary.
    """
    asked = None if settings.language.strip().lower() == "auto" else normal_tag(settings.language)
    marked = markup.read(text)
    plain, marks = take_out(clean(marked.text))
    plain, spans = marked.lift(plain)
    asked = asked or marked.language or None
    pieces = split(plain)
    languages = [asked] * len(pieces) if asked else languages_of(_told(pieces, spans))
    reader = Reader(pronunciations, lexicon.parse(settings.lexicon) if settings.lexicon else None)
    utterances: list[Utterance] = []
    end = 0
    for piece, language in zip(pieces, languages, strict=True):
        start, end = end, end + len(bare(piece.text))
        said = _said(piece, stretches(spans, start, end), language, reader)
        if said:
            utterances += said
        elif utterances:
            # Signs that nobody says stay with the sentence before.
            last = utterances[-1]
            utterances[-1] = replace(last, text=f"{last.text} {piece.text}", pause_after=piece.pause)
    if not utterances:
        raise TextError(
            f"There is nothing to say in {text.strip()[:24]!r}: no voice knows its signs; give at least one word."
        )
    if marked.warnings:
        doubts = tuple(dict.fromkeys(marked.warnings))
        utterances[0] = replace(utterances[0], warnings=doubts + utterances[0].warnings)
    return place(utterances, plain, marks)


def _told(pieces: Sequence[Piece], spans: Sequence[Span]) -> list[str]:
    """Give the sentences without what is said to be in a language: the rest of them is in another."""
    end, told = 0, list[str]()
    for piece in pieces:
        start, end = end, end + len(bare(piece.text))
        if not any(span.note.language and span.start < end and start < span.end for span in spans):
            told.append(piece.text)
            continue
        plain = bare(piece.text)
        rest = [
            plain[each.start - start : each.end - start]
            for each in stretches(spans, start, end)
            if not each.note.language
        ]
        told.append(" ".join(rest) if any(map(str.isalpha, "".join(rest))) else piece.text)
    return told


def _said(piece: Piece, spans: Sequence[Span], language: str, reader: Reader) -> list[Utterance]:
    """Read one sentence: in one utterance, or in several where it is said in different ways."""
    tongues = {span.note.language or language for span in spans}
    own = tongues.pop() if len(tongues) == 1 else language
    groups = [
        (how, list(parts))
        for how, parts in groupby(reader.say(piece.text, spans, own), lambda part: (part.note.prosody, part.note.voice))
    ]
    said: list[Utterance] = []
    for (prosody, voice), parts in groups:
        words, text = joined(parts), "".join(part.text for part in parts)
        heard = "".join(part.heard for part in parts)
        if said and (closing := _CLOSING.match(text)):  # a mark is shown with what it closes, and is its pause
            said[-1] = replace(said[-1], text=f"{said[-1].text}{closing[0].strip()}", pause_after=PAUSE_COMMA)
            text, heard = text[closing.end() :], heard.removeprefix(closing[0])
        if any(word.reading != PAUSE for word in words):
            is_paused = parts[-1].pronunciations[-1:] and parts[-1].pronunciations[-1].reading == PAUSE
            said.append(
                Utterance(
                    text.strip(),
                    own,
                    words,
                    pause_after=PAUSE_COMMA if is_paused else 0.0,
                    continues=True,
                    heard=heard.strip() if heard != text else "",
                    warnings=left_out.warnings(text, words),
                    prosody=prosody,
                    voice=voice,
                )
            )
    if said:
        said[-1] = replace(said[-1], continues=False, pause_after=piece.pause)
    return said


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
    return (speak_whole if primary in _WITHOUT_SPACES else speak_word_by_word)(text, language)


def _exact(language: str, sentence: str) -> str:
    """Keep the region that the sentence has: en in an en-GB sentence is en-GB; a pause is of the sentence."""
    return sentence if not language or sentence.split("-")[0] == language else language

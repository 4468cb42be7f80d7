"""A text to utterances: cleaned, cut into sentences, each in its language and with what is said for every word."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from avatar.data import Utterance
from avatar.data.language import primary_subtag
from avatar.errors import TextError
from avatar.text import left_out, markup
from avatar.text.chinese.segmenting import segment
from avatar.text.cleaning import clean
from avatar.text.fences import bare
from avatar.text.language import languages_of
from avatar.text.language_doubts import doubts_about
from avatar.text.language_tags import normal_tag
from avatar.text.marks import take_out
from avatar.text.markup.saying import Reader, joined
from avatar.text.markup.spans import cut, stretches
from avatar.text.pronouncing import doubts, pronunciations
from avatar.text.sentences import PAUSE_COMMA, split
from avatar.text.spoken import PAUSE, PAUSES
from avatar.text.staging import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.settings import TextSettings
    from avatar.text.markup.lexicon import Lexicon
    from avatar.text.markup.spans import Span
    from avatar.text.sentences import Piece

_CLOSING = re.compile(rf"(?:{PAUSES}|[\"'”’」』»])+\s*")


def read(text: str, settings: TextSettings, expected: str = "", binds: bool = False) -> list[Utterance]:
    """Read a text as a speaker would: one utterance per sentence, in order, with language, words and pauses.

    What does not say itself which language it is in is in the `expected` one (BCP-47; "": none); if that `binds`, all
    is but whole sentences that are plainly in another.

    Raise `TextError` if there is nothing to say, the language is unknown, or a script has no voice, and
    `NotInstalledError` for Japanese without its dictionary.
    """
    asked = None if settings.language.strip().lower() == "auto" else normal_tag(settings.language)
    marked = markup.read(text)
    plain, marks = take_out(clean(marked.text))
    plain, spans = marked.lift(plain)
    asked = asked or marked.language or None
    pieces = split(plain, segment)
    told = _told(pieces, spans)
    languages = [asked] * len(pieces) if asked else languages_of(told, primary_subtag(expected), binds)
    guessed = {} if asked else doubts_about(told, languages)
    reader = Reader(pronunciations, _lexicon(settings.lexicon))
    utterances: list[Utterance] = []
    end = 0
    for index, (piece, language) in enumerate(zip(pieces, languages, strict=True)):
        start, end = end, end + len(bare(piece.text))
        said = _said(piece, stretches(spans, start, end), language, reader)
        if said:
            words = [word.word for utterance in said for word in utterance.pronunciations]
            warnings = (*guessed.get(index, ()), *doubts(piece.text, language, words), *said[0].warnings)
            utterances += [replace(said[0], warnings=tuple(dict.fromkeys(warnings))), *said[1:]]
        elif utterances:
            # Signs that nobody says stay with the sentence before.
            last = utterances[-1]
            utterances[-1] = replace(last, text=f"{last.text} {piece.text}", pause_after=piece.pause)
    if not utterances:
        raise TextError(
            f"There is nothing to say in {text.strip()[:24]!r}: no voice knows its signs; give at least one word."
        )
    if marked.warnings:
        about_marks = tuple(dict.fromkeys(marked.warnings))
        utterances[0] = replace(utterances[0], warnings=about_marks + utterances[0].warnings)
    return place(utterances, plain, marks)


def _lexicon(content: str | None) -> Lexicon | None:
    if not content:
        return None
    from avatar.text.markup.lexicon import parse

    return parse(content)


def _told(pieces: Sequence[Piece], spans: Sequence[Span]) -> list[str]:
    """Give the sentences without what is said to be in a language: the rest of them is in another."""
    end, told = 0, list[str]()
    for piece in pieces:
        start, end = end, end + len(bare(piece.text))
        if not any(span.note.language and span.start < end and start < span.end for span in spans):
            told.append(piece.text)
            continue
        parts = stretches(spans, start, end)
        rest = [text for text, each in zip(cut(piece.text, parts), parts, strict=True) if not each.note.language]
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

"""Text to utterances: language, normalising, splitting, pronunciations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Utterance
    from avatar.settings import TextSettings

__all__ = ["check_lexicon", "heard", "languages_spoken", "read", "unmarked"]


def read(text: str, settings: TextSettings, expected: str = "", binds: bool = False) -> list[Utterance]:
    """Read a text as a speaker would: one utterance per sentence, in order, with language, words and pauses.

    What does not say itself which language it is in is in the `expected` one (BCP-47; "": none); if that `binds`, all
    is but whole sentences that are plainly in another.

    Raise `TextError` if there is nothing to say, the language is unknown, or a script has no voice, and
    `NotInstalledError` for Japanese kanji without their dictionary.
    """
    from avatar.text.reading import read as read_text

    return read_text(text, settings, expected, binds)


def languages_spoken(utterances: Sequence[Utterance]) -> frozenset[str]:
    """Name all languages that are spoken (BCP-47): what it was read in, and what whole sentences are plainly in."""
    from avatar.text.language_spoken import languages_spoken as spoken

    return spoken(utterances)


def unmarked(text: str) -> str:
    """Give a text without its marks, such as [smile], its SSML, and readings that stand in it.

    Raise `TextError` for a mark that does not exist, and for what cannot be understood.
    """
    from avatar.text.fences import require_whole, without_fences
    from avatar.text.marks import unmarked as unmarked_text
    from avatar.text.markup import read as read_markup

    text = require_whole(text)
    if "<" not in text and "[" not in text and "&lt;" not in text:
        return unmarked_text(text)
    return without_fences(unmarked_text(read_markup(text).text))


def check_lexicon(content: str, name: str) -> None:
    """Raise `TextError` with the line of what is wrong in the content of a lexicon, a file that is called `name`."""
    from avatar.text.markup.lexicon import parse

    parse(content, name)


def heard(utterances: Sequence[Utterance]) -> str:
    """Give in words what is heard of a text where that is not what is written in it; "" where it is."""
    if not any(utterance.heard for utterance in utterances):
        return ""
    return "\n".join(utterance.heard or utterance.text for utterance in utterances)

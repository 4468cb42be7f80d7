"""Text to utterances: language, normalising, splitting, pronunciations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.data import Utterance
    from avatar.settings import TextSettings

__all__ = ["read", "unmarked"]


def read(text: str, settings: TextSettings, expected: str = "", binds: bool = False) -> list[Utterance]:
    """Read a text as a speaker would: one utterance per sentence, in order, with language, words and pauses.

    What does not say itself which language it is in is in the `expected` one (BCP-47; "": none); if that `binds`, all
    is but whole sentences that are plainly in another.

    Raise `TextError` if there is nothing to say, the language is unknown, or a script has no voice, and
    `NotInstalledError` for Japanese kanji without their dictionary.
    """
    from avatar.text.reading import read as read_text

    return read_text(text, settings, expected, binds)


def unmarked(text: str) -> str:
    """Give a text without its marks, such as [smile]. Raise `TextError` for one that does not exist."""
    from avatar.text.marks import unmarked as unmarked_text

    return unmarked_text(text)

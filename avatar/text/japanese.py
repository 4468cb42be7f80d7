"""Written Japanese to kana: words and readings come from the Janome analyser, an optional part."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError
from avatar.text.other_languages import speak_whole
from avatar.text.scripts import HAN
from avatar.text.spoken import PAUSE, Spoken

if TYPE_CHECKING:
    from collections.abc import Callable

_KANJI = re.compile(f"[{HAN}]")
_SPOKEN = re.compile(r"[^\W_]")


def speak_japanese(text: str) -> list[Spoken]:
    """Give a Japanese sentence as kana, digits left to the engine.

    Text in kana alone needs nothing installed. Raise `NotInstalledError` for kanji without Janome: engines name
    their shapes instead of reading them.
    """
    if not _KANJI.search(text):
        return speak_whole(text, "ja")
    tokenize = _analyser()
    pieces: list[Spoken] = []
    for stretch in speak_whole(text, "ja"):
        if stretch.says == PAUSE:
            pieces.append(stretch)
        else:
            pieces += [Spoken(word, says, "ja") for word, says in tokenize(stretch.word) if _SPOKEN.search(says)]
    return pieces


@lru_cache
def _analyser() -> Callable[[str], list[tuple[str, str]]]:
    try:
        from janome.tokenizer import Tokenizer
    except ImportError:
        raise NotInstalledError(
            "Reading Japanese kanji needs the package janome, which is not installed; "
            "install it with: pip install janome, or write the text in kana."
        ) from None
    tokenizer = Tokenizer()

    def read(text: str) -> list[tuple[str, str]]:
        words: list[tuple[str, str]] = []
        for token in tokenizer.tokenize(text):
            # Dictionary entries carry how they are pronounced (は as ワ); unknown words only themselves.
            said = token.surface if token.phonetic == "*" else token.phonetic
            is_ending = words and token.part_of_speech.startswith(("助動詞", "助詞,接続助詞", "動詞,接尾"))
            if is_ending:
                words[-1] = (words[-1][0] + token.surface, words[-1][1] + said)
            else:
                words.append((token.surface, said))
        return words

    return read

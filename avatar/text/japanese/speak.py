"""Written Japanese to kana: words and their readings come from the IPADIC dictionary, numbers from rules of our own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import NotInstalledError
from avatar.text.addresses import ADDRESS
from avatar.text.japanese.numbers import NUMERAL, counted, is_counter, spoken_number, value_of
from avatar.text.other_languages import speak_whole
from avatar.text.spoken import PAUSE, Spoken

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESS = re.compile(ADDRESS)
_SPOKEN = re.compile(r"[^\W_]")
_DAY_LONG = re.compile("(?:一|1)(?:日|年|晩)")
_PRONUNCIATION = 8
"""place of the pronunciation among the details of a word in IPADIC; unknown words have none"""


class _Word(NamedTuple):
    written: str
    says: str
    """kana as pronounced (は as ワ); as written where the dictionary doesn't know it"""
    kind: str
    """part of speech of IPADIC, two levels: 助詞,接続助詞"""

    @property
    def is_ending(self) -> bool:
        return self.kind.startswith(("助動詞", "助詞,接続助詞", "動詞,接尾"))


def speak_japanese(text: str) -> list[Spoken]:
    """Give a Japanese sentence as kana, word by word; endings belong to their words.

    Raise `NotInstalledError` without the dictionary: engines name the shapes of kanji instead of reading them, and say
    every は as ハ.
    """
    words_of = _dictionary()
    pieces: list[Spoken] = []
    for stretch in speak_whole(text, "ja"):
        if stretch.says == PAUSE or _ADDRESS.fullmatch(stretch.word):
            pieces.append(stretch)
        else:
            words = _joined(words_of(stretch.word))
            pieces += [Spoken(word.written, word.says, "ja") for word in words if _SPOKEN.search(word.says)]
    return pieces


@lru_cache
def _dictionary() -> Callable[[str], list[_Word]]:
    try:
        from lindera import TokenizerBuilder
    except ImportError:
        raise NotInstalledError(
            "Reading Japanese needs the package lindera-python-ipadic, which is not installed; "
            "install it with: pip install lindera-python-ipadic"
        ) from None
    builder = TokenizerBuilder()
    builder.set_mode("normal")
    builder.set_dictionary("embedded://ipadic")
    tokenizer = builder.build()

    def words_of(text: str) -> list[_Word]:
        return [_word(token.surface, token.details) for token in tokenizer.tokenize(text)]

    return words_of


def _word(written: str, details: list[str]) -> _Word:
    said = details[_PRONUNCIATION] if len(details) > _PRONUNCIATION else "*"
    return _Word(written, written if said == "*" else said, ",".join(details[:2]))


def _joined(words: list[_Word]) -> list[_Word]:
    """Put endings to their words, numbers to what they count, and choose readings that the words around decide."""
    joined: list[_Word] = []
    place = 0
    while place < len(words):
        word, taken = _number(words, place, joined) or (_in_place(words, place, joined), 1)
        place += taken
        if word.is_ending and joined:
            joined[-1] = _Word(joined[-1].written + word.written, joined[-1].says + word.says, joined[-1].kind)
        else:
            joined.append(word)
    return joined


def _in_place(words: list[_Word], place: int, before: list[_Word]) -> _Word:
    word = words[place]
    after = words[place + 1].written if place + 1 < len(words) else ""
    if word.written == "何" and after.startswith(("で", "だ", "と", "の")):
        return word._replace(says="ナン")
    if word.written == "中" and before and _DAY_LONG.fullmatch(before[-1].written):
        return word._replace(says="ジュー")
    return word


def _number(words: list[_Word], place: int, before: list[_Word]) -> tuple[_Word, int] | None:
    """Read the number that begins at a place together with what it counts; give how many words it is written with."""
    end = _end_of_number(words, place)
    written = "".join(word.written for word in words[place:end])
    value = value_of(written)
    if end == place or value is None:
        return None
    for length in (2, 1):
        counter = "".join(word.written for word in words[end : end + length])
        if is_counter(counter, value):
            is_date = bool(before) and before[-1].written.endswith("月")
            says = counted(written, counter, is_date=is_date)
            return _Word(written + counter, says, "名詞,数"), end + length - place
    return _Word(written, spoken_number(written), "名詞,数"), end - place


def _end_of_number(words: list[_Word], place: int) -> int:
    end = place
    while end < len(words):
        word = words[end]
        is_sign = (
            word.written in {",", ".", "-"}
            and end > place
            and _is_digits(words, end - 1)
            and _is_digits(words, end + 1)
        )
        if not is_sign and not (word.kind == "名詞,数" and NUMERAL.fullmatch(word.written)):
            break
        end += 1
    return end


def _is_digits(words: list[_Word], place: int) -> bool:
    return place < len(words) and words[place].written.isdecimal()

"""Written Japanese to kana: words and their readings come from the IPADIC dictionary, numbers from rules of our own."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import NotInstalledError
from avatar.text.japanese.numbers import NUMERAL, counted, is_counter, spoken_number, value_of
from avatar.text.japanese.quantities import RULES
from avatar.text.spoken import PAUSE, Rules, Spoken, with_single_pauses

if TYPE_CHECKING:
    from collections.abc import Callable

_KANA = re.compile("[ァ-ヴー]+|[A-Za-z0-9 '.-]+")
_SPOKEN = re.compile(r"[^\W_]")
_DAY_LONG = re.compile("(?:一|1)(?:日|年|晩)")
_TEN_MINUTES_BEFORE = (
    "おき",
    "後",
    "前",
    "間",
    "以内",
    "ほど",
    "くらい",
    "ぐらい",
    "遅れ",
    "経",
    "歩",
    "待",
    "過ぎ",
    "おくれ",
    "かか",
    "毎",
    "ごと",
    "足らず",
    "刻み",
)
"""After 十分 these tell of ten minutes; else it means enough."""
_OF_PERSONS = frozenset(("以上", "以下", "未満", "希望", "対象", "初めて", "お持ち", "該当"))
"""After these words 方 is a person."""
_BORDERS_OF_DATES = frozenset(
    ("に", "から", "まで", "午前", "午後", "夜", "朝", "未明", "夕方", "昼", "付", "付け", "正午", "早朝", "深夜")
)
_HIRAGANA = re.compile("[ぁ-んー]+")
_SMALL = frozenset("ぁぃぅぇぉゃゅょゎっー")
"""no word begins with them"""
_LONGEST_UNKNOWN = 8
"""hiragana that may be one word which the dictionary does not know"""
_VIEWS = (24, 16, 12, 9, 7)
"""characters that are looked at together, fewer and fewer"""
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
    for is_text, run in groupby(_rules().read(text), lambda piece: piece.language == "text"):
        if is_text:
            words = _joined(words_of("".join(piece.word for piece in run)))
            pieces += [Spoken(word.written, word.says, "ja") for word in words if _SPOKEN.search(word.says)]
        else:
            pieces += [_as_kana(piece, words_of) for piece in run if piece.says]
    return with_single_pauses(pieces)


def _as_kana(piece: Spoken, words_of: Callable[[str], list[_Word]]) -> Spoken:
    """Read what a rule has respelled."""
    if piece.says == PAUSE or _KANA.fullmatch(piece.says):
        return piece
    return piece._replace(says="".join(word.says for word in _joined(words_of(piece.says))))


@lru_cache
def _rules() -> Rules:
    return Rules(RULES, "ja")


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

    return lambda text: _in_short_views(text, words_of)


def _in_short_views(text: str, words_of: Callable[[str], list[_Word]]) -> list[_Word]:
    """Take a text apart, and where a long run of hiragana passes for one unknown word, look at a little at a time.

    An unknown word costs the dictionary's search the same however long it is, so hiragana without marks end up in one.
    """
    whole = words_of(text)
    if not any(map(_is_a_run, whole)):
        return whole
    words: list[_Word] = []
    start = 0
    while start < len(text):
        for size in _VIEWS:
            view = words_of(text[start : start + size])
            if not any(map(_is_a_run, view)):
                break
        # What the view cuts is looked at again, from its beginning.
        kept = view if start + size >= len(text) or len(view) == 1 else view[:-1]
        words += kept
        start += sum(len(word.written) for word in kept)
    return words


def _is_a_run(word: _Word) -> bool:
    """Tell whether a word is a stretch of text that the dictionary did not take apart."""
    is_unknown = word.says == word.written and _HIRAGANA.fullmatch(word.written) is not None
    return is_unknown and (len(word.written) > _LONGEST_UNKNOWN or word.written[0] in _SMALL)


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
    says = _READ_IN_PLACE[word.written](before, after) if word.written in _READ_IN_PLACE else None
    return word._replace(says=says) if says else word


def _what(_: list[_Word], after: str) -> str | None:
    return "ナン" if after.startswith(("で", "だ", "と", "の")) else None


def _ten_minutes(_: list[_Word], after: str) -> str | None:
    return "ジュップン" if after.startswith(_TEN_MINUTES_BEFORE) else None


def _person(before: list[_Word], _: str) -> str | None:
    is_person = len(before) > 1 and before[-1].written == "の" and before[-2].written in _OF_PERSONS
    return "カタ" if is_person else None


def _a_year(before: list[_Word], after: str) -> str | None:
    """Read the year in 年2回; behind a number it belongs to that."""
    is_counted = bool(before) and NUMERAL.search(before[-1].written) is not None
    return "ネン" if NUMERAL.match(after) and not is_counted else None


def _race(before: list[_Word], _: str) -> str | None:
    return None if before else "ソー"  # behind a length: 100m走


def _all_through(before: list[_Word], _: str) -> str | None:
    return "ジュー" if before and _DAY_LONG.fullmatch(before[-1].written) else None


_READ_IN_PLACE: dict[str, Callable[[list[_Word], str], str | None]] = {
    **{"何": _what, "十分": _ten_minutes, "方": _person, "年": _a_year, "走": _race, "中": _all_through},
}
"""Words whose reading the words around decide: these get what stands before, and the next word."""


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
            is_date = _is_date(words, end + length, written, before)
            says = counted(written, counter, is_date=is_date)
            if counter == "分" and before and before[-1].written.endswith("割"):
                says = f"{spoken_number(written)}ブ"
            return _Word(written + counter, says, "名詞,数"), end + length - place
    return _Word(written, spoken_number(written), "名詞,数"), end - place


def _is_date(words: list[_Word], place: int, written: str, before: list[_Word]) -> bool:
    """Tell whether 日 in front of a place is a date: after a month, or 1日 where something begins or ends."""
    if before and before[-1].written.endswith("月"):
        return True
    after = [word.written for word in words[place : place + 2]] + ["", ""]
    is_per_day = after[0] == "に" and (not written.isdecimal() or NUMERAL.match(after[1]) is not None)
    return after[0] in _BORDERS_OF_DATES and not is_per_day


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

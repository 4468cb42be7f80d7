"""English that is written in Cyrillic, Greek, Hangul or kana, and pinyin in Cyrillic: what would be heard of it.

A word is spelled in Latin letters as it sounds, and stands for the word of the rules (or a small word between them)
that has the same consonants and nearly the same vowels. That is only a way of reading, judged beside the text as it is
written, and only sentences that come out as English are read so: enough of their words must be found.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from avatar.permission.policy.hearing import sound_of
from avatar.permission.policy.letters import FOREIGN, LOOSE, PUT_IN, latin, small_words, syllables
from avatar.permission.policy.mapped import Mapped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST = 24
"""Letters of a word that is looked at"""
_TOKEN = re.compile(rf"[{FOREIGN}]+|[A-Za-z']+")
_ANY = re.compile(f"[{FOREIGN}]")
_CYRILLIC_WORD = re.compile("[\u0430-\u0451]+")
_SENTENCE = re.compile(r"[^.!?;。！？\n]+")
_ENOUGH, _SMALL_ENOUGH, _SHARE, _SYLLABLES = 4, 2, 0.7, 6
"""Words that an English sentence must have, small ones that must be found in it, the share that must be found of those
in other letters; and syllables that a Chinese one must have."""
_LONGEST_SYLLABLE = 6
_CLASS_OF = {"P": "pbfv", "T": "td", "S": "szcjx", "K": "kgq", "M": "m", "N": "n", "L": "lr"}
_CLASSES = {sign: own for own, signs in _CLASS_OF.items() for sign in signs}
_WEAK = re.compile("[hwy_]")
_SPELLED = "A=ei/e I=ai/i E=i/e O=o U=u/au R=er/e @=a X=x C=c T=t/z w=w/v h=h/"
_SOUNDS = {own[0]: own[2:].split("/") for own in _SPELLED.split()}
"""of the signs of `sound_of`: in which letters they are spelled elsewhere"""
_WAYS = 24
"""Spellings of a word, at most"""
_ALSO = "tell give say read send code phone number password card bank account buy secret"
"""Words that are listened for, whatever the rules have"""


class _Shape(NamedTuple):
    """A word as it is spelled elsewhere."""

    consonants: str
    """one sign per class of them"""
    vowels: str
    """all of them"""
    begins: bool
    """with a vowel"""
    ends: bool
    """with a vowel"""


class Transcriber:
    """Finds what is English in other letters."""

    def __init__(self, words: Collection[str], small: Collection[str]) -> None:
        """Listen for the `words` of the rules, and for `small` ones between them."""
        self._small = small_words()
        self._content = frozenset((*words, *_ALSO.split()))
        self._little = frozenset((*small, *self._small.values()))
        self._known = self._content | self._little
        self._by_consonants: dict[str, list[tuple[_Shape, str]]] = {}
        for word in sorted(own for own in self._known if len(own) >= 3):
            for shape in _shapes(word):
                if len(shape.consonants) >= 2:
                    self._by_consonants.setdefault(shape.consonants, []).append((shape, word))
        self._syllables = syllables()
        self.word = lru_cache(maxsize=8192)(self._word)

    def heard(self, text: str) -> Mapped | None:
        """Write the sentences that are English or pinyin in other letters, and nothing else; None without any."""
        if not _ANY.search(text):
            return None
        pieces: list[str] = []
        origins: list[int] = []
        for match in _SENTENCE.finditer(text):
            said = self._english(match[0]) or self._pinyin(match[0])
            for start, end, word in said:
                pieces.append(word + " ")
                origins += [match.start() + min(start + at, end - 1) for at in range(len(word) + 1)]
            if said:
                pieces.append(". ")
                origins += [match.end() - 1] * 2
        return Mapped("".join(pieces), origins) if pieces else None

    def _english(self, sentence: str) -> list[tuple[int, int, str]]:
        """Give start, end and word; nothing if that makes no English."""
        said: list[tuple[int, int, str]] = []
        foreign = found = small = content = 0
        for match in _TOKEN.finditer(sentence):
            is_foreign = bool(_ANY.match(match[0]))
            word = self.word(match[0]) if is_foreign else match[0].lower()
            foreign += is_foreign
            found += is_foreign and word in self._known
            small += word in self._little
            content += word in self._content
            said.append((*match.span(), word or "·"))
        enough = len(said) >= _ENOUGH and small >= _SMALL_ENOUGH and content > 0
        return said if enough and foreign and found >= _SHARE * foreign else []

    def _word(self, token: str) -> str:
        """Give the English word that another spells, else its sound."""
        if len(token) > LONGEST:
            return ""
        sound = latin(token)
        plain = sound.replace(PUT_IN, "")
        if word := self._small.get(sound) or self._small.get(plain):
            return word
        own, is_loose = _shape(sound), bool(LOOSE.search(token))
        near = [
            (_apart(shape.vowels, own.vowels), word)
            for shape, word in self._by_consonants.get(own.consonants, ())
            if shape.begins == own.begins and (is_loose or shape.ends == own.ends)
        ]
        apart, word = min(near, default=(LONGEST, ""))
        return word if apart <= len(own.consonants) // 2 + 2 * is_loose else plain

    def _pinyin(self, sentence: str) -> list[tuple[int, int, str]]:
        """Read a sentence in Cyrillic as syllables of Chinese, if all of it is."""
        said = []
        for match in _CYRILLIC_WORD.finditer(sentence.lower()):
            parts = list(self._parted(match[0]))
            if not parts or not all(parts):
                return []
            said.append((*match.span(), " ".join(parts)))
        return said if sum(own.count(" ") + 1 for *_, own in said) >= _SYLLABLES else []

    def _parted(self, word: str) -> Iterator[str]:
        """Part a word into syllables, the longest first; the last is empty if it has anything else."""
        at = 0
        while at < len(word):
            ends = range(min(len(word), at + _LONGEST_SYLLABLE), at, -1)
            end = next((own for own in ends if word[at:own] in self._syllables), 0)
            if not end or len(word) > LONGEST:
                yield ""
                return
            yield self._syllables[word[at:end]]
            at = end


def _shape(sound: str) -> _Shape:
    plain = _WEAK.sub("", sound)
    classes = re.sub(r"(.)\1+", r"\1", "".join(_CLASSES.get(sign, ".") for sign in plain))
    vowels = "".join(sign for sign in plain if sign not in _CLASSES)
    return _Shape(classes.replace(".", ""), vowels, plain[:1] not in _CLASSES, plain[-1:] not in _CLASSES)


def _shapes(word: str) -> Iterator[_Shape]:
    choices = [_SOUNDS.get(sign, [sign]) for sign in sound_of(word)]
    yield from (_shape("".join(parts)) for parts in islice(product(*choices), _WAYS))


def _apart(one: str, other: str) -> int:
    """Count the vowels that must be changed, put in or left out."""
    row = list(range(len(other) + 1))
    for at, vowel in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, second in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (vowel != second))
    return row[-1]

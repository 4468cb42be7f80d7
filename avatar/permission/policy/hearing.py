"""English that is written as it sounds, glued together or cut into scraps: which words of the rules would be heard.

A word that is misspelt has the sound of the word that is meant ("coad", "fone", "passwurd"). The sound is a spelling of
its own: one sign per consonant, one per long vowel, whichever letters write it. Words that exist and merely sound like
one of the rules' are left alone; `heard.toml` has both lists.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from avatar.permission.policy.mapped import Mapped

LONGEST = 60
"""Letters of what is glued together, at most"""
GLUED = 8
"""Letters of it, at least"""
_WORD = re.compile("(?<![a-z'])[a-z]{3,20}(?![a-z'])")
_RUN = re.compile(rf"(?<![a-z'])[a-z]{{{GLUED},{LONGEST}}}(?![a-z'])")
_SCRAPS = re.compile("(?<![a-z'])[a-z]{1,9}(?: [a-z]{1,9}(?![a-z']))+")
_LATER_VOWEL = re.compile("(?<=[aeiouAEIOU])([^aeiou]+)[aeiou]")
SLURRED = 6
"""Letters of a word from which a short vowel after the first sounds like any other"""
_SPELLINGS = [
    (re.compile(pattern), into)
    for pattern, into in (
        ("eigh", "A"),
        ("igh", "I"),
        ("ough|augh", "O"),
        ("(?:t|s|c|sh|ssh|x)(?:ion|ian|un|on|hun|hon)(?=s?$)", "Xn"),
        ("ph", "f"),
        ("sh", "X"),
        ("tch|ch", "C"),
        ("th", "T"),
        ("dge?", "d"),
        ("^kn|^gn|^pn", "n"),
        ("^wr", "r"),
        ("^wh", "w"),
        ("mb$", "m"),
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("z", "s"),
        (r"([b-df-hj-np-tv-z])\1+", r"\1"),
        ("(?:our|oor|oar|or|ur|er|ir|ear)(?![aeiou])|(?:ur|er|ir)(?=[aeiou])", "R"),
        ("oa|oe|ow|oh|o(?=[^aeiouAEIOU]e(?:s|d)?$)", "O"),
        ("ee|ea|ie(?=.)|ei|e(?=[^aeiouAEIOU]e(?:s|d)?$)|(?:ey|y)$", "E"),
        ("ai|ay|a(?=[^aeiouAEIOU]e(?:s|d)?$)", "A"),
        ("oo|ou|ew|ue|u(?=[^aeiouAEIOU]e(?:s|d)?$)", "U"),
        ("i(?=[^aeiouAEIOU]e(?:s|d)?$)|y", "I"),
        ("(?<=[^aeiouAEIOU])e(?=s?$)", ""),
        (r"(.)\1+", r"\1"),
    )
]
"""Letters, and what stands for their sound; in this order. Long vowels are capitals, R is any vowel before an r."""


class Hearing:
    """The words that are listened for."""

    def __init__(
        self, words: Collection[str], small: Collection[str], innocent: Collection[str], misspelt: Mapping[str, str]
    ) -> None:
        """Take the `words` of the rules, `small` words between them, and `innocent` ones that sound like the former.

        `misspelt` gives words for spellings that have another sound.
        """
        self._words = frozenset(words)
        self._parts = self._words | frozenset(small)
        self._joined = self._words | {word for word in small if len(word) > 3}
        self._known = self._parts | frozenset(innocent)
        self._by_sound = {sound_of(word): word for word in sorted(words, key=len, reverse=True)}
        self._misspelt = dict(misspelt)

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Give the places of a folded text where something else would be heard than is written."""
        for pattern, meant in ((_WORD, self._spelt), (_RUN, self._parted), (_SCRAPS, self._whole)):
            for match in pattern.finditer(text):
                if meant(match[0]) != match[0]:
                    yield match.span()

    def heard(self, text: Mapped) -> Mapped:
        """Write what would be heard."""
        text = text.sub(_SCRAPS, lambda match: self._whole(match[0])).sub(_RUN, lambda match: self._parted(match[0]))
        return text.sub(_WORD, lambda match: self._spelt(match[0]))

    def _spelt(self, word: str) -> str:
        if word in self._misspelt:
            return self._misspelt[word]
        return word if word in self._known else self._by_sound.get(sound_of(word), word)

    def _whole(self, scraps: str) -> str:
        """Join neighbours that are a word of the rules together."""
        words, kept, at = scraps.split(" "), list[str](), 0
        while at < len(words):
            count = next((own for own in (4, 3, 2) if "".join(words[at : at + own]) in self._joined), 1)
            kept.append("".join(words[at : at + count]))
            at += count
        return " ".join(kept)

    def _parted(self, run: str) -> str:
        """Part what is glued, if it is words of the rules and small ones throughout; the fewest words."""
        if run in self._known:
            return run
        best: list[tuple[str, ...] | None] = [()]
        for end in range(1, len(run) + 1):
            ways = [
                (*before, run[start:end])
                for start in range(max(0, end - 16), end)
                if (before := best[start]) is not None and run[start:end] in self._parts
            ]
            best.append(min(ways, key=len) if ways else None)
        whole = best[-1]
        return run if whole is None or self._words.isdisjoint(whole) else " ".join(whole)


@lru_cache(maxsize=16384)
def sound_of(word: str) -> str:
    """Give the sound of a word of small letters."""
    sound = word
    for pattern, into in _SPELLINGS:
        sound = pattern.sub(into, sound)
    while len(word) >= SLURRED and (slurred := _LATER_VOWEL.sub(r"\1@", sound)) != sound:
        sound = slurred
    return sound

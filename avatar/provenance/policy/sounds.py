"""What is heard as a term of the rules although it is written otherwise: in pinyin, or in other characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avatar.provenance.policy.mapped import Mapped

_FIRST_SYLLABLE = 0xF0000
"""Code point (private use) of the first syllable; with one per syllable, sounds are compared as text."""
_IN_RUN = re.compile("[\U000f0000-\U000fffff]{3,}")


class Sounds:
    """The terms that are listened for, and the spellings that are unified."""

    def __init__(self, terms: Sequence[str], aliases: Mapping[str, str], traditional: Mapping[str, str]) -> None:
        """Take terms of three characters or more: shorter ones have innocent homophones."""
        self.simplified = str.maketrans(dict(traditional))
        self._aliases = dict(aliases)
        self._alias = re.compile(
            rf"(?<![a-z])(?:{'|'.join(map(re.escape, sorted(aliases, key=len, reverse=True)))})(?![a-z])"
        )
        self._terms = tuple(term for term in terms if len(term) >= 3)
        self._prepare()

    def heard(self, text: Mapped) -> Mapped:
        """Write the terms in their own characters wherever they would be heard."""
        if not text.text.isascii():
            text = self._by_syllables(text)
        if re.search("[a-z]", text.text):
            text = text.sub(self._alias, lambda match: self._aliases[match[0]])
            text = text.sub(self._spelled, lambda match: self._by_pinyin.get(re.sub("[ ']", "", match[0]), match[0]))
        return text

    def _prepare(self) -> None:
        from pypinyin import lazy_pinyin
        from pypinyin.constants import PINYIN_DICT

        codes: dict[str, str] = {}

        def code(syllable: str) -> str:
            return codes.setdefault(syllable, chr(_FIRST_SYLLABLE + len(codes)))

        spelled = {term: lazy_pinyin(term, v_to_u=False) for term in self._terms}
        self._by_sound = {"".join(map(code, syllables)): term for term, syllables in spelled.items()}
        self._syllables = {
            point: codes[syllable]
            for point, reading in PINYIN_DICT.items()
            if 0x3400 <= point <= 0x9FFF and (syllable := _toneless(reading.split(",")[0])) in codes
        }
        for term, syllables in spelled.items():  # the term's own reading wins over the character's commonest
            for character, syllable in zip(term, syllables, strict=True):
                self._syllables[ord(character)] = codes[syllable]
        self._sound = re.compile("|".join(map(re.escape, sorted(self._by_sound, key=len, reverse=True))))
        self._by_pinyin = {"".join(syllables): term for term, syllables in spelled.items()}
        forms = ("[ ']?".join(syllables) for syllables in sorted(spelled.values(), key=len, reverse=True))
        self._spelled = re.compile(rf"(?<![a-z])(?:{'|'.join(forms)})(?![a-z])")

    def _by_syllables(self, text: Mapped) -> Mapped:
        heard = text.text.translate(self._syllables)
        if not any(_IN_RUN.finditer(heard)):
            return text
        written = list(text.text)
        for match in self._sound.finditer(heard):
            written[match.start() : match.end()] = self._by_sound[match[0]]
        return type(text)("".join(written), text.origins)


def _toneless(reading: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in plain if letter.isascii())

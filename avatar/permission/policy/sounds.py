"""What is heard as a term of the rules although it is written otherwise: in pinyin, or in other characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from avatar.permission.policy.hearing import Hearing
    from avatar.permission.policy.mapped import Mapped
    from avatar.permission.policy.transcribing import Transcriber

_FIRST_SYLLABLE = 0xF0000
"""Code point (private use) of the first syllable; with one per syllable, sounds are compared as text."""
_IN_RUN = re.compile("[\U000f0000-\U000fffff]{3,}")


class Sounds:
    """The terms that are listened for, and the spellings that are unified."""

    def __init__(  # noqa: PLR0913 - one per table of the rule files
        self,
        terms: Sequence[str],
        aliases: Mapping[str, str],
        traditional: Mapping[str, str],
        spelled: Mapping[str, str],
        syllables: Mapping[str, str],
        hearing: Hearing,
        transcriber: Transcriber,
    ) -> None:
        """Take terms of three characters or more: shorter ones have innocent homophones.

        `spelled` gives terms their pinyin ("yan zheng ma") and `syllables` a syllable its characters; what is in
        neither is looked up in pypinyin, which takes a fifth of a second to load.
        """
        self.hearing = hearing
        self.transcriber = transcriber
        self.simplified = str.maketrans(dict(traditional))
        self._aliases = dict(aliases)
        self._alias = re.compile(
            rf"(?<![a-z])(?:{'|'.join(map(re.escape, sorted(aliases, key=len, reverse=True)))})(?![a-z])"
        )
        readings = {term: spelled[term].split() for term in terms if term in spelled}
        known = dict(syllables)
        if others := [term for term in terms if len(term) >= 3 and term not in readings]:
            readings |= pinyin_of(others)
        if lacking := {syllable for own in readings.values() for syllable in own} - set(known):
            known |= characters_of(lacking)
        self._prepare(readings, known)

    def heard(self, text: Mapped) -> Mapped:
        """Write the terms in their own characters wherever they would be heard."""
        if not text.text.isascii():
            text = self._by_syllables(text)
        if re.search("[a-z]", text.text):
            text = text.sub(self._alias, lambda match: self._aliases[match[0]])
            text = text.sub(self._spelled, lambda match: self._by_pinyin.get(re.sub("[ ']", "", match[0]), match[0]))
        return text

    def _prepare(self, spelled: Mapping[str, Sequence[str]], characters: Mapping[str, str]) -> None:
        needed = sorted({syllable for own in spelled.values() for syllable in own})
        codes = {syllable: chr(_FIRST_SYLLABLE + index) for index, syllable in enumerate(needed)}
        self._by_sound = {"".join(map(codes.__getitem__, own)): term for term, own in spelled.items()}
        self._syllables: dict[int, str] = {}
        for syllable in needed:
            self._syllables |= dict.fromkeys(map(ord, characters[syllable]), codes[syllable])
        for term, own in spelled.items():  # the term's own reading wins over the character's commonest
            for character, syllable in zip(term, own, strict=True):
                self._syllables[ord(character)] = codes[syllable]
        self._sound = re.compile("|".join(map(re.escape, sorted(self._by_sound, key=len, reverse=True))))
        self._by_pinyin = {"".join(own): term for term, own in spelled.items()}
        forms = ("[ ']?".join(own) for own in sorted(spelled.values(), key=len, reverse=True))
        self._spelled = re.compile(rf"(?<![a-z])(?:{'|'.join(forms)})(?![a-z])")

    def _by_syllables(self, text: Mapped) -> Mapped:
        heard = text.text.translate(self._syllables)
        if not any(_IN_RUN.finditer(heard)):
            return text
        written = list(text.text)
        for match in self._sound.finditer(heard):
            written[match.start() : match.end()] = self._by_sound[match[0]]
        return type(text)("".join(written), text.origins)


def pinyin_of(terms: Sequence[str]) -> dict[str, list[str]]:
    """Spell terms in pinyin without tones."""
    from pypinyin import lazy_pinyin

    return {term: lazy_pinyin(term, v_to_u=False) for term in terms}


def characters_of(syllables: Collection[str]) -> dict[str, str]:
    """Give for each syllable the characters whose commonest reading it is, whatever the tone."""
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, list[str]] = {syllable: [] for syllable in syllables}
    for point, reading in sorted(PINYIN_DICT.items()):
        if 0x3400 <= point <= 0x9FFF and (syllable := _toneless(reading.split(",")[0])) in found:
            found[syllable].append(chr(point))
    return {syllable: "".join(characters) for syllable, characters in found.items()}


def _toneless(reading: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in plain if letter.isascii())

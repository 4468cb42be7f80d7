"""How much of what was said is heard as something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.bench.voice.written import as_written

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Errors:
    """Units of a kind that were heard wrongly, left out or added."""

    wrong: int = 0
    """count"""
    count: int = 0
    """that were said"""

    @property
    def share(self) -> float | None:
        """Give the share of what was said, 0-1; None where nothing was."""
        return self.wrong / self.count if self.count else None

    def __add__(self, other: Errors) -> Errors:
        return Errors(self.wrong + other.wrong, self.count + other.count)


@dataclass(frozen=True, slots=True)
class Hearing:
    """One sentence, said and heard."""

    said: str
    """as it was given"""
    heard: str
    """as the recogniser wrote it"""
    words: Errors
    """none in languages without spaces"""
    characters: Errors
    """letters, signs, digits"""
    sounds: Errors
    """zh: syllables of pinyin, tones aside; ja: kana"""
    tones: Errors
    """zh: of the syllables that were heard rightly, those in another tone"""


@dataclass(frozen=True, slots=True)
class Heard:
    """All sentences of a voice in a language, as they were heard."""

    words: float | None
    """share that was misheard, 0-1"""
    characters: float | None
    """the same"""
    sounds: float | None
    """the same"""
    tones: float | None
    """the same"""
    hearings: tuple[Hearing, ...]
    """one per sentence"""

    @classmethod
    def of(cls, hearings: Iterable[Hearing]) -> Heard:
        """Sum up."""
        kept = tuple(hearings)

        def share(kind: str) -> float | None:
            return sum((getattr(each, kind) for each in kept), Errors()).share

        return cls(share("words"), share("characters"), share("sounds"), share("tones"), kept)


def compare(said: str, heard: str, language: str) -> Hearing:
    """Compare what was said with what was heard.

    A sentence counts as wrong at most as a whole: a recogniser that stammers doesn't make a voice worse than silence.
    """
    given, found = as_written(said, language), as_written(heard, language)
    bases, others = _toneless(given.sounds), _toneless(found.sounds)
    return Hearing(
        said,
        heard,
        _errors(given.words, found.words),
        _errors(given.characters, found.characters),
        _errors(bases, others),
        _tones(given.sounds, found.sounds, bases, others),
    )


def _errors(said: Sequence[Hashable], heard: Sequence[Hashable]) -> Errors:
    from rapidfuzz.distance import Levenshtein

    return Errors(min(Levenshtein.distance(said, heard), len(said)), len(said))


def _toneless(sounds: Sequence[str]) -> list[str]:
    return [sound.rstrip("12345") for sound in sounds]


def _tones(said: Sequence[str], heard: Sequence[str], bases: Sequence[str], others: Sequence[str]) -> Errors:
    from rapidfuzz.distance import Levenshtein

    toned = total = 0
    for step in Levenshtein.opcodes(bases, others):
        if step.tag == "equal":
            pairs = zip(said[step.src_start : step.src_end], heard[step.dest_start : step.dest_end], strict=True)
            both = [pair for pair in pairs if pair[0][-1:].isdigit()]
            total += len(both)
            toned += sum(one != other for one, other in both)
    return Errors(toned, total)

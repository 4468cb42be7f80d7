"""Judge a script by a small classifier that was trained on scripts: a linear model over pieces and kinds of words.

It is made by `tests/measure/policy_training.py`. A long script is judged in windows of some sentences, so that one
paragraph is not lost in an hour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from avatar.permission.policy.features import Seen, pieces
from avatar.permission.policy.folding import plain, readings
from avatar.permission.policy.judging import SHIPPED, is_covered
from avatar.permission.policy.lexicon import read_lexicon
from avatar.permission.policy.tongues import FIRST, tongue_of
from avatar.permission.policy.verdict import Finding, Verdict
from avatar.permission.policy.weighing import FOLDER, Weights, files_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from avatar.permission.policy.sounds import Sounds
    from avatar.permission.policy.weighing import Lists

SHORT = 630
"""Length up to which a script is judged as a whole; a Chinese character counts `HAN_LENGTH`, a Japanese one
`KANA_LENGTH`, any other one 1."""
WINDOW = 110
"""Length that a window of a longer script has at least."""
HAN_LENGTH, KANA_LENGTH = 3, 2
LETTERS_LENGTH = 1.35
"""Length that a letter stands for, with what is around it, at most: letters pulled apart make no text longer."""
SILENT, SURE, SHORT_MORE = 45, 90, 3.0
"""Length below which a script is left to the rules, length from which it is judged like any other, and how much surer,
logits, the classifier must be at the former: a greeting has too few words to tell."""
MEANT = 0.4
"""Share of a window's pieces that must have been trained on: four fifths of an ordinary text's have, a quarter of those
of syllables at random, and what these few weigh means nothing."""
WHY = {
    "codes": "It sounds like talking somebody out of a code, a password or an approval.",
    "elections": "It sounds like misleading, pressing or paying voters.",
    "figures": "It sounds like speaking as somebody who is known to the public.",
    "fraud": "It sounds like a fraud that is after the listener's money.",
    "investment": "It sounds like luring into an investment with what nobody can promise.",
    "minors": "It sounds like luring children into what harms them.",
    "officials": "It sounds like pressing somebody in the name of an office.",
    "sexual": "It sounds like an offer of sex, or of pictures that somebody has not agreed to.",
}
"""For the person who wrote the script."""

_SENTENCE = re.compile(r"[^.!?;\n]*[.!?;\n]?")
_NO_LETTER = re.compile(r"[\W_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3041-\u30fa\u30fc]")


class Sentence(NamedTuple):
    """One sentence of a reading of the script."""

    said: str
    """folded"""
    start: int
    """first character, in the text as given"""
    end: int
    """one past its last"""
    length: int
    """as `WINDOW` counts"""
    is_written: bool
    """whether it is of the reading as written, not of one that undoes a disguise"""


class Stretch(NamedTuple):
    """Some sentences in a row, in all their readings."""

    start: int
    """first character, in the text as given"""
    end: int
    """one past its last"""
    sentences: Sequence[Sentence]


class Window(NamedTuple):
    """What a model says of a stretch, or of what of it is in the model's language."""

    logit: float
    """above 0 speaks for harm"""
    category: str
    start: int
    end: int
    tongue: str
    """whose model it was"""


class TrainedPolicy:
    """The classifier that ships here."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Prepare; what `folder` has for a language is read when the first script in it is judged."""
        self._folder = folder
        self._lexicon = read_lexicon((SHIPPED,))

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Judge what would be heard of `text`; languages that no model knows are let pass in silence."""
        covered = is_covered(text, language)
        windows = self._windows(text)
        if not windows:
            return Verdict("allow", (), covered)
        best, margin = max(((own, own.logit - self._needed(own, text)) for own in windows), key=lambda pair: pair[1])
        own = self._lexicon.purposes.get(purpose)
        rule = f"learned.{best.category}"
        length = min(length_of(text), LETTERS_LENGTH * length_of(_NO_LETTER.sub("", plain(text))))
        if length < SILENT:
            return Verdict("allow", (), covered)
        more = SHORT_MORE * max(0.0, (SURE - length) / (SURE - SILENT))
        if margin <= more or (own is not None and own.allow & {rule, best.category}):
            return Verdict("allow", (), covered)
        finding = Finding(rule, best.category, "hold", best.start, best.end, WHY[best.category])
        return Verdict("hold", (finding,), covered)

    def clears(self, finding: Finding, text: str, *, abroad: bool = False) -> bool:
        """Say whether what a rule found in `text` looks harmless in every window around it.

        `abroad` asks the models of `ABROAD`, about long texts only; otherwise that for Chinese and English is asked.
        """
        windows = [own for own in self._windows(text) if (own.tongue != FIRST) is abroad]
        if abroad and len(windows) == 1:
            return False
        around = [own for own in windows if own.start < finding.end and finding.start < own.end]
        return bool(around) and all(own.logit < self._limit(own, finding, len(windows)) for own in around)

    def _limit(self, window: Window, finding: Finding, count: int) -> float:
        weights = self._weights(window.tongue)
        limit = weights.drop_refuse if finding.decision == "refuse" else weights.drop_hold
        return limit + weights.hold_more * log(count)

    def _needed(self, window: Window, text: str) -> float:
        weights = self._weights(window.tongue)
        return weights.hold_at + weights.hold_more * log(len(self._windows(text)))

    def _weights(self, tongue: str) -> Weights:
        return read_weights(self._folder, tongue)

    @lru_cache(maxsize=8)  # noqa: B019 - judge and clears are asked about the same text
    def _windows(self, text: str) -> tuple[Window, ...]:
        found = []
        look = Look()
        for stretch in stretches_of(sentences_of(text, self._lexicon.sounds)):
            for tongue, own in look.parted(stretch, text):
                weights = self._weights(tongue)
                score = weights.score(look.seen(own, weights.lists))
                if score.known >= MEANT:
                    found.append(Window(score.logit, score.category, stretch.start, stretch.end, tongue))
        return tuple(found)


class Look:
    """What the models see of the sentences of a text, each looked at once."""

    def __init__(self) -> None:
        self._pieces: dict[str, frozenset[int]] = {}
        self._meant: dict[tuple[str, Lists], tuple[frozenset[int], frozenset[int]]] = {}
        self._tongues: dict[str, str | None] = {}

    def seen(self, sentences: Sequence[Sentence], lists: Lists) -> Seen:
        """Give what is in sentences of the language of some lists."""
        for said in (own.said for own in sentences):
            if said not in self._pieces:
                self._pieces[said] = pieces(said)
            if (said, lists) not in self._meant:
                self._meant[said, lists] = lists.kinds.seen(said), lists.senses.seen(said)
        meant = [self._meant[own.said, lists] for own in sentences]
        return Seen(
            frozenset[int]().union(*(self._pieces[own.said] for own in sentences)),
            frozenset[int]().union(*(kinds for kinds, _ in meant)),
            frozenset[int]().union(*(senses for _, senses in meant)),
        )

    def parted(self, stretch: Stretch, text: str) -> Iterator[tuple[str, Sequence[Sentence]]]:
        """Deal a stretch to the models: to that of its language, and to those of others that enough of it is in."""
        main = tongue_of(text[stretch.start : stretch.end])
        others: dict[str, list[Sentence]] = {}
        for own in stretch.sentences:
            if (tongue := self._tongue(own.said)) not in (None, main):
                others.setdefault(str(tongue), []).append(own)
        enough = {tongue: own for tongue, own in others.items() if sum(each.length for each in own) >= SILENT}
        yield from enough.items()
        if main is not None:
            theirs = {self._tongue(own.said) for own in stretch.sentences} & enough.keys()
            yield main, [own for own in stretch.sentences if self._tongue(own.said) not in theirs]

    def _tongue(self, said: str) -> str | None:
        if said not in self._tongues:
            self._tongues[said] = tongue_of(said)
        return self._tongues[said]


@cache
def read_weights(folder: Path, tongue: str) -> Weights:
    """Read the weights for a language once."""
    return Weights(*files_of(folder, tongue), tongue)


def length_of(text: str) -> int:
    """Count the characters, a Chinese one as `HAN_LENGTH`, a Japanese one as `KANA_LENGTH`."""
    return len(text) + (HAN_LENGTH - 1) * len(_HAN.findall(text)) + (KANA_LENGTH - 1) * len(_KANA.findall(text))


def sentences_of(text: str, sounds: Sounds) -> list[Sentence]:
    """Give the sentences of all readings of a script, in the order of the script."""
    found: list[Sentence] = []
    for number, reading in enumerate(readings(text, sounds)):
        for match in _SENTENCE.finditer(reading.text):
            said = match[0]
            if said.strip():
                found.append(
                    Sentence(said, *reading.span(match.start(), match.end()), length_of(said), is_written=not number)
                )
    return sorted(found, key=lambda sentence: sentence.start)


def stretches_of(sentences: Sequence[Sentence]) -> Iterator[Stretch]:
    """Give what is judged at a time, one stretch from each sentence on; one for what is short."""
    written = [sentence for sentence in sentences if sentence.is_written]
    enough = WINDOW if sum(sentence.length for sentence in written) > SHORT else SHORT
    starts = [sentence.start for sentence in sentences]
    first = 0
    while first < len(written):
        last, length = first, 0
        while last < len(written) and length < enough:
            length += written[last].length
            last += 1
        start, end = written[first].start, written[last - 1].end
        yield Stretch(start, end, sentences[bisect_left(starts, start) : bisect_left(starts, end)])
        if last == len(written):
            return
        first += 1

"""Judge a script by a small classifier that was trained on scripts: a linear model over pieces and kinds of words.

It is made by `tests/measure/policy_training.py`. A long script is judged in windows of some sentences, so that one
paragraph is not lost in an hour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from avatar.permission.policy.features import Kinds, Seen, pieces
from avatar.permission.policy.folding import plain, readings
from avatar.permission.policy.judging import SAMPLE, SHIPPED, is_covered
from avatar.permission.policy.lexicon import read_lexicon
from avatar.permission.policy.verdict import Finding, Verdict
from avatar.permission.policy.weighing import WEIGHTS, Weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from avatar.permission.policy.sounds import Sounds

SHORT = 630
"""Length up to which a script is judged as a whole; a Chinese character counts `HAN_LENGTH`, any other one 1."""
WINDOW = 110
"""Length that a window of a longer script has at least."""
HAN_LENGTH = 3
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
_KANA = re.compile("[\u3041-\u30fa]")
_ENGLISH = re.compile(
    r"\b(?:"
    r"the|a|an|to|of|and|in|is|it|you|your|i|my|we|our|for|on|this|that|with|be|are|was|not|at|as|if|from|"
    r"or|but|they|he|she|his|her|their|will|can|just|what|when|who|how|all|no|one|up|out|by|have|has|do|"
    r"don't|it's|i'm|here|now|me|us|so|please|hello|call|get|him|them|about|after|before|today|tonight"
    r")\b"
)
_OTHER = re.compile(
    r"\b(?:"
    r"de|la|el|los|las|que|y|en|un|una|por|para|con|su|del|se|al|lo|le|les|et|est|vous|nous|pour|dans|une|"
    r"des|du|sur|pas|je|tu|il|elle|der|die|das|und|ist|nicht|ein|eine|sie|ich|wir|mit|von|zu|den|dem|im|"
    r"auf|bitte|che|di|per|non|sono|da|os|as|uma|não|com|em|é|och|att|det|som|en|ett|på|het|een|van|niet|"
    r"ik|je|yang|dan|untuk|ini|itu|anda|tidak"
    r")\b"
)


class Sentence(NamedTuple):
    """One sentence of a reading of the script."""

    seen: Seen
    start: int
    """first character, in the text as given"""
    end: int
    """one past its last"""
    length: int
    """as `WINDOW` counts"""
    is_written: bool
    """whether it is of the reading as written, not of one that undoes a disguise"""


class Window(NamedTuple):
    """Some sentences in a row, judged together."""

    logit: float
    """above 0 speaks for harm"""
    category: str
    start: int
    end: int


class TrainedPolicy:
    """The classifier that ships here."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        """Prepare; the weights of `path` are read when the first script is judged."""
        self._path = path
        self._lexicon = read_lexicon((SHIPPED,))

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Judge what would be heard of `text`; other languages than those of the rules are let pass in silence."""
        covered = is_covered(text, language)
        windows = self._windows(text)
        if not windows:
            return Verdict("allow", (), covered)
        weights = read_weights(self._path)
        best = max(windows, key=lambda window: window.logit)
        own = self._lexicon.purposes.get(purpose)
        rule = f"learned.{best.category}"
        length = min(length_of(text), LETTERS_LENGTH * length_of(_NO_LETTER.sub("", plain(text))))
        needed = weights.hold_at + weights.hold_more * log(len(windows))
        needed += SHORT_MORE * max(0.0, (SURE - length) / (SURE - SILENT))
        if length < SILENT:
            return Verdict("allow", (), covered)
        if best.logit <= needed or (own is not None and own.allow & {rule, best.category}):
            return Verdict("allow", (), covered)
        finding = Finding(rule, best.category, "hold", best.start, best.end, WHY[best.category])
        return Verdict("hold", (finding,), covered)

    def clears(self, finding: Finding, text: str) -> bool:
        """Say whether what a rule found in `text` looks harmless in every window around it."""
        weights = read_weights(self._path)
        windows = self._windows(text)
        around = [own.logit for own in windows if own.start < finding.end and finding.start < own.end]
        limit = weights.drop_refuse if finding.decision == "refuse" else weights.drop_hold
        return bool(around) and max(around) < limit + weights.hold_more * log(len(windows))

    @lru_cache(maxsize=8)  # noqa: B019 - judge and clears are asked about the same text
    def _windows(self, text: str) -> tuple[Window, ...]:
        weights = read_weights(self._path)
        sentences = sentences_of(text, weights.kinds, self._lexicon.sounds)
        found = (
            (weights.score(seen), start, end) for start, end, seen in windows_of(sentences) if is_known(text[start:end])
        )
        return tuple(Window(own.logit, own.category, start, end) for own, start, end in found if own.known >= MEANT)


@lru_cache(maxsize=1)
def read_weights(path: Path) -> Weights:
    """Read the weights once."""
    return Weights(path)


def length_of(text: str) -> int:
    """Count the characters, a Chinese one as `HAN_LENGTH`."""
    return len(text) + (HAN_LENGTH - 1) * len(_HAN.findall(text))


def is_known(text: str) -> bool:
    """Say whether it is Chinese or English, going by small words; other languages share the letters."""
    sample = plain(text[:SAMPLE])
    if han := len(_HAN.findall(sample)):
        return len(_KANA.findall(sample)) < han / 2
    return len(_ENGLISH.findall(sample)) >= max(1, len(_OTHER.findall(sample)))


def sentences_of(text: str, kinds: Kinds, sounds: Sounds) -> list[Sentence]:
    """Give the sentences of all readings of a script, in the order of the script."""
    found: list[Sentence] = []
    for number, reading in enumerate(readings(text, sounds)):
        for match in _SENTENCE.finditer(reading.text):
            said = match[0]
            if said.strip():
                seen = Seen(pieces(said), kinds.seen(said))
                found.append(Sentence(seen, *reading.span(match.start(), match.end()), length_of(said), not number))
    return sorted(found, key=lambda sentence: sentence.start)


def windows_of(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, Seen]]:
    """Give start, end and content of windows, one from each sentence on; one for what is short."""
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
        within = [own.seen for own in sentences[bisect_left(starts, start) : bisect_left(starts, end)]]
        pieces_there = frozenset[int]().union(*(seen.pieces for seen in within))
        kinds_there = frozenset[int]().union(*(seen.kinds for seen in within))
        yield start, end, Seen(pieces_there, kinds_there)
        if last == len(written):
            return
        first += 1

"""Judge a script by a small classifier that was trained on scripts: a linear model over pieces and kinds of words.

It is made by `tests/measure/policy_training.py`. A long script is judged in windows of some sentences, so that one
paragraph is not lost in an hour.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile

import numpy as np

from avatar.errors import NotInstalledError
from avatar.provenance.policy.features import BUCKETS, Kinds, Seen, array_of, pieces
from avatar.provenance.policy.folding import readings
from avatar.provenance.policy.judging import SAMPLE, SHIPPED, is_covered
from avatar.provenance.policy.lexicon import read_lexicon
from avatar.provenance.policy.verdict import Finding, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.provenance.policy.sounds import Sounds

WEIGHTS = Path(__file__).parent / "weights" / "scripts.npz"
"""What the training gives."""
KINDS = Path(__file__).parent / "weights" / "kinds.txt"
"""The kinds of words, written by hand."""
FORMAT = 1
"""Version of the weights file."""
CATEGORIES = ("codes", "elections", "figures", "fraud", "investment", "minors", "officials", "sexual")
CATEGORY_BUCKETS = 1 << 14
"""Places for pieces in the part that tells the categories apart"""
KINDS_SHARE = 0.7
"""Weight of the kinds of words beside the pieces."""
SHORT = 630
"""Length up to which a script is judged as a whole; a Chinese character counts `HAN_LENGTH`, any other one 1."""
WINDOW = 110
"""Length that a window of a longer script has at least."""
HAN_LENGTH = 3
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
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[a-zA-Z]")
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


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences in a row, judged together."""

    score: float
    """above 0 speaks for harm"""
    start: int
    end: int
    seen: Seen


class Weights:
    """The trained figures."""

    def __init__(self, path: Path = WEIGHTS, kinds: Path = KINDS) -> None:
        """Read them. Raise `NotInstalledError` if the file is of another version or not for this list of kinds."""
        try:
            with np.load(path, allow_pickle=False) as file:
                content = {name: file[name] for name in file.files}
        except (OSError, ValueError, EOFError, BadZipFile) as fault:
            raise _broken(path, str(fault)) from fault
        if "format" not in content or int(content["format"]) != FORMAT:
            raise _broken(path, f"it is not of format {FORMAT}")
        if str(content["kinds"]) != sha256_of(kinds):
            raise _broken(path, f"{kinds.name} is not the list that it was trained with")
        self.kinds = Kinds(kinds)
        self._count = content["count"].astype(np.float32)
        self._weigh = content["weigh"].astype(np.float32)
        self._category = content["category"].astype(np.float32)
        scales = content["scales"].astype(np.float64)
        self._count_scale, self._weigh_scale, self._bias = (float(value) for value in scales)
        self.hold_at, self.hold_more, self.hold_reports, self.drop_below = (
            float(value) for value in content["thresholds"]
        )

    def score(self, seen: Seen) -> float:
        """Give the logit of harm."""
        total = self._bias
        for share, indices in ((1.0, array_of(seen.pieces)), (KINDS_SHARE, BUCKETS + array_of(seen.kinds))):
            norm = float(np.sqrt(np.square(self._count[indices] * self._count_scale).sum())) if len(indices) else 0.0
            if norm:
                total += share * float(self._weigh[indices].sum()) * self._weigh_scale / norm
        return total

    def category(self, seen: Seen) -> str:
        """Give the kind of harm that it looks most like."""
        return CATEGORIES[int(np.argmax(self._category[:, category_indices(seen)].sum(axis=1)))]


class TrainedPolicy:
    """The classifier that ships here."""

    def __init__(self) -> None:
        """Prepare; the weights are read when the first script is judged."""
        self._lexicon = read_lexicon((SHIPPED,))

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Judge what would be heard of `text`; other languages than those of the rules are let pass in silence."""
        weights = shipped_weights()
        if (window := self._heaviest(text, language)) is None:
            return Verdict("allow", (), is_covered(text, language))
        own = self._lexicon.purposes.get(purpose)
        needed = weights.hold_at + weights.hold_more * float(np.log(window.count))
        if own is not None and own.reports:
            needed += weights.hold_reports
        category = weights.category(window.best.seen)
        rule = f"learned.{category}"
        if window.best.score <= needed or (own is not None and own.allow & {rule, category}):
            return Verdict("allow", (), is_covered(text, language))
        finding = Finding(rule, category, "hold", window.best.start, window.best.end, WHY[category])
        return Verdict("hold", (finding,), is_covered(text, language))

    def clears(self, text: str, language: str) -> bool:
        """Say whether it is so sure of harmlessness that what rules only add up does not count."""
        heaviest = self._heaviest(text, language)
        return heaviest is not None and heaviest.best.score < shipped_weights().drop_below

    @lru_cache(maxsize=8)  # noqa: B019 - judge and clears are asked about the same text
    def _heaviest(self, text: str, language: str) -> Heaviest | None:
        if not is_covered(text, language) or not is_known(text):
            return None
        weights = shipped_weights()
        windows = [
            Window(weights.score(seen), start, end, seen)
            for start, end, seen in windows_of(sentences_of(text, weights.kinds, self._lexicon.sounds))
        ]
        return Heaviest(max(windows, key=lambda window: window.score), len(windows)) if windows else None


@dataclass(frozen=True, slots=True)
class Heaviest:
    """The window that speaks most for harm."""

    best: Window
    count: int
    """of how many"""


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Read the weights once."""
    return Weights()


def is_known(text: str) -> bool:
    """Say whether it is Chinese or English, going by small words; other languages share the letters."""
    sample = text[:SAMPLE].lower()
    if _HAN.search(text):
        return True
    return bool(_LETTER.search(sample)) and len(_ENGLISH.findall(sample)) >= len(_OTHER.findall(sample))


def sentences_of(text: str, kinds: Kinds, sounds: Sounds) -> list[Sentence]:
    """Give the sentences of all readings of a script, in the order of the script."""
    found: list[Sentence] = []
    for number, reading in enumerate(readings(text, sounds)):
        for match in _SENTENCE.finditer(reading.text):
            said = match[0]
            if said.strip():
                seen = Seen(pieces(said), kinds.seen(said))
                length = len(said) + (HAN_LENGTH - 1) * len(_HAN.findall(said))
                found.append(Sentence(seen, *reading.span(match.start(), match.end()), length, not number))
    return sorted(found, key=lambda sentence: sentence.start)


def windows_of(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, Seen]]:
    """Give start, end and content of windows, one from each sentence on; one for what is short."""
    written = [sentence for sentence in sentences if sentence.is_written]
    enough = WINDOW if sum(sentence.length for sentence in written) > SHORT else SHORT
    first = 0
    while first < len(written):
        last, length = first, 0
        while last < len(written) and length < enough:
            length += written[last].length
            last += 1
        start, end = written[first].start, written[last - 1].end
        within = [sentence.seen for sentence in sentences if start <= sentence.start < end]
        pieces_there = frozenset[int]().union(*(seen.pieces for seen in within))
        kinds_there = frozenset[int]().union(*(seen.kinds for seen in within))
        yield start, end, Seen(pieces_there, kinds_there)
        if last == len(written):
            return
        first += 1


def category_indices(seen: Seen) -> NDArray[np.int64]:
    """Give the places of what is seen in the part that tells categories apart."""
    indices = (*seen.pieces, *(BUCKETS + kind for kind in seen.kinds))
    return array_of(frozenset(index % CATEGORY_BUCKETS for index in indices))


def sha256_of(path: Path) -> str:
    """Give the hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _broken(path: Path, reason: str) -> NotInstalledError:
    return NotInstalledError(f"The classifier's file {str(path)!r} cannot be used ({reason}); reinstall avatar.")

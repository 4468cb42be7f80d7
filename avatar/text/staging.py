"""Give each utterance its cues, and cut it where a pause is asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.fences import bare
from avatar.text.sentences import PAUSE_COMMA
from avatar.text.spoken import PAUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Cue, Utterance
    from avatar.text.marks import Mark

SEEN = 0.8
"""Silence added after the last word where the face still has something to do, s."""

_CLOSING = re.compile(r"[,.;:!?，。；：！？、…)\]）”’」』\"']")


class _Place(NamedTuple):
    """Where a mark stands."""

    utterance: int
    """index of it"""
    piece: int
    """index of the pronunciation that follows"""


def place(utterances: Sequence[Utterance], text: str, marks: Sequence[Mark]) -> list[Utterance]:
    """Put the marks of a text, which has been read as `utterances`, into them.

    A cue belongs to the word after it; behind the last word, to that word's end. A pause is added to the silence
    that is there anyway, and cuts an utterance in two.
    """
    if not marks:
        return list(utterances)
    places = _places(utterances, text, marks)
    pauses: dict[_Place, float] = defaultdict(float)
    for at, mark in zip(places, marks, strict=True):
        if mark.cue.kind == "pause":
            pauses[at] += mark.cue.amount
    cues: dict[int, list[tuple[int, Cue]]] = defaultdict(list)
    for at, cue in zip(places, _timed(places, marks, _end(utterances)), strict=True):
        cues[at.utterance].append((at.piece, cue))
    staged: list[Utterance] = []
    for index, utterance in enumerate(utterances):
        cuts = {at.piece: seconds for at, seconds in pauses.items() if at.utterance == index}
        if first := cuts.pop(0, 0.0):
            staged[-1:] = _waiting(staged[-1:], first)
        staged += cut_before(utterance, cuts, cues[index], first if not staged else 0.0)
    if any(at == _end(utterances) and mark.cue.kind != "pause" for at, mark in zip(places, marks, strict=True)):
        staged[-1:] = _waiting(staged[-1:], SEEN)
    return staged


def _waiting(before: list[Utterance], seconds: float) -> list[Utterance]:
    return [replace(utterance, pause_after=utterance.pause_after + seconds) for utterance in before]


def _end(utterances: Sequence[Utterance]) -> _Place:
    return _Place(len(utterances) - 1, len(utterances[-1].pronunciations))


def _places(utterances: Sequence[Utterance], text: str, marks: Sequence[Mark]) -> list[_Place]:
    """Find which pronunciation each mark comes before."""
    whole, starts, end = bare(text), [], 0
    for utterance in utterances:
        found = whole.find(bare(utterance.text), end)
        starts.append(end if found < 0 else found)
        end = starts[-1] + len(bare(utterance.text))
    places = []
    for mark in marks:
        index = max((i for i, start in enumerate(starts) if start <= mark.offset), default=0)
        said = utterances[index].pronunciations
        piece = sum(middle < mark.offset - starts[index] for middle in _middles(utterances[index]))
        while piece < len(said) and said[piece].reading == PAUSE:
            piece += 1
        is_over = not _spoken(utterances[index], piece, None)
        if is_over and index + 1 < len(utterances):
            index, piece = index + 1, 0
        elif is_over:
            piece = len(said)
        elif not _spoken(utterances[index], 0, piece):
            piece = 0
        places.append(_Place(index, piece))
    return places


def _middles(utterance: Utterance) -> list[float]:
    """Find the middle of each pronunciation's word, in characters of the utterance without white space."""
    text, end, last, middles = bare(utterance.text), 0, "", list[float]()
    for pronunciation in utterance.pronunciations:
        word = bare(pronunciation.word)
        # A formula of several pieces is written once, and may stand again further on.
        is_same = word == last and not text.startswith(word, end)
        start = text.find(word, end) if word and not is_same else -1
        last = word
        if start >= 0:
            end = start + len(word)
        # A word that was expanded into several is found once.
        middles.append(start + len(word) / 2 if start >= 0 else middles[-1] if middles else 0.0)
    return middles


def _spoken(utterance: Utterance, first: int, last: int | None) -> int:
    """Count the words among some of its pronunciations, as the voice will."""
    return sum(bool(re.search(r"\w", item.reading)) for item in utterance.pronunciations[first:last])


def _timed(places: Sequence[_Place], marks: Sequence[Mark], end: _Place) -> list[Cue]:
    """Set each cue's time against the border of its word: the pauses that lie between them."""
    lengths = [mark.cue.amount if mark.cue.kind == "pause" else 0.0 for mark in marks]
    elapsed = [0.0, *accumulate(lengths)]
    timed = []
    for index, (at, mark) in enumerate(zip(places, marks, strict=True)):
        together = [i for i, other in enumerate(places) if other == at]
        border = elapsed[together[0]] if at == end else elapsed[together[-1] + 1]
        timed.append(replace(mark.cue, time=elapsed[index] - border))
    return timed


def cut_before(
    utterance: Utterance, cuts: dict[int, float], cues: Sequence[tuple[int, Cue]], before: float
) -> list[Utterance]:
    """Cut an utterance before some of its pronunciations, with so many s between, and give each part its cues."""
    count = len(utterance.pronunciations)
    inner = sorted(cut for cut in cuts if cut < count)
    texts = _texts(utterance, inner)
    parts = []
    for text, first, last in zip(texts, [0, *inner], [*inner, count], strict=True):
        is_last = last == count
        said = utterance.pronunciations[first:last]
        own = [(piece, cue) for piece, cue in cues if first <= piece < last or (is_last and piece == last)]
        comma = PAUSE_COMMA if said[-1].reading == PAUSE else 0.0
        parts.append(
            replace(
                utterance,
                text=text,
                pronunciations=said,
                pause_before=before if not first else 0.0,
                pause_after=cuts.get(last, 0.0) + (utterance.pause_after if is_last else comma),
                continues=not is_last,
                cues=tuple(replace(cue, word=_spoken(utterance, first, piece)) for piece, cue in own),
            )
        )
    return parts


def _texts(utterance: Utterance, cuts: Sequence[int]) -> list[str]:
    """Cut the text where its pronunciations are cut; punctuation stays with what it closes."""
    middles, texts, begin = _middles(utterance), [], 0
    text = utterance.text
    positions = [index for index, character in enumerate(text) if not character.isspace()]
    for cut in cuts:
        word = bare(utterance.pronunciations[cut].word)
        at = positions[min(max(round(middles[cut] - len(word) / 2), 0), len(positions) - 1)]
        while at < len(text) and _CLOSING.match(text, at):
            at += 1
        texts.append(text[begin:at].strip())
        begin = at
    return [*texts, text[begin:].strip()]

"""The same in another language, as somebody has translated it: a sentence a line, or captions with their times."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.subtitles.breaking import is_stop, places
from avatar.subtitles.caption import Caption
from avatar.subtitles.clusters import is_dense, width

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOCK = r"(?:(\d{1,5}):)?(\d{1,9}):(\d{1,9})[.,](\d+)"
"""hours, minutes and seconds of no more digits than a number may have"""
_TIMES = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}")
_TAGS = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_APART = 12.0
"""what it costs to part a text a whole caption too early or too late"""


@dataclass(frozen=True, slots=True)
class Second:
    """What a file with a second language says."""

    lines: tuple[str, ...]
    """one for each sentence; empty where there are captions"""
    captions: tuple[Caption, ...] = ()
    """with their times"""

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines or (caption.text for caption in self.captions))


def read_second(text: str, name: str = "the second language") -> Second:
    """Read lines, or SRT or WebVTT. Raise `InputError` where there are neither."""
    if "-->" in text:
        found = tuple(_captions(text))
        if found:
            return Second((), found)
        raise InputError(f"The second language {name!r} has no caption that can be read; give SRT, WebVTT or lines.")
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    if not lines:
        raise InputError(f"The second language {name!r} is empty; give a line for each sentence.")
    return Second(lines)


def dealt_to_sentences(lines: Sequence[str], said: Sequence[str]) -> list[str]:
    """Give each utterance its part of the second language: one line for each sentence that they make up.

    Raise `InputError` where there are more or fewer lines than sentences.
    """
    sentences = sentences_of(said)
    if len(sentences) != len(lines):
        listed = "; ".join(f"{number} {_short(sentence, said)}" for number, sentence in enumerate(sentences, 1))
        raise InputError(
            f"The second language has {len(lines)} lines, but the text has {len(sentences)} sentences "
            f"({listed}); give one line for each, or SRT."
        )
    dealt = [""] * len(said)
    for line, sentence in zip(lines, sentences, strict=True):
        for index, piece in zip(sentence, shared(line, [width(said[each]) for each in sentence]), strict=True):
            dealt[index] = piece
    return dealt


def sentences_of(said: Sequence[str]) -> list[list[int]]:
    """Put utterances together to sentences: each ends with a mark that ends one. Give their indices."""
    sentences: list[list[int]] = [[]]
    for index, text in enumerate(said):
        sentences[-1].append(index)
        if is_stop(text.rstrip()) and index + 1 < len(said):
            sentences.append([])
    return sentences


def shared(text: str, shares: Sequence[float]) -> list[str]:
    """Cut a text into as many pieces as there are shares, about as long as they are, where it can be cut well.

    One that is too short for that is given whole to each.
    """
    found, count = places(text), len(shares) - 1
    if not count or not text:
        return [text] * len(shares)
    if len(found) < count:
        return [text] * len(shares)
    whole, total, wanted, cut = width(text), sum(shares), 0.0, list[tuple[int, int]]()
    for number, share in enumerate(shares[:-1]):
        wanted += share / total * whole
        rest = [place for place in found if not cut or place.first > cut[-1][1]]
        rest = rest[: len(rest) - (count - number - 1)]
        if not rest:
            return [text] * len(shares)
        best = min(
            rest, key=lambda place: place.cost + _APART * abs(width(text[: place.last]) - wanted) / whole * len(shares)
        )
        cut.append((best.last, best.first))
    starts, ends = [0, *(first for _, first in cut)], [*(last for last, _ in cut), len(text)]
    return [text[first:last] for first, last in zip(starts, ends, strict=True)]


def with_second(captions: Sequence[Caption], said: Sequence[str], second: Sequence[str], em: float) -> list[Caption]:
    """Give captions the second language of what is `said` in them, utterance by utterance.

    What goes over several captions stands in each of them where it is no longer than a line, `em`, else it is cut.
    """
    whole, places_ = _laid_out(captions, said)
    found: list[list[str]] = [[] for _ in captions]
    for (first, last), text in zip(whole, second, strict=True):
        over = [index for index, (begin, end) in enumerate(places_) if begin < last and first < end]
        shares = [float(min(places_[index][1], last) - max(places_[index][0], first)) for index in over]
        pieces = shared(text, shares) if width(text) > em else [text] * len(over)
        for index, piece in zip(over, pieces, strict=True):
            found[index].append(piece)
    return [replace(caption, second=_joined(pieces)) for caption, pieces in zip(captions, found, strict=True)]


def _laid_out(captions: Sequence[Caption], said: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Say from where to where utterances and captions go, in letters of all that is said without white space."""
    lengths = [["".join(text.split()) for text in texts] for texts in (said, [each.text for each in captions])]
    ends = [list(accumulate(map(len, texts), initial=0)) for texts in lengths]
    return list(pairwise(ends[0])), list(pairwise(ends[1]))


def at_their_times(captions: Sequence[Caption], others: Sequence[Caption], em: float) -> list[Caption]:
    """Give each caption what the other language has for most of its time; what is longer than a line, `em`, is cut."""
    found: list[list[str]] = [[] for _ in captions]
    for other in others:
        over = [index for index, caption in enumerate(captions) if _belongs(other, caption)]
        shares = [width(captions[index].text) for index in over]
        pieces = shared(other.text, shares) if len(over) > 1 and width(other.text) > em else [other.text] * len(over)
        for index, piece in zip(over, pieces, strict=True):
            found[index].append(piece)
    return [replace(caption, second=_joined(pieces)) for caption, pieces in zip(captions, found, strict=True)]


def _belongs(other: Caption, caption: Caption) -> bool:
    shared_ = min(other.end, caption.end) - max(other.start, caption.start)
    return shared_ > 0.5 * min(other.end - other.start, caption.end - caption.start)


def _joined(texts: Sequence[str]) -> str:
    whole = ""
    for text in texts:
        whole += ("" if not whole or is_dense(whole[-1]) or is_dense(text[:1] or " ") else " ") + text
    return whole


def _captions(text: str) -> list[Caption]:
    found: list[Caption] = []
    for block in re.split(r"\n\s*\n", text):
        rows = block.strip("\n").split("\n")
        for number, row in enumerate(rows):
            match = _TIMES.match(row)
            said = " ".join(" ".join(rows[number + 1 :]).split())
            if match and said:
                start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
                found.append(Caption(html.unescape(_TAGS.sub("", said)), start, end, ()))
                break
    return found


def _seconds(clock: Sequence[str | None]) -> float:
    hours, minutes, seconds, part = (each or "0" for each in clock)
    return int(hours) * 3600 + int(minutes) * 60 + float(f"{seconds}.{part}")


def _short(sentence: Sequence[int], said: Sequence[str]) -> str:
    text = " ".join(said[index] for index in sentence)
    return repr(text if len(text) <= 24 else f"{text[:22]}…")

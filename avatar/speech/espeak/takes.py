"""Have pieces spoken, check what came back, and put them together as one sound with one row of phones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import VoiceError
from avatar.speech.espeak import pinyin
from avatar.speech.espeak.closures import refine, uncovered
from avatar.speech.espeak.given import resolved
from avatar.speech.espeak.options import FASTEST, SLOWEST, options_of
from avatar.speech.espeak.process import EspeakProcess, Rendition, Request
from avatar.speech.espeak.script import Piece, Token, halves
from avatar.speech.espeak.segments import Segment, is_switch, segments
from avatar.speech.meter import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MARGIN = 0.02
"""s of sound kept around the phones, faded"""
GAP = 0.0
"""s of silence added between two pieces in one breath, besides their margins"""
LONGEST_BARE = 0.12
"""s of sound without a phone; a longer stretch means that espeak dropped events"""
_SOME, _LEAST_SHARE = 20, 0.2
"""letters of which at least that share must be heard as phones"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One phone of an utterance."""

    segment: Segment
    """its times count from the beginning of the utterance"""
    word: int
    """index of the written word"""


@dataclass(frozen=True, slots=True)
class Take:
    """One piece, spoken, cut to its phones."""

    piece: Piece
    samples: NDArray[np.float32]
    """(N,), in [-1, 1]"""
    rate: int
    """Hz"""
    segments: tuple[Segment, ...]
    """times count from the first sample"""


def record(process: EspeakProcess, pieces: Sequence[Piece], speed: float) -> list[Take]:
    """Have every piece spoken, and one that espeak does not say to its end in halves.

    Raise `VoiceError` for a reading that is no pinyin, and for what espeak does not say at all.
    """
    pieces = [resolved(process, piece, options_of(piece.card)) for piece in pieces]
    renditions = process.say([_request(piece, speed) for piece in pieces])
    takes: list[Take] = []
    for piece, rendition in zip(pieces, renditions, strict=True):
        take = _take(piece, rendition)
        if take is not None:
            takes.append(take)
        elif len(parts := halves(piece)) > 1:
            takes += record(process, parts, speed)
        else:
            raise unsaid(piece)
    return takes


def unsaid(piece: Piece) -> VoiceError:
    """Say that espeak does not say a piece."""
    return VoiceError(
        f"The voice {piece.card.name!r} gives no sound for {piece.text.strip(' ,;.?')!r}; "
        "write it in other words, or choose another voice."
    )


def is_whole(piece: Piece, found: Sequence[Segment]) -> bool:
    """Tell whether phones can be all of a piece: espeak names some words as one ("of the"), but loses none of them."""
    firsts = list(dict.fromkeys(segment.token for segment in found))
    if not firsts or any(map(_has_letters, piece.tokens[: firsts[0]])):
        return False
    counts = Counter(segment.token for segment in found)
    for first, after in zip(firsts, [*firsts[1:], len(piece.tokens)], strict=True):
        run = [token for token in piece.tokens[first:after] if _has_letters(token)]
        letters = sum(len(token.text) for token in run)
        if counts[first] < len(run) or (letters > _SOME and counts[first] < _LEAST_SHARE * letters):
            return False
    return True


def _has_letters(token: Token) -> bool:
    return any(map(str.isalnum, token.text))


def assemble(takes: Sequence[Take]) -> tuple[NDArray[np.float32], list[Spoken]]:
    """Put takes one after the other, equally loud, with their written pauses between them."""
    levels = [measure(take.samples, take.rate) for take in takes]
    sound: list[NDArray[np.float32]] = []
    spoken: list[Spoken] = []
    begin = 0
    for take, its_level in zip(takes, levels, strict=True):
        # The first take sets the level: the whole is brought to the wanted loudness afterwards.
        gain = np.float32(10 ** ((levels[0] - its_level) / 20))
        pause = np.zeros(round((take.piece.pause_after + GAP) * take.rate), dtype=np.float32)
        sound += [take.samples * gain, pause]
        shift = begin / take.rate
        for segment in take.segments:
            moved = replace(segment, start=segment.start + shift, end=segment.end + shift)
            spoken.append(Spoken(moved, take.piece.tokens[segment.token].word))
        begin += len(take.samples) + len(pause)
    return np.concatenate(sound), spoken


def _request(piece: Piece, speed: float) -> Request:
    options = options_of(piece.card)
    rate = min(max(round(options.rate * speed), SLOWEST), FASTEST)
    return Request(options.voice, rate, options.pitch, options.range, piece.text, piece.has_mnemonics)


def _take(piece: Piece, rendition: Rendition) -> Take | None:
    """Read one rendition; None where its phones do not cover its sound."""
    samples, rate = rendition.samples, rendition.sample_rate
    token_at = piece.token_at
    if piece.is_pinyin:
        for event in rendition.events:
            if is_switch(event.name):
                text = piece.tokens[token_at(event.position)].text.strip(" ,")
                raise pinyin.unreadable(text, text)
    found = refine(segments(rendition.events, rate, token_at), samples, rate)
    if not found or uncovered(found, samples, rate) > LONGEST_BARE or not is_whole(piece, found):
        return None
    return _cut(piece, _with_tones(piece, found), samples, rate)


def _with_tones(piece: Piece, found: list[Segment]) -> list[Segment]:
    """Put the tones of each token on its nuclei, in order."""
    tones = {index: list(token.tones) for index, token in enumerate(piece.tokens)}
    toned = []
    for segment in found:
        waiting = tones[segment.token]
        toned.append(replace(segment, tone=waiting.pop(0)) if waiting and segment.is_nucleus else segment)
    return toned


def _cut(piece: Piece, found: list[Segment], samples: NDArray[np.float32], rate: int) -> Take:
    """Cut the silence around the phones away, leaving a margin that fades in and out."""
    first = max(round((found[0].start - MARGIN) * rate), 0)
    last = min(round((found[-1].end + MARGIN) * rate), len(samples))
    kept = samples[first:last].copy()
    rise, fall = round(found[0].start * rate) - first, last - round(found[-1].end * rate)
    kept[:rise] *= _fade(rise)
    kept[len(kept) - fall :] *= _fade(fall)[::-1]
    seconds = len(kept) / rate
    moved = [replace(s, start=max(s.start - first / rate, 0.0), end=min(s.end - first / rate, seconds)) for s in found]
    return Take(piece, kept, rate, tuple(moved))


def _fade(count: int) -> NDArray[np.float32]:
    return np.asarray(np.sin(np.linspace(0, np.pi / 2, count)) ** 2, dtype=np.float32)

"""A passage as it is sent to a browser: sound files, motion, and what is said when."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip.shots import Placed
from avatar.clip.speaking import samples_of
from avatar.clip.subtitling import said_in
from avatar.clip.unfolding import Bit
from avatar.service.sessions.sounds import files
from avatar.subtitles.matching import matched
from avatar.visemes import look_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.passages import Passage
    from avatar.clip.takes import Take
    from avatar.data import MotionTrack, Word

SCALE = 16384
"""steps of motion from 0 to 1"""
OVERHEAD = 2000
"""bytes that a piece takes beside what is counted"""
_WAV_HEADER = 44


@dataclass(frozen=True, slots=True)
class Heard:
    """A word and when it is heard in its piece."""

    text: str
    """as written, with what stands behind it"""
    start: int
    """ms"""
    end: int
    """ms"""


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage, ready to be sent as often as it is said. Times count from its beginning."""

    key: str
    """64 hex digits, to which its mark points"""
    passage: Passage
    """what it is of"""
    length: int
    """ms"""
    motion: bytes
    """payload of kind 2"""
    sounds: tuple[tuple[int, bytes], ...]
    """payloads of kind 1: where each begins, ms, and its file"""
    words: tuple[Heard, ...]
    """in order; all texts in a row are what is said"""
    phones: tuple[tuple[str, int, int, str], ...]
    """in order: IPA, start and end, ms, viseme"""
    begins: bool = True
    """its passage begins with it"""
    ends: bool = True
    """its passage ends with it"""
    whole: int = 0
    """length of its passage, ms, as far as that is known; 0: its own"""

    @property
    def size(self) -> int:
        """Bytes that it takes in memory, about."""
        return OVERHEAD + len(self.motion) + sum(len(data) for _, data in self.sounds) + 150 * len(self.phones)


def piece_of(take: Take, kind: str) -> Piece:
    """Encode a take; `kind` is one of `sounds.FORMATS`."""
    bit = Bit(take, 0, len(take), said_in(take.passage), is_last=True)
    return next(pieces_of([bit], kind))


def pieces_of(bits: Iterable[Bit], kind: str) -> Iterator[Piece]:
    """Encode a passage as it unfolds. Each word and phone is told once, in the piece that it begins in."""
    words = phones = 0
    for bit in bits:
        take, fps = bit.take, bit.take.motion.fps
        start, end = (int(frame * 1000 / fps) for frame in (bit.first, bit.end))
        first, last = samples_of(bit.first, fps), samples_of(bit.end, fps)
        until = inf if bit.is_last else end
        told = [word for word in _worded(bit.text, take.words)[words:] if word.start < until]
        looks = [phone for phone in _looks(take)[phones:] if phone[1] < until]
        words, phones = words + len(told), phones + len(looks)
        heard = take.speech.samples
        yield Piece(
            take.key,
            take.passage,
            end - start,
            packed(take.motion.rows()[bit.first : bit.end], fps),
            files(heard[first:last], kind, heard[:first] if first else None),
            tuple(Heard(word.text, word.start - start, word.end - start) for word in told),
            tuple((ipa, one - start, other - start, look) for ipa, one, other, look in looks),
            begins=not bit.first,
            ends=bit.is_last,
            whole=int(len(take) * 1000 / fps),
        )


def _looks(take: Take) -> list[tuple[str, int, int, str]]:
    return [(phone.ipa, _ms(phone.start), _ms(phone.end), look_of(phone)) for phone in take.speech.phones if phone.ipa]


def packed(rows: NDArray[np.float32], fps: Fraction) -> bytes:
    """Write motion (T, 62) as kind 2 has it, without the message's header."""
    steps = np.clip(np.rint(rows * SCALE), -32768, 32767).astype("<i2")
    return struct.pack("<HHf", *rows.shape, float(fps)) + steps.tobytes()


def unpacked(data: bytes) -> NDArray[np.float32]:
    """Undo `packed`."""
    rows, columns, _ = struct.unpack_from("<HHf", data)
    steps = np.frombuffer(data, "<i2", rows * columns, struct.calcsize("<HHf"))
    return (steps.reshape(rows, columns) / np.float32(SCALE)).astype(np.float32)


def placed(piece: Piece, start: int, number: int) -> Placed:
    """Put a piece of a speech, with WAV as its sound, where it begins in the film."""
    sound = np.concatenate([np.frombuffer(data, "<i2", offset=_WAV_HEADER) for _, data in piece.sounds])
    samples = np.asarray(sound / np.float32(32767), np.float32)
    return Placed(start, unpacked(piece.motion), samples, piece.key, number)


def motion_payload(motion: MotionTrack) -> bytes:
    """Write a whole motion as kind 2 has it."""
    return packed(motion.rows(), motion.fps)


def _worded(text: str, words: tuple[Word, ...]) -> tuple[Heard, ...]:
    """Give each word the signs and spaces behind it; words that are not found as written belong to the one before."""
    found = matched(text, words)
    if not found:
        return (Heard(text, 0, 0),) if text else ()
    borders = [0, *(each.first for each in found[1:]), len(text)]
    parts = [text[first:end] for first, end in pairwise(borders)]
    parts[-1] += " " if text[-1].isascii() else ""
    return tuple(Heard(part, _ms(each.start), _ms(each.end)) for part, each in zip(parts, found, strict=True))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)

"""The extended BCH code (128, 64), whose words differ in 22 bits, and decoding from soft values near its optimum.

Bose and Ray-Chaudhuri 1960; ordered statistics: Fossorier and Lin, IEEE Transactions on Information Theory 41, 1995.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.watermark.payload import PAYLOAD_BITS, Bits

if TYPE_CHECKING:
    from numpy.typing import NDArray

CODE_BITS = 128
_FIELD = 0b10001001
"""x^7 + x^3 + 1, primitive: GF(128)"""
_ORDER = 127
_CORRECTED = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """The code word that fits best."""

    bits: Bits
    """(64,), the message"""
    word: Bits
    """(128,)"""
    fit: float
    """cosine between the word's signs and the values: noise reaches 0.7, a clean mark 1"""


def encode(bits: Bits) -> Bits:
    """Turn 64 bits into 128."""
    return (bits @ _generator() & 1).astype(np.uint8)


def decode(values: NDArray[np.float64]) -> Decoded:
    """Find the likeliest word for 128 `values`, positive for a 1, by ordered statistics of order 2."""
    order = np.argsort(-np.abs(values), kind="stable")
    basis, pivots = _reduce(_generator()[:, order])
    sorted_values = values[order]
    first = (sorted_values[pivots] > 0).astype(np.uint8) @ basis & 1
    words = first[None] ^ _small_changes(basis)
    best = words[int(np.argmax(words @ sorted_values))]
    word = np.empty(CODE_BITS, np.uint8)
    word[order] = best
    length = float(np.sqrt(CODE_BITS) * np.linalg.norm(values))
    fit = float(signs(word) @ values) / length if length > 0 else 0.0
    return Decoded(word[:PAYLOAD_BITS], word, fit)


def signs(word: Bits) -> NDArray[np.float64]:
    """Write 1 and 0 as 1.0 and -1.0."""
    return np.asarray(word * 2.0 - 1.0, np.float64)


def _small_changes(basis: Bits) -> Bits:
    """Sum none, one or two rows: (1 + 64 + 2016, 128)."""
    first, second = np.triu_indices(len(basis), 1)
    return np.concatenate([np.zeros((1, CODE_BITS), np.uint8), basis, basis[first] ^ basis[second]])


def _reduce(rows: Bits) -> tuple[Bits, NDArray[np.intp]]:
    """Bring (64, 128) to reduced echelon form, and name the 64 leftmost independent columns."""
    rows = rows.copy()
    pivots: list[int] = []
    for column in range(CODE_BITS):
        rank = len(pivots)
        below = np.flatnonzero(rows[rank:, column])
        if len(below) == 0:
            continue
        chosen = rank + int(below[0])
        rows[[rank, chosen]] = rows[[chosen, rank]]
        others = np.flatnonzero(rows[:, column])
        rows[others[others != rank]] ^= rows[rank]
        pivots.append(column)
        if len(pivots) == len(rows):
            break
    return rows, np.array(pivots)


@cache
def _generator() -> Bits:
    """Build the systematic generator matrix (64, 128): message, remainder, parity of all."""
    divisor = _generator_polynomial()
    rows = np.zeros((PAYLOAD_BITS, CODE_BITS), np.uint8)
    checks = _ORDER - PAYLOAD_BITS
    for index in range(PAYLOAD_BITS):
        rest = 1 << (_ORDER - 1 - index)
        whole = rest
        for power in range(_ORDER - 1, checks - 1, -1):
            if rest >> power & 1:
                rest ^= divisor << (power - checks)
        rows[index, :_ORDER] = [(whole | rest) >> (_ORDER - 1 - place) & 1 for place in range(_ORDER)]
    rows[:, _ORDER] = rows.sum(axis=1) & 1
    return rows


def _generator_polynomial() -> int:
    """Multiply (x - a^k) over all conjugates of the first 20 powers of a; its degree is 63."""
    powers = [1]
    while len(powers) < _ORDER:
        doubled = powers[-1] << 1
        powers.append(doubled ^ _FIELD if doubled >> 7 else doubled)
    logs = {value: log for log, value in enumerate(powers)}
    roots = {k * 2**doubling % _ORDER for k in range(1, 2 * _CORRECTED + 1) for doubling in range(7)}
    product = [1]
    for root in sorted(roots):
        shifted = [0, *product]
        for place, value in enumerate(product):
            shifted[place] ^= powers[(logs[value] + root) % _ORDER] if value else 0
        product = shifted
    return sum(value << place for place, value in enumerate(product))

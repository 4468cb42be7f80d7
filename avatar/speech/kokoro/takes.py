"""Have rows said, cut what was said to its phones, and put it together as one sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.kokoro.layout import LEAST, Row, lay_out, rows
from avatar.speech.kokoro.timing import RATE, times
from avatar.speech.meter import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from avatar.speech.kokoro.session import Manner, Network
    from avatar.speech.kokoro.sounds import Script

MARGIN = 0.02
"""s of sound kept around the phones, faded"""
_PAUSES = {",": 0.18, ";": 0.25, ":": 0.25, "—": 0.25, "…": 0.35}
"""s of silence after a row that ends with this mark, at speed 1"""


@dataclass(frozen=True, slots=True)
class Take:
    """One row, said, cut to its phones."""

    row: Row
    sound: NDArray[np.float32]
    """(N,), in [-1, 1], at `RATE`"""
    times: NDArray[np.float64]
    """(P, 2): beginning and end of each phone, s from the first sample"""


def record(
    network: Network, script: Script, company: Callable[[], Script], styles: NDArray[np.float32], manner: Manner
) -> list[Take]:
    """Have a script said in styles (510, 256), in as many rows as it needs.

    A row that is too short to be said alone is said before `company`, which is cut away.
    """
    return [_said(network, row, company, styles, manner) for row in rows(script.items)]


def assemble(takes: Sequence[Take], speed: float) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Put takes one after the other, equally loud: the sound (N,), and the times (P, 2) of all phones in it."""
    levels = [measure(take.sound, RATE) for take in takes]
    sounds: list[NDArray[np.float32]] = []
    moved: list[NDArray[np.float64]] = []
    length = 0
    for take, its_level in zip(takes, levels, strict=True):
        pause = 0.0 if take is takes[-1] else pause_after(take.row, speed)
        silence = np.zeros(round(pause * RATE), np.float32)
        sounds += [take.sound * np.float32(10 ** ((levels[0] - its_level) / 20)), silence]
        moved.append(take.times + length / RATE)
        length += len(take.sound) + len(silence)
    return np.concatenate(sounds), np.concatenate(moved)


def _said(
    network: Network, row: Row, company: Callable[[], Script], styles: NDArray[np.float32], manner: Manner
) -> Take:
    whole = row
    if len(row.symbols) < LEAST:
        whole = Row(f"{row.symbols} {lay_out(company().items).symbols}", row.phones)
    sound, frames = network.run(whole.numbers, styles[min(len(whole.symbols), len(styles)) - 1], manner)
    found = times(whole, frames, sound, manner.speed)
    return Take(row, *cut(sound, found, max(round((found[0, 0] - MARGIN) * RATE), 0)))


def cut(
    sound: NDArray[np.float32], found: NDArray[np.float64], first: int, *, is_open: bool = False
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Cut the silence around the phones away, from the sample `first` on, leaving a margin that fades in and out.

    One that is open goes on: its end is left as it is, and phones may lie beyond it.
    """
    last = len(sound) if is_open else min(round((found[-1, 1] + MARGIN) * RATE), len(sound))
    kept = sound[first:last].copy()
    rise = min(max(round(found[0, 0] * RATE) - first, 0), len(kept))
    kept[:rise] *= _fade(rise)
    if not is_open:
        fall = min(last - round(found[-1, 1] * RATE), len(kept))
        kept[len(kept) - fall :] *= _fade(fall)[::-1]
    return kept, np.clip(found - first / RATE, 0.0, np.inf if is_open else len(kept) / RATE)


def pause_after(row: Row, speed: float) -> float:
    """Give the silence between a row and the next one, s."""
    return _PAUSES.get(row.symbols[-1], 0.0) / speed


def _fade(count: int) -> NDArray[np.float32]:
    return np.asarray(np.sin(np.linspace(0, np.pi / 2, count)) ** 2, dtype=np.float32)

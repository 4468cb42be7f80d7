"""Style vectors: what a voice sounds like, one row for each length of what it says."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import VoiceError
from avatar.runtime.access import is_file, told
from avatar.runtime.folders import shipped
from avatar.speech.kokoro.options import STYLE_FILE, KokoroOptions, parse_style

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import VoiceCard

LENGTHS, WIDTH = 510, 256
"""rows, one for each number of symbols, and numbers in each"""


def load_style(card: VoiceCard, options: KokoroOptions) -> NDArray[np.float32]:
    """Read the style (510, 256) of a card, or blend those that it names.

    Raise `VoiceError` for a style that is not there, is no style, or is not the one that the card vouches for.
    """
    total = np.zeros((LENGTHS, WIDTH), np.float64)
    for name, share in parse_style(options.style):
        total += share * _read(_find(name, card), card)
    return total.astype(np.float32)


def _find(name: str, card: VoiceCard) -> Path:
    """Find a style: a file beside the card, or that of a voice beside this one or among the shipped ones."""
    beside = [card.folder / name, card.folder.parent / name / STYLE_FILE] if card.folder else []
    for path in (*beside, shipped("voices") / name / STYLE_FILE):
        if is_file(path):
            return path
    raise VoiceError(
        f"The voice {card.name!r} takes its style from {name!r}, which is neither a file beside its card nor a "
        "voice of this engine; `avatar voice list` shows those that there are."
    )


def _read(path: Path, card: VoiceCard) -> NDArray[np.float64]:
    with told(path):
        data = path.read_bytes()
    wanted = dict(card.files).get(path.name) if path.parent == card.folder else None
    if wanted and hashlib.sha256(data).hexdigest() != wanted:
        raise VoiceError(
            f"The file {str(path)!r} is not the one that the card of {card.name!r} names; install it anew."
        )
    if len(data) != LENGTHS * WIDTH * 4:
        raise VoiceError(f"The file {str(path)!r} is no style of this engine: it has {len(data)} bytes, not 522240.")
    style = np.frombuffer(data, "<f4").reshape(LENGTHS, WIDTH)
    if not np.isfinite(style).all():
        raise VoiceError(f"The file {str(path)!r} is no style of this engine: it holds what is no number.")
    return style.astype(np.float64)

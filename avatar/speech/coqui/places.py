"""Where the files of a model lie: named one by one in a card, or all in a folder, as models are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import VoiceError
from avatar.speech.beside import file_beside
from avatar.speech.coqui.options import options_of

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.data import VoiceCard

CONFIG = "config.json"
"""what a model says of itself, beside its weights"""
_WEIGHTS, _NAMES = (".pth", ".pth.tar"), ("model", "best_model", "checkpoint")
"""endings of weights, and beginnings of the names of those that are the model's own"""


@dataclass(frozen=True, slots=True)
class Files:
    """What a model is read from."""

    model: Path
    """its weights"""
    config: Path
    """what it is"""
    vocoder: Path | None = None
    """weights of what makes sound of its spectrograms"""
    vocoder_config: Path | None = None
    """what that is"""


def files_of(card: VoiceCard) -> Files:
    """Find the files of a card. Raise `VoiceError` for what is missing, or is not what the card vouches for."""
    options = options_of(card)
    names = [options.model, options.config]
    folder = card.folder / options.model if card.folder else None
    if card.folder and folder and folder.is_dir():
        weights = _weights(folder)
        names = [path.relative_to(card.folder).as_posix() for path in (weights, weights.with_name(CONFIG))]
    if options.vocoder:
        names += [options.vocoder, options.vocoder_config]
    return Files(*(file_beside(card, name) for name in names))


def _weights(folder: Path) -> Path:
    """Find the weights in a folder. Raise `VoiceError` if there are none, or several."""
    found = sorted(path for path in folder.rglob("*") if path.name.endswith(_WEIGHTS) and path.is_file())
    named = [path for path in found if path.name.startswith(_NAMES)]
    chosen = named or found
    if len(chosen) != 1:
        what = ", ".join(path.name for path in chosen[:5]) or "none"
        raise VoiceError(
            f"The folder {str(folder)!r} must hold the weights of one model, a file that ends in {_WEIGHTS[0]}, with "
            f"{CONFIG} beside it; it has {what}. Write the file itself as the model."
        )
    return chosen[0]

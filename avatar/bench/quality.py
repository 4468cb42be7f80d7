"""The matrix of the bench: every portrait says the text of every language, at every speed and size."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING

from avatar.bench.origin import Origin, origin
from avatar.bench.subjects import find_subjects
from avatar.bench.trial import Cell, Trial, attempt
from avatar.bench.worst import Extreme, worst_of
from avatar.errors import OutputError
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.bench.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Quality:
    """What the bench found."""

    matrix: Matrix
    """what was tried"""
    trials: tuple[Trial, ...]
    """one per clip"""
    worst: tuple[Extreme, ...]
    """of each figure"""
    origin: Origin
    """when, where and with what"""

    @property
    def passed(self) -> bool:
        """Tell whether every clip passes."""
        return all(trial.passed for trial in self.trials)

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar bench quality --json`."""
        return {
            "passed": self.passed,
            **asdict(self.origin),
            "command": self.matrix.command(),
            "worst": [extreme.as_json() for extreme in self.worst],
            "clips": [trial.as_json() for trial in self.trials],
        }


def measure_quality(matrix: Matrix, folder: Path, watch: Watch = unwatched) -> Quality:
    """Make and measure all clips of a matrix, keeping them in `folder` and reusing what lies there.

    Unknown portraits, variants, languages, speeds and sizes are refused before the first clip is made: `InputError`.
    """
    make_folder(folder)
    subjects = find_subjects(matrix.portraits)
    cells = [Cell(*each, matrix.seconds) for each in product(subjects, matrix.languages, matrix.speeds, matrix.sizes)]
    for cell in cells:
        cell.request()
    trials = []
    for done, cell in enumerate(cells):
        watch("clips", done, len(cells))
        trials.append(attempt(cell, folder))
    watch("clips", len(cells), len(cells))
    return Quality(matrix, tuple(trials), worst_of(trials), origin())


def make_folder(folder: Path) -> None:
    """Make the folder that keeps the clips. Raise `OutputError` if that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be made ({fault.strerror}); choose another with --out."
        ) from fault

"""Label tracks of Audacity: one line per label, start, end and text with tabs between, a file per track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.score.draft import Draft, Mark
from avatar.score.tiers import of_tier, tier_of

if TYPE_CHECKING:
    from avatar.score.score import Score


def write_labels(score: Score, tier: str) -> str:
    """Write one track."""
    return "".join(f"{mark.start:.6f}\t{mark.end:.6f}\t{_flat(mark.text)}\n" for mark in tier_of(score, tier))


def read_labels(text: str, origin: str, tier: str) -> Draft:
    """Read a track back. Raise `InputError` with the line for what is no label."""
    marks = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("\\"):  # the second is a range of frequencies
            continue
        try:
            start, end, *rest = line.split("\t")
            mark = Mark(float(start), float(end), "\t".join(rest).strip(), "", number)
        except ValueError:
            raise InputError(
                f"{origin}, line {number}: a label is a start, an end and a text with tabs between, not {line!r}."
            ) from None
        if mark.text:
            marks.append(mark)
    return of_tier(origin, tier, marks)


def _flat(text: str) -> str:
    return " ".join(text.split())

"""Label tracks of Audacity: one line per label, start, end and text with tabs between, a file per track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.score.draft import Draft, Mark, Moment, drafted

if TYPE_CHECKING:
    from avatar.score.score import Score

TIERS = ("words", "phones", "visemes", "cues")


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


def tier_of(score: Score, tier: str) -> list[Mark]:
    """Give what stands in one tier; a cue is a mark without length."""
    draft = drafted(score)
    if tier == "cues":
        return [Mark(cue.time, cue.time, cue_text(cue)) for cue in draft.cues or ()]
    marks = (draft.words if tier == "words" else draft.phones) or ()
    if tier == "visemes":
        return [Mark(mark.start, mark.end, mark.look) for mark in marks if mark.look]
    return list(marks)


def of_tier(origin: str, tier: str, marks: list[Mark]) -> Draft:
    """Make a draft of one tier."""
    return Draft(
        origin,
        tuple(marks) if tier == "words" else None,
        tuple(marks) if tier == "phones" else None,
        tuple(marks) if tier == "visemes" else None,
        tuple(read_cue(mark) for mark in marks) if tier == "cues" else None,
    )


def cue_text(cue: Moment) -> str:
    """Write a cue in one label: its kind, and how much of it where that is not 1."""
    return cue.kind if cue.amount == 1 else f"{cue.kind} {cue.amount:g}"


def read_cue(mark: Mark) -> Moment:
    """Read what `cue_text` wrote."""
    kind, _, amount = mark.text.rpartition(" ")
    try:
        return Moment(mark.start, kind.strip(), float(amount), mark.line)
    except ValueError:
        return Moment(mark.start, mark.text, 1.0, mark.line)


def _flat(text: str) -> str:
    return " ".join(text.split())

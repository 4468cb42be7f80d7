"""A timeline as tiers of marks, which programs for sound show below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.score.draft import Draft, Mark, Moment, drafted

if TYPE_CHECKING:
    from avatar.score.score import Score

TIERS = ("words", "phones", "visemes", "cues")


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

"""Changes that a program makes to what is written, as a hand would; whether it can be performed is asked afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError
from avatar.score.draft import Draft, Mark, Moment
from avatar.score.spelling import read_spelled
from avatar.visemes import viseme_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS = {
    "words": {"start": "start", "end": "end", "word": "text"},
    "phones": {"start": "start", "end": "end", "ipa": "text", "viseme": "look"},
    "cues": {"time": "time", "kind": "kind", "amount": "amount"},
}
"""by table, what a field of a line is called and what it is"""


def shifted(draft: Draft, seconds: float, after: float = 0.0, before: float = float("inf")) -> Draft:
    """Move every word, sound and cue that begins from `after` to `before`, s, by so many seconds."""

    def mark(each: Mark) -> Mark:
        is_meant = after <= each.start < before
        return replace(each, start=each.start + seconds, end=each.end + seconds) if is_meant else each

    def cue(each: Moment) -> Moment:
        return replace(each, time=each.time + seconds) if after <= each.time < before else each

    return replace(
        draft,
        words=tuple(map(mark, draft.words or ())),
        phones=tuple(map(mark, draft.phones or ())),
        cues=tuple(map(cue, draft.cues or ())),
    )


def changed(draft: Draft, table: str, number: int, name: str, value: str) -> Draft:
    """Change one field of one line: `changed(draft, "phones", 12, "start", "1.2")`; they count from 1.

    Raise `InputError` for a table, number or field that there is not, and for what is no number.
    """
    lines = list(_lines(draft, table, number))
    field = _FIELDS[table].get(name)
    if field is None:
        raise InputError(f"A line of {table} has no {name!r}; it has {', '.join(_FIELDS[table])}.")
    was = lines[number - 1]
    told: dict[str, Any] = {field: value}
    if isinstance(getattr(was, field), float):
        try:
            told = {field: float(value)}
        except ValueError:
            raise InputError(f"The {name} {value!r} of line {number} of {table} is not a number.") from None
    if isinstance(was, Mark) and field == "text" and was.look == viseme_of(read_spelled(was.text)[0]):
        told["look"] = ""  # another sound looks like itself, unless the first was shown as something else on purpose
    lines[number - 1] = replace(was, **told)
    return _with(draft, table, lines)


def added(draft: Draft, kind: str, time: float, amount: float = 1.0) -> Draft:
    """Add a cue at a time, s."""
    return replace(draft, cues=(*(draft.cues or ()), Moment(time, kind, amount)))


def removed(draft: Draft, table: str, number: int) -> Draft:
    """Take one line out, counted from 1. Raise `InputError` as `changed` does."""
    lines = _lines(draft, table, number)
    return _with(draft, table, [*lines[: number - 1], *lines[number:]])


def _lines(draft: Draft, table: str, number: int) -> Sequence[Mark | Moment]:
    if table not in _FIELDS:
        raise InputError(f"There is no table {table!r}; use {', '.join(_FIELDS)}.")
    lines: Sequence[Mark | Moment] = getattr(draft, table) or ()
    if not 1 <= number <= len(lines):
        raise InputError(f"There is no line {number} of {table}; there are {len(lines)}, counted from 1.")
    return lines


def _with(draft: Draft, table: str, lines: Sequence[Mark | Moment]) -> Draft:
    told: dict[str, Any] = {table: tuple(lines)}
    return replace(draft, **told)

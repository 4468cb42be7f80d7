"""Changes that a program makes to what is written, as a hand would; whether it can be performed is asked afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
    """Move every word, sound and cue that begins from `after` to `before` by so many seconds."""

    def move(mark: Mark) -> Mark:
        is_meant = after <= mark.start < before
        return replace(mark, start=mark.start + seconds, end=mark.end + seconds) if is_meant else mark

    return replace(
        draft,
        words=None if draft.words is None else tuple(map(move, draft.words)),
        phones=None if draft.phones is None else tuple(map(move, draft.phones)),
        cues=None
        if draft.cues is None
        else tuple(replace(cue, time=cue.time + seconds) if after <= cue.time < before else cue for cue in draft.cues),
    )


def changed(draft: Draft, table: str, number: int, name: str, value: str) -> Draft:
    """Change one field of one thing: `changed(draft, "phones", 12, "start", "1.2")`; they count from 1.

    Raise `InputError` for a table, number or field that there is not, and for what is no number.
    """
    items = list(_items(draft, table, number))
    field = _FIELDS[table].get(name)
    if field is None:
        raise InputError(f"A line of {table} has no {name!r}; it has {', '.join(_FIELDS[table])}.")
    was = items[number - 1]
    try:
        told = type(getattr(was, field))(value)
    except ValueError:
        raise InputError(f"The {name} {value!r} of {table} {number} is not a number.") from None
    items[number - 1] = replace(was, **{field: told}, **_look(was, field, told))
    return replace(draft, **{table: tuple(items)})


def _look(was: Mark | Moment, field: str, told: str | float) -> dict[str, str]:
    """Let a sound that becomes another look like that, unless it was shown as something else on purpose."""
    is_other = isinstance(was, Mark) and field == "text" and was.text != told
    return {"look": ""} if is_other and was.look == viseme_of(read_spelled(was.text)[0]) else {}


def added(draft: Draft, kind: str, time: float, amount: float = 1.0) -> Draft:
    """Add a cue."""
    return replace(draft, cues=(*(draft.cues or ()), Moment(time, kind, amount)))


def removed(draft: Draft, table: str, number: int) -> Draft:
    """Take one thing out, counted from 1. Raise `InputError` as `changed` does."""
    items = _items(draft, table, number)
    return replace(draft, **{table: (*items[: number - 1], *items[number:])})


def _items(draft: Draft, table: str, number: int) -> Sequence[Mark | Moment]:
    if table not in _FIELDS:
        raise InputError(f"There is no table {table!r}; use {', '.join(_FIELDS)}.")
    items: Sequence[Mark | Moment] = getattr(draft, table) or ()
    if not 1 <= number <= len(items):
        raise InputError(f"There is no line {number} of {table}; there are {len(items)}, counted from 1.")
    return items

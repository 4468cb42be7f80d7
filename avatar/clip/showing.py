"""What happens before a passage can be seen: its stream is counted and logged, and its watermark leads to a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.clip.marking import mark_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from avatar.clip.permit import Permit
    from avatar.clip.plan import Plan
    from avatar.data import Frame
    from avatar.marks.registry.facts import Facts, Span


def showing(plan: Plan, permit: Permit, shown: list[Facts] | None = None) -> Callable[[Span], None]:
    """Give what is called before a passage is seen: its watermark leads to a row from then on, come what may.

    The stream is counted and logged before its first passage. What each row tells is put into `shown`.
    """
    facts, is_begun = plan.facts(permit), False

    def show(span: Span) -> None:
        nonlocal is_begun
        if not is_begun:
            plan.finished(permit, "")
            is_begun = True
        told = replace(facts, spans=(span,), is_sound_marked=True)
        mark_stream(told, plan.home.data)
        if shown is not None:
            shown.append(told)

    return show


def announced(pictures: Iterable[Frame], show: Callable[[Span], object], span: Span) -> Iterator[Frame]:
    """Yield a passage's frames, and say where it lies when the first of them is there and nobody has seen it yet."""
    for number, frame in enumerate(pictures):
        if number == 0:
            show(span)
        yield frame

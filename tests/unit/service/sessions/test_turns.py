"""Whose speech may begin while others are being made, on a clock that runs by itself."""

from __future__ import annotations

import asyncio

import pytest

from avatar.service.sessions.capacity import Capacity
from avatar.service.sessions.turns import LONGEST, FullError, Turn, Turns
from tests.unit.service.sessions.dreams import dreamt


def now() -> float:
    return asyncio.get_running_loop().time()


async def make(turn: Turn, seconds: float, factor: float) -> None:
    """Make so many s of a speech that is heard from now on, with a core of its own."""
    heard = now()
    for second in range(round(seconds)):
        await asyncio.sleep(factor)
        turn.made(1.0, heard + second + 1)


def test_a_speech_begins_when_those_that_are_heard_have_enough_in_hand() -> None:
    """Two at once of 0.6 s a s are too many at first; the second begins before the first is made."""

    async def trial() -> tuple[float, float]:
        turns, one, other = Turns(1.0), Turn(0.6), Turn(0.6)
        await turns.begin(one, 8.0, is_heard=False)
        making = asyncio.ensure_future(make(one, 8.0, 0.6))
        await turns.begin(other, 4.0, is_heard=False)
        began = now()
        await making
        return began, now()

    began, made = dreamt(trial())
    assert 0.3 < began < made


def test_light_speeches_begin_at_once_and_so_does_whoever_is_heard_already() -> None:
    async def trial() -> float:
        turns = Turns(1.0)
        for _ in range(9):
            await turns.begin(Turn(0.05), 5.0, is_heard=False)
        await turns.begin(Turn(2.0), 5.0, is_heard=True)
        await turns.begin(Turn(9.0), 0.0, is_heard=False)  # all of it was said before
        return now()

    assert dreamt(trial()) < 0.01


def test_who_came_first_begins_first_and_who_would_wait_too_long_is_told() -> None:
    async def trial() -> tuple[list[str], float]:
        turns, order, first = Turns(1.0), list[str](), Turn(0.9)
        await turns.begin(first, 30.0, is_heard=False)

        async def ask(name: str) -> None:
            turn = Turn(0.9)
            await turns.begin(turn, 2.0, is_heard=False)
            order.append(name)
            turns.end(turn)

        asked = [asyncio.ensure_future(ask(name)) for name in ("one", "two")]
        gone = asyncio.ensure_future(ask("gone"))
        await asyncio.sleep(1.0)
        gone.cancel()
        turns.end(first)
        await asyncio.gather(*asked)
        await turns.begin(first, 30.0, is_heard=False)
        began = now()
        with pytest.raises(FullError, match="ask again"):
            await ask("late")
        return order, now() - began

    order, waited = dreamt(trial())
    assert order == ["one", "two"]
    assert LONGEST <= waited < LONGEST + 0.2


def test_the_work_of_speech_is_that_which_was_measured_and_then_that_which_it_took() -> None:
    capacity = Capacity(cores=1.0, clock=lambda: 0.0)
    assert capacity.factor("neural") == 0.0
    capacity.expect("neural", 0.5, is_kept=False)
    assert capacity.factor("neural") == 0.5
    capacity.worked("neural", 90.0, 90.0)
    assert 0.8 < capacity.factor("neural") < 1.0

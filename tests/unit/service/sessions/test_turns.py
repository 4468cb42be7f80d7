"""Whose speech may begin while others are being made, on a clock that runs by itself."""

from __future__ import annotations

import asyncio
import heapq
import random
from contextlib import suppress

import pytest

from avatar.service.sessions.capacity import Capacity
from avatar.service.sessions.turns import LONGEST, FullError, Turn, Turns
from avatar.service.sessions.unfolding import PATIENCE
from tests.unit.service.sessions.dreams import dreamt


def now() -> float:
    return asyncio.get_running_loop().time()


async def make(turn: Turn, seconds: float, factor: float) -> None:
    """Make so many s of a speech that is heard from now on, with a core of its own."""
    heard = now()
    for count in range(round(2 * seconds)):
        await asyncio.sleep(factor / 2)
        turn.made(0.5, heard + (count + 1) / 2)


def test_a_speech_begins_when_those_that_are_heard_have_enough_in_hand() -> None:
    """Two at once of 0.4 s a s are too many at first; the second begins before the first is made."""

    async def trial() -> tuple[float, float]:
        turns, one, other = Turns(1.0), Turn(0.4), Turn(0.4)
        await turns.begin(one, 8.0, is_heard=False)
        making = asyncio.ensure_future(make(one, 8.0, 0.4))
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


@pytest.mark.parametrize("factor", [0.2, 0.4, 0.5, 0.6])
@pytest.mark.parametrize("sessions", [3, 4])
def test_on_one_core_whoever_listens_goes_first_and_hardly_waits(factor: float, sessions: int) -> None:
    """Sessions on a core that makes one piece at a time, the soonest needed first: nobody who listens waits for others.

    A listener may wait for what is begun of somebody else's, but hardly ever, and never for as long as 0.1 s.
    """

    async def talk(dice: random.Random, core: Core, turns: Turns, until: float) -> list[float]:
        late = list[float]()
        await asyncio.sleep(dice.uniform(0, 10))
        while now() < until:
            turn, left, asked = Turn(1.05 * factor), dice.uniform(4, 7), now()
            with suppress(FullError):
                await turns.begin(turn, left, is_heard=False)
                late += await core.say(turn, left, factor, dice)
            turns.end(turn)
            await asyncio.sleep(2.3 * (now() - asked))
        return late

    async def trial(seed: int) -> list[float]:
        core, turns = Core(), Turns(1.0)
        made = asyncio.ensure_future(core.run())
        talks = [talk(random.Random(9 * seed + index), core, turns, 120.0) for index in range(sessions)]
        late = [each for found in await asyncio.gather(*talks) for each in found]
        made.cancel()
        return late

    late = [each for seed in range(3) for each in dreamt(trial(seed))]
    assert len(late) > 150
    assert max(late) < 0.1
    assert sum(each > 0.02 for each in late) < len(late) / 200


class Core:
    """One core: a piece is made as a whole, and then the one that is needed soonest."""

    def __init__(self) -> None:
        self._jobs: list[tuple[float, int, float, asyncio.Future[None]]] = []
        self._news, self._count = asyncio.Event(), 0

    async def run(self) -> None:
        while True:
            while not self._jobs:
                self._news.clear()
                await self._news.wait()
            *_, cost, made = heapq.heappop(self._jobs)
            await asyncio.sleep(cost)
            made.set_result(None)
            await asyncio.sleep(0)

    async def say(self, turn: Turn, left: float, factor: float, dice: random.Random) -> list[float]:
        """Make a speech of so many s; give by how many s each piece but the first came late."""
        begun, said, late = 0.0, 0.0, list[float]()
        while left > 0:
            length = min(0.5 + 0.1 * len(late), 1.2, left)
            due = begun + said if said else now() + PATIENCE
            made = asyncio.get_running_loop().create_future()
            self._count += 1
            heapq.heappush(self._jobs, (due, self._count, length * factor * dice.uniform(0.9, 1.1), made))
            self._news.set()
            await made
            begun = max(begun, now() - said) if said else now()
            late += [max(now() - due, 0.0)] if said else []
            said, left = said + length, left - length
            turn.made(length, begun + said)
            await asyncio.sleep(max(begun + said - now() - 6.0, 0.0))
        return late

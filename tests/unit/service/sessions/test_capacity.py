"""Who is let in: reckoned by what sessions really take, and by whether anybody has to wait."""

from __future__ import annotations

import pytest

from avatar.service.problems import Problem
from avatar.service.sessions.capacity import MOST, Capacity


class Watch:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(making: float, *, is_kept: bool = False, clock: Watch | None = None, drawing: float = 0.0) -> Capacity:
    capacity = Capacity(cores=1.0, clock=clock or Watch())
    capacity.expect("agent", making, is_kept=is_kept, drawing=drawing)
    return capacity


def let_in(capacity: Capacity, most: int = MOST) -> tuple[int, Problem | None]:
    """Open sessions until one is turned away; give how many were let in, and what the next was told."""
    count = 0
    try:
        while count < most:
            capacity.take("agent")
            count += 1
    except Problem as told:
        return count, told
    return count, None


@pytest.mark.parametrize("making", [0.5, 0.6, 0.65])
def test_a_core_that_says_new_texts_itself_has_room_for_four(making: float) -> None:
    """Also when somebody has just let it talk without a pause, as whoever tries it does."""
    watch = Watch()
    capacity = opened(making, clock=watch)
    capacity.take("agent")
    for _ in range(20):
        watch.now += 1.2
        capacity.worked("agent", making, 1.0)
    capacity.give("agent")
    count, told = let_in(capacity)
    assert 4 <= count <= 6
    assert told is not None and told.status == 429 and int(told.headers["Retry-After"]) > 0
    assert capacity.room == count


def test_answers_from_a_file_are_hoped_to_repeat_and_not_for_long() -> None:
    watch = Watch()
    capacity = opened(0.6, is_kept=True, clock=watch)
    assert capacity.room > 30
    capacity.take("agent")
    for _ in range(20):
        watch.now += 3.3
        capacity.worked("agent", 0.6, 1.0)
    assert 4 <= capacity.room <= 6


def test_who_says_little_leaves_room_for_others() -> None:
    watch = Watch()
    capacity = opened(0.6, clock=watch)
    count, _ = let_in(capacity)
    watch.now = 3600.0
    assert count + let_in(capacity)[0] > 2 * count


def test_drawing_takes_its_share_however_little_is_new() -> None:
    assert let_in(opened(0.05, is_kept=True, drawing=0.25))[0] in range(9, 13)


def test_nobody_is_let_in_while_somebody_waits_who_listens() -> None:
    watch = Watch()
    capacity = opened(0.05, clock=watch)
    capacity.take("agent")
    watch.now = 100.0
    capacity.waited()
    watch.now = 120.0
    assert let_in(capacity)[0] == 0
    watch.now = 131.0
    assert let_in(capacity, 3)[0] == 3


def test_nobody_is_let_in_while_the_threads_that_speak_are_at_their_limit() -> None:
    watch = Watch()
    capacity = opened(0.05, clock=watch)
    capacity.take("agent")
    for second in range(30):
        watch.now = float(second)
        capacity.busy(1.0)
    assert let_in(capacity)[0] == 0
    capacity.give("agent")
    assert let_in(capacity)[0] == 1  # whoever is alone is let in, whatever it costs


def test_an_operator_may_say_how_many() -> None:
    capacity = Capacity(cores=1.0, given=2)
    capacity.expect("agent", 0.05, is_kept=True)
    assert let_in(capacity)[0] == 2
    capacity.give("agent")
    assert let_in(capacity)[0] == 1

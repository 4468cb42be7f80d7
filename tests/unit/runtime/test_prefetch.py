"""Work is done ahead, in order, and no further than asked."""

import threading
import time
from contextlib import closing

import pytest

from avatar.runtime.prefetch import ahead


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "avatar-ahead"]


def test_items_come_in_order():
    assert list(ahead(number * number for number in range(20))) == [number * number for number in range(20)]
    assert not threads()


def test_the_next_one_is_made_while_this_one_is_used():
    begun = threading.Event()

    def work():
        yield 1
        begun.set()
        yield 2

    with closing(ahead(work())) as items:
        assert next(items) == 1
        assert begun.wait(60)


@pytest.mark.slow
def test_no_more_is_made_than_the_depth_allows():
    made = []

    def work():
        for number in range(50):
            made.append(number)
            yield number

    with closing(ahead(work(), depth=2)) as items:
        next(items)
        time.sleep(0.3)
        assert len(made) <= 4


def test_a_fault_comes_where_its_item_would():
    def work():
        yield 1
        raise ZeroDivisionError("no more")

    items = ahead(work())
    assert next(items) == 1
    with pytest.raises(ZeroDivisionError, match="no more"):
        next(items)
    assert not threads()


def test_leaving_early_ends_the_work_and_tidies_up():
    tidy = threading.Event()

    def work():
        try:
            yield from range(1000)
        finally:
            tidy.set()

    with closing(ahead(work())) as items:
        next(items)
    assert tidy.wait(60)
    assert not threads()

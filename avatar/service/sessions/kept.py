"""Pieces that were made before, so that an answer that is given often costs next to nothing."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by name, up to a size; what was not used for longest goes first. Used by one event loop."""

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        """Keep values of so many bytes, as `size` counts them."""
        self._limit, self._size = limit, size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, _Making[Value]] = {}
        self.bytes = 0
        """that are kept"""
        self.found = 0
        """times that something was there"""
        self.made = 0
        """times that something was not"""

    def __contains__(self, name: Hashable) -> bool:
        """Tell whether something of this name is there."""
        return name in self._values

    def find(self, name: Hashable) -> Value | None:
        """Give what has this name, if it is there."""
        if name not in self._values:
            return None
        self._values.move_to_end(name)
        self.found += 1
        return self._values[name]

    async def get(self, name: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        """Give what has this name. It is made once, however many ask; it is dropped when nobody waits any longer."""
        if (found := self.find(name)) is not None:
            return found
        making = self._making.get(name)
        if making is None:
            making = self._making[name] = _Making(asyncio.ensure_future(make()))
            making.task.add_done_callback(lambda task: self._done(name, task))
        making.waiting += 1
        try:
            return await asyncio.shield(making.task)
        finally:
            making.waiting -= 1
            if not making.waiting and not making.task.done():
                self._forget(name, making.task)  # whoever asks from now on has it made anew
                making.task.cancel()

    def _done(self, name: Hashable, task: asyncio.Future[Value]) -> None:
        self._forget(name, task)
        if task.cancelled() or task.exception() is not None:
            return
        self.made += 1
        self._values[name] = task.result()
        self.bytes += self._size(task.result())
        while self.bytes > self._limit and len(self._values) > 1:
            _, oldest = self._values.popitem(last=False)
            self.bytes -= self._size(oldest)

    def _forget(self, name: Hashable, task: asyncio.Future[Value]) -> None:
        if name in self._making and self._making[name].task is task:
            del self._making[name]


class _Making(Generic[Value]):
    """Something that is being made, and how many wait for it."""

    def __init__(self, task: asyncio.Future[Value]) -> None:
        self.task, self.waiting = task, 0

"""Do the next piece of work on another thread while this one is used."""

from __future__ import annotations

import queue
import threading
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator

_Item = TypeVar("_Item")
_POLL = 0.1
"""s between looks at whether anybody still wants the next item"""


def ahead(items: Generator[_Item, None, None], depth: int = 1) -> Generator[_Item, None, None]:
    """Yield `items`, of which up to `depth` are made in advance; what making them raises comes through in its place.

    When the iterator is closed, the thread ends after the item that it is at.
    """
    ready: queue.Queue[tuple[bool, object]] = queue.Queue(depth)
    is_over = threading.Event()

    def put(entry: tuple[bool, object]) -> None:
        while not is_over.is_set():
            try:
                ready.put(entry, timeout=_POLL)
            except queue.Full:
                continue
            return

    def work() -> None:
        try:
            with closing(items):
                for item in items:
                    put((True, item))
                    if is_over.is_set():
                        return
            put((False, None))
        except BaseException as fault:  # noqa: BLE001 - raised again where it is waited for
            put((False, fault))

    thread = threading.Thread(target=work, name="avatar-ahead", daemon=True)
    thread.start()
    try:
        while True:
            is_item, entry = ready.get()
            if is_item:
                yield entry  # type: ignore[misc]
            elif entry is None:
                return
            else:
                raise entry  # type: ignore[misc]
    finally:
        is_over.set()
        thread.join()

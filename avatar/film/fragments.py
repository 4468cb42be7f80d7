"""A film that is sent while it is made: an opening, then fragments that can be played as they come.

Boxes after ISO/IEC 14496-12.
"""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WAITING = 8
"""fragments that may wait to be fetched before the film waits as well: about a second"""
_POLL = 0.1
"""s between looks at whether anybody still fetches"""
_HEADER = 8
"""bytes of a box's size and type"""


class Fragments:
    """A binary file to write a fragmented MP4 to, from one thread, and to fetch its fragments from, on another."""

    def __init__(self) -> None:
        self._ready: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._held = bytearray()
        self._is_left = threading.Event()

    def write(self, data: bytes) -> int:
        """Take bytes of the film. Raise `AvatarError` if nobody fetches them any more."""
        self._held += data
        while (end := _whole(self._held)) is not None:
            self._put(bytes(self._held[:end]))
            del self._held[:end]
        return len(data)

    def end(self) -> None:
        """Say that the film is over."""
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()
        self._put(None)

    def leave(self) -> None:
        """Stop fetching."""
        self._is_left.set()

    def __iter__(self) -> Iterator[bytes]:
        while (fragment := self._ready.get()) is not None:
            yield fragment

    def _put(self, fragment: bytes | None) -> None:
        while not self._is_left.is_set():
            try:
                self._ready.put(fragment, timeout=_POLL)
            except queue.Full:
                continue
            return
        if fragment is not None:
            raise AvatarError("Nobody fetches this stream any more; it ends here.")


def fetched(write: Callable[[Fragments], None]) -> Iterator[bytes]:
    """Run `write` on a thread of its own and yield what it writes, fragment by fragment: the opening comes first.

    What `write` raises is raised here. When the iterator is closed, the film ends.
    """
    file = Fragments()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            write(file)
        except BaseException as fault:  # noqa: BLE001 - raised again where it is waited for
            faults.append(fault)
        finally:
            try:
                file.end()
            except AvatarError as fault:
                faults.append(fault)

    thread = threading.Thread(target=work, name="avatar-stream", daemon=True)
    thread.start()
    try:
        yield from file
        if faults:
            raise faults[0]
    finally:
        file.leave()
        thread.join()
        faults.clear()  # they hold the frames in which they were raised, and these hold them


def _whole(data: bytearray) -> int | None:
    """Find where the first whole fragment ends: after the movie box, or after a box of media data."""
    start = 0
    while start + _HEADER <= len(data):
        size, kind = int.from_bytes(data[start : start + 4], "big"), bytes(data[start + 4 : start + _HEADER])
        if size == 1:
            size = int.from_bytes(data[start + _HEADER : start + 2 * _HEADER], "big")
        if size < _HEADER or start + size > len(data):
            return None
        start += size
        if kind in (b"moov", b"mdat"):
            return start
    return None

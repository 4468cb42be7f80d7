"""A thread that sends: what is far away may be slow or gone for a while, and nobody else waits for it."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, OutputError
from avatar.onair.outlets import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    import av
    import numpy as np
    from numpy.typing import NDArray

    from avatar.onair.outlets import Outlet

_HELD = 50
"""frames that wait for a slow outlet before some are dropped"""
_PAUSES = (1.0, 2.0, 4.0, 8.0)
"""s between two tries to reach a server that has gone"""
_LOOKS = 0.2
"""s after which a sender without frames looks whether it is over, should nothing have woken it"""
_CLOSES = 3.0
"""s that an outlet may take to end"""


class Sender:
    """Sends frames by one outlet, in a thread of its own."""

    def __init__(
        self, name: str, outlet: Outlet, *, comes_back: bool, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Take what people call it; one that `comes_back` is tried again and again once it has worked."""
        self.name, self.dropped = name, 0
        """what it is called; frames that were not sent"""
        self.fault: Exception | None = None
        """why it has ended; None: it has not"""
        self._outlet, self._comes_back, self._tell = outlet, comes_back, tell
        self._frames: queue.Queue[tuple[av.VideoFrame, NDArray[np.float32]] | None] = queue.Queue(_HELD)
        self._is_open, self._over = False, threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin. Raise `OutputError` or `NotInstalledError` if it cannot be reached."""
        self._outlet.open()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="avatar-send", daemon=True)
        self._thread.start()

    def send(self, picture: av.VideoFrame, sound: NDArray[np.float32]) -> None:
        """Take a frame. If it comes back, frames are dropped that it is too slow for; else whoever sends waits.

        Raise `OutputError` once it has ended, `BrokenPipeError` if its reader has left.
        """
        if self.fault is not None:
            self._refuse(self.fault)
        if not self._comes_back:
            while self.fault is None:
                with suppress(queue.Full):
                    self._frames.put((picture, sound), timeout=0.2)
                    return
            return
        try:
            self._frames.put_nowait((picture, sound))
        except queue.Full:
            self.dropped += 1

    def close(self) -> None:
        """Send what waits, and end."""
        if self._thread is not None:
            self._over.set()
            with suppress(queue.Full):
                self._frames.put_nowait(None)
            self._thread.join(_CLOSES)

    def _refuse(self, fault: Exception) -> None:
        if isinstance(fault, BrokenPipeError):
            raise BrokenPipeError(fault.errno, fault.strerror)
        why = getattr(fault, "strerror", None) or fault
        raise OutputError(f"{self.name} takes no more ({why}); see whether there is room, and who uses it.") from fault

    def _run(self) -> None:
        try:
            self._go_on()
        except Exception as fault:  # noqa: BLE001 - raised again by who sends, who would wait for ever
            self.fault = fault

    def _go_on(self) -> None:
        try:
            while (item := self._next()) is not None:
                if self._over.is_set() and not self._is_open:
                    return
                try:
                    self._outlet.send(*item)
                except BROKEN as fault:
                    if not self._comes_back:
                        self.fault = fault
                        return
                    self._reach_again(fault)
        finally:
            self._outlet.close()

    def _next(self) -> tuple[av.VideoFrame, NDArray[np.float32]] | None:
        """Wait for a frame; None: it is over, and all that waited is sent. The None in the queue only wakes it up."""
        while True:
            try:
                item = self._frames.get(timeout=_LOOKS)
            except queue.Empty:
                item = None
            if item is not None or self._over.is_set():
                return item

    def _reach_again(self, fault: Exception) -> None:
        why = getattr(fault, "strerror", None) or fault
        self._is_open = False
        self._outlet.close()
        self._tell(f"{self.name} is gone ({why}); it is tried again until it is back.")
        began, tries = time.monotonic(), 0
        while not self._over.wait(_PAUSES[min(tries, len(_PAUSES) - 1)]):
            tries += 1
            try:
                self._outlet.open()
            except AvatarError:
                continue
            with suppress(queue.Empty):
                while True:
                    self.dropped += self._frames.get_nowait() is not None
            self._is_open = True
            self._tell(f"{self.name} is back after {time.monotonic() - began:.0f} s.")
            return

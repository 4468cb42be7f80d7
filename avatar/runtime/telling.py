"""Messages of a process that works for another: one JSON object a line."""

# Shapes no clip.

from __future__ import annotations

import json
import threading
import time
from typing import Any, TextIO

_EVERY = 0.2
"""s between two messages of progress, unless the stage changes"""


class Teller:
    """Writes messages, and progress no more often than anybody looks."""

    def __init__(self, out: TextIO) -> None:
        """Take the stream that the parent reads."""
        self._out, self._lock = out, threading.Lock()
        self._stage, self._at = "", 0.0

    def watch(self, stage: str, done: int, total: int) -> None:
        """Tell how far the work is."""
        now = time.monotonic()
        if stage != self._stage or now - self._at >= _EVERY:
            self._stage, self._at = stage, now
            self.tell({"type": "progress", "stage": stage, "done": done, "total": total})

    def tell(self, message: dict[str, Any]) -> None:
        """Write one message."""
        with self._lock:
            self._out.write(json.dumps(message) + "\n")
            self._out.flush()

"""What the service writes of its doings: one JSON object a line, ids and numbers, never texts, names or tokens."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN = re.compile(r"[A-Za-z0-9_.:/{}<>-]{0,96}")
"""what an id, a word of ours, a route or a place in the code looks like; what people say has blanks or other signs"""
WITHHELD = "withheld"
"""stands where something else than an id was given"""
_NAMED = frozenset({"agent", "portrait", "tenant", "voice"})
"""fields of which the value, which may be somebody's name, is told as `id_of` it"""


class Log:
    """A log of one process."""

    def __init__(self, process: int = 0, stream: TextIO | None = None, clock: Callable[[], float] = time.time) -> None:
        """Write to a stream (None: standard error) as one of the processes."""
        self._process, self._stream, self._clock = process, stream, clock

    def __call__(self, event: str, **fields: str | float | bool | None) -> None:
        """Write one line: what has happened, with ids and numbers."""
        line = {"at": _moment(self._clock()), "event": event, "process": self._process}
        line |= {name: _told(name, value) for name, value in fields.items() if value is not None}
        stream = self._stream or sys.stderr
        stream.write(json.dumps(line, separators=(",", ":")) + "\n")
        stream.flush()


def place_of(fault: BaseException) -> dict[str, str]:
    """Tell what a fault of ours was and where, without what it says: that may carry a text."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code if trace else None
    where = f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if code and trace else ""
    return {"fault": type(fault).__name__, "where": where}


def id_of(name: str) -> str:
    """Give what stands for a name in the log, 8 hex digits; `avatar serve --check` tells which is which."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _told(field: str, value: str | float | bool) -> str | float | bool:
    return id_of(value) if field in _NAMED and isinstance(value, str) else _plain(value)


def _plain(value: str | float | bool) -> str | float | bool:
    if not isinstance(value, str):
        return round(value, 6) if isinstance(value, float) else value
    return value if _PLAIN.fullmatch(value) else WITHHELD


def _moment(seconds: float) -> str:
    whole, part = divmod(round(seconds * 1000), 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{part:03d}Z"


def tell_plainly(log: Log) -> None:
    """Let what libraries log be told as lines of ours: who complains and where, never what a message is filled with."""
    root = logging.getLogger()
    root.handlers[:] = [_Plain(log)]
    root.setLevel(logging.WARNING)


class _Plain(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        told = place_of(fault) if fault else {"where": f"{record.filename}:{record.lineno}"}
        self._log("library", name=record.name, level=record.levelname.lower(), **told)

"""What a process and those that it started have used: an engine may speak in a process of its own."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from avatar.runtime.system import peak_memory

_PROCESSES = Path("/proc")


def processor_time() -> float:
    """Measure the processor time of this process and of its children that still run, s.

    Of children only Linux tells; elsewhere an engine with a process of its own looks cheaper than it is.
    """
    return time.process_time() + sum(_time_of(child) for child in _children())


def largest_memory() -> int:
    """Measure the largest memory that this process and each of its children that still run have held, bytes."""
    return peak_memory() + sum(_peak_of(child) for child in _children())


def _children() -> list[str]:
    tasks = _PROCESSES / "self" / "task"
    if not tasks.is_dir():
        return []
    return [child for task in tasks.iterdir() for child in (task / "children").read_text(encoding="ascii").split()]


def _time_of(process: str) -> float:
    stat = (_PROCESSES / process / "stat").read_text(encoding="utf-8")
    fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_of(process: str) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", (_PROCESSES / process / "status").read_text(encoding="utf-8"))
    return int(found[1]) * 1024 if found else 0

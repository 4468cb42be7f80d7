"""How many threads the network that speaks may have: all cores, where the library computes rightly on several."""

from __future__ import annotations

import re

from avatar.runtime.system import has_tiles, usable_cores

SOUND = 1, 24
"""Version of onnxruntime from which on whole numbers are multiplied rightly on several threads of a processor with AMX.
1.23.2, the last for Python 3.10, gives noise and NaN there from two threads on, and is right on one; 1.32.0 is right
(measured on a Xeon with amx_int8). What lies between them was not tried."""


def threads(version: str) -> int:
    """Give how many threads a session of this version of onnxruntime takes here."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    return 1 if numbers < SOUND and has_tiles() else usable_cores()

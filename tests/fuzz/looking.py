"""The process in which damaged files are opened: `python -m tests.fuzz.looking BYTES`."""

from __future__ import annotations

import base64
import tempfile
import traceback
import warnings
from pathlib import Path
from typing import Any

from avatar.outside.confined import answer_questions


def look(question: dict[str, Any]) -> dict[str, Any]:
    """Open a file, whose content comes in base64, by a door."""
    from tests.fuzz.doors import outcome

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"theirs{question['ending']}"
        path.write_bytes(base64.b64decode(question["content"]))
        try:
            return {"outcome": outcome(question["door"], path)}
        except MemoryError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told
            at = traceback.extract_tb(fault.__traceback__)
            ours = next((each for each in reversed(at) if "/avatar/" in each.filename), at[-1])
            where = f"{Path(ours.filename).name}:{ours.lineno}"
            return {"outcome": f"{type(fault).__name__} at {where}: {str(fault)[:160]}"}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    answer_questions(look)

"""A process that answers as it is asked to, for tests of what confines it: `python -m tests.confined_answers BYTES`."""

from __future__ import annotations

import os
import time
from typing import Any

from avatar.outside.confined import answer_questions


def answer(question: dict[str, Any]) -> dict[str, Any]:
    match question["do"]:
        case "sleep":
            time.sleep(3600)
        case "grow":
            return {"bytes": len(bytearray(question["bytes"]))}
        case "die":
            os.abort()
        case "fail":
            raise KeyError("what nobody thought of")
        case "secrets":
            return {"names": sorted(os.environ)}
    os.write(1, b"words of a library's")
    return {"said": question["say"], "process": os.getpid()}


if __name__ == "__main__":
    answer_questions(answer)

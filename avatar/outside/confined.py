"""A process that looks at files of strangers: it has limits, and is ended where it takes too long or holds too much.

It is a module that is run with `python -m` and calls `answer_questions`; it is asked by way of `Confined`. A question
is a line of JSON on its standard input, an answer one on its standard output: what was found, or under "fault" why
nothing was. It ends when whoever asks does.
"""

# Shapes no clip.

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

_SECRET = ("KEY", "TOKEN", "SECRET", "PASS", "CREDENTIAL", "BROKER")
"""what variables are called that the process is not given"""
_FEW = "4"
"""threads of each library: their stacks and stores count as memory"""
_STACKS = 16 << 20
"""bytes of addresses that each core may have for its threads' stacks, beyond the limit: hardly any are used"""


class Exceeded(Exception):  # noqa: N818 - what happened, and no fault of the program
    """Say what a process has taken too much of: it was ended."""


class Confined:
    """Ask such a process, in a `with` block: it is started at once, and again after it was ended. For one thread."""

    def __init__(self, module: str, memory: int, *, is_talkative: bool = False) -> None:
        """Run `module` with so many bytes of memory; `is_talkative` lets it write to standard error."""
        self._command = (sys.executable, "-m", module, str(memory))
        self._errors = None if is_talkative else subprocess.DEVNULL
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: SimpleQueue[bytes] = SimpleQueue()
        self._start()

    def __enter__(self) -> Confined:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """End the process."""
        self.close()

    def ask(self, question: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Ask, and wait for the answer for so long. Raise `Exceeded` if the process had to be ended, or has died."""
        process = self._process or self._start()
        assert process.stdin is not None
        with suppress(OSError):  # it has died: there will be no answer
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
        try:
            line = self._answers.get(timeout=seconds)
        except Empty:
            self.close()
            raise Exceeded(f"it takes more than {seconds:g} s") from None
        if not line:
            self.close()
            raise Exceeded(f"it takes more than {self._memory / 1e9:.2g} GB of memory, or its reader has broken down")
        told: dict[str, Any] = json.loads(line)
        if told.get("exceeded"):
            self.close()  # whatever it still holds goes with it
            raise Exceeded(f"it takes more than {self._memory / 1e9:.2g} GB of memory")
        return told

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                assert stream is not None
                stream.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self._answers = SimpleQueue()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            start_new_session=True,  # a Ctrl-C is for whoever asks, who ends it
        )
        assert self._process.stdout is not None
        Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        return self._process


def answer_questions(answer: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """Answer what is asked on standard input until that ends. The argument of the program is its bytes of memory."""
    from avatar.runtime.shortage import shortage
    from avatar.runtime.system import hold_data, usable_cores

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries write goes where faults go
    questions: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen_or_leave, args=(sys.stdin.buffer, questions), daemon=True).start()
    hold_data(int(sys.argv[1]) + _STACKS * usable_cores())
    while True:
        question = json.loads(questions.get())
        try:
            told = answer(question)
        except MemoryError:
            told = {"exceeded": True}
        except Exception as fault:  # noqa: BLE001 - the edge of this process: whoever asks has other files
            traceback.print_exc()
            told = {"fault": f"{type(fault).__name__}: {fault}"} if shortage(fault) is None else {"exceeded": True}
        out.write(json.dumps(told).encode() + b"\n")
        out.flush()


def _listen(stream: IO[bytes], heard: SimpleQueue[bytes]) -> None:
    """Pass on each line, and at the end an empty one."""
    with suppress(OSError, ValueError):
        for line in stream:
            heard.put(line)
    heard.put(b"")


def _listen_or_leave(stream: IO[bytes], heard: SimpleQueue[bytes]) -> None:
    """Pass on each line; whoever asks has gone when there are no more, whatever is being done meanwhile."""
    for line in stream:
        heard.put(line)
    os._exit(0)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not any(word in name.upper() for word in _SECRET)}
    few = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), _FEW)
    return kept | few | {"PYTHONUNBUFFERED": "1"}

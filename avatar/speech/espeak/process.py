"""Keep one espeak process warm and talk to it; the library itself is never loaded here."""

from __future__ import annotations

import contextlib
import json
import struct
import subprocess
import sys
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from avatar.errors import AvatarError, VoiceError
from avatar.runtime import forks
from avatar.runtime.system import CAN_FORK
from avatar.speech.espeak.data import espeak_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Self

SCRIPT = Path(__file__).with_name("program.py")
SECONDS_AT_LEAST, SECONDS_PER_CHARACTER = 30.0, 0.01
"""How long an answer may take; espeak needs about 0.1 ms per character."""


@dataclass(frozen=True, slots=True)
class Request:
    """One stretch of text for one espeak voice."""

    voice: str
    """espeak voice with variant, "gmw/en-US+f1" """
    rate: int
    """words per minute, 80-450"""
    pitch: int
    """0-99, 50 is the voice's own"""
    range: int
    """liveliness of the pitch, 0-99, 50 is the voice's own"""
    text: str
    """what espeak reads"""
    phonemes: bool
    """whether [[...]] in the text holds phoneme mnemonics"""


@dataclass(frozen=True, slots=True)
class Event:
    """What espeak says about a moment of its sound."""

    is_phone: bool
    """a phone begins; otherwise a word does"""
    sample: int
    """index into the samples"""
    position: int
    """character of the text where the word begins, from 0"""
    name: str
    """espeak's IPA with stress marks; "" at a pause or the end of a word"""


@dataclass(frozen=True, slots=True)
class Rendition:
    """What espeak made of a request."""

    samples: NDArray[np.float32]
    """(N,), in [-1, 1]"""
    sample_rate: int
    """Hz"""
    events: tuple[Event, ...]
    """in order of time"""


class EspeakProcess:
    """Own one worker process; it starts at once, restarts if it died, and ends with this object or with us.

    Where it can't fork it answers once, and the next one is started right after.
    """

    def __init__(self, *, can_fork: bool = CAN_FORK) -> None:
        folder = espeak_folder()
        library = {"win32": "espeak-ng.dll", "darwin": "libespeak-ng.dylib"}.get(sys.platform, "libespeak-ng.so")
        # Isolated and without site-packages: the worker starts in 30 ms and nothing of ours can leak into it.
        self._command = [sys.executable, "-I", "-S", str(SCRIPT), str(folder / library), str(folder / "espeak-ng-data")]
        self._answers_once = not can_fork
        if self._answers_once:
            self._command.append("--once")
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        forks.begin()
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._finalizer = weakref.finalize(self, _end, self._process)

    @property
    def pid(self) -> int:
        """Process id of the worker."""
        return self._process.pid

    def close(self) -> None:
        """End the worker."""
        self._finalizer()

    def say(self, requests: list[Request]) -> list[Rendition]:
        """Speak the requests in order.

        Raise `VoiceError` for a voice that espeak does not have, `AvatarError` if espeak crashes or takes too long.
        """
        forks.require_unforked()
        with self._lock:
            if self._process.poll() is not None:
                self._finalizer()
                self._start()
            reply, sound = self._exchange(requests)
            if self._answers_once:
                self._finalizer()
                self._start()
        if reply.get("error") == "voice":
            raise VoiceError(
                f"espeak-ng has no voice {reply['voice']!r}; `avatar voice list` shows those that there are."
            )
        if "error" in reply:
            raise AvatarError(
                f"espeak-ng crashed on a piece of {sum(len(request.text) for request in requests)} characters "
                f"(exit status {reply['status']}); say it in shorter sentences or with another voice."
            )
        return _renditions(reply, sound)

    def _exchange(self, requests: list[Request]) -> tuple[dict[str, object], bytes]:
        message = json.dumps([_as_json(request) for request in requests]).encode()
        seconds = SECONDS_AT_LEAST + SECONDS_PER_CHARACTER * len(message)
        # Killing the worker ends every blocking read and write below.
        expired = threading.Event()
        watchdog = threading.Timer(seconds, _expire, (expired, self._process))
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._converse(message)
        except (OSError, EOFError):
            status = self._process.wait()
            what = f"gave no answer within {seconds:.0f} s" if expired.is_set() else f"ended with exit status {status}"
            raise AvatarError(
                f"The espeak-ng worker process {what}; try again, and if it stays so, reinstall it with: "
                "pip install --force-reinstall espeakng-loader"
            ) from None
        finally:
            watchdog.cancel()

    def _converse(self, message: bytes) -> tuple[dict[str, object], bytes]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        stdin.write(struct.pack(">I", len(message)) + message)
        stdin.flush()
        reply: dict[str, object] = json.loads(_read_message(stdout))
        return reply, b"" if "error" in reply else _read_message(stdout)


class WithProcess:
    """Whoever needs a worker while a block lasts, and ends it with the block."""

    def __init__(self, process: EspeakProcess | None = None) -> None:
        """Start a worker, or take one that runs already."""
        self._process = process or EspeakProcess()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; what else is loaded stays for the next."""
        self._process.close()


def _as_json(request: Request) -> dict[str, str | int | bool]:
    return {name: getattr(request, name) for name in Request.__slots__}


def _read_message(stream: IO[bytes]) -> bytes:
    header = stream.read(4)
    if len(header) < 4:
        raise EOFError
    length = struct.unpack(">I", header)[0]
    message = stream.read(length)
    if len(message) < length:
        raise EOFError
    return message


def _renditions(reply: dict[str, object], sound: bytes) -> list[Rendition]:
    samples = np.frombuffer(sound, dtype="<i2").astype(np.float32) / 32768.0
    rate, pieces = reply["sample_rate"], reply["pieces"]
    if not isinstance(rate, int) or not isinstance(pieces, list):
        raise AvatarError("The espeak-ng worker process answered nonsense; try again.")
    renditions, begin = [], 0
    for piece in pieces:
        end = begin + piece["samples"]
        events = tuple(Event(kind == 7, sample, position - 1, name) for kind, sample, position, name in piece["events"])
        renditions.append(Rendition(samples[begin:end], rate, events))
        begin = end
    return renditions


def _expire(expired: threading.Event, process: subprocess.Popen[bytes]) -> None:
    expired.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a worker: it leaves when its input closes, and is killed if it doesn't."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):  # it died with our request unread; nobody is left to read it
                stream.close()
    try:
        process.wait(timeout=1.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

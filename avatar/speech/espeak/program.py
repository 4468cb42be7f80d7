"""Speak with libespeak-ng in a process of its own: run as a script, never imported by the package.

`python -I -S program.py LIBRARY DATA [--once]` reads requests from standard input and writes replies to standard
output. Every message is a length (4 bytes, big-endian) and that many bytes. A request is JSON: a list of
`{"voice", "rate", "pitch", "range", "text", "phonemes"}`. A reply is `{"error": ...}`, or `{"sample_rate",
"pieces": [{"samples", "events"}]}` followed by one more message with the 16-bit sound of all pieces, end to end.

espeak keeps global state that makes a second utterance differ from the first, so each request is answered by a fork
of the untouched process. It ends when its standard input does, or when its parent is gone. With --once, for systems
that can't fork, the process itself answers one request and ends.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import struct
import sys

AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_PHONEME_EVENTS, INITIALIZE_PHONEME_IPA, INITIALIZE_DONT_EXIT = 0x0001, 0x0002, 0x8000
CHARS_UTF8, PHONEMES = 0x0001, 0x0100
RATE, PITCH, RANGE = 1, 3, 4
LIST_TERMINATED, WORD, PHONEME = 0, 1, 7
# Events that do not fit beside one buffer are dropped: 200 a second plus 20 are kept, speech has about 40 a second.
BUFFER_MS = 200
PR_SET_PDEATHSIG = 1


class Identity(ctypes.Union):
    """Carry what an event is about."""

    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_void_p), ("string", ctypes.c_ubyte * 8))


class Event(ctypes.Structure):
    """Mirror `espeak_EVENT` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", Identity),
    )


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


class Synthesizer:
    """Hold the library; `say` may be trusted to be reproducible once per process."""

    def __init__(self, library: str, data: str) -> None:
        self._library = ctypes.CDLL(library)
        options = INITIALIZE_PHONEME_EVENTS | INITIALIZE_PHONEME_IPA | INITIALIZE_DONT_EXIT
        self.sample_rate = self._library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS, data.encode(), options)
        if self.sample_rate <= 0:
            raise OSError(f"espeak-ng cannot read its data in {data}")
        # The pieces being spoken are collected here, because the library must be able to call back at any time.
        self._sound = bytearray()
        self._events: list[tuple[int, int, int, str]] = []
        self._callback = CALLBACK(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_SetVoiceByName(b"gmw/en")

    def _collect(self, samples: int | None, count: int, events: ctypes._Pointer[Event]) -> int:
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != LIST_TERMINATED:
            event = events[index]
            if event.type in (WORD, PHONEME):
                # The name fills up to 8 bytes and then has no terminator; a cut character at its end is dropped.
                name = bytes(event.id.string).split(b"\0")[0] if event.type == PHONEME else b""
                self._events.append((event.type, event.sample, event.text_position, name.decode("utf-8", "ignore")))
            index += 1
        return 0

    def say(self, piece: dict[str, str | int | bool]) -> tuple[list[tuple[int, int, int, str]], bytes]:
        """Speak one piece; return its events (type, sample, character position, name) and 16-bit sound."""
        self._sound, self._events = bytearray(), []
        if self._library.espeak_SetVoiceByName(str(piece["voice"]).encode()):
            raise LookupError(piece["voice"])
        for parameter, key in ((RATE, "rate"), (PITCH, "pitch"), (RANGE, "range")):
            self._library.espeak_SetParameter(parameter, int(piece[key]), 0)
        text = str(piece["text"]).encode()
        flags = CHARS_UTF8 | (PHONEMES if piece["phonemes"] else 0)
        self._library.espeak_Synth(text, len(text) + 1, 0, 0, 0, flags, None, None)
        self._library.espeak_Synchronize()
        return self._events, bytes(self._sound)


def answer(synthesizer: Synthesizer, request: bytes) -> bytes:
    """Turn a request into the framed reply."""
    pieces, sounds = [], []
    for piece in json.loads(request):
        try:
            events, sound = synthesizer.say(piece)
        except LookupError:
            return frame(json.dumps({"error": "voice", "voice": piece["voice"]}).encode())
        pieces.append({"samples": len(sound) // 2, "events": events})
        sounds.append(sound)
    reply = {"sample_rate": synthesizer.sample_rate, "pieces": pieces}
    return frame(json.dumps(reply).encode()) + frame(b"".join(sounds))


def frame(message: bytes) -> bytes:
    """Put the length before a message."""
    return struct.pack(">I", len(message)) + message


def read_exactly(descriptor: int, count: int) -> bytes | None:
    """Read `count` bytes, or None where the stream ends before."""
    have = b""
    while len(have) < count:
        chunk = os.read(descriptor, count - len(have))
        if not chunk:
            return None
        have += chunk
    return have


def write_all(descriptor: int, message: bytes) -> None:
    """Write everything, in as many steps as the pipe wants."""
    view = memoryview(message)
    while view:
        view = view[os.write(descriptor, view) :]


def die_with(parent: int) -> None:
    """Ask Linux to kill this fork when `parent` ends, so that a killed worker leaves nothing behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(1)


def answer_in_fork(synthesizer: Synthesizer, request: bytes) -> bytes | None:
    """Answer in a fork of this process; None where the request's sender went away meanwhile."""
    reading, writing = os.pipe()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        # The fork must not hold the worker's own streams open, or nobody would notice the worker's end.
        for descriptor in (0, 1, reading):
            os.close(descriptor)
        die_with(parent)
        write_all(writing, answer(synthesizer, request))
        os._exit(0)
    os.close(writing)
    reply = b""
    while True:
        # Nothing is sent to us while we answer, so a readable standard input means that it was closed.
        ready, _, _ = select.select([reading, 0], [], [])
        if 0 in ready:
            os.kill(child, signal.SIGKILL)
            return None
        chunk = os.read(reading, 1 << 20)
        if not chunk:
            break
        reply += chunk
    os.close(reading)
    status = os.waitpid(child, 0)[1]
    return reply if status == 0 else frame(json.dumps({"error": "crash", "status": status}).encode())


def answer_once(synthesizer: Synthesizer) -> None:
    """Answer one request in this process, which is of no use afterwards."""
    if sys.platform == "win32":
        import msvcrt

        for stream in (0, 1):
            msvcrt.setmode(stream, os.O_BINARY)
    length = read_exactly(0, 4)
    request = read_exactly(0, struct.unpack(">I", length)[0]) if length else None
    if request is not None:
        write_all(1, answer(synthesizer, request))


def main() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it then closes our input
    synthesizer, parent = Synthesizer(*sys.argv[1:3]), os.getppid()
    if "--once" in sys.argv[3:]:
        answer_once(synthesizer)
        return
    while True:
        # A fork of the parent may hold the other end of our input open, so its end alone is not waited for.
        while not select.select([0], [], [], 2.0)[0]:
            if os.getppid() != parent:
                return
        length = read_exactly(0, 4)
        request = read_exactly(0, struct.unpack(">I", length)[0]) if length else None
        reply = answer_in_fork(synthesizer, request) if request is not None else None
        if reply is None:
            return
        write_all(1, reply)


if __name__ == "__main__":
    main()

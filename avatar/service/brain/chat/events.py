"""Server-sent events of a chat completion, however they are cut on their way, and the words in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

DONE = "[DONE]"
LONGEST_LINE = 1_000_000
"""bytes of a line, and characters of an event"""


class UnfitError(Exception):
    """Say what is wrong with an answer that is none of a chat completion."""


class EventLines:
    """Bytes of a stream to the data of its events."""

    def __init__(self) -> None:
        self._waiting = b""
        self._data: list[str] = []
        self._length = 0

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Take the next bytes; give the data of every event that is whole by now."""
        self._waiting += chunk
        *lines, self._waiting = self._waiting.replace(b"\r\n", b"\n").split(b"\n")
        if len(self._waiting) > LONGEST_LINE:
            raise UnfitError("it sends a line without end")
        for line in lines:
            yield from self._line(line)

    def finish(self) -> Iterator[str]:
        """Give what is left at the end of the stream."""
        waiting, self._waiting = self._waiting, b""
        yield from self._line(waiting)
        yield from self._line(b"")

    def _line(self, line: bytes) -> Iterator[str]:
        text = line.rstrip(b"\r").decode("utf-8", "replace")
        if text.startswith("data:"):
            self._data.append(text[5:].removeprefix(" "))
            self._length += len(text)
            if self._length > LONGEST_LINE:
                raise UnfitError("it sends an event without end")
        elif not text and self._data:
            data, self._data, self._length = "\n".join(self._data), [], 0
            yield data


class WholeBody:
    """Bytes of an answer that is not streamed, although that was asked for: one document."""

    def __init__(self) -> None:
        self._content = b""

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Take the next bytes; nothing is whole before the end."""
        self._content += chunk
        if len(self._content) > LONGEST_LINE:
            raise UnfitError("it sends a document without end")
        return iter(())

    def finish(self) -> Iterator[str]:
        """Give the document."""
        return iter([self._content.decode("utf-8", "replace")] if self._content.strip() else [])


class Step(NamedTuple):
    """What an event adds to an answer."""

    words: str
    """ "" for none"""
    ends: bool
    """the answer is whole"""


def step_of(data: str) -> Step:
    """Read an event. Raise `UnfitError` for what is none of a chat completion."""
    try:
        event: Any = json.loads(data)
    except (ValueError, RecursionError):
        raise UnfitError("it sends an event that is no JSON") from None
    if not isinstance(event, dict):
        raise UnfitError("it sends an event that is no object")
    if "error" in event:
        raise UnfitError("it reports an error within the answer")
    choices = event.get("choices")
    if not isinstance(choices, list) or not choices:
        return Step("", ends=False)  # usage, or a sign of life
    choice = choices[0] if isinstance(choices[0], dict) else {}
    told = choice.get("delta") or choice.get("message") or {}
    content = told.get("content") if isinstance(told, dict) else None
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return Step(content if isinstance(content, str) else "", ends=bool(choice.get("finish_reason")))

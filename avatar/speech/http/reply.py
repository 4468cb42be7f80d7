"""Read what a service answers: sound alone, or events with sound, mouth shapes and words among them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from avatar.outside.documents import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOUND = ("audio", "audiocontent", "audiobase64")
"""fields that hold sound, in small letters"""
TICKS = 10_000_000
"""of a hundred nanoseconds in a second, in which mouth shapes and words are timed"""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mouth shape that the service names."""

    number: int
    """0-21, as Azure counts them"""
    start: float
    """s"""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A word that the service names."""

    text: str
    """as written"""
    start: float
    """s"""
    end: float
    """s"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came for one sentence."""

    sound: bytes
    """as it came: in the format that was asked for"""
    shapes: tuple[Shape, ...] = ()
    """in order; empty where none came"""
    words: tuple[Boundary, ...] = ()
    """in order; empty where none came"""


def read_reply(kind: str, content: bytes) -> Reply:
    """Read an answer of this content type."""
    name = kind.partition(";")[0].strip().lower()
    if name == "text/event-stream":
        return _gathered(_of_stream(content))
    if name in ("application/x-ndjson", "application/jsonl", "application/json-seq"):
        return _gathered(_of_lines(content))
    if name.startswith("multipart/"):
        return _of_parts(kind, content)
    if name == "application/json":
        return _gathered(_of_json(content)) if _has_sound(content) else Reply(content)
    return Reply(content)


def _of_stream(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the events of a text/event-stream; the name of an event counts as its type where it has none inside."""
    for block in content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n\n"):
        fields: dict[str, list[str]] = {}
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
        event = _parsed("\n".join(fields.get("data", [])))
        yield from ({"type": (fields.get("event") or [""])[0]} | each for each in event)


def _of_lines(content: bytes) -> Iterator[dict[str, Any]]:
    for line in content.decode("utf-8", "replace").splitlines():
        yield from _parsed(line.strip("\x1e"))


def _of_json(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield one object, and the lists of events in it."""
    for whole in _parsed(content.decode("utf-8", "replace")):
        yield whole
        for name, kind in (("visemes", "viseme"), ("words", "wordboundary")):
            held = whole.get(name)
            if isinstance(held, list):
                yield from ({"type": kind} | each for each in held if isinstance(each, dict))


def _of_parts(kind: str, content: bytes) -> Reply:
    """Read sound and events that come as parts of one answer."""
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
    sound, events = bytearray(), list[dict[str, Any]]()
    for part in message.walk():
        body = part.get_payload(decode=True)
        if part.is_multipart() or not isinstance(body, bytes):
            continue
        if part.get_content_maintype() == "audio" or part.get_content_type() == "application/octet-stream":
            sound += body
        else:
            events += _of_lines(body)
    rest = _gathered(iter(events))
    return Reply(bytes(sound) or rest.sound, rest.shapes, rest.words)


def _parsed(text: str) -> list[dict[str, Any]]:
    """Give the objects in a line of JSON; none where it is none, such as the mark at the end of a stream."""
    try:
        value = parsed(text)
    except ValueError:
        return []
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def _has_sound(content: bytes) -> bool:
    return any(
        name.lower().replace("_", "") in _SOUND for each in _parsed(content.decode("utf-8", "replace")) for name in each
    )


def _gathered(events: Iterator[dict[str, Any]]) -> Reply:
    sound, shapes, words = bytearray(), list[Shape](), list[Boundary]()
    for event in (flat for each in events for flat in _flattened(each)):
        kind = str(event.get("type", "")).lower().replace("_", "").replace(".", "").removesuffix("received")
        sound += b"".join(_decoded(event[name]) for name in _SOUND if isinstance(event.get(name), str))
        number = _number(event, "visemeid")
        if number is not None and 0 <= number <= 21:
            shapes.append(Shape(int(number), _seconds(event, "audiooffset", "offset")))
        elif "word" in kind and _named(event, "boundarytype", "WordBoundary") in ("WordBoundary", "Word"):
            start = _seconds(event, "audiooffset", "offset")
            words.append(Boundary(str(_named(event, "text", "")), start, start + _seconds(event, "duration")))
    return Reply(
        bytes(sound), tuple(sorted(shapes, key=lambda shape: shape.start)), tuple(sorted(words, key=lambda w: w.start))
    )


def _flattened(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an event, or those within Azure's {"Metadata": [{"Type": ..., "Data": {...}}]}, with small letters."""
    held = event.get("Metadata")
    for each in held if isinstance(held, list) else [event]:
        plain = {str(name).lower().replace("_", ""): value for name, value in each.items()}
        data = plain.pop("data", None)
        if isinstance(data, dict):
            plain |= {str(name).lower().replace("_", ""): value for name, value in data.items()}
        if isinstance(plain.get("text"), dict):
            inner = {str(name).lower(): value for name, value in plain["text"].items()}
            plain |= {"text": inner.get("text", ""), "boundarytype": inner.get("boundarytype", "WordBoundary")}
        yield plain


def _named(event: dict[str, Any], name: str, otherwise: str) -> object:
    return event.get(name, otherwise)


def _number(event: dict[str, Any], *names: str) -> float | None:
    for name in names:
        value = event.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    return None


def _seconds(event: dict[str, Any], *names: str) -> float:
    return max(_number(event, *names) or 0.0, 0.0) / TICKS


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""

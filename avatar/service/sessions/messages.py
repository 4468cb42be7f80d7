"""What a client may send, read strictly: asyncapi.yaml describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

LONGEST_MESSAGE = 65_536
"""characters of a message"""
LONGEST_TEXT, LONGEST_ID = 10_000, 64
"""characters"""
_BEYOND = 2.0**53
"""numbers from here on are none of ours, and may be none of anybody's: 400 digits, or no end"""


class UnreadableError(Exception):
    """Say why a message is not done."""

    def __init__(self, code: str, detail: str, source_id: str | None = None) -> None:
        """Take one of the codes of `error`, and one sentence with the cure."""
        super().__init__(detail)
        self.code, self.detail, self.source_id = code, detail, source_id


@dataclass(frozen=True, slots=True)
class Speak:
    """Say this text."""

    text: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Chat:
    """Answer this."""

    text: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Stop."""

    speech_id: str | None
    position_ms: float | None
    """heard up to here; None: the server guesses"""


@dataclass(frozen=True, slots=True)
class Listen:
    """The visitor begins or ends to speak."""

    active: bool


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """Somebody is there."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Send again what came after this."""

    last_seq: int


Message = Speak | Chat | Interrupt | Listen | KeepAlive | Resume


def read_message(text: str) -> Message:
    """Read a message. Raise `UnreadableError`."""
    try:
        found = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise UnreadableError("unreadable", "This message is no JSON; send one JSON object.") from None
    if not isinstance(found, dict):
        raise UnreadableError("unreadable", "A message is one JSON object, such as {'type': 'keep_alive'}.")
    found = {_whole(name): _whole(value) for name, value in found.items()}
    kind = found.get("type")
    source = found.get("id") if isinstance(found.get("id"), str) else None
    if not isinstance(kind, str) or kind not in _READERS:
        raise UnreadableError("unknown-type", f"The type is none of {', '.join(_READERS)}.", _short(source))
    fields = {name: value for name, value in found.items() if name != "type"}
    return _READERS[kind](fields, _short(source))


def _refused(_: str) -> float:
    raise ValueError("no number")


def _whole(value: Any) -> Any:  # noqa: ANN401 - of JSON
    """Give a text without half signs, which no answer could be written with."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _short(text: str | None) -> str | None:
    return text[:LONGEST_ID] if text is not None else None


def _only(fields: dict[str, Any], names: tuple[str, ...], source: str | None) -> None:
    if unknown := sorted(set(fields) - set(names)):
        known = f"it may have {', '.join(names)}" if names else "it has no fields"
        raise UnreadableError("unreadable", f"There is no field {unknown[0][:40]!r} in this message; {known}.", source)


def _said(fields: dict[str, Any], source: str | None) -> tuple[str, str | None]:
    _only(fields, ("id", "text"), source)
    text, own = fields.get("text"), fields.get("id")
    if own is not None and (not isinstance(own, str) or len(own) > LONGEST_ID):
        raise UnreadableError("unreadable", f"An id is a string of {LONGEST_ID} characters at most.", source)
    if not isinstance(text, str) or not text.strip():
        raise UnreadableError("unreadable", "The text is missing; send it as 'text'.", source)
    if len(text) > LONGEST_TEXT:
        raise UnreadableError("too-long", f"A text has {LONGEST_TEXT} characters at most; send it in parts.", source)
    return text, own


def _speak(fields: dict[str, Any], source: str | None) -> Message:
    return Speak(*_said(fields, source))


def _chat(fields: dict[str, Any], source: str | None) -> Message:
    return Chat(*_said(fields, source))


def _interrupt(fields: dict[str, Any], source: str | None) -> Message:
    _only(fields, ("speech_id", "position_ms", "id"), source)
    speech, position = fields.get("speech_id"), fields.get("position_ms")
    if speech is not None and not isinstance(speech, str):
        raise UnreadableError("unreadable", "A speech_id is a string, such as 'p12'.", source)
    if position is not None and not _is_number(position):
        raise UnreadableError("unreadable", "A position_ms is a number of 0 or more.", source)
    return Interrupt(speech, None if position is None else float(position))


def _listen(fields: dict[str, Any], source: str | None) -> Message:
    _only(fields, ("active", "id"), source)
    if not isinstance(fields.get("active"), bool):
        raise UnreadableError("unreadable", "Say whether somebody speaks: 'active' is true or false.", source)
    return Listen(fields["active"])


def _keep_alive(fields: dict[str, Any], source: str | None) -> Message:
    _only(fields, ("id",), source)
    return KeepAlive()


def _resume(fields: dict[str, Any], source: str | None) -> Message:
    _only(fields, ("last_seq", "id"), source)
    last = fields.get("last_seq")
    if not isinstance(last, int) or isinstance(last, bool) or not 0 <= last < 2**32:
        raise UnreadableError("unreadable", "A last_seq is a whole number of 0 or more.", source)
    return Resume(last)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < _BEYOND


_READERS = {
    "speak": _speak,
    "chat": _chat,
    "interrupt": _interrupt,
    "listen": _listen,
    "keep_alive": _keep_alive,
    "resume": _resume,
}

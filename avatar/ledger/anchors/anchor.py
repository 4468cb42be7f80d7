"""What is put where nobody here can change it: the signed statement about the stores, and the time it was stamped.

It is one line of canonical JSON, the same in every place: whoever has the log's public key can check it alone.
"""

# Shapes no clip.

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.canonical import canonical, parse
from avatar.ledger.stores.statement import Statement, of_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEMA = "avatar.anchor/1"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a timestamp server has signed about a statement."""

    server: str
    """its URL"""
    answer: bytes
    """TimeStampResp of RFC 3161, DER"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement about the stores of a home as it is kept elsewhere."""

    statement: Statement
    """signed with the log's key"""
    stamps: tuple[Stamp, ...] = ()
    """of timestamp servers, over `stamped`"""
    places: tuple[str, ...] = ()
    """URLs of where it lies; only the home's own copy names them"""

    @property
    def stamped(self) -> bytes:
        """Give the bytes that are stamped: the canonical form of the statement with its signature."""
        return canonical(self.statement.as_json())

    def line(self) -> bytes:
        """Write it as one line."""
        stamps = [{"server": each.server, "answer": base64.b64encode(each.answer).decode()} for each in self.stamps]
        content = {"schema": SCHEMA, "statement": self.statement.as_json(), "stamps": stamps}
        return canonical(content | ({"places": list(self.places)} if self.places else {})) + b"\n"


def read(content: bytes, origin: str) -> Anchor:
    """Read one line. Raise `InputError` that names `origin` if it is no anchor."""
    fields = parse(content, origin)
    try:
        if fields["schema"] != SCHEMA:
            raise ValueError(fields["schema"])
        statement = of_fields(_object(fields["statement"]), origin)
        stamps = tuple(_stamp(_object(each)) for each in _list(fields["stamps"]))
        return Anchor(statement, stamps, tuple(str(each) for each in _list(fields.get("places", []))))
    except (KeyError, ValueError) as fault:
        raise InputError(
            f"{origin!r} holds no anchor of an audit log; give what `avatar audit anchor` wrote."
        ) from fault


def read_all(lines: Iterable[bytes], origin: str) -> list[Anchor]:
    """Read the lines that are anchors, and pass over the others."""
    return [anchor for line in lines for anchor in _readable(line, origin)]


def _readable(line: bytes, origin: str) -> Iterator[Anchor]:
    with suppress(InputError):
        yield read(line, origin)


def _stamp(fields: Mapping[str, object]) -> Stamp:
    try:
        return Stamp(str(fields["server"]), base64.b64decode(str(fields["answer"]), validate=True))
    except binascii.Error as fault:
        raise ValueError(str(fault)) from fault


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(value)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(value)
    return value

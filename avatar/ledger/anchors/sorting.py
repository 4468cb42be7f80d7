"""The certificates of a time stamp in the order that DER asks of a set (X.690, 11.6): many servers leave that out.

Certificates are not part of what is signed, so their order says nothing; a strict reader refuses another one.
"""

# Shapes no clip.

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAY = ((0x30, 0), (0x30, 1), (0xA0, 1), (0x30, 0))
"""tag and place of what leads to SignedData: TimeStampResp, timeStampToken, content, SignedData (RFC 3161, RFC 5652)"""
_CERTIFICATES = 0xA0


class _Part(NamedTuple):
    """One value in DER."""

    tag: int
    start: int
    """of its tag"""
    body: int
    """where its content begins"""
    end: int


def sorted_certificates(answer: bytes) -> bytes:
    """Give a TimeStampResp with its certificates in order; what is none, or has none, as it is."""
    try:
        inner = _Part(0, 0, 0, len(answer))
        for tag, place in _WAY:
            inner = next(islice(_parts(answer, inner), place, None))
            if inner.tag != tag:
                return answer
        held = next((each for each in _parts(answer, inner) if each.tag == _CERTIFICATES), None)
        if held is None:
            return answer
        several = sorted(answer[each.start : each.end] for each in _parts(answer, held))
    except (IndexError, StopIteration):
        return answer
    return answer[: held.body] + b"".join(several) + answer[held.end :]


def _parts(content: bytes, whole: _Part) -> Iterator[_Part]:
    """Walk through the values in one. Raise `IndexError` where their lengths do not fit."""
    start = whole.body
    while start < whole.end:
        size, body = content[start + 1], start + 2
        if size & 0x80:
            count = size & 0x7F  # 0, an end that comes later, is no DER
            if not count:
                raise IndexError(size)
            size, body = int.from_bytes(content[body : body + count], "big"), body + count
        if body + size > whole.end:
            raise IndexError(size)
        yield _Part(content[start], start, body, body + size)
        start = body + size

"""What is done to a sound file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

Edit = tuple[str, float, int]
"""what is done, where (a share of the file), and a number that says how"""
NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
WORDS = (
    *(
        b"[" * 3000,
        b"{" * 3000,
        b'{"a":' * 3000,
        b"<a>" * 2000,
        b"(" * 2000,
        b"- " * 2000,
        b"{{",
        b"}}",
        b"{% for x in y %}",
    ),
    *(
        b"NaN",
        b"Infinity",
        b"-1",
        b"1e999",
        b"9" * 400,
        b"0x10",
        b"true",
        b"null",
        b'""',
        b"''",
        b"[]",
        b"{}",
        b"1979-05-27",
    ),
    *(b"\0", b"\x1b[8m", b"\x9b2J", b"\xff\xfe", b"\xef\xbb\xbf", "\u202e".encode(), "\u2028".encode(), b"\r", b"\n\n"),
    *(
        b"../../../etc/passwd",
        b"/dev/zero",
        b"http://127.0.0.1:9/x",
        b"file:///etc/passwd",
        b"\\\\host\\share",
        b"%d",
        b"CON",
    ),
    *(
        b"&amp;&#0;&#x110000;",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"<break time='1e9s'/>",
        b"-->",
        b"00:00:00,000",
        b"99:99:99.999",
    ),
    *(
        "\ud83d\ude00".encode("utf-16", "surrogatepass"),
        "中文".encode("gb18030"),
        "é".encode("latin-1"),
        b"=1+1",
        b",,,,",
        b"\t\t",
    ),
)
"""pieces that have been too much for somebody's reader"""
KINDS = ("flip", "set", "number", "cut", "drop", "double", "word", "swap")


def damaged(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Give the file after these edits."""
    for kind, share, value in edits:
        place = int(share * len(content))
        content = _EDITS[kind](content, place, value)
    return content


def edits() -> st.SearchStrategy[list[Edit]]:
    """Give a strategy for edits."""
    numbers = st.integers(0, 2**32 - 1)
    one = st.tuples(st.sampled_from(KINDS), st.floats(0, 1, exclude_max=True, allow_subnormal=False), numbers)
    return st.lists(one, min_size=1, max_size=8)


def some_edits(random: Random) -> list[Edit]:
    """Choose edits, as often near the beginning of the file, where headers are, as anywhere."""
    count = 1 + int(random.expovariate(0.4))
    shares = (random.random() ** random.choice((1, 4)) for _ in range(count))
    return [(random.choice(KINDS), share, random.getrandbits(32)) for share in shares]


def _flip(content: bytes, place: int, value: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << value % 8]) + content[place + 1 :] if content else content


def _set(content: bytes, place: int, value: int) -> bytes:
    return content[:place] + bytes([value & 0xFF]) + content[place + 1 :]


def _number(content: bytes, place: int, value: int) -> bytes:
    number, order = NUMBERS[value % len(NUMBERS)], "big" if value & 0x10000 else "little"
    width = 2 if number < 0x10000 and value & 0x20000 else 4
    return content[:place] + number.to_bytes(width, order) + content[place + width :]  # type: ignore[arg-type]


def _cut(content: bytes, place: int, value: int) -> bytes:
    return content[:place] if value % 4 == 0 else content[: max(place, len(content) - value % 400)]


def _drop(content: bytes, place: int, value: int) -> bytes:
    return content[:place] + content[place + 1 + value % 64 :]


def _double(content: bytes, place: int, value: int) -> bytes:
    return content[:place] + content[place : place + 1 + value % 256] * (2 + value % 3) + content[place:]


def _word(content: bytes, place: int, value: int) -> bytes:
    return content[:place] + WORDS[value % len(WORDS)] + content[place + (value >> 16) % 16 :]


def _swap(content: bytes, place: int, value: int) -> bytes:
    width = 1 + value % 32
    return (
        content[:place]
        + content[place + width : place + 2 * width]
        + content[place : place + width]
        + content[place + 2 * width :]
    )


_EDITS = dict(zip(KINDS, (_flip, _set, _number, _cut, _drop, _double, _word, _swap), strict=True))

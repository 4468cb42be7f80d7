"""A stranger's text as it may be shown: without what moves a cursor, turns a line round, or is not seen at all.

Taken out are the control signs (among them ESC, with which every sequence of a terminal begins), the marks that turn
the direction of a text (Unicode annex 9; such texts read otherwise than they are spelled), what separates lines and
paragraphs, blanks without width, and tags. Joiners stay: Persian, Hindi and faces need them.
"""

# Shapes no clip.

from __future__ import annotations

import json

_RANGES = (
    (0x00, 0x1F),  # control signs
    (0x7F, 0x9F),
    (0xAD, 0xAD),  # a hyphen that is not seen
    (0x61C, 0x61C),  # directions
    (0x180E, 0x180E),
    (0x200B, 0x200B),  # no width
    (0x200E, 0x200F),
    (0x2028, 0x202E),  # ends of lines and paragraphs, directions
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),  # annotations
    (0xE0000, 0xE007F),  # tags
)
UNSEEN = frozenset(sign for first, last in _RANGES for sign in range(first, last + 1))
"""code points that are never shown"""
_GONE: dict[int, str | None] = dict.fromkeys(UNSEEN)
_ON_ONE_LINE = _GONE | dict.fromkeys((*map(ord, "\t\n\r"), 0x2028, 0x2029), " ")
_ON_LINES = _GONE | {ord("\t"): " ", ord("\n"): "\n"}
_IN_JSON = {sign: json.dumps(chr(sign))[1:-1] for sign in UNSEEN - set(map(ord, "\t\n\r"))}


def on_one_line(text: str) -> str:
    """Give a text as one field of one line, whoever has written it."""
    return text if text.isascii() and text.isprintable() else text.translate(_ON_ONE_LINE)


def on_lines(text: str) -> str:
    """Give a text of several lines, each as it may be shown."""
    return text if text.isascii() and text.isprintable() else text.translate(_ON_LINES)


def is_plain(value: object) -> bool:
    """Tell whether no text in a JSON value holds a sign that is not seen; names and terms that are signed have none."""
    if isinstance(value, str):
        return UNSEEN.isdisjoint(map(ord, value))
    if isinstance(value, dict):
        return all(is_plain(each) for pair in value.items() for each in pair)
    return not isinstance(value, list | tuple) or all(map(is_plain, value))


def on_page(value: object) -> object:
    """Give a value for a page: a text as it may be shown, and anything else, markup among it, as it is."""
    return on_lines(value) if type(value) is str else value


def in_json(text: str) -> str:
    """Give a JSON document, in which such signs stand in strings alone, with their escapes in their place."""
    return text if text.isascii() else text.translate(_IN_JSON)

"""The file that people edit: TOML, in which every word, sound and cue is one line with its times in front."""

from __future__ import annotations

import json
import unicodedata
from textwrap import fill
from typing import TYPE_CHECKING, Any

from avatar.data import CUE_KINDS
from avatar.errors import InputError
from avatar.runtime.toml import read_toml
from avatar.score.document import SCHEMA, facts_of, header
from avatar.score.draft import Draft, Mark, Moment, drafted
from avatar.visemes import VISEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.score.score import Score

_TABLES = ("words", "phones", "cues")
_HOW = """\
# What a clip says, and when. Change it, then:   avatar timeline edit THIS_FILE      looks for mistakes
#                                                avatar timeline render THIS_FILE    makes the clip
#
# Times are seconds from the clip's beginning. A line that is taken out is not done, a new one is; their order is free.
# The sound stays as it is: whoever moves a sound here moves the lips.
"""
_ABOUT = {
    "words": "start, end, the word as it is written",
    "phones": "start, end, the sound in IPA, and its viseme: what is seen. ˈ ˌ before a sound are its stress, ¹ to ⁵ "
    "after it its tone. A line without a viseme has that of its sound. Sounds lie within words and may not overlap; "
    f"gaps are silence. Visemes: {', '.join(VISEMES)}",
    "cues": "when, what the face does, and how much of it (1 is natural): "
    + ", ".join(kind for kind in CUE_KINDS if kind != "pause"),
}
_WIDTH = 118


def write_table(score: Score) -> str:
    """Write a score for people."""
    draft = drafted(score)
    facts = "\n".join(f"{name} = {_value(value)}" for name, value in header(score).items())
    words = [(f"{mark.start:.4f}", f"{mark.end:.4f}", _value(mark.text)) for mark in draft.words or ()]
    phones = [
        (f"{mark.start:.4f}", f"{mark.end:.4f}", _value(mark.text), _value(mark.look)) for mark in draft.phones or ()
    ]
    owners = [f"# {score.words[phone.word].text}" if phone.word >= 0 else "" for phone in score.phones]
    beside = [owner if [owner] != owners[index - 1 : index] else "" for index, owner in enumerate(owners)]
    cues = [(f"{cue.time:.4f}", _value(cue.kind), _value(cue.amount)) for cue in draft.cues or ()]
    tables = {"words": _aligned(words), "phones": _aligned(phones, beside), "cues": _aligned(cues)}
    written = [f"{_remark(_ABOUT[name])}\n{name} = [\n{rows}]\n" for name, rows in tables.items()]
    return "\n".join([_HOW, facts, "", *written])


def read_table(text: str, origin: str) -> Draft:
    """Read what people have made of it. Raise `InputError` with the line for what is not TOML or no such table."""
    try:
        content = read_toml(text)
    except ValueError as fault:
        raise InputError(
            f'{origin} cannot be read: {fault}; each line of a table is like [0.5, 0.75, "word"],'
        ) from fault
    if content.get("schema", SCHEMA) != SCHEMA:
        raise InputError(f"{origin} has the schema {content['schema']!r}; this version reads {SCHEMA!r}.")
    lines = _lines_of(text)
    try:
        facts = facts_of(content)
    except (ValueError, TypeError) as fault:
        raise InputError(f"{origin} says something that cannot be meant ({fault}); correct its first lines.") from fault
    tables = {name: content[name] for name in _TABLES if name in content}
    marks = {
        name: tuple(_mark(row, lines.get((name, index), 0), origin) for index, row in enumerate(rows))
        for name, rows in tables.items()
        if name != "cues"
    }
    cues = tuple(
        _moment(row, lines.get(("cues", index), 0), origin) for index, row in enumerate(tables.get("cues", ()))
    )
    return Draft(origin, marks.get("words"), marks.get("phones"), None, cues if "cues" in tables else None, facts)


def _mark(row: Any, line: int, origin: str) -> Mark:  # noqa: ANN401 - whatever somebody has written
    if not (isinstance(row, list) and 3 <= len(row) <= 4 and _are(row[:2], (int, float)) and _are(row[2:], (str,))):
        raise InputError(f'{origin}, line {line}: this is not like [0.5, 0.75, "word"]; correct it.')
    return Mark(float(row[0]), float(row[1]), row[2], row[3] if len(row) > 3 else "", line)


def _moment(row: Any, line: int, origin: str) -> Moment:  # noqa: ANN401 - the same
    is_one = isinstance(row, list) and 2 <= len(row) <= 3 and _are(row[:1], (int, float)) and _are(row[1:2], (str,))
    if not (is_one and _are(row[2:], (int, float))):
        raise InputError(f'{origin}, line {line}: this is not like [2.5, "nod", 1.0]; correct it.')
    return Moment(float(row[0]), row[1], float(row[2]) if len(row) > 2 else 1.0, line)


def _are(values: list[Any], kinds: tuple[type, ...]) -> bool:
    return all(isinstance(value, kinds) and not isinstance(value, bool) for value in values)


def _remark(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _value(value: object) -> str:
    # JSON writes strings as TOML does, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _aligned(rows: Sequence[tuple[str, ...]], comments: Sequence[str] = ()) -> str:
    """Write rows of a table below each other, with comments behind them."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = [
            " " * (width - _width(cell)) + cell if cell[0] != '"' else cell + "," + " " * (width - _width(cell))
            for cell, width in zip(row, widths, strict=True)
        ]
        lines.append("  [" + _joined(padded) + "],")
    right = max(map(_width, lines), default=0) + 2
    remarks = [" ".join(each.split()) for each in comments] or [""] * len(lines)
    return "".join(
        f"{line}{' ' * (right - _width(line))}{remark}".rstrip() + "\n"
        for line, remark in zip(lines, remarks, strict=True)
    )


def _joined(cells: list[str]) -> str:
    text = " ".join(cell if cell.rstrip().endswith(",") else f"{cell}," for cell in cells)
    return text.rstrip().removesuffix(",")


def _width(text: str) -> int:
    """Count the columns that a text takes on a screen."""
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.combining(each) > 0 for each in text)


def _lines_of(text: str) -> dict[tuple[str, int], int]:
    """Say on which line each row of each table begins. The text is known to be TOML."""
    found: dict[tuple[str, int], int] = {}
    name, depth, count = "", 0, 0
    for line, symbol in _symbols(text):
        if depth == 0 and symbol not in "[]":
            name, count = symbol, 0
        elif symbol == "[":
            depth += 1
            if depth == 2:
                found[name, count] = line
                count += 1
        elif symbol == "]":
            depth -= 1
    return found


def _symbols(text: str) -> Iterator[tuple[int, str]]:
    """Yield the brackets outside strings and comments, and the keys of the tables, with their lines."""
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        key = line.split("=", 1)[0].strip()
        if not quote and key in _TABLES:
            yield number, key
        place = 0
        while place < len(line):
            each = line[place]
            if quote:
                if each == "\\" and quote[0] == '"':
                    place += 1
                elif line.startswith(quote, place):
                    place += len(quote) - 1
                    quote = ""
            elif each == "#":
                break
            elif each in "\"'":
                quote = each * 3 if line.startswith(each * 3, place) else each
                place += len(quote) - 1
            elif each in "[]":
                yield number, each
            place += 1

"""Praat's TextGrid, long text format: https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.score.draft import Draft, Mark, Moment
from avatar.score.tiers import TIERS, read_cue, tier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.score.score import Score

# A text, a number that stands alone, or a flag. All else is there for people: Praat itself reads no more than these.
_ATOM = re.compile(r'"(?:[^"]|"")*"|(?<![^\s])[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?(?![^\s])|<exists>')


def write_textgrid(score: Score) -> str:
    """Write the tiers words, phones, visemes, and cues, which are points."""
    end = score.seconds or 1.0
    lines = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0",
        f"xmax = {_time(end)}",
        "tiers? <exists>",
        f"size = {len(TIERS)}",
        "item []:",
    ]
    for number, tier in enumerate(TIERS, 1):
        marks, is_points = tier_of(score, tier), tier == "cues"
        marks = marks if is_points else list(_filled(marks, end))
        lines += [
            f"    item [{number}]:",
            f'        class = "{"TextTier" if is_points else "IntervalTier"}"',
            f'        name = "{tier}"',
            "        xmin = 0",
            f"        xmax = {_time(end)}",
            f"        {'points' if is_points else 'intervals'}: size = {len(marks)}",
        ]
        for index, mark in enumerate(marks, 1):
            lines += list(_point(mark, index) if is_points else _interval(mark, index))
    return "\n".join(lines) + "\n"


def read_textgrid(text: str, origin: str) -> Draft:
    """Read the tiers of these names, in the long or the short format; others are left alone.

    Raise `InputError` with the line for what is no TextGrid.
    """
    reader = _Reader(text, origin)
    if reader.text()[0] != "ooTextFile" or reader.text()[0] != "TextGrid":
        raise InputError(f"{origin} is not a TextGrid of Praat; save it as a text file of TextGrid.")
    reader.number()
    reader.number()
    reader.flag()
    draft = Draft(origin)
    for _ in range(int(reader.number())):
        kind, name = reader.text()[0], reader.text()[0]
        reader.number()
        reader.number()
        marks = [reader.mark(is_point=kind == "TextTier") for _ in range(int(reader.number()))]
        said = tuple(mark for mark in marks if mark.text.strip())
        if name == "words":
            draft = replace(draft, words=said)
        elif name == "phones":
            draft = replace(draft, phones=said)
        elif name == "visemes":
            draft = replace(draft, looks=said)
        elif name == "cues":
            draft = replace(draft, cues=_cues(said))
    return draft


class _Reader:
    """Texts, numbers and flags, one after the other, with their lines."""

    def __init__(self, text: str, origin: str) -> None:
        self._text, self._origin = text, origin
        self._line, self._place = 1, 0
        self._atoms = self._found()

    def text(self) -> tuple[str, int]:
        """Give the next text and its line."""
        atom, line = self._next()
        if not atom.startswith('"'):
            raise self._fault(line, f"a text in quotes should stand here, not {atom}")
        return atom[1:-1].replace('""', '"'), line

    def number(self) -> float:
        """Give the next number."""
        atom, line = self._next()
        try:
            return float(atom)
        except ValueError:
            raise self._fault(line, f"a number should stand here, not {atom}") from None

    def flag(self) -> None:
        """Pass the sign that there are tiers."""
        atom, line = self._next()
        if atom != "<exists>":
            raise self._fault(line, "it has no tiers")

    def mark(self, *, is_point: bool) -> Mark:
        """Give the next interval or point."""
        start = self.number()
        end = start if is_point else self.number()
        text, line = self.text()
        return Mark(start, end, text.strip(), "", line)

    def _next(self) -> tuple[str, int]:
        try:
            return next(self._atoms)
        except StopIteration:
            raise self._fault(self._text.count("\n") + 1, "it ends too early") from None

    def _found(self) -> Iterator[tuple[str, int]]:
        line, place = 1, 0
        for atom in _ATOM.finditer(self._text):
            line += self._text.count("\n", place, atom.start())
            place = atom.start()
            yield atom[0], line

    def _fault(self, line: int, why: str) -> InputError:
        return InputError(f"{self._origin}, line {line}: {why}; save it from Praat again as a text file.")


def _filled(marks: list[Mark], end: float) -> Iterator[Mark]:
    """Fill the gaps of a tier with empty intervals: Praat's have none."""
    clock = 0.0
    for mark in marks:
        if mark.start > clock:
            yield Mark(clock, mark.start, "")
        yield mark if mark.start >= clock else replace(mark, start=clock)
        clock = mark.end
    if clock < end:
        yield Mark(clock, end, "")


def _interval(mark: Mark, index: int) -> Iterator[str]:
    yield f"        intervals [{index}]:"
    yield f"            xmin = {_time(mark.start)}"
    yield f"            xmax = {_time(mark.end)}"
    yield f"            text = {_quoted(mark.text)}"


def _point(mark: Mark, index: int) -> Iterator[str]:
    yield f"        points [{index}]:"
    yield f"            number = {_time(mark.start)}"
    yield f"            mark = {_quoted(mark.text)}"


def _cues(marks: tuple[Mark, ...]) -> tuple[Moment, ...]:
    return tuple(read_cue(mark) for mark in marks)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _time(seconds: float) -> str:
    return f"{seconds:.4f}".rstrip("0").rstrip(".")

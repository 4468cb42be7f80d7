"""Say the tree of a formula in the words of a language."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from avatar.text.mathematics.parser import parse
from avatar.text.mathematics.tree import Group, Letter, Number, Prose, Row, Shaped, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.text.mathematics.tree import Node


class Part(NamedTuple):
    """A stretch of what is said for a formula."""

    kind: str
    """words: of the language; number: in digits; letter: by its name; prose: as somebody wrote it"""
    text: str


_Table: TypeAlias = "dict[str, dict[str, str]]"
_FUNCTIONS = frozenset("fghFGHPpQφψΦΨ")
"""Letters that take what stands in brackets behind them: f of x."""
_NAMED_TEXT = """
sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp max min sup inf det dim gcd arg
"""
_NAMED = frozenset(_NAMED_TEXT.split())
_PLAIN = {"∆": "Δ", "Ω": "Ω", "µ": "μ", "ς": "σ", "ϑ": "θ", "ϕ": "φ", "ϵ": "ε"}


@lru_cache
def _tables() -> dict[str, _Table]:
    return json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))  # type: ignore[no-any-return]


def has_words(language: str) -> bool:
    """Tell whether formulas are said in a language, by its primary subtag."""
    return language in _tables()


def say_formula(formula: str, language: str) -> list[Part]:
    """Say a formula without its dollar signs, in a language that `has_words`; () in order, nothing left out."""
    return [part for part in _said(parse(formula), _tables()[language]) if part.text]


def _said(node: Node, table: _Table) -> Iterator[Part]:
    if isinstance(node, Number):
        yield Part("number", node.written)
    elif isinstance(node, Letter):
        yield _letter(node.written, table)
    elif isinstance(node, Prose):
        yield Part("prose", node.written)
    elif isinstance(node, Sign):
        name = "to" if node.name == "approaches" and node.name not in table["signs"] else node.name
        yield Part("words", table["signs"].get(name, name))
    elif isinstance(node, Group):
        yield Part("words", table["signs"]["open"])
        yield from _said(node.inside, table)
        yield Part("words", table["signs"]["close"])
    elif isinstance(node, Row):
        yield from _row(node, table)
    else:
        yield from _shaped(node, table)


def _row(row: Row, table: _Table) -> Iterator[Part]:
    parts = row.parts
    for place, node in enumerate(parts):
        before = parts[place - 1] if place else None
        if before == Sign("prime") and place > 1:
            before = parts[place - 2]
        if isinstance(node, Group) and _takes(before):
            # f(x): what the function is of needs no brackets.
            yield Part("words", table["signs"]["of"])
            yield from _said(node.inside, table)
        elif isinstance(node, Sign) and node.name == "percent" and table["signs"]["percent"].endswith("之"):
            continue
        elif _is_percent(parts, place) and table["signs"]["percent"].endswith("之"):
            yield Part("words", table["signs"]["percent"])
            yield from _said(node, table)
        else:
            yield from _said(node, table)


def _takes(node: Node | None) -> bool:
    if isinstance(node, Sign):
        return node.name in _NAMED
    if isinstance(node, Shaped) and node.form in ("index", "inverse", "power", "square"):
        return _takes(node.place("x"))
    if isinstance(node, Row):
        return node.parts[1:] == (Sign("prime"),) and _takes(node.parts[0])
    return isinstance(node, Letter) and node.written in _FUNCTIONS


def _is_percent(parts: tuple[Node, ...], place: int) -> bool:
    return place + 1 < len(parts) and parts[place + 1] == Sign("percent")


def _letter(written: str, table: _Table) -> Part:
    letter = _PLAIN.get(written, written)
    greek = table["greek"].get(letter.lower())
    if greek:
        return Part("words", greek)
    named = table.get("letters", {}).get(letter.lower())
    if letter == "ℏ":
        return Part("letter", "h")
    return Part("words", named) if named else Part("letter", letter)


def _shaped(node: Shaped, table: _Table) -> Iterator[Part]:
    template = table["forms"].get(node.form) or table["forms"][node.form.partition("_")[0]]
    for piece in re.split(r"(\{[a-z]+\})", template):
        if not piece.startswith("{"):
            yield Part("words", piece.strip())
            continue
        inner = node.place(piece[1:-1])
        if node.form == "limit_lower" and isinstance(inner, Row):
            inner = Row(tuple(Sign("approaches") if part == Sign("to") else part for part in inner.parts))
        if inner is not None:
            yield from _said(inner, table)

"""What a formula is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number in digits."""

    written: str
    """digits, with a decimal point"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A variable, or a constant that has the name of a letter."""

    written: str
    """one letter, or Greek letter"""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that is said by its name: an operator, a relation, a constant, a function."""

    name: str
    """key of the languages' tables, such as "plus" or "infinity" """


@dataclass(frozen=True, slots=True)
class Prose:
    r"""Words of the language itself: \\text{for all}."""

    written: str
    """as written"""


@dataclass(frozen=True, slots=True)
class Row:
    """Parts that are said one after the other."""

    parts: tuple[Node, ...]
    """in order"""


@dataclass(frozen=True, slots=True)
class Group:
    """A row in brackets."""

    inside: Row


@dataclass(frozen=True, slots=True)
class Shaped:
    """A form with places to fill: a power, a fraction, a root, a sum with its limits."""

    form: str
    """key of the languages' tables, such as "power" or "fraction" """
    places: tuple[tuple[str, Node], ...]
    """name of each place and what stands in it"""

    def place(self, name: str) -> Node | None:
        """Give what stands in a place."""
        return dict(self.places).get(name)


Node = Number | Letter | Sign | Prose | Row | Group | Shaped

"""How much one cell may ask of the machine: whatever stands in a table, writing it out ends soon and stays small."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 20_000
"""characters of a text, of what is written out of it, and of every value on the way"""
MOST_TURNS = 1_000
"""of all loops of a text together"""
LARGEST = 10**18
"""of a number that is reckoned with"""
_Item = TypeVar("_Item")


class Budget:
    """What is left of what one text may ask for."""

    def __init__(self) -> None:
        self._turns = MOST_TURNS

    def counted(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Pass items on. Raise `InputError` when there have been too many, of all loops together."""
        for item in items:
            if self._turns == 0:
                raise InputError(f"It has loops of more than {MOST_TURNS:,} turns; write it out, or make it shorter.")
            self._turns -= 1
            yield item


def bounded(parts: Iterable[str]) -> str:
    """Join what is written. Raise `InputError` when it becomes too long."""
    told, length = list[str](), 0
    for part in parts:
        length += len(part)
        if length > LONGEST:
            raise InputError(f"What it writes has more than {LONGEST:,} characters; make it shorter.")
        told.append(part)
    return "".join(told)


def small(value: object) -> object:
    """Give a value back. Raise `InputError` for a text that is too long and a number that is too large."""
    if isinstance(value, str):
        return bounded((value,)) if type(value) is str else value
    if isinstance(value, int | float) and abs(value) > LARGEST:
        raise InputError(f"A number in it is larger than {LARGEST:.0e}; write a smaller one.")
    return value

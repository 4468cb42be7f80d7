"""What is asked for again and again, and made once: what came of it, or the fault that it failed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Made = TypeVar("Made")


class Once(Generic[Key, Made]):
    """What was made for each key."""

    def __init__(self) -> None:
        self._made: dict[Key, Made | AvatarError] = {}

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """Give what `make` makes. Raise the `AvatarError` that it raised, also at every later call."""
        if key not in self._made:
            try:
                self._made[key] = make()
            except AvatarError as fault:
                self._made[key] = fault
        found = self._made[key]
        if isinstance(found, AvatarError):
            raise found
        return found

"""Portraits in a row's own look: another face, other clothes. Each look is made once and stays, as any edited portrait.

What cannot be made, or what somebody has not agreed to, is told as what is wrong with a row.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.campaign.preflight.once import Once
from avatar.edit.making import Editor, about
from avatar.errors import PortraitError
from avatar.neural.models import located
from avatar.portrait.store import PortraitStore
from avatar.runtime.hashing import file_sha256, value_sha256

if TYPE_CHECKING:
    from avatar.campaign.sheet.variants import Look
    from avatar.runtime.folders import Home

_DIGITS = 16
"""hex digits in the name of a look"""


class Looks:
    """The looks of one campaign, in one home."""

    def __init__(self, home: Home) -> None:
        self._home, self._store = home, PortraitStore(home=home.data)
        self._found: Once[tuple[str, Look], str] = Once()
        self._editors: dict[tuple[object, ...], Editor] = {}

    def portrait(self, portrait: str, look: Look) -> str:
        """Give the name of a portrait in a look, which is made if it is not there.

        Raise `AvatarError` where somebody has not agreed, or it cannot be made: each look is tried once.
        """
        return self._found.get((portrait, look), lambda: self._named(portrait, look))

    def _named(self, portrait: str, look: Look) -> str:
        """Name a look by all that it is made of."""
        people = [self._person(each) if each else "" for each in (portrait, look.face)]
        garment = file_sha256(Path(look.garment)) if look.garment else ""
        parts = [*people, garment, asdict(look.settings), *self._networks(look)]
        name = f"look-{value_sha256(parts)[:_DIGITS]}"
        try:
            self._store.read(name)
        except PortraitError:
            self._editor(portrait, look).make(name, Path(look.garment) if look.garment else None)
        return name

    def _networks(self, look: Look) -> list[str]:
        """Name those that take part, if any do, by their files."""
        if not look.parser and not look.swapper:
            return []
        with about("swapper"):
            swapper = located(look.swapper, "swap", self._home).facts.sha256 if look.swapper else ""
        return [file_sha256(Path(look.parser)) if look.parser else "", swapper]

    def _person(self, reference: str) -> str:
        """Name somebody by their photo and, of a group, by which of its faces is theirs."""
        source = self._store.read(reference)
        return f"{source.sha256}-{source.card.face if source.card else None}"

    def _editor(self, portrait: str, look: Look) -> Editor:
        """Give who edits a portrait: it is measured once for all of its clothes."""
        key = portrait, look.face, look.settings, look.parser, look.swapper
        if key not in self._editors:
            parser = Path(look.parser) if look.parser else None
            self._editors[key] = Editor(
                portrait, self._home, look.face or None, look.settings, parser, look.swapper or None
            )
        return self._editors[key]

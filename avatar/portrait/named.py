"""Folders of portraits by name: a picture, and the card that names it. Whatever happens, one of them is whole."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.errors import PortraitError
from avatar.portrait.cards import CARD, PortraitCard, Source, read_card, write_card
from avatar.runtime.access import is_file, listed, make_closed, require_writable, told, write_closed
from avatar.runtime.unfinished import own_name, unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from avatar.data import Portrait


def cards_in(folder: Path, *, is_shipped: bool = False) -> Iterator[PortraitCard | PortraitError]:
    """Read the cards of a folder of portraits; where one cannot be read, say why."""
    for entry in listed(folder, "*"):
        if entry.name.startswith(".") or not (is_file(entry / CARD) or os.path.lexists(entry / CARD)):
            continue
        try:
            yield read_card(entry, is_shipped=is_shipped)
        except PortraitError as fault:
            yield fault


def keep(
    source: Source, portrait: Portrait, folder: Path, face: int | None, tell: Callable[[PortraitCard], PortraitCard]
) -> None:
    """Write the copy beside an earlier one, then let the card name it, and only then delete what was there."""
    if folder.is_symlink():
        folder.unlink()  # of a link only the link: the earlier portrait stays where it leads to
    with told(folder):
        make_closed(folder)
    earlier = listed(folder, "*")
    copy = _free_place(folder, source.path.suffix.lower())
    scratch = copy.with_name(own_name(".avatar-", ".part"))
    with told(copy), unfinished(scratch):
        write_closed(scratch, source.content)
        scratch.replace(copy)
    pixels = portrait.content_hash
    card = PortraitCard(name=portrait.name, path=copy, sha256=source.sha256, face=face, pixels=pixels)
    write_card(tell(replace(card, keyed=portrait.screen)))
    for each in earlier:
        if each not in (copy, folder / CARD):
            remove(each)


def _free_place(folder: Path, ending: str) -> Path:
    """Name a file that the present card does not name."""
    taken = None
    with suppress(PortraitError):
        taken = read_card(folder).path.name
    return folder / (f"portrait-2{ending}" if taken == f"portrait{ending}" else f"portrait{ending}")


def remove(path: Path) -> None:
    """Delete a file or a folder, of a link only the link. Raise `AvatarError` if that cannot be."""
    with told(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Delete a portrait's folder if it is there; of a link only the link."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        require_writable(folder)
        with told(folder):
            shutil.rmtree(folder)

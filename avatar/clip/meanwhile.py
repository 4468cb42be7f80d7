"""What needs nothing of the text and nobody's leave is done beside both, on a thread of its own.

The photo is read, a portrait that was taken apart before is fetched, and libraries are loaded. Nothing costly is begun
for a clip that may be refused: a photo that was never taken apart waits, and so does the renderer.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import TracebackType

    from avatar.clip.request import ClipRequest
    from avatar.data import Portrait
    from avatar.portrait.cards import Source
    from avatar.portrait.store import PortraitStore


@dataclass(frozen=True, slots=True)
class Look:
    """What the gate asks of a photo."""

    content_hash: str
    """sha256 of its upright pixels, hex"""
    likeness: str
    """perceptual hash of them, 16 hex digits"""


def look_at(source: Source) -> Look:
    """Decode a photo. Raise `PortraitError` if that cannot be done."""
    from avatar.permission.consent import perceptual_hash
    from avatar.portrait.read import read_photo

    photo = read_photo(source.path, source.content)
    return Look(photo.content_hash, perceptual_hash(photo.pixels))


class Meanwhile:
    """One thread for a block: what it is at when the block ends is finished, what it has not begun is not begun."""

    def __init__(self, source: Source, store: PortraitStore, request: ClipRequest) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="avatar-meanwhile")
        self._look = self._pool.submit(look_at, source)
        self._kept: Future[Portrait | None] = self._pool.submit(
            store.kept, source, request.settings.portrait, request.face
        )
        self._pool.submit(_load)

    def look(self) -> Look:
        """Give what is seen of the photo. Raise `PortraitError` if it cannot be read."""
        return self._look.result()

    def kept(self) -> Portrait | None:
        """Give the portrait if it was taken apart before."""
        return self._kept.result()

    def __enter__(self) -> Meanwhile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)


def _load() -> None:
    """Find out what names what is filmed, and load what films are written with."""
    from avatar import backends
    from avatar.clip.footage import maker_digest

    maker_digest()
    backends.plugged()
    import_module("avatar.film.reel")

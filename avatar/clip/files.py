"""Where a clip's two files lie, and that both appear or neither."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.film.parts import hidden
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

SCHEMA = "avatar.timeline/1"
_SCHEMA_WITHIN = 64


def free_name(stem: str, folder: Path, ending: str = ".mp4") -> Path:
    """Find a name for a clip that is not taken: `stem.mp4`, `stem-2.mp4`, ..."""
    number = 1
    while True:
        video = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        if not video.exists() and not timeline_path(video).exists():
            return video
        number += 1


def timeline_path(video: Path) -> Path:
    """Say where the timeline of a clip lies: beside it."""
    return video.with_suffix(".json")


def check_timeline_place(video: Path) -> None:
    """Raise `OutputError` if the timeline would replace a file that is not a timeline."""
    place = timeline_path(video)
    if place.is_dir() or (place.exists() and not _is_timeline(place)):
        raise OutputError(
            f"The timeline would replace {str(place)!r}, which is not a timeline of avatar; "
            "choose another name with -o, or move that file away."
        )


@contextmanager
def together(video: Path) -> Iterator[Callable[[Iterable[str]], None]]:
    """Give a function that takes the timeline's text, to be called before the block moves the film to its place.

    Both appear under their names, or neither; only a process that is killed between the two leaves the film alone.
    """
    before = _identity(video)
    beside = hidden(video, ".json.part")
    try:
        yield lambda text: _write(text, beside, video)
    finally:
        # Not only after success: when a signal comes right after the film, its timeline still belongs to it.
        if _identity(video) != before and beside.exists():
            beside.replace(timeline_path(video))
        beside.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def _write(text: Iterable[str], path: Path, video: Path) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise OutputError(
            f"The timeline of {str(video)!r} cannot be written ({fault.strerror or fault}); choose another place."
        ) from fault


def _is_timeline(path: Path) -> bool:
    with told(path, "choose another name with -o"), path.open("rb") as file:
        return SCHEMA.encode() in file.read(_SCHEMA_WITHIN)

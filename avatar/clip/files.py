"""Where a clip's two files lie, and that both appear or neither."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.film.claims import claimed, in_turn
from avatar.film.parts import hidden
from avatar.runtime.access import told
from avatar.runtime.unfinished import unfinished
from avatar.subtitles.format import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

SCHEMA = "avatar.timeline/1"
SUBTITLES = (".srt", ".vtt", ".ass")
"""endings of the files with subtitles"""
_MARK_WITHIN = 64


def named(output: Path | None, stem: str, ending: str) -> AbstractContextManager[Path]:
    """Give a clip the name that is asked for, or for the length of a block one that is free in the working folder."""
    return free_name(_spellable(stem), Path(), ending) if output is None else nullcontext(output)


def _spellable(stem: str) -> str:
    """Leave out of a name what the names of files have no letters for here, as with LANG=C in some versions."""
    encoding = sys.getfilesystemencoding()
    return stem.encode(encoding, "ignore").decode(encoding).strip("-") or "clip"


@contextmanager
def free_name(stem: str, folder: Path, ending: str = ".mp4") -> Iterator[Path]:
    """Give a clip a name that is not taken, nor by what may lie beside it: `stem.mp4`, `stem-2.mp4`, ...

    However many ask at once, each gets a name of its own, which nobody else gets while the block lasts.
    """
    for number in count(1):
        video = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        if _is_there(video, ending):
            continue
        with claimed(video) as is_free:
            if is_free and not _is_there(video, ending):  # who had it may have put a file there just before
                yield video
                return


def _is_there(video: Path, ending: str) -> bool:
    return any(os.path.lexists(video.with_suffix(each)) for each in (ending, ".json", *SUBTITLES))


def timeline_path(video: Path) -> Path:
    """Say where the timeline of a clip lies: beside it."""
    return video.with_suffix(".json")


def check_timeline_place(video: Path) -> None:
    """Raise `OutputError` if the timeline would replace a file that is not a timeline."""
    place = timeline_path(video)
    if _is_in_the_way(place, place, SCHEMA):
        raise OutputError(
            f"The timeline would replace {str(place)!r}, which is not a timeline of avatar; "
            "choose another name with -o, or move that file away."
        )


def subtitle_paths(clip: Path, kind: str) -> tuple[str, ...]:
    """List the files with subtitles beside a clip, for subtitles of a kind."""
    return tuple(str(clip.with_suffix(ending)) for ending in SUBTITLES) if kind == "file" else ()


def check_subtitles_place(clip: Path) -> None:
    """Raise `OutputError` if subtitles would replace a file that does not come from here.

    SubRip has no place to say where it comes from, so one belongs to the WebVTT beside it.
    """
    for ending in SUBTITLES:
        place = clip.with_suffix(ending)
        tells = clip.with_suffix(".vtt") if ending == ".srt" else place
        if _is_in_the_way(place, tells, MARK):
            raise OutputError(
                f"The subtitles would replace {str(place)!r}, which does not come from avatar; "
                "choose another name with -o, or move that file away."
            )


@contextmanager
def together(clip: Path) -> Iterator[Callable[[Mapping[str, Iterable[str]]], None]]:
    """Give a function that takes the texts beside a clip, by their endings, before the block moves it to its place.

    All appear under their names, or none, and those of another process before or after them; only a process that is
    killed between them leaves the clip alone.
    """
    before = _identity(clip)
    beside: dict[str, Path] = {}

    with ExitStack() as turn:

        def write(texts: Mapping[str, Iterable[str]]) -> None:
            for ending, text in texts.items():
                beside[ending] = turn.enter_context(unfinished(hidden(clip, f"{ending}.part")))
                _write(text, beside[ending], clip.with_suffix(ending))
            turn.enter_context(in_turn(clip))

        try:
            yield write
        finally:
            # Not only after success: when a signal comes right after the clip, what is beside it still belongs to it.
            is_there = _identity(clip) != before
            for ending, part in beside.items():
                if is_there and part.exists():
                    part.replace(clip.with_suffix(ending))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def _write(text: Iterable[str], path: Path, name: Path) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.writelines(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise OutputError(
            f"The file {str(name)!r} cannot be written ({fault.strerror or fault}); choose another place."
        ) from fault


def check_apart(output: Path | None, *given: str | Path | None) -> None:
    """Raise `OutputError` if the result would replace one of the files that it is made of."""
    for each in given:
        with suppress(OSError, ValueError):
            if output and each and os.path.samefile(output, each):  # noqa: PTH121 - what cannot be a path is none of the files
                raise OutputError(
                    f"The result would replace {str(each)!r}, which it is made of; choose another name with -o."
                )


def _is_in_the_way(place: Path, tells: Path, mark: str) -> bool:
    """Tell whether there is something that is no file of ours, by the mark in the file that tells."""
    with told(place, "choose another name with -o"):
        try:
            is_file = stat.S_ISREG(place.stat().st_mode)
        except FileNotFoundError:
            return False
        return not (is_file and tells.is_file() and _is_marked(tells, mark))


def _is_marked(path: Path, mark: str) -> bool:
    with told(path, "choose another name with -o"), path.open("rb") as file:
        return mark.encode() in file.read(_MARK_WITHIN)

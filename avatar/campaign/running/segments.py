"""Parts of a long clip are filmed side by side, and kept; the film is then put together of what is kept.

What is kept is sealed with the key of the home that it was made in: only homes with the same key believe it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.campaign.asking import request_of, require_pins
from avatar.campaign.running.place import Place
from avatar.clip.footage import FootageStore
from avatar.errors import AvatarError
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from avatar.campaign.job import Job
    from avatar.runtime.folders import Home

SHARE = "avatar.campaign.running.segments:share_segment"
"""who films a part for other machines too, as `module:function`"""
_ENDING = ".npz"


def film_segment(  # noqa: PLR0913 - as `render`, and which part
    job: Job, folder: str | Path, home: Home, watch: Watch = unwatched, part: int = 0, parts: int = 1
) -> None:
    """Film one of several parts of a clip into the home's cache.

    Whatever keeps it from that is met again, and told, when the film is put together.
    """
    _filmed(job, home, watch, part, parts)


def share_segment(  # noqa: PLR0913 - as above
    job: Job, folder: str | Path, home: Home, watch: Watch = unwatched, part: int = 0, parts: int = 1
) -> None:
    """Film one of several parts of a clip, and leave it beside the films for whoever puts the clip together."""
    place, store = Place.at(folder), FootageStore(home=home)
    for key in _filmed(job, home, watch, part, parts):
        with suppress(AvatarError, FileNotFoundError):
            place.put(store.path(key), f"{_folder(job)}/{key}{_ENDING}")


def gather(job: Job, place: Place, home: Home) -> None:
    """Fetch what other machines have filmed of a clip into the home's cache."""
    store = FootageStore(home=home)
    for name in place.names(_folder(job)):
        target = store.path(Path(name).stem)
        if name.endswith(_ENDING) and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".fetched")
            with suppress(AvatarError, OSError):
                place.fetch(name, part)
                part.replace(target)


def discard(job: Job, place: Place) -> None:
    """Take away what was left beside the films of a clip that is whole."""
    for name in place.names(_folder(job)):
        with suppress(AvatarError):
            place.remove(name)
    with suppress(Exception):  # a store of objects has no folders; elsewhere an empty one does no harm
        place.files.rmdir(place.path(_folder(job)))


def _filmed(job: Job, home: Home, watch: Watch, part: int, parts: int) -> tuple[str, ...]:
    from avatar import pipeline

    with suppress(AvatarError):
        require_pins(job, home)
        return pipeline.footage(pipeline.prepare(request_of(job), watch, home=home), part, parts, watch)
    return ()


def _folder(job: Job) -> str:
    return f"segments/{job.input_hash}"

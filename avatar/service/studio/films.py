"""What the page shows of a film beside the film: a picture of it, and what its marks say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.outside.media import open_media
from avatar.runtime.archive import write
from avatar.service.problems import Problem
from avatar.service.videos.jobs import Jobs

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.runtime.folders import Home

_SIDE, _QUALITY = 480, 84
"""of the picture, px, and of its JPEG"""
_PLACE = 0.35
"""of the film, from which the picture is taken: somebody speaks there"""
_PICTURE = "picture.jpg"


def film_of(video: str, home: Home) -> Path:
    """Find a film's file. Raise `Problem` 404 or 410."""
    jobs = Jobs(home.data)
    job = jobs.find(video)
    if job.status != "done":
        raise Problem(409, "not-done", f"The video {video!r} is {job.status}; wait until it is done.")
    path = jobs.folder(video) / str(job.made["file"])
    if not path.is_file():
        raise Problem(410, "gone", "This video's files were removed; make it again.")
    return path


def picture(video: str, home: Home) -> bytes:
    """Give a frame of a film as a JPEG, which is kept beside it."""
    path = film_of(video, home)
    kept = path.with_name(_PICTURE)
    if kept.is_file():
        return kept.read_bytes()
    content = _frame(path)
    write(content, kept)
    return content


def _frame(path: Path) -> bytes:
    import io

    from PIL import Image

    stored = io.BytesIO()
    with open_media(path) as film:
        track = film.streams.video[0]
        if film.duration:
            film.seek(int(film.duration * _PLACE))
        frame = next(film.decode(track))
        image = frame.to_image()
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    image.save(stored, "JPEG", quality=_QUALITY)
    return stored.getvalue()


def marks(video: str, home: Home) -> dict[str, Any]:
    """Read a film's marks back."""
    from avatar.clip.marking import check

    report = check(film_of(video, home), home.data)
    layers = [{"name": name, "state": layer.state} for name, layer in report.layers.items()]
    return {"verdict": report.verdict, "sentence": report.sentence, "layers": layers, "why": list(report.why)}

"""What was uploaded and not yet used: kept for a day, and never more than a tenant may have at once."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from avatar.service.problems import Problem
from avatar.service.videos.database import service_folder

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400.0
MOST = 2_000_000_000
"""bytes that one tenant may have uploaded at once"""
_ID = re.compile(r"u-[0-9a-f]{24}")
_ABOUT = "about.json"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that was uploaded and looked at."""

    id: str
    family: str
    """photo | sound | film"""
    ending: str
    """of its name here"""
    media_type: str
    size: int
    """bytes"""
    width: int = 0
    """px, as the next; 0 of a sound"""
    height: int = 0
    seconds: float = 0.0
    """0 of a photo"""


class Uploads:
    """The uploads of one tenant."""

    def __init__(self, data: Path) -> None:
        """Take a home's data."""
        self._data = data

    @property
    def folder(self) -> Path:
        """Where they lie; it is there."""
        place = service_folder(self._data) / "uploads"
        place.mkdir(exist_ok=True)
        return place

    def require_room(self) -> None:
        """Raise `Problem` 507 if this tenant has as much here as they may have."""
        held = sum(map(_size, (*self.folder.glob("u-*/content.*"), *self.folder.glob(".*.part"))))
        if held > MOST:
            raise Problem(
                507,
                "output",
                f"There are {MOST / 1e9:g} GB of uploads waiting already; use or delete some, or wait a day.",
            )

    def keep(self, file: Path, found: dict[str, Any]) -> Upload:
        """Take a file that was looked at."""
        upload = Upload(f"u-{secrets.token_hex(12)}", size=file.stat().st_size, **found)
        place = self.folder / f".{upload.id}"
        place.mkdir(mode=0o700)
        file.replace(place / f"content{upload.ending}")
        (place / _ABOUT).write_text(json.dumps(asdict(upload)), encoding="utf-8")
        place.rename(self.folder / upload.id)
        return upload

    def find(self, name: str) -> Upload:
        """Find an upload. Raise `Problem` 404 if there is none."""
        try:
            about = json.loads(self._place(name).joinpath(_ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise _none(name) from None
        return Upload(**about)

    def file(self, upload: Upload) -> Path:
        """Say where its content lies."""
        return self._place(upload.id) / f"content{upload.ending}"

    def remove(self, name: str) -> None:
        """Delete an upload. Raise `Problem` 404 if there is none."""
        self.find(name)
        shutil.rmtree(self._place(name), ignore_errors=True)

    def sweep(self, now: float | None = None) -> None:
        """Delete what is older than a day, and what was left half-received."""
        oldest = (time.time() if now is None else now) - DAY
        for each in self.folder.iterdir():
            with suppress(FileNotFoundError):  # it was used or deleted meanwhile
                if each.stat().st_mtime < oldest:
                    shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if not is_upload(name):
            raise _none(name)
        return self.folder / name


def _size(path: Path) -> int:
    """Give the bytes of a file; 0 where it is gone meanwhile."""
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def is_upload(name: str) -> bool:
    """Tell whether a name is an upload's."""
    return _ID.fullmatch(name) is not None


def _none(name: str) -> Problem:
    return Problem(404, "no-upload", f"There is no upload {name[:64]!r}; it was deleted after a day, or never was.")

"""The part of a file that is here already: its bytes, and beside them what they were taken from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

from avatar.outside.documents import parsed
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.downloads.entry import Expected


class Part:
    """A file that is being fetched; what was fetched before a cut, or before the program was killed, counts."""

    def __init__(self, path: Path, expected: Expected) -> None:
        self.path = path
        self._about = path.with_name(path.name + ".json")
        self._expected = expected
        self.was_resumed = False
        """it was put together from several answers"""

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.exists() else 0

    def resuming(self, url: str) -> dict[str, str]:
        """Give the headers that ask for the rest; none where it has to begin anew.

        The rest is asked for on the condition that the file is still the same; where nobody can say so, its checksum
        has to be known: then it is found out at the end.
        """
        if not self.size:
            return {}
        about = self._read()
        mark = about.get("mark", "") if about.get("url") == url else ""
        if not mark and not self._expected.has_digest:
            return {}
        self.was_resumed = True
        return {"Range": f"bytes={self.size}-"} | ({"If-Range": mark} if mark else {})

    def opened(self, url: str, headers: Mapping[str, str], *, goes_on: bool) -> BinaryIO:
        """Open it to write on, from its end or anew, and note what it is taken from."""
        with told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("ab" if goes_on else "wb")
            self.was_resumed = goes_on
            self._about.write_text(json.dumps({"url": url, "mark": _mark(headers)}), encoding="utf-8")
        return file

    def drop(self) -> None:
        """Throw it away."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def take(self, place: Path) -> None:
        """Give it its final place."""
        with told(place):
            self.path.replace(place)
        self._about.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        try:
            about = parsed(self._about.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return about if isinstance(about, dict) else {}


def _mark(headers: Mapping[str, str]) -> str:
    """Give what tells this version of a file from another: a strong ETag, else the time of its last change."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")

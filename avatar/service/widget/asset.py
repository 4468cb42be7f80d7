"""Files that pages load, with what browsers need to keep and check them."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Response

from avatar.errors import NotInstalledError

if TYPE_CHECKING:
    from starlette.datastructures import Headers

STATIC = Path(__file__).parents[1] / "static"
_AGE = 300
"""seconds for which a browser does not ask whether it has changed"""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, read once."""

    content: bytes = field(repr=False)
    media_type: str
    etag: str = ""
    """in quotes"""
    packed: bytes = field(default=b"", repr=False)
    """the content, gzipped"""
    integrity: str = ""
    """as the attribute `integrity` of a script's tag takes it"""

    @classmethod
    def read(cls, path: Path, media_type: str) -> Asset:
        """Read it. Raise `NotInstalledError` where the package came without it."""
        try:
            content = path.read_bytes()
        except OSError as fault:
            told = f"{path.name} is not there: install the package from its wheel, or build it with `npm run build`."
            raise NotInstalledError(told) from fault
        digest = hashlib.sha384(content).digest()
        spelled = base64.b64encode(digest).decode()
        packed = gzip.compress(content, 9, mtime=0)
        return cls(content, media_type, f'"{digest.hex()[:32]}"', packed, f"sha384-{spelled}")

    def answer(self, asked: Headers) -> Response:
        """Answer a request for it: any page may load it."""
        headers = {
            "ETag": self.etag,
            "Cache-Control": f"public, max-age={_AGE}",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Timing-Allow-Origin": "*",
            "Vary": "Accept-Encoding",
        }
        if _knows(asked.get("if-none-match", ""), self.etag):
            return Response(status_code=304, headers=headers)
        if _takes_gzip(asked.get("accept-encoding", "")):
            packed = headers | {"Content-Encoding": "gzip"}
            return Response(self.packed, headers=packed, media_type=self.media_type)
        return Response(self.content, headers=headers, media_type=self.media_type)


def _knows(told: str, etag: str) -> bool:
    """Tell whether If-None-Match names a file; a weak name of the same content is as good."""
    return "*" in told or etag in (each.strip().removeprefix("W/") for each in told.split(","))


def _takes_gzip(told: str) -> bool:
    for each in told.lower().split(","):
        name, _, quality = each.strip().partition(";")
        if name in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False

"""Tell whether a file is what it should be, and remember what those were of which nobody publishes a checksum."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from avatar.downloads.entry import Expected
from avatar.runtime import archive
from avatar.runtime.access import told

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20


def measured(path: Path) -> Expected:
    """Measure a file."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with told(path), path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
            md5.update(block)
    return Expected(path.stat().st_size, sha256.hexdigest(), md5.hexdigest())


def fault_of(path: Path, expected: Expected) -> str:
    """Say in which way a file is not what it should be; "" if it is, as far as that is known."""
    found = measured(path)
    if expected.size and found.size != expected.size:
        return f"it has {found.size:,} bytes, and should have {expected.size:,}"
    for name in ("sha256", "md5"):
        wanted, is_so = getattr(expected, name), getattr(found, name)
        if wanted and wanted.lower() != is_so:
            return f"its {name} is {is_so}, and should be {wanted.lower()}"
    return ""


class Pins:
    """The checksums that files had when they first came, where nobody publishes one."""

    def __init__(self, home: Path) -> None:
        self.path = home / "downloads" / "pins.json"

    def known(self, origin: str) -> Expected:
        """Give what a file from there was the first time; nothing where there was none."""
        pin = self._read().get(origin)
        return Expected(int(pin["size"]), str(pin["sha256"])) if pin else Expected()

    def pin(self, origin: str, found: Expected) -> None:
        """Remember what a file from there is."""
        pins = self._read() | {origin: {"size": found.size, "sha256": found.sha256}}
        with told(self.path):
            archive.write(json.dumps(pins, indent=1, ensure_ascii=False).encode(), self.path)

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            with told(self.path):
                pins = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        except ValueError:
            return {}
        return pins if isinstance(pins, dict) else {}

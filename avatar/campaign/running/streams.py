"""What is seen and heard in a film, as hashes: the marks around it hold the time at which it was made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from avatar.outside.media import open_media

if TYPE_CHECKING:
    from pathlib import Path


def stream_hashes(film: Path) -> dict[str, str]:
    """Hash the packets of each stream of a film, with their times: by kind, "video", "audio", "subtitle"."""
    totals: dict[str, hashlib._Hash] = {}
    with open_media(film) as container:
        for packet in container.demux():
            if packet.size:
                total = totals.setdefault(packet.stream.type, hashlib.sha256())
                total.update(f"{packet.pts},{packet.duration};".encode())
                total.update(bytes(packet))
    return {kind: total.hexdigest() for kind, total in totals.items()}

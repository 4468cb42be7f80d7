"""What is seen and heard in a film, as hashes: the marks around it hold the time at which it was made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def stream_hashes(film: Path) -> dict[str, str]:
    """Hash the packets of each stream of a film, with their times: by kind, "video", "audio", "subtitle"."""
    import av

    totals: dict[str, hashlib._Hash] = {}
    with av.open(str(film)) as container:
        for packet in container.demux():
            if packet.size:
                total = totals.setdefault(packet.stream.type, hashlib.sha256())
                total.update(f"{packet.pts},{packet.duration};".encode())
                total.update(bytes(packet))
    return {kind: total.hexdigest() for kind, total in totals.items()}

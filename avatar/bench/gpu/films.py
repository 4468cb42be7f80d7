"""The whole way: a text is said, a network moves the portrait, and a film is written."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from avatar.bench.texts import text_of
from avatar.clip.request import DEFAULT_PORTRAIT
from avatar.errors import AvatarError

if TYPE_CHECKING:
    from pathlib import Path

_LANGUAGE = "en"


def film_fps(renderer: str, network: Path, device: str, size: tuple[int, int], seconds: float) -> float:
    """Say how many pictures a second a whole command makes, once the first one is there.

    Raise `AvatarError` with what the command says where it makes none.
    """
    width, height = size
    text = text_of(_LANGUAGE, seconds, speed=1.0)
    words = ["say", "--portrait", DEFAULT_PORTRAIT, "--voice", "fast", "--size", f"{width}x{height}", "--json"]
    words += ["--renderer", renderer, "--network", str(network), "--device", device]
    words += ["-o", str(network.parent / "film.mp4") if network.is_file() else str(network / "film.mp4"), text]
    done = subprocess.run([sys.executable, "-m", "avatar", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AvatarError(f"The film cannot be made: {done.stderr.strip()}")
    told = json.loads(done.stdout)
    return float((told["frames"] - 1) / max(told["wall_s"] - told["first_frame_s"], 1e-6))

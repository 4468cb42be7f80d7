"""Matting networks for films that remember what they have seen: Robust Video Matting (Lin et al. 2022) and its kin.

Such an ONNX graph takes a picture `src` (1, 3, H, W), 0-1, four memories `r1i` to `r4i`, which are (1, 1, 1, 1) zeros
before the first picture, and a `downsample_ratio` (1,); it gives `fgr`, the person's own colours, `pha`, the matte, and
the memories `r1o` to `r4o`.
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError
from avatar.neural.named import NamedGraph

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MEMORIES = ("r1i", "r2i", "r3i", "r4i")
"""names of what it is given of what it has seen; it gives them back with an "o" at the end"""
_RATIO = "downsample_ratio"
_INSIDE = 512
"""px of the longer side at which it looks for the person, before it refines their edge"""


class RecurrentMatting:
    """One loaded network, in the middle of one film: it remembers the pictures that it was given."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        """Load it, for one of `settings.DEVICES`. Raise `InputError` where the file is no such network."""
        self._graph = NamedGraph(path, "matting", device)
        self._takes = {each.name: each.type for each in self._graph.inputs}
        missing = {"src", *MEMORIES} - self._takes.keys()
        missing |= {"fgr", "pha", *map(_after, MEMORIES)} - {*self._graph.outputs}
        if missing:
            raise InputError(
                f"The network {path.name!r} is no video matting network: it lacks {', '.join(sorted(missing))}."
            )
        self._kind = np.float16 if "float16" in self._takes["src"] else np.float32
        self._memories = {name: np.zeros((1, 1, 1, 1), self._kind) for name in MEMORIES}

    def matte(self, picture: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Give the matte (H, W), 0-1, of the next RGB picture (H, W, 3), and the person's own colours (H, W, 3).

        Raise `InputError` if it gives none of that size.
        """
        planes = np.ascontiguousarray(picture.transpose(2, 0, 1)[None].astype(self._kind) / 255)
        given: dict[str, NDArray[Any]] = {"src": planes, **self._memories}
        if _RATIO in self._takes:
            given[_RATIO] = np.array([min(_INSIDE / max(picture.shape[:2]), 1.0)], np.float32)
        names = ["fgr", "pha", *map(_after, MEMORIES)]
        colours, cover, *kept = self._graph.run(given, names)
        self._memories = dict(zip(MEMORIES, kept, strict=True))
        matte, own = np.asarray(cover, np.float32).squeeze(), np.asarray(colours, np.float32).squeeze()
        if matte.shape != picture.shape[:2] or own.shape != (3, *matte.shape) or not np.isfinite(matte).all():
            raise InputError(
                f"The network {self._graph.name!r} gives no matte of {picture.shape[1]}x{picture.shape[0]} px."
            )
        front = np.rint(np.clip(np.nan_to_num(own), 0, 1) * 255).astype(np.uint8)
        return np.clip(matte, 0, 1), np.ascontiguousarray(front.transpose(1, 2, 0))


def remembers(path: Path) -> bool:
    """Tell whether the file of a network names what only such networks have."""
    try:
        graph = path.read_bytes()
    except OSError:
        return False
    return all(name.encode() in graph for name in MEMORIES)


def _after(name: str) -> str:
    return f"{name[:-1]}o"

"""The renderer that draws with the first-order-motion network, at 256 px around the head, within the mesh's film.

Siarohin et al., "First Order Motion Model for Image Animation", NeurIPS 2019. The network is our own, in
`neural/fomm`; its weights are a checkpoint that somebody has added.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from avatar.data import RenderCapabilities
from avatar.errors import NotInstalledError
from avatar.reenact.mesh import MeshRenderer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from typing_extensions import Self

    from avatar.data import Frame, MotionTrack, Portrait
    from avatar.data.network import NetworkFacts
    from avatar.neural.fomm.network import FirstOrderMotion
    from avatar.reenact.fomm.renderer import Painter
    from avatar.runtime.folders import Home
    from avatar.stages import FrameFilter

TASK = "fomm"
"""of its network, in the catalogue"""


def load(checkpoint: str | Path, config: str = "vox-256", *, device: str = "cpu") -> FirstOrderMotion:
    """Load a published checkpoint: `.detect(image)` gives `Keypoints`, `.generate(source, ..., ...)` a picture.

    Raise `InputError` for a file that is none or does not fit, `NotInstalledError` without torch.
    """
    from pathlib import Path

    from avatar.reenact.fomm.animators import imported_torch

    imported_torch()
    from avatar.neural.fomm.network import FirstOrderMotion

    return FirstOrderMotion.load(Path(checkpoint), config, device=device)


class FommRenderer:
    """Let the network paint what the standard driver does, and paste it into the mesh renderer's frames."""

    capabilities = RenderCapabilities(cuts_out=True, repaints=256)

    def __init__(self) -> None:
        self._mesh = MeshRenderer()
        self._painter: Painter | None = None
        self._filters: tuple[FrameFilter, ...] = ()
        self.networks: tuple[NetworkFacts, ...] = ()
        """which network it is, once it is there"""

    def equip(self, home: Home, network: str | None = None, device: str = "auto") -> None:
        """Find a checkpoint: an installed one by its name, a file, or None for the first that is installed.

        A file may also be one of the graphs that `neural.fomm.export` writes, which need no torch. Raise
        `NotInstalledError` where the network or torch is not here, `InputError` for a name or file there is none of.
        """
        from avatar.neural.models import located, usual
        from avatar.reenact.fomm.animators import require_torch
        from avatar.reenact.fomm.renderer import Painter

        if not str(network).lower().endswith(".onnx"):
            require_torch()
        found = usual(TASK, home) if network is None else located(network, TASK, home)
        self._painter = Painter(found.path, str(found.about.get("config", "")), device)
        self.networks = (found.facts,)

    def load(self) -> None:
        """Load it. Raise `InputError` for a file that is no checkpoint, `NotInstalledError` for want of a GPU."""
        self._equipped().load()

    def through(self, filters: Sequence[FrameFilter]) -> Self:
        """Give one whose network's own pictures pass through these on their way into the frame."""
        other = copy(self)
        other._filters = (*self._filters, *filters)
        return other

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px."""
        return self._pasted(self._mesh.render(portrait, motion, size), portrait, motion, size)

    def cut_out(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield the person alone: 4 channels, straight alpha."""
        return self._pasted(self._mesh.cut_out(portrait, motion, size), portrait, motion, size)

    def over(
        self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int], behind: Iterable[NDArray[np.uint8]]
    ) -> Iterator[Frame]:
        """Yield the person before one picture (height, width, 3) a frame."""
        return self._pasted(self._mesh.over(portrait, motion, size, behind), portrait, motion, size)

    def emptied(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Give the photo's background without the person, (height, width, 3)."""
        return self._mesh.emptied(portrait, size)

    def _pasted(
        self, frames: Iterable[Frame], portrait: Portrait, motion: MotionTrack, size: tuple[int, int]
    ) -> Iterator[Frame]:
        from avatar.reenact.fomm.renderer import pasted

        return pasted(frames, self._equipped(), portrait, motion, size, self._filters)

    def _equipped(self) -> Painter:
        if self._painter is None:
            raise NotInstalledError(
                "The renderer 'fomm' draws with a network, and has none yet; get one with: avatar model install "
                "fomm-vox-256"
            )
        return self._painter

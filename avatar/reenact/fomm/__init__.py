"""The renderer that draws with the first-order-motion network, at 256 px around the head, within the mesh's film.

Siarohin et al., "First Order Motion Model for Image Animation", NeurIPS 2019. The network is our own, in
`neural/fomm`; its weights are a checkpoint that somebody has added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import RenderCapabilities
from avatar.reenact.repainting import RepaintingRenderer

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.neural.fomm.network import FirstOrderMotion
    from avatar.runtime.folders import Home


def load(checkpoint: str | Path, config: str = "vox-256", *, device: str = "cpu") -> FirstOrderMotion:
    """Load a published checkpoint: `.detect(image)` gives `Keypoints`, `.generate(source, ..., ...)` a picture.

    Raise `InputError` for a file that is none or does not fit, `NotInstalledError` without torch.
    """
    from pathlib import Path

    from avatar.reenact.fomm.animators import imported_torch

    imported_torch()
    from avatar.neural.fomm.network import FirstOrderMotion

    return FirstOrderMotion.load(Path(checkpoint), config, device=device)


class FommRenderer(RepaintingRenderer):
    """Let the network paint what the standard driver does, and paste it into the mesh renderer's frames."""

    capabilities = RenderCapabilities(cuts_out=True, repaints=256)
    name, usual = "fomm", "fomm-vox-256"

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
        found = usual(self.name, home) if network is None else located(network, self.name, home)
        self._painter = Painter(found.path, str(found.about.get("config", "")), device)
        self.networks = (found.facts,)

"""The renderer that draws with LivePortrait, at 512 px around the head, within the mesh's film.

Guo et al., "LivePortrait: Efficient Portrait Animation with Stitching and Retargeting Control", 2024. The networks are
our own, in `neural/liveportrait`; their weights are five files that somebody has added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import RenderCapabilities
from avatar.errors import InputError
from avatar.reenact.repainting import RepaintingRenderer

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.neural.liveportrait.network import LivePortrait
    from avatar.runtime.folders import Home


def load(folder: str | Path, device: str = "auto", *, is_half: bool | None = None) -> LivePortrait:
    """Load the published weights from a folder: five .pth files, side by side or as they are published.

    `device` is auto (a GPU where there is one), cpu, cuda or cuda:1; `is_half` None is half precision on a GPU.

    What is given has the methods `features` (what the appearance feature extractor gives), `motion` (the motion
    extractor's keypoints, angles in degrees), `stitch`, `retarget_lips`, `retarget_eyes` and `generate` (warping module
    and SPADE generator), and as fields the seven networks themselves: `appearance_feature_extractor`,
    `motion_extractor`, `warping_module`, `spade_generator`, `stitching`, `lips`, `eyes`.

    Raise `NotInstalledError` without torch, or without a GPU that was asked for, `InputError` where a file is not there
    or is another network's.
    """
    from pathlib import Path

    from avatar.reenact.liveportrait.opening import found, opened

    return opened(found(Path(folder)), device, is_half=is_half)


class LivePortraitRenderer(RepaintingRenderer):
    """Let LivePortrait paint what the standard driver does, and paste it into the mesh renderer's frames."""

    name = usual = "liveportrait"
    capabilities = RenderCapabilities(cuts_out=True, repaints=512)

    def equip(self, home: Home, network: str | None = None, device: str = "auto") -> None:
        """Find the weights: the installed ones, or those of a folder; they are loaded later.

        Raise `NotInstalledError` where they or torch are not here, `InputError` for a folder that lacks some of them.
        """
        from avatar.neural.models import located, usual
        from avatar.reenact.liveportrait.opening import require_torch
        from avatar.reenact.liveportrait.painter import FILES, Painter

        require_torch()
        found = usual(self.name, home) if network is None else located(network, self.name, home)
        files = {each.stem: each for each in found.files}
        lacking = [f"{name}.pth" for name in FILES if name not in files]
        if lacking:
            raise InputError(
                f"LivePortrait's weights are five files, and {str(found.path)!r} is one; give their folder, with "
                f"{', '.join(lacking)} in it too."
            )
        self._painter = Painter(files, device)
        self.networks = (found.facts,)

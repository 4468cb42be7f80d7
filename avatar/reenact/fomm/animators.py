"""The network, wherever it runs: pictures and keypoints as arrays, for a renderer that needs not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from avatar.data import Keypoints
from avatar.errors import NotInstalledError
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

TORCH = line_for("neural")
BATCH = {"cpu": 1, "cuda": 8}
"""frames that are worked out together"""


class Animator(Protocol):
    """A loaded network on some device."""

    side: int
    """px of the square pictures"""
    batch: int
    """frames that are best worked out together"""
    device: str
    """cpu or cuda"""

    def look(self, picture: NDArray[np.uint8]) -> object:
        """Work out what `draw` needs of a source (side, side, 3) RGB."""
        ...

    def detect(self, pictures: NDArray[np.uint8]) -> Keypoints:
        """Find the keypoints of (B, side, side, 3) RGB."""
        ...

    def draw(self, source: Any, driving: Keypoints) -> NDArray[np.uint8]:  # noqa: ANN401 - what `look` gave
        """Draw a source as keypoints have it: (T, side, side, 3) RGB."""
        ...


def open_animator(file: Path, config: str = "", device: str = "auto") -> Animator:
    """Load a checkpoint, or one of the exported graphs, which stand for all three.

    Without a configuration a checkpoint is as large as its weights say.

    Raise `NotInstalledError` where what runs them, or a GPU that was asked for, is not here; `InputError` for another
    file or configuration.
    """
    if file.suffix.lower() == ".onnx":
        return OnnxAnimator(file.parent, device)
    return TorchAnimator(file, config or None, device)


class TorchAnimator:
    """The network on torch: half precision where it is safe, on a GPU."""

    def __init__(self, checkpoint: Path, config: str | None, device: str) -> None:
        torch = imported_torch()
        from avatar.neural.devices import torch_device
        from avatar.neural.fomm.network import FirstOrderMotion

        where = torch_device(device).type
        self._torch = torch
        # Pictures are sampled as on the torch on which the published weights learnt.
        self._network = FirstOrderMotion.load(checkpoint, config, device=where, half=True, at_corners=True)
        self.side, self.batch, self.device = self._network.sizes.side, BATCH[where], where

    def look(self, picture: NDArray[np.uint8]) -> object:
        """Work out what `draw` needs of a source."""
        return self._network.look(self._given(picture[None]))

    def detect(self, pictures: NDArray[np.uint8]) -> Keypoints:
        """Find the keypoints of pictures."""
        found = self._network.detect(self._given(pictures))
        return Keypoints(*(each.cpu().numpy().astype(np.float32) for each in (found.points, found.jacobians)))

    def draw(self, source: Any, driving: Keypoints) -> NDArray[np.uint8]:  # noqa: ANN401 - what `look` gave
        """Draw a source as keypoints have it."""
        from avatar.neural.fomm.keypoints import Keypoints as Tensors

        places = (self._torch.from_numpy(each).to(self._network.device) for each in (driving.points, driving.jacobians))
        drawn = self._network.draw(source, Tensors(*places))
        levels = (drawn * 255).round_().to(self._torch.uint8).permute(0, 2, 3, 1).contiguous()
        return np.asarray(levels.cpu().numpy())

    def _given(self, pictures: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - a tensor: torch may not be here
        tensor = self._torch.from_numpy(np.ascontiguousarray(pictures)).to(self._network.device)
        return tensor.permute(0, 3, 1, 2).float() / 255


class OnnxAnimator:
    """The network on onnxruntime."""

    def __init__(self, folder: Path, device: str) -> None:
        from avatar.neural.fomm.graphs import DETECT, DRAW, LOOK, Graphs

        self._detect, self._look, self._draw = DETECT, LOOK, DRAW
        self._graphs = Graphs(folder, device)
        self.side, self.batch, self.device = self._graphs.side, BATCH[self._graphs.device], self._graphs.device

    def look(self, picture: NDArray[np.uint8]) -> object:
        """Work out what `draw` needs of a source."""
        return (*self._graphs.run(self._look, picture=_given(picture[None])), self.detect(picture[None]))

    def detect(self, pictures: NDArray[np.uint8]) -> Keypoints:
        """Find the keypoints of pictures."""
        return Keypoints(*self._graphs.run(self._detect, picture=_given(pictures)))

    def draw(self, source: Any, driving: Keypoints) -> NDArray[np.uint8]:  # noqa: ANN401 - what `look` gave
        """Draw a source as keypoints have it."""
        features, small, before = source
        count = len(driving.points)
        features, small, points, jacobians = (
            np.ascontiguousarray(np.broadcast_to(each, (count, *each.shape[1:])))
            for each in (features, small, before.points, before.jacobians)
        )
        (drawn,) = self._graphs.run(
            self._draw,
            features=features,
            small=small,
            source_points=points,
            source_jacobians=jacobians,
            driving_points=driving.points,
            driving_jacobians=driving.jacobians,
        )
        return np.ascontiguousarray(np.rint(drawn * 255).astype(np.uint8).transpose(0, 2, 3, 1))


def _given(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.ascontiguousarray(pictures.transpose(0, 3, 1, 2).astype(np.float32) / 255)


def require_torch() -> None:
    """Raise `NotInstalledError` where torch is not installed, without loading it."""
    from importlib.util import find_spec

    if find_spec("torch") is None:
        raise NotInstalledError(f"Checkpoints need torch, which is not installed; run: {TORCH}")


def imported_torch() -> Any:  # noqa: ANN401 - a module that may not be here
    """Import torch. Raise `NotInstalledError` with the line that installs it."""
    try:
        import torch
    except (ImportError, OSError) as fault:  # the latter where one of its libraries does not fit
        reason = str(fault).strip().partition("\n")[0]
        raise NotInstalledError(f"Checkpoints need torch, which cannot be imported ({reason}); run: {TORCH}") from fault
    return torch

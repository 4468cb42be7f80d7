"""The network as ONNX graphs, for machines without torch: onnxruntime on a processor, CUDA or TensorRT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from avatar.neural.exporting import require_onnx, silent
from avatar.neural.fomm.graphs import DETECT, DRAW, LOOK
from avatar.neural.fomm.keypoints import Keypoints

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from avatar.neural.fomm.generator import Generator
    from avatar.neural.fomm.network import FirstOrderMotion

OPERATORS = 18
"""version of ONNX's operators"""


class _Look(nn.Module):
    def __init__(self, generator: Generator) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        return self.generator.encode(picture)


class _Draw(nn.Module):
    def __init__(self, generator: Generator) -> None:
        super().__init__()
        self.generator = generator

    def forward(  # noqa: PLR0913 - a graph has no structures
        self,
        features: Tensor,
        small: Tensor,
        source_points: Tensor,
        source_jacobians: Tensor,
        driving_points: Tensor,
        driving_jacobians: Tensor,
    ) -> Tensor:
        source = Keypoints(source_points, source_jacobians)
        return self.generator.draw(features, small, source, Keypoints(driving_points, driving_jacobians))


@torch.no_grad()
def export(network: FirstOrderMotion, folder: Path) -> tuple[Path, ...]:
    """Write the three graphs of `graphs.FILES` into a folder, and give their places.

    Batches may have any size; in the last graph all inputs have the same. Pictures have the side that the network's
    configuration says. Raise `NotInstalledError` without onnx.
    """
    require_onnx()
    folder.mkdir(parents=True, exist_ok=True)
    side = network.sizes.side
    picture = torch.rand(2, 3, side, side, device=network.device)
    features, small = network.generator.encode(picture)
    points, jacobians = network.detector(picture)
    before = {"source_points": points, "source_jacobians": jacobians}
    after = {"driving_points": points + 0.01, "driving_jacobians": jacobians + 0.01}
    graphs: tuple[tuple[str, nn.Module, dict[str, Tensor], tuple[str, ...]], ...] = (
        (DETECT, network.detector, {"picture": picture}, ("points", "jacobians")),
        (LOOK, _Look(network.generator), {"picture": picture}, ("features", "small")),
        (DRAW, _Draw(network.generator), {"features": features, "small": small, **before, **after}, ("picture",)),
    )
    with silent():
        for name, module, inputs, outputs in graphs:
            torch.onnx.export(
                module.eval(),
                tuple(inputs.values()),
                str(folder / name),
                input_names=list(inputs),
                output_names=list(outputs),
                opset_version=OPERATORS,
                dynamic_shapes=tuple({0: torch.export.Dim("batch")} for _ in inputs),
                dynamo=True,
                external_data=False,
                verbose=False,
            )
    return tuple(folder / name for name, *_ in graphs)

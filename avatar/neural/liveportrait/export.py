"""The networks as ONNX graphs, for machines without torch: onnxruntime on a processor, CUDA or TensorRT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from avatar.neural.exporting import require_onnx, silent
from avatar.neural.liveportrait.motion import READINGS
from avatar.neural.liveportrait.network import SIDE

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

    from avatar.neural.liveportrait.network import LivePortrait

OPERATORS = 20
"""version of ONNX's operators: the first whose GridSample takes volumes"""
GRAPHS = ("features", "motion", "generate", "stitching", "lips", "eyes")
"""the files that are written, each `.onnx`"""


class _Generate(nn.Module):
    """Warping and generator in one: flat features need not leave the device."""

    def __init__(self, network: LivePortrait) -> None:
        super().__init__()
        self.warping, self.generator = network.warping_module, network.spade_generator

    def forward(self, features: Tensor, source: Tensor, driving: Tensor) -> Tensor:
        return self.generator(self.warping(features, driving, source))


class _Motion(nn.Module):
    def __init__(self, network: LivePortrait) -> None:
        super().__init__()
        self.extractor = network.motion_extractor

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        raw = self.extractor(picture)
        return tuple(raw[name] for name in READINGS)


@torch.no_grad()
def export(network: LivePortrait, folder: Path, side: int = SIDE) -> dict[str, Path]:
    """Write `GRAPHS` into a folder; give their places by name. Pictures that go in have `side` px.

    Batches may have any size; in `generate` all three inputs have the same. Raise `NotInstalledError` without onnx.
    """
    require_onnx()
    folder.mkdir(parents=True, exist_ok=True)
    picture = torch.rand(2, 3, side, side, device=network.device)
    features, read = network.appearance_feature_extractor(picture), network.motion_extractor(picture)
    points = read["kp"].unflatten(1, (-1, 3))
    flat = points.flatten(1)
    given: dict[str, tuple[nn.Module, dict[str, Tensor], tuple[str, ...]]] = {
        "features": (network.appearance_feature_extractor, {"picture": picture}, ("features",)),
        "motion": (_Motion(network), {"picture": picture}, READINGS),
        "generate": (
            _Generate(network),
            {"features": features, "source": points, "driving": points + 0.01},
            ("picture",),
        ),
    }
    for name, more in (("stitching", flat), ("lips", flat[:, :2]), ("eyes", flat[:, :3])):
        given[name] = getattr(network, name), {"given": torch.cat([flat, more], dim=1)}, ("change",)
    places = {name: folder / f"{name}.onnx" for name in GRAPHS}
    with silent():
        for name, (module, inputs, outputs) in given.items():
            _write(module, inputs, outputs, places[name])
    return places


def _write(module: nn.Module, inputs: dict[str, Tensor], outputs: tuple[str, ...], place: Path) -> None:
    batch = torch.export.Dim("batch")
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(place),
        input_names=list(inputs),
        output_names=list(outputs),
        opset_version=OPERATORS,
        dynamic_shapes=tuple({0: batch} for _ in inputs),
        dynamo=True,
        external_data=False,
        verbose=False,
    )

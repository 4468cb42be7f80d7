"""Networks as they are published, with weights that nobody trained: they compute as long as trained ones do."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from avatar.neural.fomm.network import FirstOrderMotion
from avatar.neural.fomm.sizes import sizes_of
from avatar.neural.liveportrait import reading
from avatar.neural.liveportrait.appearance import AppearanceFeatureExtractor
from avatar.neural.liveportrait.generator import SPADEDecoder
from avatar.neural.liveportrait.motion import MotionExtractor
from avatar.neural.liveportrait.network import LivePortrait
from avatar.neural.liveportrait.perceptron import Perceptron
from avatar.neural.liveportrait.sizes import Sizes
from avatar.neural.liveportrait.warping import WarpingNetwork
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from torch import Tensor, nn

SIDE = 256
"""px of the pictures that go into the networks"""
_FOMM = "vox-256"
_LARGE = 512
"""px of the pictures that are enlarged"""


@dataclass(frozen=True, slots=True)
class Trial:
    """One network at one task."""

    name: str
    """of the network"""
    pixels: str
    """what goes in and comes out"""
    goal: float
    """pictures per second on a data-centre card"""
    prepare: Callable[[torch.device, bool, int], Callable[[], object]]
    """makes the turn that is timed, of the device, half precision or not, and pictures at once"""
    draws: bool = True
    """a renderer draws films with it, at any precision and number; without, it is run in its one way"""


def fomm(device: torch.device, is_half: bool, count: int) -> Callable[[], object]:
    """Read the keypoints of driving pictures, and draw the source by them."""
    torch.manual_seed(0)
    network = FirstOrderMotion(sizes_of(_FOMM), device=device, half=is_half)
    driving = _pictures(device, count)
    source = network.look(driving[:1])
    return lambda: network.draw(source, network.detect(driving))


def liveportrait(device: torch.device, is_half: bool, count: int) -> Callable[[], object]:
    """Read the motion of driving pictures, fit it to the source's shoulders, and draw that."""
    network = _liveportrait(device, is_half)
    driving = _pictures(device, count)
    features, source = network.features(driving[:1]), network.motion(driving[:1]).keypoints()

    def turn() -> Tensor:
        moved = network.motion(driving).keypoints()
        return network.generate(features, source, network.stitch(source, moved))

    return turn


def x4plus(device: torch.device, is_half: bool, count: int) -> Callable[[], object]:
    """Enlarge pictures, one after the other, as upscaling does: on the card where there is one, in half precision."""
    from avatar.neural.pictures.torch_file import load_torch

    with passing_folder() as folder:
        network = load_torch(x4plus_file(folder / "x4plus.pth"), "x4plus", device.type)
    planes = np.random.default_rng(0).random((1, 3, _LARGE, _LARGE), np.float32)

    def turn() -> None:
        for _ in range(count):
            network.run(planes)

    return turn


TRIALS = {
    "fomm": Trial("FOMM", "256x256", 400, fomm),
    "liveportrait": Trial("LivePortrait", "256x256 to 512x512", 100, liveportrait),
    "x4plus": Trial("Real-ESRGAN x4plus", "512x512 to 2048x2048", 8, x4plus, draws=False),
}
"""by the name of the task"""


@contextmanager
def untrained(task: str) -> Iterator[Path]:
    """Give files of the published form, with weights that nobody trained, for as long as they are needed."""
    torch.manual_seed(0)
    with passing_folder() as folder:
        if task == "fomm":
            yield _fomm_file(folder / "vox-cpk.pth.tar")
        else:
            yield _liveportrait_files(folder)


def x4plus_file(path: Path) -> Path:
    """Write weights as Real-ESRGAN x4plus has them (Wang et al. 2021): 23 blocks of three dense ones, 64 channels."""
    torch.manual_seed(0)
    wide, grown = 64, 32
    shapes = {"conv_first": (wide, 3), "conv_body": (wide, wide), "conv_last": (3, wide)}
    shapes |= dict.fromkeys(("conv_up1", "conv_up2", "conv_hr"), (wide, wide))
    for block in range(23):
        for dense in (1, 2, 3):
            for layer in range(5):
                made = wide if layer == 4 else grown
                shapes[f"body.{block}.rdb{dense}.conv{layer + 1}"] = made, wide + layer * grown
    content = {}
    for name, (made, given) in shapes.items():
        content[f"{name}.weight"] = 0.01 * torch.randn(made, given, 3, 3)
        content[f"{name}.bias"] = torch.zeros(made)
    torch.save({"params_ema": content}, path)
    return path


def _pictures(device: torch.device, count: int) -> Tensor:
    return torch.rand((count, 3, SIDE, SIDE), generator=torch.Generator().manual_seed(0)).to(device)


def _parts() -> dict[str, nn.Module]:
    torch.manual_seed(0)
    sizes = Sizes()
    parts: dict[str, nn.Module] = {
        reading.APPEARANCE: AppearanceFeatureExtractor(sizes.appearance),
        reading.MOTION: MotionExtractor(sizes.motion),
        reading.WARPING: WarpingNetwork(sizes.warping),
        reading.GENERATOR: SPADEDecoder(sizes.generator),
        reading.STITCHING: Perceptron(sizes.stitching),
        reading.LIPS: Perceptron(sizes.lips),
        reading.EYES: Perceptron(sizes.eyes),
    }
    return {name: part.eval().requires_grad_(requires_grad=False) for name, part in parts.items()}


def _liveportrait(device: torch.device, is_half: bool) -> LivePortrait:
    parts = {name: part.to(device) for name, part in _parts().items()}
    return LivePortrait(
        parts[reading.APPEARANCE],
        parts[reading.MOTION],
        parts[reading.WARPING],
        parts[reading.GENERATOR],
        parts[reading.STITCHING],
        parts[reading.LIPS],
        parts[reading.EYES],
        device=device,
        is_half=is_half,
    )


def _fomm_file(path: Path) -> Path:
    network = FirstOrderMotion(sizes_of(_FOMM))
    torch.save({"kp_detector": network.detector.state_dict(), "generator": network.generator.state_dict()}, path)
    return path


def _liveportrait_files(folder: Path) -> Path:
    parts = _parts()
    for name in (reading.APPEARANCE, reading.MOTION, reading.WARPING, reading.GENERATOR):
        torch.save(parts[name].state_dict(), folder / f"{name}.pth")
    small = {name: parts[name].state_dict() for name in (reading.STITCHING, reading.LIPS, reading.EYES)}
    torch.save(small, folder / f"{reading.RETARGETING}.pth")
    return folder

"""Networks that make pictures, of the real formats and very small: what loads them cannot tell them from large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.esrgan.onnx_bytes import model, node

if TYPE_CHECKING:
    from pathlib import Path

NEAREST = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}


def write_onnx(path: Path, scale: int = 2, offset: float = 0.0, blur: int = 7) -> Path:
    """Write an upscaler that looks `blur // 2` px around, blurs, enlarges without interpolating, and brightens."""
    rows = np.zeros((3, 3, blur, blur), np.float32)
    bell = np.outer(*2 * [np.hanning(blur + 2)[1:-1]])
    for channel in range(3):
        rows[channel, channel] = bell / bell.sum()
    constants = {
        "w": rows,
        "b": np.full(3, offset, np.float32),
        "by": np.array([1, 1, scale, scale], np.float32),
    }
    half = blur // 2
    nodes = [
        node("Conv", ("x", "w", "b"), "soft", kernel_shape=(blur, blur), pads=(half,) * 4),
        node("Resize", ("soft", "", "by"), "y", **NEAREST),
    ]
    path.write_bytes(model(nodes, constants, {"x": 3}, {"y": 3}))
    return path


def write_ncnn(path: Path, offset: float = 0.0) -> Path:
    """Write a .param and its .bin, which make each pixel four of the same colour, brightened by `offset`."""
    weights = np.zeros((12, 3, 3, 3), "<f4")
    for channel in range(12):
        weights[channel, channel // 4, 1, 1] = 1
    path.write_text(
        "7767517\n3 3\n"
        "Input input 0 1 data\n"
        "Convolution conv 1 1 data features 0=12 1=3 4=1 5=1 6=324\n"
        "PixelShuffle shuffle 1 1 features out 0=2\n"
    )
    numbers = bytes(4) + weights.tobytes() + np.full(12, offset, "<f4").tobytes()  # the first four: not shortened
    path.with_suffix(".bin").write_bytes(numbers)
    return path


def write_esrgan(path: Path, seed: int = 5) -> Path:
    """Write a four times enlarging ESRGAN of 8 filters and 1 block, as its authors' programs write theirs."""
    import torch

    from avatar.neural.pictures import torch_file

    torch_file._libraries(path.name)
    from spandrel.architectures.ESRGAN import ESRGAN

    torch.manual_seed(seed)
    content = ESRGAN(num_filters=8, num_blocks=1, scale=4).state_dict()
    last = max((name for name in content if name.endswith(".bias")), key=lambda name: int(name.split(".")[1]))
    content[last] += 0.5
    if path.suffix == ".safetensors":
        from safetensors.torch import save_file

        save_file(dict(content), path)
    else:
        torch.save({"params_ema": dict(content)}, path)
    return path


def write_gfpgan(path: Path) -> Path:
    """Write a GFPGAN, whose 87 million numbers have to be there, as views of 260 thousand: the file has 1 MB."""
    import torch

    from avatar.neural.pictures import torch_file

    torch_file._libraries(path.name)
    from spandrel.architectures.GFPGAN import GFPGAN

    with torch.device("meta"):
        shapes = {
            name: each.shape for name, each in GFPGAN(input_is_latent=True, different_w=True).state_dict().items()
        }
    torch.manual_seed(3)
    chance = 0.02 * torch.randn(1 << 18)
    content = {
        name: chance.as_strided(shape, [7, 7, 5, 3, 1][-len(shape) :] if len(shape) > 2 else [7, 5][: len(shape)])
        for name, shape in shapes.items()
    }
    torch.save({"params_ema": content}, path)
    return path


def write_restorer(path: Path) -> Path:
    """Write a RestoreFormer of few channels, which makes a face from a codebook of 16 entries."""
    import torch

    from avatar.neural.pictures import torch_file

    torch_file._libraries(path.name)
    from spandrel.architectures.RestoreFormer import RestoreFormer

    torch.manual_seed(3)
    network = RestoreFormer(
        n_embed=16, embed_dim=32, ch=32, out_ch=3, ch_mult=(1, 1, 1, 1, 1, 1), num_res_blocks=1,
        attn_resolutions=(16,), dropout=0.0, in_channels=3, resolution=512, z_channels=32, double_z=False,
        enable_mid=True, head_size=8,
    )  # fmt: skip
    torch.save({"state_dict": network.state_dict()}, path)
    return path

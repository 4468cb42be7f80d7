"""Run a network on a picture of any size: tile by tile, each of which sees beyond its own edge, without a seam."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from avatar.neural.pictures.network import PictureNetwork, Planes

TILE = 224
"""px of a tile's side, what it sees beyond its own included"""
MARGIN, FADE = 20, 6
"""px at each edge of a tile that are only seen; and those after them, in which it fades into its neighbour"""


def enlarged(
    network: PictureNetwork,
    pixels: NDArray[np.uint8],
    on_tile: Callable[[int, int], None] | None = None,
    *,
    tile: int = TILE,
) -> NDArray[np.uint8]:
    """Give what a network makes of (H, W, 3) RGB, `network.scale` times as large.

    Where a network looks no further than `MARGIN` this equals what it makes of the whole picture. `on_tile` hears the
    number of each tile and how many there are.
    """
    height, width = pixels.shape[:2]
    tile = network.side or tile
    spans = [(down, across) for down in _spans(height, tile) for across in _spans(width, tile)]
    scale = network.scale
    total = np.zeros((scale * height, scale * width, 3), np.float32)
    shares = np.zeros((scale * height, scale * width, 1), np.float32)
    for number, (down, across) in enumerate(spans, start=1):
        if on_tile:
            on_tile(number, len(spans))
        made = _run(network, pixels[slice(*down), slice(*across)])
        share = (_fade(down, height, scale)[:, None] * _fade(across, width, scale))[..., None]
        place = slice(scale * down[0], scale * down[1]), slice(scale * across[0], scale * across[1])
        total[place] += share * made
        shares[place] += share
    return np.asarray(np.clip(np.rint(255 * total / shares), 0, 255), np.uint8)


def _spans(length: int, tile: int) -> Iterator[tuple[int, int]]:
    """Cut a length into spans of a tile, which overlap so far that each px is well inside of one."""
    if length <= tile:
        yield 0, length
        return
    step = tile - 2 * MARGIN - 2 * FADE
    count = -(-(length - tile) // step) + 1
    for number in range(count):
        start = round(number * (length - tile) / (count - 1))
        yield start, start + tile


def _fade(span: tuple[int, int], length: int, scale: int) -> NDArray[np.float32]:
    """Say how far each px that a span makes counts: not at all at its edges, but for those of the picture."""
    places = (np.arange(scale * (span[1] - span[0]), dtype=np.float32) + 0.5) / scale
    inside = np.full(len(places), np.inf, np.float32)
    if span[0] > 0:
        inside = np.minimum(inside, places)
    if span[1] < length:
        inside = np.minimum(inside, places[::-1])
    return np.asarray(np.clip((inside - MARGIN) / (2 * FADE), 0, 1), np.float32)


def _length(network: PictureNetwork, length: int) -> int:
    """Give how long a side has to be for a network, px."""
    return network.side or -(-max(length, network.least) // network.multiple) * network.multiple


def _run(network: PictureNetwork, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Run it on one tile, of which a copy is mirrored beyond its edges as far as the network needs."""
    height, width = pixels.shape[:2]
    wanted = [_length(network, side) for side in (height, width)]
    beyond = [(0, wanted[0] - height), (0, wanted[1] - width), (0, 0)]
    grown = np.pad(pixels, beyond, mode="symmetric") if wanted != [height, width] else pixels
    planes: Planes = np.asarray(grown.transpose(2, 0, 1)[None] / np.float32(255), np.float32)
    made = network.run(planes)[0].transpose(1, 2, 0)
    return np.asarray(made[: network.scale * height, : network.scale * width], np.float32)

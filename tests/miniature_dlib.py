"""A file as dlib writes one, with numbers of nobody's face: all 117 tensors, and what lies between them."""

from __future__ import annotations

import numpy as np

STAGES = ((32, 3), (64, 4), (128, 3), (256, 3), (256, 1))


def whole(value: int) -> bytes:
    """A whole number: how many bytes, and these."""
    size = max(1, -(-value.bit_length() // 8))
    return bytes([size]) + value.to_bytes(size, "little")


def tensor(values: np.ndarray, columns: int = 1) -> bytes:
    """A tensor of 32-bit numbers."""
    shape = (values.size // columns, columns, 1, 1)
    return b"\x01\x02" + b"".join(map(whole, shape)) + values.astype("<f4").tobytes()


def layers(rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Filters, biases, scale and offset of the 29 convolutions, so large that nothing fades on the way."""
    shapes, before = [(32, 3, 7)], 32
    for channels, blocks in STAGES:
        for _ in range(blocks):
            shapes += [(channels, before, 3), (channels, channels, 3)]
            before = channels
    made = []
    for out, into, side in shapes:
        filters = rng.normal(0, 1 / np.sqrt(into * side * side), (out, into, side, side)).astype(np.float32)
        biases, offset = rng.normal(0, 0.1, (2, out)).astype(np.float32)
        made.append((filters, biases, rng.uniform(0.5, 1.0, out).astype(np.float32), offset))
    return made


def written(made: list[tuple[np.ndarray, ...]], matrix: np.ndarray, rng: np.random.Generator) -> bytes:
    """The file: its layers from the picture on, and the matrix (128, 256) of the last."""
    parts = [b"\x01\x01\x01\rloss_metric_2"]
    for filters, biases, scale, offset in made:
        parts += [rng.bytes(300), tensor(np.concatenate([filters.ravel(), biases]))]
        parts += [rng.bytes(40), tensor(np.concatenate([scale, offset]))]
    return b"".join([*parts, rng.bytes(500), tensor(matrix.T.ravel(), 128), b"\x00"])

"""Print how lively rendered faces are, by landmarks detected again on the pictures.

    python tests/measure/liveliness.py PORTRAIT [PORTRAIT ...]

The figures are those of THEval (Quignon et al. 2025), on frames of 512 x 512. Head motion is the root of (mean of the
three angles' standard deviations, degrees) x (mean variance of their steps) + (mean variance of the face box's centre,
px): real talkers show 5.5-14. Brows is the mean change from frame to frame of the distance between the centres of brow
and eye, in distances between the eyes: 0.003-0.010; it is also printed for one frame repeated, without and with the
noise of a camera, which shows what the detector alone contributes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from avatar import stream
from avatar.neural import FaceTracker
from avatar.portrait.face.pose import head_rotation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

TEXTS = {
    "zh": "您好，我是小陈，很高兴为您服务。今天天气不错，我们先来看一下您的订单，然后再为您介绍几款新的产品。",
    "en": "Hello, I am very happy to help you today. Let us look at your order together, and then I show you more.",
}
BROWS = (
    (276, 283, 282, 295, 285, 300, 293, 334, 296, 336),
    (46, 53, 52, 65, 55, 70, 63, 105, 66, 107),
)
EYES = (
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398),
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173),
)
NOISE = 2.0  # grey levels


def main(portraits: list[str]) -> None:
    """Measure each portrait in each language."""
    for portrait in portraits:
        for language, text in TEXTS.items():
            performance = stream(text, portrait, language=language, size=(512, 512))
            points = landmarks(frame.image for frame in performance)
            spread = angles(points).std(axis=0)
            say(
                f"{portrait} {language}: head motion {head_motion(points):.2f}, brows {brow_motion(points):.4f}, "
                f"pitch yaw roll {spread[0]:.2f} {spread[1]:.2f} {spread[2]:.2f} degrees"
            )
        first = next(iter(performance)).image
        rng = np.random.default_rng(0)
        noisy = (np.clip(first + rng.normal(0, NOISE, first.shape), 0, 255).astype(np.uint8) for _ in range(60))
        still = brow_motion(landmarks([first] * 60)), brow_motion(landmarks(noisy))
        say(f"{portrait} still: brows {still[0]:.4f}, with noise {still[1]:.4f}")


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")


def landmarks(pictures: Iterable[NDArray[np.uint8]]) -> NDArray[np.float64]:
    """Detect the face mesh in each picture, as a film: (T, 478, 3), px."""
    tracker = FaceTracker()
    return np.array([tracker.follow(picture) for picture in pictures])


def angles(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure pitch, yaw and roll (T, 3), degrees."""
    turns = np.array([head_rotation(face[:468]) for face in points])
    pitch = np.arctan2(turns[:, 2, 1], turns[:, 2, 2])
    yaw = -np.arcsin(np.clip(turns[:, 2, 0], -1, 1))
    roll = np.arctan2(turns[:, 1, 0], turns[:, 0, 0])
    return np.degrees(np.unwrap(np.stack([pitch, yaw, roll], axis=1), axis=0))


def head_motion(points: NDArray[np.float64]) -> float:
    """Compute the figure of head motion."""
    turned, face = angles(points), points[:, :468, :2]
    centre = (face.min(axis=1) + face.max(axis=1)) / 2
    steps = np.diff(turned, axis=0).var(axis=0).mean()
    return float(np.sqrt(turned.std(axis=0).mean() * steps + centre.var(axis=0).mean()))


def brow_motion(points: NDArray[np.float64]) -> float:
    """Compute the figure of brow motion."""
    brows = np.stack([points[:, list(ring), :2].mean(axis=1) for ring in BROWS])
    eyes = np.stack([points[:, list(ring), :2].mean(axis=1) for ring in EYES])
    unit = np.linalg.norm(eyes[0] - eyes[1], axis=1)
    return float(np.abs(np.diff(np.linalg.norm(brows - eyes, axis=2) / unit, axis=1)).mean())


if __name__ == "__main__":
    main(sys.argv[1:])

"""Hold the attention mesh against Google's newer network of 478 points, on films in which the lips are known.

Usage: python tests/measure/mesh_choice.py face_landmarks_detector.tflite     (needs: pip install tflite onnx)

The file lies in `face_landmarker.task`, a zip archive (sha256 64184e22..., in the package ogm-vision 0.1.4, under
Apache-2.0). Both look through the same windows. Prints for each portrait how well the gap between the lips follows what
the film was told, what closed lips read, how wide open ones read, and how much all points tremble.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from avatar import stream
from avatar.data import ARKIT_INDEX, inter_ocular_distance
from avatar.neural import FaceDetector, FaceMesh
from avatar.neural.face import around_box, around_points
from tests.measure.convert_networks import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.neural.window import Window

TEXT = "Papa baked a big pumpkin pie. My mother bought blue apples. Bob may pop up by the map, maybe Pam hopes."
PORTRAITS = ("xiaochen", "marco", "amara")
SIZE = (720, 720)
SEALED = 0.02
"""told gap below which the lips are closed, jawOpen - mouthClose"""


class NewerMesh:
    """The newer network behind the same window."""

    side = 256

    def __init__(self, file: Path) -> None:
        model = Graph(file.read_bytes()).convert()
        self._points = model.graph.output[0].name
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

    def measure(self, picture: NDArray[np.uint8], window: Window) -> NDArray[np.float64]:
        """Measure (478, 3) landmarks, px."""
        cut = window.cut(picture, self.side, spread=True).transpose(2, 0, 1)[None].astype(np.float32) / 255
        (points,) = self._session.run([self._points], {"image": cut})
        return window.back(points.reshape(-1, 3) / self.side)


def main() -> None:
    """Render, look, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("network", type=Path)
    newer, older = NewerMesh(parser.parse_args().network), FaceMesh()
    say("| portrait | network | r, gap told | sealed, median | sealed, worst | open, 95 % | trembling, px |")
    say("|---|---|---|---|---|---|---|")
    for portrait in PORTRAITS:
        told, seen = watched(portrait, older, newer)
        for name, points in seen.items():
            say(f"| {portrait} | {name} | {row(told, points)} |")


def watched(portrait: str, older: FaceMesh, newer: NewerMesh) -> tuple[NDArray[np.float64], dict[str, NDArray]]:
    """Give the told gap (T,) and the points (T, 478, 3) that each network sees."""
    performance = stream(TEXT, portrait, language="en", size=SIZE)
    weights = performance.motion.weights
    seen: dict[str, list[NDArray[np.float64]]] = {"attention": [], "newer": []}
    window: Window | None = None
    for frame in performance:
        window = window or around_box(FaceDetector("near").find(frame.image)[0])
        points = older.measure(frame.image, window)
        seen["attention"].append(points)
        seen["newer"].append(newer.measure(frame.image, window))
        window = around_points(points)
    told = weights[:, ARKIT_INDEX["jawOpen"]] - weights[:, ARKIT_INDEX["mouthClose"]]
    return told, {name: np.array(points) for name, points in seen.items()}


def row(told: NDArray[np.float64], points: NDArray[np.float64]) -> str:
    gaps = np.array(
        [np.hypot(*(one[13] - one[14])[:2]) / inter_ocular_distance(one.astype(np.float32)) for one in points]
    )
    closed = gaps[told < SEALED]
    tremble = np.abs(np.diff(points[..., :2], n=2, axis=0)).mean()
    r = np.corrcoef(told, gaps)[0, 1]
    return f"{r:.3f} | {np.median(closed):.4f} | {closed.max():.4f} | {np.percentile(gaps, 95):.3f} | {tremble:.2f}"


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()

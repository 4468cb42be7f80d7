"""The networks that come with the package. A new one is one entry here and one file in `weights/`.

`weights/NOTICE` names authors and licence; `tests/measure/convert_networks.py` makes the files.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """One network in a file."""

    file: str
    """in `avatar/neural/weights`, ONNX"""
    sha256: str
    """of the file"""
    side: int
    """of the square picture that it sees, px"""
    low: float
    """what black is to it; white is 1"""
    gives: tuple[str, ...]
    """names of its outputs, in the order in which they are returned"""
    licence: str
    """SPDX"""
    source: str
    """package, version and file that it was converted from"""
    source_sha256: str
    """of that file"""


_MEDIAPIPE = "mediapipe 0.10.21: mediapipe/modules"

NETWORKS = {
    "face_near": Network(
        file="face_near.onnx",
        sha256="c4197a882371a970e3b5fd04969f8a42781de78d301ec12c6c53cb01135a0fb0",
        side=128,
        low=-1.0,
        gives=("regressors", "classificators"),
        licence="Apache-2.0",
        source=f"{_MEDIAPIPE}/face_detection/face_detection_short_range.tflite",
        source_sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    ),
    "face_far": Network(
        file="face_far.onnx",
        sha256="f25d35f0a6f49fb47042a7ddd1e930f204446d5efc6ed29c019ac67ab0c7c807",
        side=192,
        low=-1.0,
        gives=("Identity", "Identity_1"),
        licence="Apache-2.0",
        source=f"{_MEDIAPIPE}/face_detection/face_detection_full_range_sparse.tflite",
        source_sha256="2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    ),
    "face_mesh": Network(
        file="face_mesh.onnx",
        sha256="8e9f268f1e6c2ed9b21d2ba7b9b189636d51efdf11e3dd306a3af28d12b5f28d",
        side=192,
        low=0.0,
        gives=(
            "output_mesh_identity",
            "output_lips",
            "output_left_eye",
            "output_right_eye",
            "output_left_iris",
            "output_right_iris",
            "conv_faceflag",
        ),
        licence="Apache-2.0",
        source=f"{_MEDIAPIPE}/face_landmark/face_landmark_with_attention.tflite",
        source_sha256="e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
    ),
    "person": Network(
        file="person.onnx",
        sha256="bfad65f267a4a6fda3281abbecbbe47960ff5ca39db36eee58e558fc7cd488de",
        side=256,
        low=0.0,
        gives=("activation_10",),
        licence="Apache-2.0",
        source=f"{_MEDIAPIPE}/selfie_segmentation/selfie_segmentation.tflite",
        source_sha256="9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    ),
    "palm": Network(
        file="palm.onnx",
        sha256="58a0413668dc5d35eaf66f2d21435caec8e829aacd3db10eb120ad81d662f626",
        side=192,
        low=0.0,
        gives=("Identity", "Identity_1"),
        licence="Apache-2.0",
        source=f"{_MEDIAPIPE}/palm_detection/palm_detection_lite.tflite",
        source_sha256="e9a4aaddf90dda56a87235303cf00e4c2d3fb28725f68fd88772997dac905c18",
    ),
    "hand": Network(
        file="hand.onnx",
        sha256="72452397a17dd28ae2120dd4d1dc48df81f8613a952fea34154a65ee5006ef37",
        side=224,
        low=0.0,
        gives=("Identity", "Identity_1"),
        licence="Apache-2.0",
        source=f"{_MEDIAPIPE}/hand_landmark/hand_landmark_lite.tflite",
        source_sha256="048edd3645c9bf7397d19a9f6e3a42957d6e414c9bea6598030a2e9b624156e6",
    ),
}
"""Name and network."""

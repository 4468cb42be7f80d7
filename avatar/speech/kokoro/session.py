"""The network, loaded once for the whole process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from avatar.backends import REINSTALL, missing
from avatar.errors import NotInstalledError
from avatar.runtime.system import usable_cores
from avatar.speech.kokoro import weights
from avatar.speech.kokoro.symbols import NUMBERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is said."""

    speed: float = 1.0
    """1 is the network's own"""
    range: float = 1.0
    """how far the melody goes from its mean, 1 is the network's own"""
    pitch: float = 1.0
    """how high it is, a factor of Hz"""


class Network:
    """Symbols and a style to sound and durations."""

    def __init__(self) -> None:
        try:
            import onnxruntime
        except ImportError as fault:
            raise missing(fault) from fault
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = usable_cores()
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # Rewriting the graph takes twice as long as loading it, and it speaks no quicker for it.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(weights.network(), options, providers=["CPUExecutionProvider"])

    def run(
        self, numbers: list[int], style: NDArray[np.float32], manner: Manner
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Say symbols (n,), pads included, in a style (256,): give sound (N,) at 24 kHz and frames (n,)."""
        sound, frames = self._session.run(
            ["audio", weights.DURATIONS],
            {
                "tokens": np.array([numbers], np.int64),
                "style": style[None].astype(np.float32),
                "speed": np.array([manner.speed], np.float32),
                weights.RANGE: np.array([manner.range], np.float32),
                weights.PITCH: np.array([manner.pitch], np.float32),
            },
        )
        return np.asarray(sound, np.float32).ravel(), np.asarray(frames, np.int64).ravel()


def network() -> Network:
    """Give the process's one network, loaded at the first call.

    Raise `NotInstalledError` if onnxruntime or the network's packages are missing or damaged.
    """
    with _LOADING:
        return _loaded()


def trouble() -> str:
    """Load the network and let it say something: what is wrong with it, a sentence, "" where it works."""
    try:
        sound, frames = network().run([0, NUMBERS["a"], 0], np.zeros(256, np.float32), Manner())
    except NotInstalledError as fault:
        return str(fault)
    is_whole = len(sound) == 600 * int(frames.sum()) and bool(np.isfinite(sound).all())
    return "" if is_whole else f"The network that speaks computes no sound here; repair it with: {REINSTALL}"


@cache
def _loaded() -> Network:
    return Network()

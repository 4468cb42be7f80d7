"""The two halves of the network at work: a sentence is sketched once, and then spoken stretch by stretch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from avatar.backends import missing
from avatar.runtime.system import usable_cores
from avatar.speech.kokoro import halves, weights

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from avatar.speech.kokoro.session import Manner

SAMPLES = 600
"""of sound that a frame becomes"""
_FEATURE_STEPS, _COARSE_STEPS, _FINE_STEPS = 2, 20, 120
"""that a frame has at the cut, and at the two rates of the generator"""
_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is to be heard, not yet sound."""

    style: NDArray[np.float32]
    """(256,)"""
    features: NDArray[np.float32]
    """(1, 512, 2 T)"""
    source: NDArray[np.float32]
    """(1, 22, 120 T + 1): what the voice is excited by"""
    energy: NDArray[np.float32]
    """(T,): how loud each frame is to be, natural logarithm of an amplitude"""
    frames: NDArray[np.int64]
    """(n,): how many frames each symbol lasts; their sum is T"""

    def __len__(self) -> int:
        """Count its frames."""
        return len(self.energy)


@dataclass(frozen=True, slots=True)
class Past:
    """What the norms have heard of a voice so far: the means over so many frames."""

    frames: float = 0.0
    means: tuple[NDArray[np.float32], ...] = ()
    """(1, C, 1) each: mean and mean square of every norm, in order"""

    def within(self, most: float) -> Past:
        """Give the same, counting no more than so many frames."""
        return Past(min(self.frames, most), self.means)


class Decoder:
    """Both halves."""

    def __init__(self) -> None:
        """Load them. Raise `NotInstalledError` if onnxruntime or the network's packages are missing or damaged."""
        cut = halves.halves()
        self._norms = cut.norms
        self._front, self._generator = _session(cut.front), _session(cut.generator)
        self._outputs = [name for norm in cut.norms for name in norm.outputs]

    def sketch(self, numbers: list[int], style: NDArray[np.float32], manner: Manner) -> Sketch:
        """Read symbols (n,), pads included, in a style (256,)."""
        features, source, energy, frames = self._front.run(
            [halves.FEATURES, halves.SOURCE, halves.ENERGY, weights.DURATIONS],
            {
                "tokens": np.array([numbers], np.int64),
                "style": style[None].astype(np.float32),
                "speed": np.array([manner.speed], np.float32),
                weights.RANGE: np.array([manner.range], np.float32),
                weights.PITCH: np.array([manner.pitch], np.float32),
            },
        )
        loud = np.asarray(energy, np.float32).reshape(-1, _FEATURE_STEPS).mean(axis=1)
        return Sketch(style, features, source, loud, np.asarray(frames, np.int64).ravel())

    def speak(
        self, sketch: Sketch, first: int, last: int, heard: tuple[int, int], past: Past
    ) -> tuple[NDArray[np.float32], Past]:
        """Give the sound (600 n,) of the frames from `first` to `last`, and the past with the frames `heard` added.

        The frames around those that are heard are there for the sake of the ends, and count in no mean.
        """
        counted = heard[1] - heard[0]
        total = past.frames + counted
        share = np.zeros(last - first)
        share[heard[0] - first : heard[1] - first] = 1 / total
        before = past.means or tuple(
            np.zeros((1, halves.COARSE_CHANNELS if norm.is_coarse else halves.FINE_CHANNELS, 1), np.float32)
            for norm in self._norms
            for _ in norm.inputs
        )
        before = tuple(mean * np.float32(past.frames / total) for mean in before)
        told = dict(zip((name for norm in self._norms for name in norm.inputs), before, strict=True))
        sound, *own = self._generator.run(
            ["audio", *self._outputs],
            {
                "style": sketch.style[None].astype(np.float32),
                halves.FEATURES: sketch.features[:, :, _FEATURE_STEPS * first : _FEATURE_STEPS * last],
                halves.SOURCE: sketch.source[:, :, _FINE_STEPS * first : _FINE_STEPS * last + 1],
                halves.COARSE: _spread(share, _COARSE_STEPS, 0),
                halves.FINE: _spread(share, _FINE_STEPS, 1),
                **told,
            },
        )
        means = tuple(np.asarray(one + other, np.float32) for one, other in zip(own, before, strict=True))
        return np.asarray(sound, np.float32).ravel(), Past(total, means)


def _spread(share: NDArray[np.float64], steps: int, more: int) -> NDArray[np.float32]:
    return np.pad(np.repeat(share / steps, steps), (0, more))[:, None].astype(np.float32)


def _session(model: bytes) -> InferenceSession:
    try:
        import onnxruntime
    except ImportError as fault:
        raise missing(fault) from fault
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def decoder() -> Decoder:
    """Give the process's one, loaded at the first call.

    Raise `NotInstalledError` if onnxruntime or the network's packages are missing or damaged.
    """
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Decoder:
    return Decoder()

"""Run a Piper voice: symbols in, sound and the frames of each symbol out, the same for the same."""

from __future__ import annotations

import threading
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import NotInstalledError, VoiceError
from avatar.runtime.access import told
from avatar.runtime.graphs import graph_faults
from avatar.speech.piper.graph import edit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import onnxruntime
    from numpy.typing import NDArray

CHANNELS, LONGEST = 192, 40
"""that a voice draws noise for in each frame; frames that a symbol lasts on an average at most, at usual length"""
KEPT = 3
"""voices that stay loaded in a process"""
_FATAL = 4
_LACKING = "Piper voices run through onnxruntime, which is not installed; install it with: pip install onnxruntime"
_loading = threading.Lock()


class PiperNetwork:
    """A loaded voice. Any number of threads may ask it at once."""

    def __init__(self, path: Path) -> None:
        """Load it. Raise `VoiceError` for a file that is no Piper voice, `NotInstalledError` without onnxruntime."""
        self._name = path.name
        with told(path):
            content = path.read_bytes()
        try:
            edited = edit(content)
            self._session = _session(edited.model)
        except _faults() as fault:
            raise VoiceError(
                f"{str(path)!r} is no ONNX model that onnxruntime reads ({_first_line(fault)}); "
                "get it again from where the voice is published."
            ) from None
        self._noises, self._durations = edited.noises, edited.durations
        self._inputs = frozenset(each.name for each in self._session.get_inputs())
        if not {"input", "input_lengths", "scales"} <= self._inputs:
            raise VoiceError(
                f"{str(path)!r} is no Piper voice: it takes {', '.join(sorted(self._inputs))}, not input, "
                "input_lengths and scales. Choose a file that was exported for Piper."
            )

    @property
    def gives_durations(self) -> bool:
        """Whether it tells how long each symbol lasts."""
        return bool(self._durations)

    def __call__(
        self, ids: Sequence[int], scales: tuple[float, float, float], speaker: int | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Speak `ids` with the scales of noise, length and width.

        Give samples (N,) in [-1, 1] and the frames of each id (n,), empty where it does not tell.
        """
        asked: dict[str, NDArray[np.generic]] = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        if "sid" in self._inputs:
            asked["sid"] = np.array([speaker or 0], np.int64)
        asked |= self._noise(asked["input"].tobytes(), round(CHANNELS * LONGEST * max(scales[1], 1.0) * len(ids)))
        wanted = [self._session.get_outputs()[0].name, *([self._durations] if self._durations else [])]
        try:
            sound, *durations = self._session.run(wanted, asked)
        except _faults() as fault:
            raise VoiceError(f"The Piper voice {self._name!r} cannot say this ({_first_line(fault)}).") from None
        frames = np.rint(np.ravel(durations[0])).astype(np.int64) if durations else np.zeros(0, np.int64)
        return np.ravel(sound).astype(np.float32), frames

    def _noise(self, words: bytes, count: int) -> dict[str, NDArray[np.float32]]:
        """Draw the noise of some words, which is the same whenever they are said."""
        rng = np.random.default_rng(zlib.crc32(words))
        return {name: rng.standard_normal(count, dtype=np.float32) for name in self._noises}


def load(path: Path) -> PiperNetwork:
    """Give the voice of a file, the same one to everybody as long as the file does not change."""
    with told(path):
        status = path.stat()
    with _loading:
        return _load(path, status.st_size, status.st_mtime_ns)


@lru_cache(KEPT)
def _load(path: Path, size: int, changed: int) -> PiperNetwork:
    return PiperNetwork(path)


def _session(model: bytes) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime
    except ImportError:
        raise NotInstalledError(_LACKING) from None
    onnxruntime.set_default_logger_severity(_FATAL)
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _faults() -> tuple[type[Exception], ...]:
    """Give what a file that is none may raise."""
    try:
        return (ValueError, *graph_faults())
    except ImportError:
        raise NotInstalledError(_LACKING) from None


def _first_line(fault: Exception) -> str:
    return str(fault).strip().partition("\n")[0][:200]

"""How a voice sounds, as far as figures tell: loudness, melody, pace, and what a network thinks of the signal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.bench.voice.recogniser import INSTALL
from avatar.errors import NotInstalledError
from avatar.motion.pitch import f0
from avatar.runtime.access import told
from avatar.speech.joining import resample
from avatar.speech.meter import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Speech

_HOP = 0.01
"""s between two values of F0"""
_PAUSE = 0.15
"""s; a longer gap between phones is a pause, which is no slow speech"""
_RATE, _WINDOW, _STEP = 16_000, 144_160, 16_000
"""Hz, samples that DNSMOS hears at once, and samples from one such window to the next"""
_OVERALL = (-0.06766283, 1.11546468, 0.04602535)
"""polynomial from the network's third output to the scale of listeners, of the authors of DNSMOS P.835"""


@dataclass(frozen=True, slots=True)
class Melody:
    """How high a voice is, and how far it moves."""

    median: float
    """of F0 where there is voice, Hz"""
    spread: float
    """standard deviation, semitones"""
    span: float
    """from the 5th to the 95th percentile, semitones"""


def melody(speeches: Sequence[Speech]) -> Melody | None:
    """Measure F0 over all of them; None where nothing has voice."""
    found = np.concatenate([f0(speech.samples, speech.sample_rate, _HOP) for speech in speeches])
    voiced = found[found > 0]
    if not len(voiced):
        return None
    median = float(np.median(voiced))
    steps = 12 * np.log2(voiced / median)
    low, high = np.percentile(steps, (5, 95))
    return Melody(median, float(steps.std()), float(high - low))


def loudness(speeches: Sequence[Speech]) -> float:
    """Measure the integrated loudness of all of them, one after the other, LUFS."""
    return measure(np.concatenate([speech.samples for speech in speeches]), speeches[0].sample_rate)


def spoken_seconds(speech: Speech) -> float:
    """Measure how long somebody speaks, pauses aside, s."""
    sounding = [phone for phone in speech.phones if phone.ipa]
    gaps = (after.start - before.end for before, after in pairwise(sounding))
    whole = sounding[-1].end - sounding[0].start if sounding else 0.0
    return whole - sum(gap for gap in gaps if gap > _PAUSE)


class Listener:
    """DNSMOS P.835: what people would say of the signal, 1 to 5. It judges noise and distortion, not naturalness."""

    def __init__(self, folder: Path) -> None:
        """Keep scores in `folder`. Raise `NotInstalledError` if the package with the network is not installed."""
        found = find_spec("speechmos")
        if found is None or found.origin is None:
            raise NotInstalledError(
                f"The signal is judged by a network of the package speechmos, which is not installed; "
                f"install it with: {INSTALL}"
            )
        self._network = Path(found.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
        self._folder = folder

    def score(self, speech: Speech) -> float:
        """Give the overall score of one sound; a short one is repeated until it fills a window."""
        sound = resample(speech.samples, speech.sample_rate, _RATE)
        place = self._folder / f"score-{hashlib.sha256(sound.tobytes()).hexdigest()[:24]}.json"
        with told(place, "choose another folder with --out"):
            if place.exists():
                return float(json.loads(place.read_text(encoding="utf-8"))["overall"])
            overall = self._score(sound)
            part = place.with_suffix(".part")
            part.write_text(json.dumps({"overall": overall}), encoding="utf-8")
            part.replace(place)
        return overall

    def _score(self, sound: NDArray[np.float32]) -> float:
        filled = np.tile(sound, -(-_WINDOW // len(sound)))
        starts = range(0, len(filled) - _WINDOW + 1, _STEP)
        outputs = [self._session.run(None, {"input_1": filled[None, at : at + _WINDOW]})[0][0][2] for at in starts]
        return float(np.polyval(_OVERALL, np.asarray(outputs, np.float64)).mean())

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - a class of a library without types
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self._network), options, providers=["CPUExecutionProvider"])

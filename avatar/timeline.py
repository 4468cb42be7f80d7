"""What a clip says at which time, as a document: schema `avatar.timeline/1`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from avatar.data import ARKIT_INDEX, TONGUE_TIP
from avatar.outputs import SCHEMA
from avatar.visemes import viseme_of

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Cue, LipTrack, MotionTrack, Phone, Speech

_SHAPING_PACKAGES = ("avatar", "av", "espeakng-loader", "mediapipe", "ncnn", "numba", "numpy", "pypinyin")
_DIGITS = 4


def versions() -> dict[str, str]:
    """Name the installed version of each package that shapes a clip."""
    return {package: found for package in _SHAPING_PACKAGES if (found := _version(package))}


def compose(  # noqa: PLR0913 - each is one field of the document
    *,
    text: str,
    emotion: str,
    speech: Speech,
    lips: LipTrack,
    motion: MotionTrack,
    size: tuple[int, int],
    seed: int,
    content_id: str,
) -> dict[str, object]:
    """Write down a clip: times in s, the mouth's weights 0-1 in each frame; nothing tells when or where it was made."""
    return {
        "schema": SCHEMA,
        "content_id": content_id,
        "text": text,
        "language": speech.language,
        "voice": speech.voice,
        "emotion": emotion,
        "fps": plain_rate(motion.fps),
        "size": list(size),
        "frames": len(motion),
        "seed": seed,
        "versions": versions(),
        "words": [{"text": word.text, "start": _short(word.start), "end": _short(word.end)} for word in speech.words],
        "cues": [_cue(cue) for cue in speech.cues],
        "phones": [_phone(phone) for phone in speech.phones],
        "curves": _curves(lips.names, motion),
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def plain_rate(fps: Fraction) -> int | float:
    """Give a frame rate as a plain number."""
    return fps.numerator if fps.denominator == 1 else round(float(fps), 6)


def _cue(cue: Cue) -> dict[str, object]:
    return {"kind": cue.kind, "amount": _short(cue.amount), "time": _short(cue.time)}


def _phone(phone: Phone) -> dict[str, object]:
    return {
        "ipa": phone.ipa,
        "start": _short(phone.start),
        "end": _short(phone.end),
        "viseme": viseme_of(phone.ipa),
    }


def _curves(names: tuple[str, ...], motion: MotionTrack) -> dict[str, object]:
    columns = [_channel(name, motion).tolist() for name in names]
    return {"names": list(names), "values": [[_short(value) for value in row] for row in zip(*columns, strict=True)]}


def _channel(name: str, motion: MotionTrack) -> NDArray[np.float32]:
    return motion.tongue if name == TONGUE_TIP else motion.weights[:, ARKIT_INDEX[name]]


def _short(value: float) -> float:
    return round(float(value), _DIGITS)

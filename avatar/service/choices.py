"""With which networks a photo may be taken apart over HTTP: those that the operator offers, by name; never a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from avatar import backends
from avatar.clip.request import portrait_settings
from avatar.downloads.receipts import is_installed
from avatar.errors import AvatarError, InputError
from avatar.neural.models import SHELF, available, does
from avatar.portrait.choosing import TASKS
from avatar.portrait.face.people import facts
from avatar.settings import AREAS, DETECTORS, EMBEDDED, ENLARGEMENTS, NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avatar.data.network import NetworkFacts
    from avatar.downloads.entry import Entry
    from avatar.runtime.folders import Home

OPTIONS = ("detector", "upscale", "upscale_by", "upscale_area", "restore", "fidelity", "matting")
"""of `clip.options.PortraitOptions` that can be asked for"""
_ALWAYS: dict[str, tuple[str, ...]] = {
    "detector": DETECTORS[:1],
    "upscale": (NOBODY, EMBEDDED),
    "restore": (NOBODY,),
    "matting": (NOBODY,),
}
"""what needs no network that somebody added"""
_EXAMPLE: dict[str, Any] = {
    "name": "gfpgan-1.4",
    "description": "GFPGAN 1.4",
    "licence": "Apache-2.0",
    "commercial": "yes",
}
_CHOICES: dict[str, Any] = {
    "detector": [],
    "upscale": [],
    "restore": [_EXAMPLE],
    "matting": [],
    "always": {task: list(names) for task, names in _ALWAYS.items()},
    "upscale_by": list(ENLARGEMENTS),
    "upscale_area": list(AREAS),
}


class ChoiceTold(BaseModel):
    """A network that may be named."""

    name: str
    description: str
    licence: str
    commercial: str = Field(description="whether films made with it may earn money: yes, no or unknown")


class ChoicesTold(BaseModel):
    """With what a photo can be taken apart here, besides the usual way."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CHOICES]})

    detector: list[ChoiceTold] = Field(description="who finds and marks the face")
    upscale: list[ChoiceTold] = Field(description="who adds detail")
    restore: list[ChoiceTold] = Field(description="who restores the face")
    matting: list[ChoiceTold] = Field(description="who cuts the person out")
    always: dict[str, list[str]] = Field(description="what can be named besides these, by the name of the field")
    upscale_by: list[int] = Field(description="how many times a portrait can be enlarged")
    upscale_area: list[str] = Field(description="where detail can be added")


def offered(home: Home, names: tuple[str, ...] | None) -> ChoicesTold:
    """List what is installed in a home and may be named: of these `names`, or all of it (None)."""
    tasks = {
        task: [
            _told(each.name, each.description, [each])
            for each in available(home)
            if does(each, task) and _is_among(names, each.name) and is_installed(home.data / SHELF / each.name)
        ]
        for task in TASKS
    }
    finders = [each for each in backends.available("detect") if each not in _ALWAYS["detector"]]
    working = {each: found for each in finders if _is_among(names, each) and (found := _facts(each, home)) is not None}
    detector = [_told(name, " and ".join(each.name for each in found), found) for name, found in working.items()]
    return ChoicesTold(
        detector=detector,
        **tasks,
        always={task: list(each) for task, each in _ALWAYS.items()},
        upscale_by=list(ENLARGEMENTS),
        upscale_area=list(AREAS),
    )


def read(field: Callable[[str], str], home: Home, names: tuple[str, ...] | None) -> dict[str, Any]:
    """Read how a photo is to be taken apart from fields of a request, "" where one is missing.

    Raise `InputError` for a value that is none, and for a network that is not among `names` (None: all those of the
    catalogues may be named, for whoever sits at this machine).
    """
    asked: dict[str, Any] = {name: value for name in OPTIONS if (value := field(name))}
    for task, always in _ALWAYS.items():
        if task in asked and asked[task] not in always:
            _require_offered(task, asked[task], home, names)
    portrait_settings(**asked)
    return asked


def known_networks(home: Home) -> set[str]:
    """Name the networks of a home's catalogues, installed or not, and all that finds faces."""
    return {each.name for each in available(home)} | {*backends.available("detect")}


def _require_offered(task: str, name: str, home: Home, names: tuple[str, ...] | None) -> None:
    if task == "detector":
        fitting = [*backends.available("detect")]
    else:
        fitting = [each.name for each in available(home) if does(each, task)]
    allowed = [each for each in fitting if _is_among(names, each)]
    if name not in allowed:
        those = ", ".join(dict.fromkeys((*_ALWAYS[task], *allowed)))
        raise InputError(f"The {task} {name[:60]!r} is not offered here; choose one of {those}.")


def _facts(name: str, home: Home) -> tuple[NetworkFacts, ...] | None:
    """Give the networks by which somebody finds faces; None where they do not work here."""
    try:
        return facts(name, home.data)
    except AvatarError:
        return None


def _is_among(names: tuple[str, ...] | None, name: str) -> bool:
    return names is None or name in names


def _told(name: str, description: str, networks: Sequence[Entry | NetworkFacts]) -> ChoiceTold:
    """Tell of something that works with networks: what the strictest of their licences allows."""
    earning = {each.commercial for each in networks}
    commercial = next((word for word in ("no", "unknown") if word in earning), "yes")
    licence = ", ".join(dict.fromkeys(each.licence for each in networks if each.licence))
    return ChoiceTold(name=name, description=description, licence=licence, commercial=commercial)

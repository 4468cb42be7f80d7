"""Versions of templates: each that was found to be sound is kept, and is there when a later one is not.

A home keeps copies under `template-versions/NAME/VERSION`. A template may be pinned to one of them, which is what a
roll-back does; the files that people edit are left alone.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.campaign.templates import Template, TemplateFault, names, read_template
from avatar.errors import InputError
from avatar.runtime.access import told
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from avatar.runtime.folders import Home

_FOLDER, _PIN = "template-versions", "pinned"
_SHOWN = 12
"""hex digits of a version in a sentence"""
_KEPT = 10
"""versions of one template"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The template that is used, and why it is not the one that lies there, if it is not."""

    template: Template
    """as it is filled"""
    warning: str = ""
    """one sentence; "": it is the one that lies there"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A template as `avatar template list` shows it."""

    name: str
    """as campaigns call it"""
    title: str
    """for people; "": it cannot be read"""
    version: str
    """that is used, 64 hex digits; "": none"""
    state: str
    """sound | pinned | fallen back | broken"""
    kept: tuple[str, ...]
    """versions that are kept, the newest first"""
    warning: str
    """one sentence"""


def choose_template(name_or_path: str | Path, home: Home) -> Chosen:
    """Give a template: the version that it is pinned to, else the one that lies there, else the last good one.

    What is sound is kept. Raise `InputError` or `TemplateFault` where there is none at all.
    """
    path = Path(name_or_path).expanduser()
    name = path.name if path.is_dir() else str(name_or_path)
    if pinned := "/" not in name and _pinned(name, home):
        kept = _read_kept(name, pinned, home)
        return Chosen(kept, f"The template {name!r} is pinned to its version {pinned[:_SHOWN]} by a roll-back.")
    try:
        template = read_template(name_or_path, home)
    except (InputError, TemplateFault) as fault:
        return _fallen_back(name, home, fault)
    _keep(name, template, home)
    return Chosen(template)


def roll_back(name: str, home: Home, version: str = "") -> Template:
    """Pin a template to a version of which the first digits are given, without to the one before that is in use.

    Raise `InputError` if there is no such version.
    """
    kept = versions_of(name, home)
    if not version:
        current = _used(name, home)
        older = kept[kept.index(current) + 1 :] if current in kept else kept
        kept, what = older[:1], "an earlier version"
    else:
        kept, what = tuple(each for each in kept if each.startswith(version)), f"one version {version!r}"
    if len(kept) != 1:
        known = ", ".join(each[:_SHOWN] for each in versions_of(name, home)) or "none"
        raise InputError(f"Of the template {name!r} {what} is not kept; there are: {known}.")
    template = _read_kept(name, kept[0], home)
    place = _folder(name, home) / _PIN
    with told(place):
        place.write_text(kept[0], encoding="utf-8")
    return template


def release(name: str, home: Home) -> None:
    """Let a template be the one that lies there again."""
    with told(_folder(name, home)):
        (_folder(name, home) / _PIN).unlink(missing_ok=True)


def list_templates(home: Home) -> list[Listed]:
    """Give all templates of a home and those that ship, with the versions that are used and kept."""
    known = {*names(home), *(each.name for each in _root(home).glob("*") if each.is_dir())}
    return [_listed(name, home) for name in sorted(known)]


def versions_of(name: str, home: Home) -> tuple[str, ...]:
    """Give the versions of a template that are kept, the newest first."""
    found = [each for each in _folder(name, home).glob("*") if len(each.name) == 64 and each.is_dir()]
    return tuple(each.name for each in sorted(found, key=lambda each: (-each.stat().st_mtime_ns, each.name)))


def _listed(name: str, home: Home) -> Listed:
    try:
        chosen = choose_template(name, home)
    except (InputError, TemplateFault) as fault:
        return Listed(name, "", "", "broken", versions_of(name, home), str(fault))
    state = "pinned" if _pinned(name, home) else "fallen back" if chosen.warning else "sound"
    template = chosen.template
    return Listed(name, template.title, template.version, state, versions_of(name, home), chosen.warning)


def _fallen_back(name: str, home: Home, fault: Exception) -> Chosen:
    for version in () if "/" in name else versions_of(name, home):
        try:
            template = _read_kept(name, version, home)
        except (InputError, TemplateFault):
            continue
        return Chosen(
            template,
            f"The template {name!r} is not sound; its last good version {version[:_SHOWN]} is used: {fault}",
        )
    raise fault


def _read_kept(name: str, version: str, home: Home) -> Template:
    folder = _folder(name, home) / version
    template = read_template(folder / name, home)
    if template.version != version:
        raise InputError(
            f"The version {version[:_SHOWN]} of the template {name!r} was changed; delete {str(folder)!r}."
        )
    return template


def _keep(name: str, template: Template, home: Home) -> None:
    """Copy a sound template, and note that it was the last one that was used."""
    place = _folder(name, home) / template.version
    with told(place):
        if not place.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            with passing_folder(place.parent, ".part-") as part:
                shutil.copytree(template.folder, part / name)
                with suppress(FileExistsError):  # somebody else has kept it meanwhile
                    part.rename(place)
        os.utime(place)
        for old in versions_of(name, home)[_KEPT:]:
            shutil.rmtree(_folder(name, home) / old, ignore_errors=True)


def _used(name: str, home: Home) -> str:
    try:
        return choose_template(name, home).template.version
    except (InputError, TemplateFault):
        return ""


def _pinned(name: str, home: Home) -> str:
    try:
        return (_folder(name, home) / _PIN).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _root(home: Home) -> Path:
    return home.data / _FOLDER


def _folder(name: str, home: Home) -> Path:
    if "/" in name or name.startswith("."):
        raise InputError(f"{name!r} is no name of a template; give one of {', '.join(names(home))}.")
    return _root(home) / name

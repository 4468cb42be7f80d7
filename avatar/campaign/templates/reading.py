"""Find templates and read them. What is wrong with one is said when it is read, not when it is filled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.campaign.templates.fault import TemplateFault
from avatar.campaign.templates.layers import COMMON, KEYS
from avatar.campaign.templates.looks import require_keys
from avatar.campaign.templates.template import Template
from avatar.campaign.templates.variables import read_variable
from avatar.errors import InputError
from avatar.runtime.access import listed
from avatar.runtime.folders import shipped
from avatar.runtime.hashing import tree_sha256
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.runtime.folders import Home

FILE = "template.toml"
"""what makes a folder a template"""
_TABLES = (
    "name",
    "title",
    "about",
    "grid",
    "lead_in",
    "lead_out",
    "shapes",
    "variables",
    "brand",
    "groups",
    "layers",
    "captions",
    "music",
    "chapters",
)
_SHOWN_ONLY = "preview"
"""beginning of the names of files that show what a template looks like, which shape nothing"""


def read_template(name_or_path: str | Path, home: Home | None = None) -> Template:
    """Read a template: a folder, or a name in the home's templates or among those that ship.

    Raise `InputError` if there is none, `TemplateFault` with all that is wrong with it.
    """
    folder = _found(str(name_or_path), home)
    place = folder / FILE
    try:
        content = read_toml(place.read_text(encoding="utf-8"))
    except (ValueError, OSError) as fault:
        raise InputError(f"The template {str(place)!r} cannot be read ({fault}); correct it.") from fault
    faults = list[tuple[str, str]]()
    variables = dict[str, Any]()
    for name, table in content.get("variables", {}).items():
        variables[name], told = _tried(read_variable, name, table)
        faults += [(name, told)] if told else []
    faults += [("", told) for told in _faults(content, folder)]
    if faults:
        raise TemplateFault(folder.name, tuple(faults))
    shapes = {name: (int(size[0]), int(size[1])) for name, size in content["shapes"].items()}
    version = tree_sha256(folder, _files(folder))
    title, about = str(content.get("title", folder.name)), str(content.get("about", ""))
    return Template(content["name"], title, about, version, folder, shapes, variables, content)


def names(home: Home | None = None) -> tuple[str, ...]:
    """List the templates of a home and those that ship."""
    found = {each.name for shelf in _shelves(home) for each in listed(shelf, "*") if (each / FILE).is_file()}
    return tuple(sorted(found))


def _shelves(home: Home | None) -> list[Path]:
    return [*([home.data / "templates"] if home else []), shipped("templates")]


def _found(name: str, home: Home | None) -> Path:
    path = Path(name).expanduser()
    if path.name == FILE and path.is_file():
        return path.parent.absolute()
    for folder in (path, *(shelf / name for shelf in _shelves(home))):
        if (folder / FILE).is_file():
            return folder.absolute()
    known = ", ".join(names(home)) or "none yet"
    raise InputError(f"There is no template {name!r}; give a folder with a {FILE}, or one of: {known}.")


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for each in sorted(folder.rglob("*")):
        if each.is_file() and not each.name.startswith((_SHOWN_ONLY, ".")):
            yield each, each.read_bytes()


def _tried(call: Callable[..., Any], *given: object) -> tuple[Any, str]:
    """Call something; give what it gives, and what is wrong, a sentence."""
    try:
        return call(*given), ""
    except InputError as fault:
        return None, str(fault)


def _faults(content: dict[str, Any], folder: Path) -> Iterator[str]:
    """Say what is wrong with what is written, as far as that can be told before it is filled."""
    _, unknown = _tried(require_keys, content, _TABLES, FILE)
    if unknown:
        yield unknown
    if content.get("name") != folder.name:
        yield f"Its name is {content.get('name')!r}, but that of its folder is {folder.name!r}; make them the same."
    shapes = content.get("shapes") or {}
    if not shapes:
        yield "It has no shapes; give one or more under [shapes], such as wide = [1920, 1080]."
    for name, size in shapes.items():
        if not isinstance(size, list) or len(size) != 2 or any(not isinstance(n, int) or n % 2 or n < 64 for n in size):
            yield f"The shape {name} = {size!r} cannot be filmed; give two even numbers, px."
    yield from _layer_faults(content, tuple(shapes))


def _layer_faults(content: dict[str, Any], shapes: tuple[str, ...]) -> Iterator[str]:
    seen = set[str]()
    for number, table in enumerate(content.get("layers", ()), 1):
        name = table.get("name", "")
        if not name or name in seen:
            yield f"Layer {number} has {'no name' if not name else f'the name {name!r} of another'}; give it its own."
        seen.add(name)
        kind = table.get("kind")
        if kind not in KEYS:
            yield f"Layer {name!r} is of the kind {kind!r}; use one of {', '.join(KEYS)}."
            continue
        for each in (table, *(table[shape] for shape in shapes if isinstance(table.get(shape), dict))):
            _, told = _tried(require_keys, each, (*COMMON, *KEYS[kind], *shapes), f"Layer {name!r} of the kind {kind}")
            if told:
                yield told
        if (group := table.get("group")) and group not in content.get("groups", {}):
            yield f"Layer {name!r} is of the group {group!r}, which is none; write [groups.{group}]."

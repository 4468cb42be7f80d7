"""What a photo taken apart is called in the cache: by all that it was made of and by."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import backends
from avatar.portrait.choosing import computed_on
from avatar.portrait.face.people import facts
from avatar.runtime.hashing import SHAPES_NO_CLIP
from avatar.runtime.packages import PICTURES, version_of

if TYPE_CHECKING:
    from avatar.settings import PortraitSettings

CACHE, LIKENESSES = ".cache", "likenesses"
"""folders: of what photos were taken apart into, and in it of what faces are recognised by"""
ENDING = ".npz"
_ASIDE = frozenset(
    {"cards.py", "check.py", "entries.py", "named.py", "prepared.py", "resident.py", "store.py", "variants.py"}
)
"""files of this package that keep, find and judge portraits, but don't shape them"""
_DRAWING = frozenset({"fomm", "liveportrait", "pictures", "scene"})
"""folders of what draws, betters or surrounds a portrait, and shapes none unless somebody asks for that"""


def entry_in(folder: Path, digest: str, settings: PortraitSettings, face: int | None, home: Path | None) -> Path:
    """Name the file in a folder of portraits for a picture of this sha256, hex, with networks of a home's data."""
    settings = settings.settled()
    if settings.matting is not None:  # which it is, whatever it is called
        settings = replace(settings, matting=replace(settings.matting, name=""))
    chosen = settings.upscale is not None or settings.restore is not None
    finders = "".join(network.sha256 for network in facts(settings.finder, home))
    if settings.finder not in backends.BUILT_IN["detect"]:
        finders += repr(sorted(backends.plugged().items()))
    card = "" if computed_on(settings) == "cpu" else "cuda"  # whose numbers, half as long, make other pictures
    named = f"{settings!r} {face!r}{_networks() if chosen else ''}{finders}{card}"
    variant = hashlib.sha256(named.encode()).hexdigest()[:12]
    return folder / CACHE / digest / f"{variant}-{pipeline_version()}{ENDING}"


def likeness_folder(home: Path) -> Path:
    """Name the folder of a home's data for what faces are recognised by; files begin with the sha256 of the pixels."""
    return home / "portraits" / CACHE / LIKENESSES


@cache
def pipeline_version() -> str:
    """Name this version of everything that shapes a portrait, by its source: nobody can forget to raise it."""
    package = Path(__file__).parent
    sources = [path for path in sorted(package.rglob("*.py")) if path.name not in _ASIDE]
    sources += [package / "mesh" / "canonical.npy", package / "mesh" / "triangles.npy"]
    for shaping in ("data", "neural"):
        found = sorted((package.parent / shaping).rglob("*.py"))
        sources += [path for path in found if path.parent.name not in _DRAWING]
    contents = [source.read_bytes() for source in sources]
    return hashlib.sha256(b"".join(each for each in contents if SHAPES_NO_CLIP not in each)).hexdigest()[:12]


@cache
def _networks() -> str:
    """Name this version of what runs networks that somebody has chosen."""
    found = sorted((Path(__file__).parents[1] / "neural" / "pictures").glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()


def prepared_key(entry: Path) -> str:
    """Name what a prepared portrait was made of and by: the photo's file, the settings and the version."""
    return f"{entry.parent.name} {entry.stem}"


def sealed_name(entry: Path) -> str:
    """Name what a portrait of the cache was made of and by, with the libraries: another one may draw otherwise.

    What is prepared does not name them: it comes as it was made, whatever is installed here.
    """
    return f"{prepared_key(entry)} {_libraries()}"


@cache
def _libraries() -> str:
    return " ".join(f"{package}={found}" for package in PICTURES if (found := version_of(package)))

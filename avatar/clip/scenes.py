"""The scene that is asked for: read from a file, and what of it shapes a clip."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from avatar.data.scene import Bullets, Film, Layer, Music, Picture, Progress, Scene, Slides, Source
from avatar.errors import InputError
from avatar.outside.documents import parsed
from avatar.runtime.access import told
from avatar.runtime.hashing import file_sha256
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.data.scene import Moment

_ALIKE = 0.02
"""of the aspect, by which a film may differ from its scene"""
Holder = TypeVar("Holder", Picture, Film, Music)


def read_scene(given: str | Path | Scene | dict[str, Any]) -> Scene:
    """Read a scene from a file (.json or .toml), a document, or as it is; its files are looked at.

    Raise `InputError` for what is none, and for files that are not there or not what they were.
    """
    if isinstance(given, Scene):
        return with_files(given, Path())
    if isinstance(given, dict):
        return with_files(_of(given, "the scene"), Path())
    path = Path(given).expanduser()
    try:
        with told(path, "give another scene"):
            text = path.read_text(encoding="utf-8")
        content = read_toml(text) if path.suffix.lower() == ".toml" else parsed(text)
    except ValueError as fault:
        raise InputError(f"The scene {str(path)!r} cannot be read ({fault}); correct it.") from fault
    return with_files(_of(content, f"The scene {str(path)!r}"), path.parent)


def _of(content: Any, name: str) -> Scene:  # noqa: ANN401 - what JSON gives
    if not isinstance(content, dict):
        raise InputError(f"{name} is no table; write what Scene.document() gives.")
    try:
        return Scene.of(content)
    except ValueError as fault:
        raise InputError(f"{name} cannot be used: {fault}; see docs/templates.md.") from fault


def with_files(scene: Scene, folder: Path) -> Scene:
    """Give a scene whose files have whole paths and the sha256 of what is in them."""

    def look(source: Source) -> Source:
        path = folder / Path(source.path).expanduser()
        if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for names that no disk takes
            raise InputError(f"The scene shows {source.path!r}, and there is no such file; give its path.")
        digest = file_sha256(path)
        if source.digest and source.digest != digest:
            raise InputError(f"The file {source.path!r} is not what it was when the scene was made; make it anew.")
        return replace(source, path=str(path.absolute()), digest=digest)

    return _mapped(scene, look)


def named(scene: Scene) -> dict[str, Any]:
    """Give what of a scene names a clip: all but where its files lie, and what its template was called."""
    return replace(_mapped(scene, lambda source: replace(source, path="")), template="").document()


def _mapped(scene: Scene, change: Callable[[Source], Source]) -> Scene:
    layers = tuple(_changed(layer, change) for layer in scene.layers)
    music = scene.music and replace(scene.music, source=change(scene.music.source))
    return replace(scene, layers=layers, music=music)


def _changed(layer: Layer, change: Callable[[Source], Source]) -> Layer:
    content = layer.content
    if isinstance(content, (Picture, Film)):
        return replace(layer, content=replace(content, source=change(content.source)))
    if isinstance(content, Slides):
        return replace(layer, content=replace(content, sources=tuple(map(change, content.sources))))
    return layer


def canvas(scene: Scene, asked: tuple[int, int] | None) -> tuple[int, int]:
    """Give the size of a scene's film, px. Raise `InputError` for one of another shape."""
    if asked is None:
        return scene.size
    ours, theirs = scene.size[0] / scene.size[1], asked[0] / asked[1]
    if abs(ours / theirs - 1) > _ALIKE:
        raise InputError(
            f"The scene is made for {scene.size[0]}x{scene.size[1]}, so it has no place for "
            f"{asked[0]}x{asked[1]}; give a size of the same shape, or fill the template for another."
        )
    return asked


def depends(scene: Scene) -> str:
    """Say what a stretch of the film depends on besides what is said in it: "", "place" (when it begins) or "all"."""
    if scene.music or any(isinstance(each.content, (Bullets, Progress, Slides)) for each in scene.layers):
        return "all"
    moments = [moment for layer in scene.layers for moment in (layer.start, layer.end) if moment]
    if any(not _is_plain(moment) for moment in moments):
        return "all"
    moves = any(layer.enter.kind != "none" or isinstance(layer.content, Film) for layer in scene.layers)
    return "place" if moves or moments else ""


def _is_plain(moment: Moment) -> bool:
    return moment.anchor == "time"


def silence_told(scene: Scene) -> str:
    """Say that a sound which is there already begins when it begins."""
    return (
        f"The sound is there already, so the {scene.lead_in:g} s before the first word and {scene.lead_out:g} s after "
        "the last that the scene asks for are left out; have a voice say the text to get them."
    )

"""`avatar verify`: what the marks of a film, a picture or a sound say, and what they are worth."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError
from avatar.runtime.access import refusal

if TYPE_CHECKING:
    from avatar.clip.verifying import Verified

EXAMPLES = examples(
    "avatar verify hello.mp4", "avatar verify hello.mp4 --json", "avatar verify films/", "avatar verify --registry"
)
_NOT_TRUSTED = 3
_WORST = ("tampered", "unreadable", "too-large", "unmarked", "marked", "trusted")


def verify(
    path: Annotated[
        Path | None, typer.Argument(help="A film, a picture or a sound, or a folder of them.", show_default=False)
    ] = None,
    registry: Annotated[
        bool, typer.Option("--registry", help="Look at every row of this installation's registry instead.")
    ] = False,
    patience: Annotated[
        float, typer.Option("--patience", metavar="SECONDS", help="How long each file may take.", min=1, max=86400)
    ] = 28.0,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say layer by layer which marks a file bears and what they are worth; exit code 3 unless all can be trusted."""
    if registry == (path is not None):
        raise typer.BadParameter("give a file or a folder, or --registry alone")
    is_good = (
        _verify_registry(as_json=json) if path is None else _verify_files(path.expanduser(), patience, as_json=json)
    )
    if not is_good:
        raise typer.Exit(_NOT_TRUSTED)


def _verify_files(path: Path, patience: float, *, as_json: bool) -> bool:
    from avatar.cli.result import print_json
    from avatar.clip.verifying import UNREADABLE, verified

    found: list[Verified] = []
    for each in verified(_files(path), patience=patience, is_debugged="--debug" in sys.argv):
        if each.verdict == UNREADABLE and not path.is_dir():
            raise InputError(each.fault)
        if not as_json:
            _print(each, is_first=not found)
        found.append(each)
    verdict = min((each.verdict for each in found), key=_WORST.index)
    if as_json and path.is_dir():
        print_json({"verdict": verdict, "files": [{"file": str(each.file), **each.report} for each in found]})
    elif as_json:
        print_json(found[0].report)
    return verdict == "trusted"


def _verify_registry(*, as_json: bool) -> bool:
    from avatar.cli.result import print_json, print_line
    from avatar.marks.registry import Registry

    found = Registry().check()
    if as_json:
        print_json({"clips": found.clips, "whole": found.is_whole, "why": found.why})
    else:
        print_line(f"{found.clips} clips: {'the registry is whole' if found.is_whole else f'changed, {found.why}'}.")
    return found.is_whole


def _files(path: Path) -> list[Path]:
    from avatar.marks.aigc import MEDIA

    if not path.is_dir():
        return [path]
    # `rglob` would pass over a folder that may not be read, and what lies in it would count as looked at.
    within = (Path(folder) / name for folder, _, names in os.walk(path, onerror=_refuse) for name in names)
    shown = (each for each in within if each.suffix.lower() in MEDIA and not each.name.startswith("."))
    found = sorted(each for each in shown if each.is_file())
    if not found:
        raise InputError(f"The folder {str(path)!r} has no film, picture or sound in it; give another.")
    return found


def _refuse(fault: OSError) -> None:
    raise refusal(Path(fault.filename), fault, "give another")


def _print(found: Verified, *, is_first: bool) -> None:
    from avatar.cli.result import print_line, print_table
    from avatar.outside.cleaning import on_one_line

    if not is_first:
        print_line("")
    print_line(on_one_line(f"{found.file}: {found.verdict}. {found.report['meaning']}"))
    layers = found.report["layers"]
    if layers:
        rows = [(name, row["state"], str(row.get("why", ""))) for name, row in layers.items()]
        print_table(("layer", "state", "why"), rows)
        for parent in layers["registry"].get("parents", ()):
            print_line(f"made of: {parent}")
    for sentence in found.report["why"]:
        print_line(on_one_line(f"note: {sentence}"))

"""`avatar verify`: what the marks of a film, a picture or a sound say, and what they are worth."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError
from avatar.runtime.access import refusal

if TYPE_CHECKING:
    from avatar.marks.verify import Report

EXAMPLES = examples(
    "avatar verify hello.mp4", "avatar verify hello.mp4 --json", "avatar verify films/", "avatar verify --registry"
)
_NOT_TRUSTED = 3
_WORST = ("tampered", "unmarked", "marked", "trusted")


def verify(
    path: Annotated[
        Path | None, typer.Argument(help="A film, a picture or a sound, or a folder of them.", show_default=False)
    ] = None,
    registry: Annotated[
        bool, typer.Option("--registry", help="Look at every row of this installation's registry instead.")
    ] = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say layer by layer which marks a file bears and what they are worth; exit code 3 unless all can be trusted."""
    if registry == (path is not None):
        raise typer.BadParameter("give a file or a folder, or --registry alone")
    is_good = _verify_registry(as_json=json) if path is None else _verify_files(path.expanduser(), as_json=json)
    if not is_good:
        raise typer.Exit(_NOT_TRUSTED)


def _verify_files(path: Path, *, as_json: bool) -> bool:
    from avatar.cli.result import print_json
    from avatar.clip.marking import check

    files = _files(path)
    reports = {}
    for number, file in enumerate(files):
        reports[file] = check(file)
        if not as_json:
            _print(file, reports[file], is_first=number == 0)
    verdict = min((report.verdict for report in reports.values()), key=_WORST.index)
    if as_json and path.is_dir():
        rows = [{"file": str(file), **report.as_json()} for file, report in reports.items()]
        print_json({"verdict": verdict, "files": rows})
    elif as_json:
        print_json(reports[files[0]].as_json())
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


def _print(file: Path, report: Report, *, is_first: bool) -> None:
    from avatar.cli.result import print_line, print_table

    if not is_first:
        print_line("")
    print_line(f"{file}: {report.verdict}. {report.sentence}")
    rows = [(name, layer.state, str(layer.details.get("why", ""))) for name, layer in report.layers.items()]
    print_table(("layer", "state", "why"), rows)
    for sentence in report.why:
        print_line(f"note: {sentence}")

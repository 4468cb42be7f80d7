"""`avatar inspect`: whether a clip is good, and if not, where."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.asking import Force, require_free
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.errors import PortraitError
from avatar.outside.documents import parsed
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.inspection import Report

EXAMPLES = examples(
    "avatar inspect hello.mp4",
    "avatar inspect hello.mp4 --portrait xiaochen --html",
    "avatar inspect hello.mp4 --html report.html",
    "avatar inspect hello.mp4 --strict --json",
)
_FAILED = 2
_PAGES = (".html", ".htm")


def inspect(  # noqa: PLR0913 - one parameter per option of the command
    clip: Annotated[str, typer.Argument(help="The film to inspect; its timeline is looked for beside it.")],
    page: Annotated[
        str | None, typer.Argument(metavar="[OUT.html]", help="With --html: where the page goes.", show_default=False)
    ] = None,
    portrait: Annotated[
        str | None,
        typer.Option(
            "--portrait",
            "-p",
            help="The photo or portrait it was made of, which rows 9 to 11 compare with; else the enrolled one that "
            "the timeline names.",
        ),
    ] = None,
    timeline: Annotated[
        Path | None, typer.Option("--timeline", help="The timeline, if it does not lie beside the clip.")
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Also write a page with plots: OUT.html, else one beside the clip.")
    ] = False,
    force: Force = False,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with exit code 2 if the clip does not pass.")] = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Measure a finished clip, frame by frame: lips, timing, teeth, eyes, head, backdrop, sharpness, who it is."""
    from avatar.cli.progress import shown
    from avatar.cli.result import print_json
    from avatar.inspection import inspect_clip
    from avatar.runtime.folders import Home

    film, out = _places(clip, page, is_wanted=html)
    require_free(out, is_forced=force)
    with shown(is_quiet=quiet) as watch:
        report = inspect_clip(film, _portrait(portrait, film, timeline), timeline, watch, Home.usual())
        if out is not None:
            from avatar.inspection.page import write_page

            write_page(report, film, out)
    if json:
        print_json(report.as_json())
    else:
        _print_report(report, out)
    if strict and not report.passed:
        raise typer.Exit(_FAILED)


def _places(clip: str, page: str | None, *, is_wanted: bool) -> tuple[Path, Path | None]:
    """Tell clip and page apart: `--html OUT.html CLIP` and `CLIP --html OUT.html` mean the same."""
    if page is not None and clip.lower().endswith(_PAGES):
        clip, page = page, clip
    if page is not None and not (is_wanted and page.lower().endswith(_PAGES)):
        raise typer.BadParameter(f"inspect one clip at a time, not also {page!r}; for a page give --html OUT.html")
    film = Path(clip).expanduser()
    if not is_wanted:
        return film, None
    return film, film.with_suffix(".html") if page is None else Path(page).expanduser()


def _taken_apart(reference: str) -> Portrait:
    """Take a portrait apart, and keep what is measured only where somebody has agreed to that."""
    from avatar.clip.keeping import is_agreed
    from avatar.portrait.store import PortraitStore
    from avatar.runtime.folders import user_data

    source = PortraitStore().read(reference)
    if is_agreed(source, user_data()):
        return PortraitStore().load_or_enroll(source)
    with passing_folder() as folder:
        return PortraitStore(folder).load_or_enroll(source)


def _portrait(reference: str | None, film: Path, timeline: Path | None) -> Portrait | None:
    from avatar.inspection.film import open_film
    from avatar.portrait.store import PortraitStore

    open_film(film)  # a clip that cannot be read is refused before a portrait is taken apart
    if reference is not None:
        return _taken_apart(reference)
    name, digest = _told(timeline or film.with_suffix(".json"))
    try:
        portrait = PortraitStore().load_or_enroll(PortraitStore().show(name).path)
    except PortraitError:
        return None
    return portrait if portrait.content_hash == digest else None


def _told(timeline: Path) -> tuple[str, str]:
    """Read which portrait a timeline is of: name and digest, both "" if it does not say."""
    try:
        told = parsed(timeline.read_text(encoding="utf-8"))["portrait"]
        return str(told["name"]), str(told["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def _print_report(report: Report, page: Path | None) -> None:
    from avatar.cli.result import print_line, print_table
    from avatar.inspection.page import format_figure, format_limit

    verdict = {True: "pass", False: "fail", None: "not judged"}
    table = []
    for row in report.rows:
        for number, figure in enumerate(row.figures):
            # To a person the row is said once; a program finds it in every line.
            title = ("", "") if number and sys.stdout.isatty() else (str(row.id), row.name)
            found = "in doubt" if figure.is_doubtful else verdict[figure.passed]
            table.append((*title, format_figure(figure), format_limit(figure), found))
    print_table(("#", "measure", "measured", "limit", "verdict"), table)
    for note in report.notes:
        print_line(f"note: {note}")
    for moment in report.worst:
        print_line(f"at {moment.time:.2f} s: {moment.reason}")
    if page is not None:
        print_line(f"page: {page}")
    found = f"a face in {report.faces_found} of {report.frames} frames"
    print_line(f"{report.clip}: {'passed' if report.passed else 'failed'}, {found}")

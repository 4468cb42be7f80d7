"""`avatar bench`: how good avatar is, by its own measures."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.bench.matrix import Matrix
from avatar.bench.subjects import VARIANTS
from avatar.bench.texts import TEXTS
from avatar.cli.asking import Force, require_free
from avatar.cli.bench_lists import count, each, length, parts, read_matrix, shapes
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json, Quiet
from avatar.errors import InputError, OutputError
from avatar.runtime.access import told
from avatar.settings import DEVICES

if TYPE_CHECKING:
    from avatar.bench import Quality

_DEFAULT = Matrix()
_SIZES = ",".join(f"{width}x{height}" for width, height in _DEFAULT.sizes)
_NETWORKS = ("fomm", "liveportrait", "x4plus")
"""that `avatar bench gpu` times"""
Sizes = Annotated[str, typer.Option("--sizes", help="Widths x heights in pixels.")]
Markdown = Annotated[
    Path | None, typer.Option("--markdown", help="Also write the tables as a page.", show_default=False)
]

app = typer.Typer(
    help="Measure avatar itself.",
    no_args_is_help=True,
    epilog=examples("avatar bench quality --markdown quality.md"),
)


@app.callback()
def bench() -> None:
    """Measure avatar itself."""


@app.command(
    "quality",
    epilog=examples(
        "avatar bench quality",
        "avatar bench quality --portraits xiaochen,xiaochen:tilted,me.jpg --languages zh,en --speeds 1",
        "avatar bench quality --markdown quality.md --sheet faces.png",
    ),
)
def quality(  # noqa: PLR0913 - one parameter per option of the command
    portraits: Annotated[
        str,
        typer.Option(
            "--portraits",
            help=f"Photos or portraits, also as PORTRAIT:VARIANT with a variant of {', '.join(VARIANTS)}.",
        ),
    ] = ",".join(_DEFAULT.portraits),
    languages: Annotated[str, typer.Option("--languages", help=f"Of the texts: {', '.join(TEXTS)}.")] = (
        ",".join(_DEFAULT.languages)
    ),
    speeds: Annotated[str, typer.Option("--speeds", help="Speaking rates, 0.5 to 2.")] = ",".join(
        map(str, _DEFAULT.speeds)
    ),
    sizes: Sizes = _SIZES,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0, max=600, help="Say each text as often as a clip of this length needs.")
    ] = _DEFAULT.seconds,
    out: Annotated[
        Path, typer.Option("--out", help="Folder that keeps clips and reports; what lies there is not made again.")
    ] = Path("avatar-bench"),
    markdown: Markdown = None,
    force: Force = False,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", help="Also draw each portrait in eight poses: a PNG.", show_default=False),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Let every portrait say every text at every speed and size, inspect the clips, show the worst of each figure."""
    from avatar.bench import draw_sheet, measure_quality
    from avatar.bench.table import write_markdown
    from avatar.cli.progress import shown
    from avatar.cli.result import print_json

    matrix = read_matrix(portraits, languages, speeds, sizes, seconds)
    _require_places(markdown, sheet, is_forced=force)
    with shown(is_quiet=quiet) as watch:
        found = measure_quality(matrix, out, watch)
        if markdown is not None:
            write_markdown(found, markdown)
        if sheet is not None:
            draw_sheet(matrix.portraits, sheet, watch)
    if json:
        print_json(found.as_json())
    else:
        _print_tables(found)


@app.command(
    "speed",
    epilog=examples(
        "avatar bench speed",
        "avatar bench speed --sizes 1920x1080 --runs 9 --lengths 10,3600 --markdown speed.md",
    ),
)
def speed(  # noqa: PLR0913 - one parameter per option of the command
    sizes: Sizes = "512x512,720x720,1920x1080",
    runs: Annotated[int, typer.Option("--runs", min=1, help="Of each size; medians are shown.")] = 5,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="Length of each film.")] = 10.0,
    clips: Annotated[str, typer.Option("--clips", help="How many clips at once.")] = "1,2,4",
    lengths: Annotated[str, typer.Option("--lengths", help="Of long films at 512x512, s.")] = "10,60",
    voice: Annotated[str, typer.Option("--voice", help='Who speaks, or "fast"; usually who `avatar say` takes.')] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for the films.")] = Path("avatar-bench"),
    markdown: Markdown = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Time whole commands: sizes, several clips at once, long films, and where the time goes."""
    from avatar.bench.speed import measure_speed
    from avatar.bench.speed_table import page, tables
    from avatar.bench.table import write_page
    from avatar.cli.progress import shown
    from avatar.cli.result import print_json, print_table

    varied = shapes(sizes), [count(part) for part in parts(clips)], [length(part) for part in parts(lengths)]
    _require_places(markdown, is_forced=force)
    with shown(is_quiet=quiet) as watch:
        found = measure_speed(
            varied[0], out, runs=runs, seconds=seconds, clips=varied[1], lengths=varied[2], voice=voice, watch=watch
        )
    if markdown is not None:
        write_page(page(found), markdown)
    if json:
        print_json(found.as_json())
    else:
        for _title, header, rows in tables(found):
            print_table(header, rows)


@app.command(
    "voice",
    epilog=examples(
        "avatar bench voice --lang en --sentences 8",
        "avatar bench voice --voice emma --voice james --lips",
        "avatar bench voice --engine espeak --lang zh,ja --json",
    ),
)
def voice(  # noqa: PLR0913 - one parameter per option of the command
    engine: Annotated[
        list[str] | None,
        typer.Option("--engine", help="Engines, with their usual voices; all by default.", show_default=False),
    ] = None,
    voice: Annotated[
        list[str] | None, typer.Option("--voice", help="Voices of `avatar voice list`.", show_default=False)
    ] = None,
    lang: Annotated[
        list[str] | None,
        typer.Option("--lang", "-l", help="Languages; all that there are sentences in by default.", show_default=False),
    ] = None,
    sentences: Annotated[
        int | None, typer.Option("--sentences", min=1, help="Of each language; all by default.", show_default=False)
    ] = None,
    speed: Annotated[float, typer.Option("--speed", help="Speaking rate, 0.5 to 2.")] = 1.0,
    lips: Annotated[bool, typer.Option("--lips", help="Also film each voice, and inspect rows 1 to 6.")] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder that keeps what was heard, and films.")] = Path(
        "avatar-bench"
    ),
    markdown: Markdown = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Let voices say the same sentences: what they cost, what is understood, how they sound, how exact they are."""
    from avatar.bench.table import write_page
    from avatar.bench.voice.measure import measure_voices
    from avatar.bench.voice.parts import choose
    from avatar.bench.voice.table import page, tables
    from avatar.cli.progress import shown, warn
    from avatar.cli.result import print_json, print_line, print_table
    from avatar.clip.request import DEFAULT_PORTRAIT

    chosen = choose(each(engine), each(voice), each(lang), sentences, speed)
    _require_places(markdown, is_forced=force)
    with shown(is_quiet=quiet) as watch:
        found = measure_voices(chosen, out, DEFAULT_PORTRAIT if lips else "", watch)
    if not quiet:
        warn(found.notes)
    if markdown is not None:
        asked = {"engine": each(engine), "voice": each(voice), "lang": each(lang)}
        write_page(page(found, _voice_command(asked, sentences, speed, is_filmed=lips)), markdown)
    if json:
        print_json(found.as_json())
    else:
        for title, header, rows in tables(found):
            print_line(title)
            print_table(header, rows)


@app.command(
    "public",
    epilog=examples(
        "avatar bench public films",
        "avatar bench public films --by-sound --markdown films.md",
        "avatar bench public films --lang zh --json",
    ),
)
def public(  # noqa: PLR0913 - one parameter per option of the command
    folder: Annotated[
        Path, typer.Argument(help="Films of anybody's; a folder in it holds those of a system of its name.")
    ],
    by_sound: Annotated[
        bool, typer.Option("--by-sound", help="Leave timelines unread: all films alike are known by their sound.")
    ] = False,
    lang: Annotated[str, typer.Option("--lang", "-l", help='Of the texts beside films; "auto": as they are.')] = "auto",
    markdown: Markdown = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Measure talking films of any system by the same rows, and put the systems beside each other."""
    import shlex

    from avatar.bench.public.measure import measure_public
    from avatar.bench.public.table import page, tables
    from avatar.bench.table import write_page
    from avatar.cli.progress import shown
    from avatar.cli.result import print_json, print_line, print_table
    from avatar.runtime.folders import Home

    _require_places(markdown, is_forced=force)
    with shown(is_quiet=quiet) as watch:
        found = measure_public(folder, Home.usual(), lang, watch, by_sound=by_sound)
    if markdown is not None:
        words = ["avatar", "bench", "public", str(folder), *(["--by-sound"] if by_sound else [])]
        write_page(page(found, shlex.join(words + (["--lang", lang] if lang != "auto" else []))), markdown)
    if json:
        print_json(found.as_json())
    else:
        for title, header, rows in tables(found):
            print_line(title)
            print_table(header, rows)


@app.command(
    "gpu",
    epilog=examples(
        "avatar bench gpu",
        "avatar bench gpu --networks fomm --at-once 1,16,64 --size none",
        "avatar bench gpu --device cuda --markdown gpu.md",
    ),
)
def gpu(  # noqa: PLR0913 - one parameter per option of the command
    networks: Annotated[
        str, typer.Option("--networks", help=f"Of {', '.join(_NETWORKS)}; usually all, on a processor two.")
    ] = "",
    device: Annotated[str, typer.Option("--device", help=f"Where: {', '.join(DEVICES)}.")] = "auto",
    at_once: Annotated[
        str, typer.Option("--at-once", help="How many pictures at once; usually 1,8,32, on a processor 1.")
    ] = "",
    size: Annotated[
        str,
        typer.Option("--size", help='Of the whole film of each; usually 1920x1080, on a processor "none".'),
    ] = "",
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=600, help="That each measurement lasts.")] = 3.0,
    markdown: Markdown = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Time networks, each alone and in a whole film, on a graphics card or on the processor."""
    from avatar.backends import missing
    from avatar.bench.table import write_page
    from avatar.cli.progress import shown
    from avatar.cli.result import print_json, print_line, print_table

    asked, counts = parts(networks), [count(part) for part in parts(at_once)]
    unknown = [name for name in asked if name not in _NETWORKS]
    if unknown:
        raise InputError(f"There is no network {networks!r} to time; choose from {', '.join(_NETWORKS)}.")
    if device not in DEVICES:
        raise InputError(f"There is no device {device!r}; choose one of {', '.join(DEVICES)}.")
    film = size if size in ("", "none") else shapes(size)[0]
    _require_places(markdown, is_forced=force)
    from avatar.runtime.packages import line_for

    try:
        from avatar.bench.gpu.measure import measure_networks
        from avatar.bench.gpu.table import page, tables
    except ImportError as fault:
        raise missing(fault, line_for("neural")) from fault
    with shown(is_quiet=quiet) as watch:
        found = measure_networks(asked, device, counts, film, seconds, watch)
    if markdown is not None:
        write_page(page(found, _gpu_command(networks, at_once, size)), markdown)
    if json:
        print_json(found.as_json())
    else:
        print_line(f"{found.device}, {found.library}")
        for title, header, rows in tables(found):
            print_line(title)
            print_table(header, rows)


def _voice_command(asked: dict[str, tuple[str, ...]], sentences: int | None, speed: float, *, is_filmed: bool) -> str:
    """Write the command that measures the same again."""
    words = [f"--{name} {','.join(values)}" for name, values in asked.items() if values]
    words += [f"--sentences {sentences}"] if sentences else []
    words += [f"--speed {speed:g}"] if speed != 1.0 else []
    return " ".join(["avatar bench voice", *words, *(["--lips"] if is_filmed else [])])


def _gpu_command(networks: str, at_once: str, size: str) -> str:
    """Write the command that measures the same again."""
    given = {"networks": networks, "at-once": at_once, "size": size}
    return " ".join(["avatar bench gpu", *(f"--{name} {value}" for name, value in given.items() if value)])


def _require_places(*places: Path | None, is_forced: bool) -> None:
    """Raise `OutputError` if a page could not be written when all is measured, which may be hours later."""
    require_free(*places, is_forced=is_forced)
    for place in places:
        if place is None:
            continue
        if place.is_dir() or not place.parent.is_dir():
            raise OutputError(f"{str(place)!r} cannot be written; give a file in a folder that is there.")
        with told(place, "choose another place"), TemporaryFile(dir=place.parent):
            pass


def _print_tables(found: Quality) -> None:
    from avatar.bench.table import WORST_HEADER, clip_header, clip_lines, refusals, worst_lines
    from avatar.cli.result import print_line, print_table

    print_table(WORST_HEADER, worst_lines(found))
    print_table(clip_header(), clip_lines(found))
    for sentence in refusals(found):
        print_line(f"refused: {sentence}")
    passed = sum(trial.passed for trial in found.trials)
    print_line(f"{passed} of {len(found.trials)} clips pass")

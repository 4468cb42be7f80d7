"""`avatar timeline`: what a clip says when, as a file to edit or to animate with, and back into a clip."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.asking import Force, require_free
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Film, Json, Quiet
from avatar.clip.options import ClipOptions
from avatar.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.score.draft import Draft
    from avatar.score.score import Score

OF_THE_SOUND = ("voice", "lexicon", "speed", "audio", "speaker")
"""options of `avatar say` that a timeline has no use for, or its own: somebody has spoken already"""
_CHANGE = re.compile(r"(\w+)\.(\d+)\.(\w+)=(.*)")
_CUE = re.compile(r"([a-z ]+)@(\d+(?:\.\d*)?)(?:\*(\d+(?:\.\d*)?))?")
_ITEM = re.compile(r"(\w+)\.(\d+)")

app = typer.Typer(
    help="Edit what a clip says when, and render it; export its motion to other programs.",
    no_args_is_help=True,
    epilog=examples(
        "avatar timeline export hello.mp4",
        "avatar timeline edit hello.toml --set phones.14.viseme='open vowel'",
        "avatar timeline render hello.toml -o hello-2.mp4",
        "avatar timeline export hello.mp4 --format livelink",
    ),
)

Source = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="A clip, the timeline beside it, or a file that was exported from it (.toml, .json)."
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.", show_default=False)]
Tiers = Annotated[
    list[str] | None,
    typer.Option("--tier", help="Of labels: words, phones, visemes or cues; may be repeated.", show_default=False),
]


@app.command(
    "export",
    epilog=examples(
        "avatar timeline export hello.mp4",
        "avatar timeline export hello.mp4 --format textgrid",
        "avatar timeline export hello.mp4 --format labels --tier phones -o phones.txt",
        "avatar timeline export hello.mp4 --format arkit -o hello.arkit.json",
    ),
)
def export_timeline(  # noqa: PLR0913 - one parameter per option of the command
    source: Source,
    kind: Annotated[
        str | None,
        typer.Option("--format", help="toml, json, labels, textgrid, srt, vtt, arkit, livelink.", show_default="toml"),
    ] = None,
    output: Output = None,
    tier: Tiers = None,
    force: Force = False,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Write what a clip says when: to be edited by hand, for Audacity or Praat, or to animate another face with."""
    from avatar.cli.result import print_json, print_line
    from avatar.score.formats import FORMATS, format_of, places, read_score, write_score

    score, name = read_score(source), kind or (format_of(output) if output else "toml")
    if name not in FORMATS:
        raise InputError(f"There is no format {name!r}; use one of {', '.join(FORMATS)}.")
    place = output or _beside(source, FORMATS[name].ending)
    if not force:
        _unused(place, output)
    if place == source.with_suffix(".json"):
        raise OutputError(f"The file {str(place)!r} is the clip's own timeline; say where to with -o.")
    require_free(*places(place, name, tier or ()), is_forced=force)
    written = write_score(score, place, name, tier or ())
    if json:
        print_json({"format": name, "files": [str(each) for each in written], **_counts(score)})
    else:
        for each in written:
            print_line(str(each))


@app.command(
    "edit",
    epilog=examples(
        "avatar timeline edit hello.mp4",
        "avatar timeline edit hello.toml",
        "avatar timeline edit hello.toml --set phones.14.start=2.7 --set phones.14.end=2.8",
        "avatar timeline edit hello.toml --shift 0.3 --after 2.5 --add 'nod@1.2' --remove cues.1",
        "avatar timeline edit hello.toml --take hello.TextGrid -o hello-2.toml",
    ),
)
def edit_timeline(  # noqa: PLR0913 - one parameter per option of the command
    source: Source,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="TABLE.NUMBER.FIELD=VALUE, as in phones.14.start=2.7; they count from 1."),
    ] = None,
    shift: Annotated[
        float | None, typer.Option("--shift", help="Move by so many seconds what begins in --after ... --before.")
    ] = None,
    after: Annotated[float, typer.Option("--after", help="Seconds.")] = 0.0,
    before: Annotated[float | None, typer.Option("--before", help="Seconds; else to the end.")] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", help="A cue, KIND@SECONDS or KIND@SECONDS*AMOUNT, as in nod@1.2*0.5.")
    ] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", help="TABLE.NUMBER, as in cues.1.")] = None,
    take: Annotated[
        list[Path] | None,
        typer.Option("--take", help="Take the tiers of a TextGrid, a track of labels, or another timeline over."),
    ] = None,
    tier: Annotated[str, typer.Option("--tier", help="Which tier the labels of --take are.")] = "",
    output: Output = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Change a timeline, or only look for mistakes in it; on a terminal, without options, in your editor ($EDITOR)."""
    from avatar.cli.editor import is_interactive, open_editor
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_line
    from avatar.score.checks import unusual
    from avatar.score.formats import format_of, read_draft, write_score

    is_asked = any((change, shift is not None, add, remove, take))
    draft, place = read_draft(source), output or (source if _is_table(source) else _beside(source, ".toml"))
    require_free(output if output != source else None, is_forced=force)
    if is_asked:
        draft = _shifted(_changed(draft, change or (), add or (), remove or ()), shift, after, before)
        score = _settled(draft)
        for each in take or ():
            draft = read_draft(each, tier)
            score = _settled(draft, score)
        write_score(score, place if _is_table(source) else _unused(place, output), format_of(place))
    elif is_interactive():
        if not _is_table(source):
            write_score(_settled(draft), _unused(place, output), "toml")
        open_editor(place)
        draft = read_draft(place)
        score = _settled(draft)
    else:
        score, place = _settled(draft), source
    if not quiet:
        warn(tuple(f"{draft.origin}, {note}." for note in unusual(draft)))
    if json:
        print_json({"file": str(place), **_counts(score)})
    else:
        print_line(str(place))


@app.command(
    "render",
    epilog=examples(
        "avatar timeline render hello.toml -o hello-2.mp4",
        "avatar timeline render hello.toml --portrait marco --size 1080x1080",
        "avatar timeline render lines.TextGrid --audio lines.wav --portrait me.jpg --lang en",
    ),
)
@options.taking(ClipOptions, leaving=OF_THE_SOUND)
def render_timeline(  # noqa: PLR0913 - what is performed by whom, where to, and how the result is told
    source: Source,
    portrait: Annotated[
        str | None,
        typer.Option(
            "--portrait",
            "-p",
            help="A photo, or the name of an enrolled or shipped portrait; else that of the clip.",
            show_default=False,
        ),
    ] = None,
    audio: Annotated[
        Path | None,
        typer.Option(
            "--audio", "-a", help="The sound, as a sound file or film; else that of the clip.", show_default=False
        ),
    ] = None,
    output: Film = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # read at the edge, before parsing
    **wanted: Any,  # noqa: ANN401 - what `ClipOptions` names
) -> None:
    """Make a clip of a timeline exactly as it is written; what no option says is as in the clip that it comes from."""
    from avatar.cli.filming import film
    from avatar.clip.rendering import asked

    given, request = asked(source, portrait, output, audio=audio, **wanted)
    film(request, output, as_json=json, is_quiet=quiet, given=given)


def _settled(draft: Draft, base: Score | None = None) -> Score:
    """Make a score of a draft, or list all that is wrong with it."""
    from avatar.cli.progress import warn
    from avatar.score.checks import ScoreError, settled

    try:
        return settled(draft, base)
    except ScoreError as fault:
        if len(fault.notes) == 1:
            raise
        warn(tuple(f"{draft.origin}, {note}." for note in fault.notes))
        raise InputError(f"{draft.origin} has {len(fault.notes)} faults; correct them, and look again.") from fault


def _stem(source: Path) -> str:
    return source.name.split(".")[0] if source.name.endswith((".edit.json", ".arkit.json")) else source.stem


def _beside(source: Path, ending: str) -> Path:
    return source.with_name(f"{_stem(source)}{ending}")


def _is_table(source: Path) -> bool:
    return source.suffix.lower() == ".toml"


def _unused(place: Path, wanted: Path | None) -> Path:
    """Give a place that nobody named only if nothing lies there: it may be what somebody has edited for an hour."""
    if wanted is None and place.exists():
        raise OutputError(f"The file {str(place)!r} is there already; edit that one, or say where to with -o.")
    return place


def _counts(score: Score) -> dict[str, object]:
    return {
        "seconds": round(score.seconds, 4),
        "words": len(score.words),
        "phones": len(score.phones),
        "cues": len(score.cues),
    }


def _changed(draft: Draft, changes: Sequence[str], cues: Sequence[str], removed: Sequence[str]) -> Draft:
    """Do what the options ask for; what is taken out is counted before anything is."""
    from avatar.score import edits

    for each in changes:
        match = _CHANGE.fullmatch(each)
        if match is None:
            raise InputError(f"The change {each!r} is not like phones.14.start=2.7; give TABLE.NUMBER.FIELD=VALUE.")
        draft = edits.changed(draft, match[1], int(match[2]), match[3], match[4])
    numbers = [_numbered(each) for each in removed]
    for table, number in sorted(set(numbers), reverse=True):
        draft = edits.removed(draft, table, number)
    for each in cues:
        match = _CUE.fullmatch(each)
        if match is None:
            raise InputError(f"The cue {each!r} is not like nod@1.2 or smile@3*0.5; give KIND@SECONDS.")
        draft = edits.added(draft, match[1].strip(), float(match[2]), float(match[3] or 1.0))
    return draft


def _numbered(text: str) -> tuple[str, int]:
    match = _ITEM.fullmatch(text)
    if match is None:
        raise InputError(f"{text!r} is not like cues.1; give TABLE.NUMBER.")
    return match[1], int(match[2])


def _shifted(draft: Draft, seconds: float | None, after: float, before: float | None) -> Draft:
    from avatar.score.edits import shifted

    return draft if seconds is None else shifted(draft, seconds, after, float("inf") if before is None else before)

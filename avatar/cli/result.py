"""What goes to standard output: a path, a table, or one JSON object."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer

from avatar.cli.stopping import Stopped
from avatar.cli.streams import can_write
from avatar.outside.cleaning import in_json, on_lines, on_one_line
from avatar.runtime.system import READER_GONE, peak_memory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avatar.data import Clip, Recording
    from avatar.matting.making import Replaced


def print_line(text: str) -> None:
    """Write one line of the result; to a terminal without what somebody else's words would do to it."""
    if sys.stdout.isatty():
        text = on_lines(text)
    try:
        typer.echo(text)
    except BrokenPipeError:  # typer would turn it into a failure
        raise Stopped(READER_GONE) from None


def print_json(content: Mapping[str, object]) -> None:
    """Write one JSON object and nothing else; in signs of ASCII where standard output has no letters for it."""
    indent = 2 if sys.stdout.isatty() else None
    text = in_json(json.dumps(content, ensure_ascii=False, indent=indent))
    print_line(text if can_write(text) else json.dumps(content, indent=indent))


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table on a terminal; elsewhere give lines of tab-separated fields, which `cut` and `awk` understand."""
    fields = [[on_one_line(field) for field in row] for row in rows]
    if not sys.stdout.isatty():
        for row in fields:
            print_line("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, box=None, header_style="bold", pad_edge=False)
    for row in fields:
        table.add_row(*row)
    Console(markup=False).print(table)


def print_fields(fields: Mapping[str, object]) -> None:
    """Write one "name: value" per line, leaving out what is empty; further lines of a value are set in."""
    for name, value in fields.items():
        if value not in ("", None):
            print_line(f"{name}: {on_lines(str(value)).replace(chr(10), chr(10) + '  ')}")


def describe_clip(clip: Clip) -> dict[str, object]:
    """Give the JSON object of `avatar say --json`."""
    from avatar.clip.timeline import plain_rate

    return {
        "video": clip.video,
        "timeline": clip.timeline,
        "seconds": round(clip.seconds, 4),
        "frames": clip.frames,
        "fps": plain_rate(clip.fps),
        "size": list(clip.size),
        "wall_s": round(clip.wall_s, 3),
        "first_frame_s": round(clip.first_frame_s, 3),
        "subtitles": list(clip.subtitles),
        "identity": _identity(clip),
        **_making(clip),
    }


def _identity(clip: Clip) -> dict[str, object] | None:
    """Give how like its portrait the face stays; None where nobody has looked."""
    if not clip.likeness_by:
        return None
    likeness = None if clip.likeness is None else round(clip.likeness, 4)
    return {"likeness": likeness, "floor": clip.likeness_floor, "by": clip.likeness_by}


def describe_recording(recording: Recording) -> dict[str, object]:
    """Give the JSON object of `avatar speak --json`."""
    return {
        "audio": recording.audio,
        "seconds": round(recording.seconds, 4),
        "label": recording.label,
        "voices": list(recording.voices),
        "subtitles": list(recording.subtitles),
        "wall_s": round(recording.wall_s, 3),
        **_making(recording),
    }


def describe_replaced(film: Replaced) -> dict[str, object]:
    """Give the JSON object of `avatar background --json`."""
    from avatar.clip.timeline import plain_rate

    return {
        "video": film.video,
        "seconds": round(film.seconds, 4),
        "frames": film.frames,
        "fps": plain_rate(film.fps),
        "size": list(film.size),
        "made_of": film.made_of,
        "way": film.way,
        "likeness": round(film.likeness, 4),
        "wall_s": round(film.wall_s, 3),
        **_making(film),
    }


def _making(made: Clip | Recording | Replaced) -> dict[str, object]:
    """Give what is told of the making of anything."""
    return {
        "rtf": round(made.wall_s / made.seconds, 3),
        "stages": {name: round(seconds, 3) for name, seconds in made.stages.items()},
        "peak_rss_mb": round(peak_memory() / 1e6, 1),
        "content_id": made.content_id,
        "warnings": list(made.warnings),
    }

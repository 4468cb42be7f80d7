"""What the bench found of speed, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.bench.speed import STAGES
from avatar.bench.table import lay_out

if TYPE_CHECKING:
    from avatar.bench.speed import Newcomer, SizeSpeed, Speed, Spread

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""title, header, rows"""
_PAGE = """# Speed

Whole commands, `avatar say`, timed from outside: start of the program, speech, pictures, encoding and writing of the
film; the portrait is enrolled before. Medians of {runs} runs, least and most in brackets. Every run has a seed of its
own, so nothing comes from the cache.

- date: {date}
- commit: {commit}
- machine: {machine}
- command: `avatar bench speed{voice} --markdown speed.md`
{tables}"""


def tables(speed: Speed) -> list[Table]:
    """Lay everything out."""
    return [
        (
            "Sizes",
            ("size", "film, s", "wall, s", "wall by length", "first picture, s", "peak, MB"),
            [_size_line(each) for each in speed.sizes],
        ),
        (
            "Frame by frame, ms",
            ("size", "rendering", "encoding", "whole pipeline", "pipeline by encoding", "cv2.remap of as many pixels"),
            [_frame_line(each) for each in speed.sizes],
        ),
        (
            "Stages, s (rendering and encoding overlap)",
            ("size", *STAGES),
            [(_name(each.size), *(f"{each.stages[stage]:.2f}" for stage in STAGES)) for each in speed.sizes],
        ),
        (
            "Several at once, 720x720",
            ("clips", "wall, s", "wall by length of all"),
            [(str(each.clips), f"{each.wall:.1f}", f"{each.factor:.2f}") for each in speed.together],
        ),
        (
            "Enrol and say, 720x720, while films are made",
            ("films meanwhile", "wall, s", "of it the photo, s", "times alone"),
            [_newcomer_line(each, speed.newcomers[0]) for each in speed.newcomers],
        ),
        (
            "Long films, 512x512",
            ("film, s", "wall, s", "peak, MB", "sound against picture, ms"),
            [
                (f"{each.seconds:.1f}", f"{each.wall:.1f}", f"{each.memory:.0f}", f"{each.drift:.1f}")
                for each in speed.lengths
            ],
        ),
    ]


def page(speed: Speed) -> str:
    """Write the page that is published."""
    parts = [f"\n## {title}\n\n{lay_out(header, rows)}\n" for title, header, rows in tables(speed)]
    origin = speed.origin
    return _PAGE.format(
        runs=speed.runs,
        date=origin.date,
        commit=origin.commit,
        machine=origin.machine,
        voice=f" --voice {speed.voice}" if speed.voice else "",
        tables="".join(parts),
    )


def _name(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _spread(spread: Spread) -> str:
    return f"{spread.median:.2f} ({spread.least:.2f}-{spread.most:.2f})"


def _newcomer_line(found: Newcomer, alone: Newcomer) -> tuple[str, ...]:
    return str(found.films), f"{found.wall:.1f}", f"{found.portrait:.1f}", f"{found.wall / alone.wall:.2f}"


def _size_line(found: SizeSpeed) -> tuple[str, ...]:
    return (
        _name(found.size),
        f"{found.seconds:.1f}",
        _spread(found.wall),
        _spread(found.factor),
        _spread(found.first_frame),
        f"{found.memory:.0f}",
    )


def _frame_line(found: SizeSpeed) -> tuple[str, ...]:
    figures = (found.render_frame, found.encode_frame, found.steady_frame)
    return (
        _name(found.size),
        *(f"{figure:.1f}" for figure in figures),
        f"{found.against_encoding:.2f}",
        f"{found.remap_frame:.1f}",
    )

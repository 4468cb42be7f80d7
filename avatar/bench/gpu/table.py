"""What was measured of networks, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.bench.table import lay_out

if TYPE_CHECKING:
    from avatar.bench.gpu.measure import NetworkSpeeds

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""title, header, rows"""
_PAGE = """# Networks, pictures per second

Networks of the published sizes, with weights that nobody trained: they compute as long as trained ones do. Alone:
medians of turns of so many pictures at once, which lie on the device already. Whole film: `avatar say` from the first
picture to the end, with encoder, label and watermark.

- date: {date}
- commit: {commit}
- machine: {machine}
- device: {device}
- library: {library}
- command: `{command}`
{tables}"""


def tables(found: NetworkSpeeds) -> list[Table]:
    """Lay everything out."""
    alone = [
        (
            each.name,
            each.pixels,
            each.precision,
            str(each.count),
            f"{each.fps:.1f}",
            "-" if each.memory is None else f"{each.memory:.0f}",
            f"{each.goal:g}",
        )
        for each in found.alone
    ]
    films = [(each.name, f"{each.size[0]}x{each.size[1]}", f"{each.fps:.1f}", f"{each.goal:g}") for each in found.films]
    header = ("network", "px", "precision", "at once", "pictures/s", "memory, MiB", "goal on a data-centre card")
    laid: list[Table] = [("Alone", header, [*alone])]
    if films:
        laid.append(("Whole film", ("renderer", "size", "pictures/s", "goal at 1920x1080"), [*films]))
    return laid


def page(found: NetworkSpeeds, command: str) -> str:
    """Write the page that is published."""
    parts = [f"\n## {title}\n\n{lay_out(header, rows)}\n" for title, header, rows in tables(found)]
    origin = found.origin
    return _PAGE.format(
        date=origin.date,
        commit=origin.commit,
        machine=origin.machine,
        device=found.device,
        library=found.library,
        command=command,
        tables="".join(parts),
    )

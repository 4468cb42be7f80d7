"""What the public bench found, as tables: a column for each system, a line for each film."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.bench.table import lay_out
from avatar.outside.cleaning import on_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.bench.public.measure import Film, PublicBench, System

_TOKENS = {"seals": "p b m", "open_vowels": "a open", "bites": "f v", "rounds": "u w y"}
_FIGURES = {
    "lag_ms": ("lag ms", ".0f", "0", "10; by sound 20"),
    "opening": ("follows", ".2f", "", "0.05; by sound 0.15"),
    "quiver_iod": ("quiver", ".4f", "", "0.001"),
    "lips_iod_per_s": ("lips IOD/s", ".2f", "0.43-1.10", "0.02"),
    "vergence": ("squint", ".3f", "0", "0.013"),
    "lips": ("lips", ".2f", "1.72", "0.05"),
    "head": ("head", ".1f", "5.5-14", "0.2"),
    "brows": ("brows", ".4f", "0.0068", "0.006"),
    "silence": ("silence", ".4f", "0.026", "0.004"),
    "loudness": ("loudness", ".2f", "0.253", "0.01"),
    "fineness": ("fineness", ".3f", "", "0.005"),
    "steadiness": ("steady", ".2f", "", "0.02"),
    "likeness": ("likeness", ".2f", "", "0.02"),
}
"""heading and format of each, what real talkers show, and how far off it may be"""
_PAGE = """# Talking films, measured by `avatar bench public`

Each film is measured on its pictures and its sound, by the same instrument, whoever made it. What the columns mean,
and how far each is off, is said in [the page of this bench](bench.md).

- date: {date}
- instrument: {measure}
- machine: {machine}
- command: `{command}`

## Systems

{systems}

## Films

{films}
"""


def tables(found: PublicBench) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Give title, header and lines of each table: systems beside each other, and films below each other."""
    columns = [("films", "knows", *_names(), "score"), *(_system(each) for each in found.systems)]
    real = ("", "", *[""] * len(_TOKENS), *(each[2] for each in _FIGURES.values()), "1")
    off = ("", "", *[""] * len(_TOKENS), *(each[3] for each in _FIGURES.values()), "")
    header = ("", *(each.name for each in found.systems), "real talkers", "off by")
    films = ("film", "knows", *_names(), ""), [_film(each) for each in found.films]
    return [("systems", header, list(zip(*columns, real, off, strict=True))), ("films", *films)]


def page(found: PublicBench, command: str) -> str:
    """Write the page in Markdown."""
    systems, films = (lay_out(_safe(header), [_safe(line) for line in lines]) for _, header, lines in tables(found))
    return _PAGE.format(
        date=found.origin.date,
        measure=found.measure,
        machine=found.origin.machine,
        command=_cell(command),
        systems=systems,
        films=films,
    )


def _safe(line: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_cell(each) for each in line)


def _cell(text: str) -> str:
    """Keep what strangers call their files from being anything but text of a cell."""
    shown = str(on_page(text)).replace("\n", " ")
    for sign in "\\|`<>[]*_":
        shown = shown.replace(sign, f"\\{sign}")
    return shown


def _names() -> tuple[str, ...]:
    return (*_TOKENS.values(), *(each[0] for each in _FIGURES.values()))


def _system(system: System) -> tuple[str, ...]:
    count = f"{system.films}" if not system.failed else f"{system.films}, {system.failed} not measured"
    score = "-" if system.score.value is None else f"{system.score.value:.2f} of {len(system.score.parts)}"
    return (count, system.by, *_cells(system.tokens, system.figures), score)


def _film(film: Film) -> tuple[str, ...]:
    if not film.is_measured:
        return (film.name, film.by, *[""] * len(_names()), film.fault)
    lost = film.frames - film.faces_found
    told = [film.fault] if film.fault else []
    told += [f"no face in {lost} of {film.frames} frames"] if lost else []
    return (film.name, film.by, *_cells(film.tokens, film.figures), "; ".join(told))


def _cells(tokens: Mapping[str, tuple[int, int]], figures: Mapping[str, float | None]) -> tuple[str, ...]:
    shares = [_share(*tokens.get(kind, (0, 0))) for kind in _TOKENS]
    values = [figures.get(name) for name in _FIGURES]
    shown = [
        "-" if value is None else format(value, look[1]) for value, look in zip(values, _FIGURES.values(), strict=True)
    ]
    return (*shares, *shown)


def _share(met: int, count: int) -> str:
    return f"{met}/{count}" if count else "-"

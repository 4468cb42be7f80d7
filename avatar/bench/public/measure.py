"""The public bench: films of any system, each measured by itself, and a line for each system."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any

from avatar.bench.origin import Origin, measure_digest, origin
from avatar.bench.public.reading import PHOTOS, Asked, measured
from avatar.bench.public.score import Score, score_of
from avatar.errors import InputError
from avatar.inspection.intent import is_timeline
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from avatar.bench.public.reading import Measured
    from avatar.runtime.folders import Home

FILMS = (".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v")
MOST = 2000
"""films of one folder"""
KINDS = ("seals", "open_vowels", "bites", "rounds")
"""of sounds that ask for something"""
_FIGURES = {
    "lag_ms": (2, "clip_ms"),
    "opening": (3, "opening"),
    "quiver_iod": (5, "deviation_iod"),
    "lips_iod_per_s": (6, "iod_per_s"),
    "teeth_px": (7, "drift_px"),
    "blinks_per_minute": (8, "blinks_per_minute"),
    "vergence": (12, "vergence"),
    "likeness": (11, "likeness"),
}
"""what is shown of each film: where in its rows it is"""
_DETAILS = {"fineness": ("fineness",), "steadiness": ("identity", "worst_20th")}
_THEVAL = ("lips", "brows", "silence", "loudness", "head")


@dataclass(frozen=True, slots=True)
class Film:
    """How one film does."""

    name: str
    """as it lies in the folder"""
    system: str
    """whose it is: the name of its folder"""
    by: str
    """what is known of what it says: "timeline", "text", "sound" or "nothing" """
    seconds: float = 0.0
    frames: int = 0
    faces_found: int = 0
    """frames in which a face was seen"""
    tokens: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """by kind of sound how many meet their demand, of how many"""
    figures: Mapping[str, float | None] = field(default_factory=dict)
    """by name; None: this film does not have what is measured"""
    fault: str = ""
    """why it could not be measured, or only in part: a sentence"""

    @property
    def is_measured(self) -> bool:
        """Tell whether there is anything to show."""
        return self.frames > 0


@dataclass(frozen=True, slots=True)
class System:
    """How all films of one system do together."""

    name: str
    films: int
    """that could be measured"""
    failed: int
    """that could not"""
    by: str
    """what is known of what they say, if that is the same for all; else "mixed" """
    tokens: Mapping[str, tuple[int, int]]
    """by kind of sound how many meet their demand, of how many, in all films"""
    figures: Mapping[str, float | None]
    """means over the films that have them; of `lag_ms` that of its size, or early and late ones would make up a zero"""
    score: Score
    """of those means"""


@dataclass(frozen=True, slots=True)
class PublicBench:
    """What the bench found."""

    origin: Origin
    """when, where and with what"""
    measure: str
    """version of all that measures"""
    systems: tuple[System, ...]
    films: tuple[Film, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the object of `avatar bench public --json`."""
        return {
            **asdict(self.origin),
            "measure": self.measure,
            "systems": [asdict(each) for each in self.systems],
            "films": [asdict(each) for each in self.films],
        }


def measure_public(
    folder: Path, home: Home, language: str = "auto", watch: Watch = unwatched, *, by_sound: bool = False
) -> PublicBench:
    """Measure the films of a folder; films in a folder within it are those of a system of its name.

    `by_sound` leaves timelines unread. A film that cannot be measured has a sentence instead of figures. Raise
    `InputError` for a folder that is none, or has no film.
    """
    asked = find_films(folder, by_sound=by_sound)
    films = []
    watch("films", 0, len(asked))
    places = str(home.data), str(home.cache)
    for done, found in enumerate(measured(asked, language, places), 1):
        films.append(_film(found, folder))
        watch("films", done, len(asked))
    names = sorted({film.system for film in films})
    systems = tuple(_system(name, [film for film in films if film.system == name]) for name in names)
    return PublicBench(origin(), measure_digest(), systems, tuple(films))


def find_films(folder: Path, *, by_sound: bool = False) -> list[Asked]:
    """List the films of a folder and of the folders in it, each with what lies beside it by the same name."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {str(folder)!r}; give one with films, or with one of films a system.")
    here = sorted(folder.iterdir())
    places = [*here, *(file for sub in here if sub.is_dir() for file in sorted(sub.iterdir()))]
    films = [place for place in places if place.suffix.lower() in FILMS and place.is_file()]
    if not films:
        raise InputError(f"The folder {str(folder)!r} has no film ({', '.join(FILMS)}), nor has a folder in it.")
    if len(films) > MOST:
        raise InputError(f"The folder {str(folder)!r} has {len(films)} films; measure {MOST} at most at once.")
    return [_asked(film, by_sound=by_sound) for film in films]


def _asked(film: Path, *, by_sound: bool) -> Asked:
    timeline, text = film.with_suffix(".json"), film.with_suffix(".txt")
    photos = [film.with_suffix(ending) for ending in PHOTOS]
    return Asked(
        film,
        timeline if not by_sound and timeline.is_file() and is_timeline(timeline) else None,
        text if text.is_file() else None,
        next((photo for photo in photos if photo.is_file()), None),
    )


def _film(found: Measured, folder: Path) -> Film:
    place, report = found.asked.film, found.report
    system = (place.parent if place.parent != folder else folder.absolute()).name
    name = str(place.relative_to(folder))
    if not report:
        return Film(name, system, found.by, fault=found.fault)
    rows, details = {row["id"]: row["value"] for row in report["rows"]}, report["details"]
    figures: dict[str, float | None] = {key: rows[row].get(figure) for key, (row, figure) in _FIGURES.items()}
    for key, path in _DETAILS.items():
        value = details
        for step in path:
            value = value[step]
        figures[key] = value
    figures |= {name: details["theval"][name] for name in _THEVAL}
    tokens = {kind: (met, count) for kind, (met, count) in (details["tokens"] or {}).items()}
    seen = report["frames"], report["faces_found"]
    return Film(name, system, found.by, details["seconds"], *seen, tokens, figures, found.fault)


def _system(name: str, films: Sequence[Film]) -> System:
    good = [film for film in films if film.is_measured]
    kinds = {film.by for film in good}
    tokens: dict[str, tuple[int, int]] = {}
    for kind in KINDS:
        pairs = [film.tokens[kind] for film in good if kind in film.tokens]
        tokens[kind] = sum(met for met, _ in pairs), sum(count for _, count in pairs)
    figures = {key: _mean(good, key) for key in (*_FIGURES, *_DETAILS, *_THEVAL)}
    figures["lag_ms"] = _mean(good, "lag_ms", abs)
    by = next(iter(kinds)) if len(kinds) == 1 else "mixed" if kinds else "nothing"
    return System(name, len(good), len(films) - len(good), by, tokens, figures, score_of(figures))


def _mean(films: Sequence[Film], key: str, of: Callable[[float], float] = float) -> float | None:
    values = [of(value) for film in films if (value := film.figures.get(key)) is not None]
    return fmean(values) if values else None

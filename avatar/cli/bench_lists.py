"""Lists that `avatar bench` is given: of portraits, languages, speeds, sizes, numbers and lengths of films."""

from __future__ import annotations

from avatar.bench.matrix import Matrix
from avatar.errors import InputError

_MOST_CLIPS, _LONGEST = 64, 14_400
"""at once; and seconds of one film"""


def read_matrix(portraits: str, languages: str, speeds: str, sizes: str, seconds: float) -> Matrix:
    """Read what is asked for. Raise `InputError` for a list that is empty or cannot be read."""
    from avatar.film import parse_size

    return Matrix(
        portraits=parts(portraits),
        languages=parts(languages),
        speeds=tuple(number(part, "speed") for part in parts(speeds)),
        sizes=tuple(parse_size(part) for part in parts(sizes)),
        seconds=seconds,
    )


def parts(text: str) -> tuple[str, ...]:
    """Take a list with commas apart."""
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


def each(given: list[str] | None) -> tuple[str, ...]:
    """Take what was given one by one or in a list with commas."""
    return tuple(part for text in given or () for part in parts(text))


def shapes(sizes: str) -> list[tuple[int, int]]:
    """Read sizes of films. Raise `InputError` for one that cannot be filmed, before any time is taken."""
    from avatar.film import parse_size
    from avatar.settings import FilmSettings

    films = [FilmSettings(*parse_size(part)) for part in parts(sizes)]
    return [(film.width, film.height) for film in films]


def number(text: str, what: str) -> float:
    """Read a number. Raise `InputError` by its name, `what`, where it is none."""
    try:
        return float(text)
    except ValueError:
        raise InputError(f"The {what} {text!r} is not a number; write it like 1.5.") from None


def count(text: str) -> int:
    """Read how many at once. Raise `InputError` where nobody makes so many."""
    if not (text.isdecimal() and 1 <= int(text) <= _MOST_CLIPS):
        raise InputError(f"The number of clips {text!r} is out of range; choose one from 1 to {_MOST_CLIPS}.")
    return int(text)


def length(text: str) -> float:
    """Read the length of a film, s. Raise `InputError` where no film is so long or short."""
    seconds = number(text, "length")
    if not 1 <= seconds <= _LONGEST:
        raise InputError(f"The length {text!r} is out of range; choose one from 1 to {_LONGEST} s.")
    return seconds

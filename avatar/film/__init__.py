"""Frames and sound become an MP4 that is whole or absent."""

from avatar.film.fragments import fetched
from avatar.film.output import check_output
from avatar.film.probe import FilmFacts, probe
from avatar.film.shape import even_size, parse_fps, parse_size
from avatar.film.write import FilmWriter, write_film

__all__ = [
    "FilmFacts",
    "FilmWriter",
    "check_output",
    "even_size",
    "fetched",
    "parse_fps",
    "parse_size",
    "probe",
    "write_film",
]

"""Frames and sound become a film that is whole or absent."""

from avatar.film.encoders import EncoderState, encoder_states
from avatar.film.formats import check_fragments, choose_codec, usual_ending
from avatar.film.fragments import fetched
from avatar.film.output import check_output
from avatar.film.probe import FilmFacts, probe
from avatar.film.shape import even_size, parse_fps, parse_size, preview_shape
from avatar.film.track import check_track
from avatar.film.write import FilmWriter

__all__ = [
    "EncoderState",
    "FilmFacts",
    "FilmWriter",
    "check_fragments",
    "check_output",
    "check_track",
    "choose_codec",
    "encoder_states",
    "even_size",
    "fetched",
    "parse_fps",
    "parse_size",
    "preview_shape",
    "probe",
    "usual_ending",
]

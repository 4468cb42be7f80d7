"""What is said in a video, written down: with another face somebody else seems to say it, so it is judged again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.clip.driven import require_read
from avatar.clip.lending import loans
from avatar.errors import InputError, RefusedError, VoiceError
from avatar.ledger.audit import text_sha256
from avatar.speech.voices import find_voice, voice_folders
from avatar.text import read, unmarked

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.data import Utterance
    from avatar.marks.registry.facts import Facts
    from avatar.runtime.watch import Watch
    from avatar.settings import TextSettings
    from avatar.swapping.video import Video


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, by whom."""

    text: str
    """as it was written; "" where nothing is heard"""
    said: tuple[Utterance, ...] = ()
    """what is said, in order"""
    voices: tuple[str, ...] = ()
    """names of those who are heard"""
    lent: tuple[Loan, ...] = ()
    """those of the voices that are somebody's"""

    @property
    def is_silent(self) -> bool:
        """Nothing is heard."""
        return not self.text


def find_words(  # noqa: PLR0913 - which video, what is known of it, and how a text is read
    video: Video, made: Facts | None, text: str, settings: TextSettings, home: Path, watch: Watch, *, mute: bool
) -> Words:
    """Find out what is said in a video: what somebody has written down, or what stands beside a film made here.

    Raise `RefusedError` where nobody has, or something else is heard.
    """
    if mute or not video.film.has_sound or (made is not None and not made.text_sha256):
        if text.strip():
            raise InputError(f"Nothing is heard in {video.name!r}, so its text is of no use; leave it out.")
        return Words("")
    if made is not None:
        return _as_made(video, made, text, settings, home)
    if not text.strip():
        raise RefusedError(
            f"Nobody has written down what is said in {video.name!r}, so nobody could judge it; give it as the text "
            "(or with --file), or leave the sound out with --mute."
        )
    said = tuple(read(text, settings))
    _require_heard(video, said, watch)
    return Words(text, said, (f"recording:{video.film.sha256[:16]}",))


def _as_made(video: Video, made: Facts, text: str, settings: TextSettings, home: Path) -> Words:
    known = text or _beside(video.film.path)
    if not known.strip() or text_sha256(unmarked(known)) != made.text_sha256:
        raise RefusedError(
            f"What is said in {video.name!r} is not known, as its timeline does not lie beside it any more, or is of "
            "another film; give the text that it was made of, or leave the sound out with --mute."
        )
    return Words(known, tuple(read(known, settings)), made.voices, _lent(made.voices, video, home))


def _beside(film: Path) -> str:
    """Give the text of the timeline beside a film; "" where there is none."""
    place = film.with_suffix(".json")
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    text = told.get("text") if isinstance(told, dict) else None
    return text if isinstance(text, str) else ""


def _lent(voices: tuple[str, ...], video: Video, home: Path) -> tuple[Loan, ...]:
    """Give those of the voices that are somebody's, who has to allow it again."""
    folders = voice_folders(home)
    try:
        return loans([find_voice(each, folders) for each in voices if not each.startswith("recording:")])
    except VoiceError as fault:
        raise RefusedError(
            f"A voice that is heard in {video.name!r} is not here any more, so nobody knows whose it is ({fault}) "
            "Leave the sound out with --mute."
        ) from fault


def _require_heard(video: Video, said: tuple[Utterance, ...], watch: Watch) -> None:
    from avatar.speech.recording.listen import listen
    from avatar.speech.recording.reading import open_recording

    require_read(listen(open_recording(video.film.path), said, watch))

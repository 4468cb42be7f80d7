"""What is said, as subtitles beside a film: SubRip, and WebVTT in which each word is told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.score.text import letters, spoken_text
from avatar.subtitles import captions, srt, vtt

if TYPE_CHECKING:
    from avatar.score.score import Score
    from avatar.subtitles import Caption


def write_srt(score: Score) -> str:
    """Write the text at the times of its words; where it says something else than they do, the words alone."""
    return srt(_captions(score))


def write_vtt(score: Score) -> str:
    """Write the same as WebVTT."""
    return vtt(_captions(score))


def _captions(score: Score) -> tuple[Caption, ...]:
    said = spoken_text(score)
    text = score.text if letters(score.text) == letters(said) else said
    return captions(text, score.words, score.language or "und", until=score.seconds)

"""What comes out where nobody is shown: a sound file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recording:
    """A finished sound file."""

    audio: str
    """path"""
    seconds: float
    """length with its audible label, s"""
    label: str
    """what the audible label says"""
    voices: tuple[str, ...]
    """names of those who speak, in the order of their first words"""
    content_id: str
    """32 hex digits that name this sound"""
    wall_s: float
    """time from call to finished file, s"""
    stages: dict[str, float] = field(default_factory=dict)
    """time spent in each stage, s"""
    warnings: tuple[str, ...] = ()
    """sentences"""
    subtitles: tuple[str, ...] = ()
    """paths of the files with subtitles"""

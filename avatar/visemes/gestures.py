"""Turn phones into timed articulations: diphthongs and Mandarin finals become several, silences become rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.visemes.features import SILENCE, Sound
from avatar.visemes.looks import seen_sounds
from avatar.visemes.targets import Target, class_of, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.data import Phone

REST_AFTER = 0.25
"""A silence longer than this closes the mouth, s; a shorter one is part of speaking."""

# How much of a phone each of its parts takes, before they are scaled to fill it: nucleus against off-glide is 60/40
# (Rhubarb Lip Sync), on-glides and codas are brief.
_NUCLEUS, _OFF_GLIDE, _ON_GLIDE, _CODA = 1.0, 0.66, 0.55, 0.5


@dataclass(frozen=True, slots=True)
class Gesture:
    """One articulation in time."""

    sound: Sound
    target: Target
    start: float
    """s"""
    end: float
    """s"""
    stress: int = 0
    """0 none, 1 secondary, 2 primary"""
    phone_seconds: float = 0.0
    """s, length of the phone that it is a part of"""

    @property
    def seconds(self) -> float:
        """Length, s."""
        return self.end - self.start

    @property
    def is_rest(self) -> bool:
        """Tell whether the mouth rests here."""
        return self.sound.manner == "silence"


def gestures_of(phones: Sequence[Phone], seconds: float) -> list[Gesture]:
    """List the articulations of `phones` in order, with a rest wherever nothing is said for `REST_AFTER` s."""
    spoken = [phone for phone in phones if class_of(seen_sounds(phone)[0]) != "silence"]
    gestures: list[Gesture] = []
    clock = 0.0
    for phone in spoken:
        gestures += _rest(clock, phone.start, is_edge=not gestures)
        gestures += _parts(phone)
        clock = max(clock, phone.end)
    return [*gestures, *_rest(clock, seconds, is_edge=True)]


def _rest(start: float, end: float, *, is_edge: bool) -> Iterator[Gesture]:
    # At the ends of the clip any silence is a rest: there is nothing beyond it to stay open for.
    if end - start > (1e-6 if is_edge else REST_AFTER):
        yield Gesture(SILENCE, target_of(SILENCE), start, end)


def _parts(phone: Phone) -> Iterator[Gesture]:
    sounds = seen_sounds(phone)
    shares = _shares(sounds)
    whole = sum(shares)
    start = phone.start
    for sound, share in zip(sounds, shares, strict=True):
        end = start + (phone.end - phone.start) * share / whole
        yield Gesture(sound, target_of(sound), start, end, phone.stress, phone.end - phone.start)
        start = end


def _shares(sounds: tuple[Sound, ...]) -> list[float]:
    """Weigh the parts of a phone: the most open syllabic vowel is its nucleus."""
    vowels = [index for index, sound in enumerate(sounds) if sound.is_vowel]
    if not vowels:
        return [1.0] * len(sounds)
    nucleus = max(vowels, key=lambda index: (sounds[index].syllabic, sounds[index].height, -index))
    shares = []
    for index, sound in enumerate(sounds):
        if index == nucleus:
            shares.append(_NUCLEUS)
        elif not sound.is_vowel:
            shares.append(_CODA)
        else:
            shares.append(_ON_GLIDE if index < nucleus else _OFF_GLIDE)
    return shares

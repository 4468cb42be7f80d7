"""When everything in a scene happens, once it is known what is said when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from avatar.data.scene import Bullets, Slides

if TYPE_CHECKING:
    from avatar.data.scene import Layer, Moment, Scene
    from avatar.finish.scene.spoken import Spoken

NEVER = float("inf")
"""s: it does not happen"""


@dataclass(frozen=True, slots=True)
class Cued:
    """When one layer is seen, in s of the film."""

    start: float
    """`NEVER`: it is not seen at all"""
    end: float = NEVER
    """when it begins to go"""
    steps: tuple[float, ...] = ()
    """when each bullet or slide comes"""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When everything happens."""

    seconds: float
    """of the film"""
    layers: tuple[Cued, ...]
    """one per layer of the scene"""
    chapters: tuple[float, ...] = ()
    """when each begins, s"""


def scheduled(scene: Scene, spoken: Spoken) -> Schedule:
    """Settle a scene for what is said."""
    cued = tuple(_layer(each, spoken) for each in scene.layers)
    chapters = (when(chapter.at, spoken) for chapter in scene.chapters)
    return Schedule(spoken.seconds, cued, tuple(NEVER if each is None else max(each, 0.0) for each in chapters))


def when(moment: Moment, spoken: Spoken) -> float | None:
    """Give the time of a moment, s of the film; None where what it waits for never comes."""
    base = _base(moment, spoken)
    return None if base is None else base + moment.offset


def _base(moment: Moment, spoken: Spoken) -> float | None:
    if moment.anchor == "word":
        return spoken.find(moment.words)
    if moment.anchor == "sentence":
        index = min(max(int(moment.number), 1), len(spoken.sentences)) - 1
        return spoken.sentences[index].start if spoken.sentences else None
    times = {
        "time": moment.number,
        "end": spoken.seconds,
        "speech": spoken.start,
        "speech end": spoken.end,
        "share": moment.number * spoken.seconds,
    }
    return times[moment.anchor]


def _layer(layer: Layer, spoken: Spoken) -> Cued:
    start = 0.0 if layer.start is None else when(layer.start, spoken)
    end = NEVER if layer.end is None else when(layer.end, spoken)
    if start is None:
        return Cued(NEVER)
    last = NEVER if end is None else end
    if isinstance(layer.content, Bullets):
        return Cued(start, last, _bullets(layer.content, spoken, start))
    if isinstance(layer.content, Slides):
        return Cued(start, last, _slides(layer.content, spoken, start, min(last, spoken.seconds)))
    return Cued(start, last)


def _bullets(bullets: Bullets, spoken: Spoken, start: float) -> tuple[float, ...]:
    """Give when each bullet is spoken: none before the one above it, and what is not found between its neighbours."""
    times: list[float | None] = []
    after = start
    for item in bullets.items:
        time = when(item.at, spoken) if item.at else spoken.find(item.cue or item.text, after)
        if time is None and not item.at:
            sentence = spoken.likest(item.cue or item.text, after)
            time = sentence.start if sentence else None
        times.append(None if time is None else max(time, after))
        after = after if time is None else max(time, after) + 1e-3
    return _filled(times, max(start, spoken.start), spoken.end)


def _filled(times: list[float | None], start: float, end: float) -> tuple[float, ...]:
    """Deal what has no time evenly over what is between its neighbours."""
    known = [(-1, start), *((index, time) for index, time in enumerate(times) if time is not None), (len(times), end)]
    filled = list(times)
    for (first, begin), (last, stop) in pairwise(known):
        # Before the first known one, the first of all comes at once; elsewhere none shares a neighbour's time.
        steps = last - first - (first < 0)
        for index in range(first + 1, last):
            filled[index] = begin + (stop - begin) * (index - first - (first < 0)) / max(steps, 1)
    return tuple(each for each in filled if each is not None)


def _slides(slides: Slides, spoken: Spoken, start: float, end: float) -> tuple[float, ...]:
    count = len(slides.sources)
    if any(source.at for source in slides.sources):
        moments = [when(source.at, spoken) if source.at else start for source in slides.sources]
        return tuple(NEVER if each is None else max(each, start) for each in moments)
    if slides.every > 0:
        return tuple(start + index * slides.every for index in range(count))
    if slides.change == "sentences" and spoken.sentences:
        times = [start, *[each.start for each in spoken.sentences if each.start >= start - 1e-6][1:count]]
        return (*times, *[NEVER] * (count - len(times)))
    return tuple(start + (end - start) * index / max(count, 1) for index in range(count))

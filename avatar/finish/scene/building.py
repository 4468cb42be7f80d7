"""Make the pieces of a scene: layer by layer, each drawn as far as it stands still."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from avatar.data.scene import (
    Bullets,
    Fill,
    Film,
    LowerThird,
    Move,
    Panel,
    Person,
    Picture,
    Progress,
    Slides,
    Text,
)
from avatar.finish.scene.bullets import bullets
from avatar.finish.scene.lower_third import lower_third
from avatar.finish.scene.moving import Actor, Bar, Screen
from avatar.finish.scene.painting import Place, panel
from avatar.finish.scene.pictures import around, picture, rounded
from avatar.finish.scene.pieces import Still, Timing
from avatar.finish.scene.schedule import NEVER, Cued, Schedule
from avatar.finish.scene.texts import fitted, fonts_for, text_sprite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data.scene import Layer, Scene
    from avatar.finish.scene.pieces import Piece
    from avatar.finish.scene.sprites import Sprite

_TICK = 0.004
"""of the shorter side, that a bar is cut where a chapter begins"""

_GROUNDS = (Panel, Picture, Film, Slides, Person)
"""what may lie behind somebody and light them, and they themselves"""


class Pieces:
    """Make the pieces of one scene on a canvas of `size` = (width, height) px. What is drawn once serves all films."""

    def __init__(self, scene: Scene, size: tuple[int, int]) -> None:
        self.scene, self.size = scene, size
        self._drawn: dict[object, tuple[Sprite, ...]] = {}

    def of(self, schedule: Schedule) -> list[Piece]:
        """Give them all, from back to front."""
        layers = zip(self.scene.layers, schedule.layers, strict=True)
        return [piece for layer, cued in layers if cued.start < NEVER for piece in self._of(layer, cued, schedule)]

    def behind(self) -> list[Piece]:
        """Give what lies behind the person from the start, as it rests; nothing where nobody is seen."""
        found = list["Piece"]()
        for layer in self.scene.layers:
            if not isinstance(layer.content, _GROUNDS) or layer.start is not None:
                continue
            steps = (0.0, *(NEVER,) * len(layer.content.sources[1:])) if isinstance(layer.content, Slides) else ()
            for piece in self._of(replace(layer, enter=Move()), Cued(0.0, NEVER, steps), Schedule(0.0, (), ())):
                if isinstance(piece, Actor):
                    return found
                found.append(piece)
        return []

    def _of(self, layer: Layer, cued: Cued, schedule: Schedule) -> Iterator[Piece]:
        content, place = layer.content, Place.of(layer.box, self.size)
        timing = Timing(cued.start, cued.end, layer.enter, layer.exit, layer.opacity)
        if isinstance(content, Person):
            yield from self._person(content, place, timing)
        elif isinstance(content, Film):
            yield from self._film(content, place, timing)
        elif isinstance(content, Progress):
            yield from self._progress(content, place, timing, schedule)
        elif isinstance(content, Slides):
            yield from self._slides(content, place, timing, cued)
        elif isinstance(content, Bullets):
            yield from self._bullets(content, place, timing, cued)
        else:
            yield from (self._still(each, timing) for each in self._sprites(layer, content, place))

    def _sprites(self, layer: Layer, content: Panel | Picture | Text | LowerThird, place: Place) -> tuple[Sprite, ...]:
        if layer not in self._drawn:
            self._drawn[layer] = (self._painted(content, place),)
        return self._drawn[layer]

    def _painted(self, content: Panel | Picture | Text | LowerThird, place: Place) -> Sprite:
        if isinstance(content, Panel):
            return panel(place, content.fill, content.radius, content.border, content.shadow)
        if isinstance(content, Picture):
            return picture(content.source.path, place, content.framed)
        if isinstance(content, LowerThird):
            return lower_third(content, place, self.scene.language)
        fonts = fonts_for(content.text, content.letters, self.scene.language)
        return text_sprite(fitted(content.text, content.letters, place, fonts), content.letters, place, fonts)

    def _still(self, sprite: Sprite, timing: Timing) -> Still:
        return Still(sprite, timing, float(min(self.size)))

    def _person(self, person: Person, place: Place, timing: Timing) -> Iterator[Piece]:
        frame, radius = rounded(place, person.radius, is_round=person.is_round)
        over = None
        has_frame = person.background != "cutout" or person.fill is not None
        if has_frame and (person.shadow or person.border):
            under, over = around(frame, radius, person.border, person.shadow)
            yield self._still(under, timing)
        if person.fill is not None:
            yield self._still(panel(frame, person.fill, radius, None, None), timing)
        yield Actor(person, place, timing)
        if over is not None:
            yield self._still(over, timing)

    def _film(self, film: Film, place: Place, timing: Timing) -> Iterator[Piece]:
        framed = film.framed
        frame, radius = rounded(place, framed.radius, is_round=framed.is_round)
        under, over = around(frame, radius, framed.border, framed.shadow)
        if framed.shadow:
            yield self._still(under, timing)
        yield Screen(film, place, timing)
        if over is not None:
            yield self._still(over, timing)

    def _progress(self, bar: Progress, place: Place, timing: Timing, schedule: Schedule) -> Iterator[Piece]:
        yield self._still(panel(place, Fill((bar.track,)), bar.radius, None, None), timing)
        full = panel(place, bar.fill, bar.radius, None, None)
        yield Bar(full, schedule.seconds, timing, is_mirrored=bar.is_mirrored)
        for start in schedule.chapters if bar.has_ticks else ():
            share = start / max(schedule.seconds, 1e-6)
            if 0.0 < share < 1.0:
                wide = _TICK * place.unit
                left = place.left + (1 - share if bar.is_mirrored else share) * place.width
                cut = replace(place, left=left - wide / 2, width=wide)
                yield self._still(panel(cut, Fill(((255, 255, 255, 0.9),)), 0.0, None, None), timing)

    def _slides(self, slides: Slides, place: Place, timing: Timing, cued: Cued) -> Iterator[Piece]:
        starts = [(start, source) for start, source in zip(cued.steps, slides.sources, strict=True) if start < NEVER]
        ends = [following for (_, _), (following, _) in pairwise(starts)]
        fade = Move("fade", slides.fade, easing="both")
        is_whole = slides.framed.fit == "cover"
        for index, (start, source) in enumerate(starts):
            key = (slides.framed, source.path, place)
            if key not in self._drawn:
                self._drawn[key] = (picture(source.path, place, slides.framed),)
            enter = timing.enter if index == 0 else fade
            leave, end = timing.leave, timing.end
            if index < len(ends) and ends[index] < end:  # the one below stays until the next covers it
                leave, end = (Move(), ends[index] + slides.fade) if is_whole else (fade, ends[index])
            if start < timing.end:
                own = replace(timing, start=start, end=end, enter=enter, leave=leave)
                yield self._still(self._drawn[key][0], own)

    def _bullets(self, content: Bullets, place: Place, timing: Timing, cued: Cued) -> Iterator[Piece]:
        key = (content, place)
        if key not in self._drawn:
            self._drawn[key] = bullets(content, place, self.scene.language)
        steps = cued.steps
        for index, (sprite, start) in enumerate(zip(self._drawn[key], steps, strict=True)):
            dims = steps[index + 1] if content.dim and index + 1 < len(steps) else NEVER
            yield self._still(sprite, replace(timing, start=start, dims=dims, dim=content.dim))

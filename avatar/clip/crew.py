"""Those who make the pictures of one clip, each loaded by its name once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar import backends
from avatar.clip.bettering import afterwards, bettered
from avatar.data import MotionTrack
from avatar.data.names import MOTION_NAMES
from avatar.errors import InputError
from avatar.finish.label import LabelFilter
from avatar.motion import NaturalMover
from avatar.portrait.choosing import computed_on, find
from avatar.stages import NetworkRenderer
from avatar.visemes import ArticulatoryShaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.request import ClipRequest
    from avatar.clip.subtitling import Subtitling
    from avatar.data import Frame, LipTrack, Pictures, Portrait, Speech
    from avatar.data.network import NetworkFacts
    from avatar.finish.scene import Schedule
    from avatar.finish.scene.stage import Stage
    from avatar.finish.subtitles.burn import Typesetter
    from avatar.marks.watermark import Marker
    from avatar.runtime.folders import Home
    from avatar.settings import FilmSettings, MotionSettings
    from avatar.stages import Cutter, FrameFilter, Mover, Renderer, Shaper
    from avatar.subtitles import Caption

    Draw = Callable[[Portrait, MotionTrack, tuple[int, int], int], Iterator[Frame]]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who shapes the lips, moves the head, draws the pictures, and puts on background and label."""

    shaper: Shaper
    mover: Mover
    draw: Draw
    """the renderer's way to draw, before what is seen behind; it is told the index of the first frame in the film"""
    filters: tuple[FrameFilter, ...]
    """what is done to each picture, in this order; the last is the label"""
    typesetter: Typesetter | None = None
    """who burns captions in, before the label is laid over all"""
    stage: Stage | None = None
    """who puts the person into a scene, before all that; None: the person fills the film"""
    networks: tuple[NetworkFacts, ...] = ()
    """that somebody added and that the clip is made with: in its pictures, or when the photo was taken apart"""
    device: str = "cpu"
    """where networks that somebody named compute: cuda if one does, else cpu"""

    def with_networks(self, networks: tuple[NetworkFacts, ...]) -> Crew:
        """Give the same people, and networks that took part before them."""
        return replace(self, networks=(*networks, *self.networks)) if networks else self

    def move(
        self, lips: LipTrack, speech: Speech, fps: Fraction, seed: int, names: tuple[str, str, bool]
    ) -> MotionTrack:
        """Move the whole head through a passage, from the poise that the one before ends in.

        `names` are those of the passage before ("" for none) and of the passage itself, and whether it is the last.
        """
        before, name, is_last = names
        start = self.mover.poise(_dice(seed, before, 1)) if before else None
        end = None if is_last else self.mover.poise(_dice(seed, name, 1))
        return self.mover.move(lips, speech, fps, _dice(seed, name), start, end)

    def get_ready(self, portrait: Portrait, fps: Fraction, size: tuple[int, int]) -> None:
        """Let the renderer set up what it needs for a portrait at this size, by asking for no frame at all."""
        nothing = MotionTrack.from_rows(fps, np.zeros((0, len(MOTION_NAMES)), np.float32))
        deque(self.draw(portrait, nothing, size, 0), maxlen=0)

    def act(
        self, speech: Speech, fps: Fraction, seed: int, names: tuple[str, str, bool]
    ) -> tuple[LipTrack, MotionTrack]:
        """Shape the lips of a passage and move the head with them; `names` are those of `move`."""
        lips = self.shaper.shape(speech.phones, speech.seconds)
        return lips, self.move(lips, speech, fps, seed, names)

    def pictures(  # noqa: PLR0913 - who moves how, where in the film, and what is laid over it
        self,
        portrait: Portrait,
        motion: MotionTrack,
        size: tuple[int, int],
        first: int,
        captions: Sequence[Caption] = (),
        schedule: Schedule | None = None,
    ) -> Iterator[Frame]:
        """Yield the labelled frames of a motion, of which the first has the index `first` in the film.

        `captions`, with times of the film, are burned in where somebody burns them; a scene is played by its schedule.
        """
        from avatar.finish import chain

        drawn = (
            replace(frame, index=first + frame.index, time=float((first + frame.index) / motion.fps))
            for frame in self.draw(portrait, motion, size, first)
        )
        filters = self.filters
        if self.typesetter is not None:
            from avatar.finish.subtitles.burn import Burner

            filters = (*filters[:-1], Burner(captions, self.typesetter, motion.fps), *filters[-1:])
        if self.stage is not None and schedule is not None:
            filters = (self.stage.filter(schedule), *filters)
        yield from chain(filters, drawn)


def renderer_of(request: ClipRequest, home: Home) -> Renderer:
    """Find who draws, and with which network, without loading that.

    Raise `NotInstalledError` for what is not here, `InputError` for a network that it has no use for.
    """
    renderer: Renderer = backends.load("reenact", request.renderer)()
    if isinstance(renderer, NetworkRenderer):
        renderer.equip(home, request.network, request.settings.portrait.device)
    elif request.network is not None:
        raise InputError(
            f"The renderer {request.renderer!r} draws without a network; leave {request.network!r} out, or choose "
            "--renderer fomm or liveportrait."
        )
    return renderer


def cutter_of(request: ClipRequest, home: Home) -> tuple[ClipRequest, tuple[NetworkFacts, ...]]:
    """Find the network that is to cut the person out, if one was named: give the request that says where, and it.

    Raise `NotInstalledError` or `InputError` where it is not here, or is for something else.
    """
    portrait = request.settings.portrait
    if portrait.matting is None:
        return request, ()
    matting, facts = find(portrait.matting, "matting", home)
    portrait = replace(portrait, matting=matting)
    return replace(request, settings=replace(request.settings, portrait=portrait)), (facts,) if facts else ()


def gather(
    request: ClipRequest,
    label_language: str,
    renderer: Renderer,
    subtitles: Subtitling | None = None,
    detecting: tuple[NetworkFacts, ...] = (),
) -> Crew:
    """Load who works on a clip, whose photo was measured by the networks `detecting`.

    Raise `InputError` if the renderer cannot do what the background needs.
    """
    settings, film = request.settings, request.settings.film
    size = film.width, film.height
    places = {computed_on(settings.portrait)}
    if isinstance(renderer, NetworkRenderer):
        renderer.load()
        places.add(renderer.computes_on())
    filters = (*afterwards(renderer, settings), _label(request, label_language))
    renderer = bettered(renderer, request)
    stage = None
    if request.scene is not None:
        from avatar.finish.scene.stage import Stage

        stage = Stage(request.scene, size, film.fps)
    return Crew(
        ArticulatoryShaper(settings.lips),
        NaturalMover(settings.motion),
        _drawing(renderer, request) if stage is None else _drawing_into(stage, renderer, request),
        filters,
        subtitles.typesetter() if subtitles else None,
        stage,
        (*networks_of(renderer, *filters), *detecting),
        "cuda" if "cuda" in places else "cpu",
    )


def helped(crew: Crew, networks: Sequence[NetworkFacts]) -> Crew:
    """Give the same people, whose pictures these networks bettered too, or the portrait that they show."""
    return replace(crew, networks=tuple(dict.fromkeys((*crew.networks, *networks))))


def networks_of(*workers: object) -> tuple[NetworkFacts, ...]:
    """Collect what those tell who are `stages.Networked`, each network once."""
    return tuple(dict.fromkeys(network for worker in workers for network in getattr(worker, "networks", ())))


def bound_by(networks: Sequence[NetworkFacts]) -> tuple[str, ...]:
    """Say of each network with a licence that binds what it asks of the clip."""
    return tuple(
        f"The network {each.name!r} took part, whose licence is {each.licence or 'not known'!r} ({each.terms}); the "
        "clip's record says so."
        for each in networks
        if each.binds
    )


def _label(request: ClipRequest, language: str) -> LabelFilter:
    film, scene = request.settings.film, request.scene
    return LabelFilter(language, (film.width, film.height), scene.label if scene else "bottom right")


def unblinking(crew: Crew, settings: MotionSettings) -> Crew:
    """Give the same people, of whom nobody blinks but where a cue asks for it."""
    return replace(crew, mover=NaturalMover(replace(settings, blink=0.0)))


def unlabelled(crew: Crew) -> Crew:
    """Give the same people without the label, for who puts a label on every picture that is given away."""
    return replace(crew, filters=(*crew.filters[:-1], _Unlabelled()))


class _Unlabelled:
    """Stand where the label stands, and leave the pictures as they are."""

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        yield from frames


def watermarked(frames: Iterator[Frame], marker: Marker, first: int) -> Iterator[Frame]:
    """Mark frames in place, the first of which has the index `first` in the film; transparency stays as it is."""
    for frame in frames:
        _mark(marker, frame.image, frame.index - first)
        yield frame


def encoded(frames: Iterator[Frame], settings: FilmSettings, marker: Marker, first: int) -> Pictures:
    """Encode the frames of a passage as they are in its film, with its watermark; `first` is the first one's index."""
    from avatar.film.formats import keeps_luma, pixels_of
    from avatar.film.planes import Developer, luma_of
    from avatar.film.shot import ShotEncoder

    encoder, developer = ShotEncoder(settings), Developer((settings.width, settings.height), pixels_of(settings))
    if not keeps_luma(settings):
        frames = watermarked(frames, marker, first)
    for index, frame in enumerate(frames):
        picture = developer.develop(frame)
        if keeps_luma(settings):
            marker.mark_luma(luma_of(picture), index)
        encoder.add(picture)
    encoder.finish()
    return encoder.pictures()


def _drawing(renderer: Renderer, request: ClipRequest) -> Draw:
    """Give the renderer's way to draw before what was asked for."""
    background = request.settings.film.background
    if background.is_own:
        return lambda portrait, motion, size, _: renderer.render(portrait, motion, size)
    if not renderer.capabilities.cuts_out:
        raise InputError(
            f"The renderer {request.renderer!r} cannot take the person out of the background; "
            "choose --renderer mesh, or --background own."
        )
    from avatar.clip.setting import Setting

    return Setting(cast("Cutter", renderer), background, request.settings.light)


def _drawing_into(stage: Stage, renderer: Renderer, request: ClipRequest) -> Draw:
    """Give the renderer's way to draw the person of a scene, as large as the scene shows them."""
    cast_ = stage.casting
    if cast_ is None:
        return _nobody
    if cast_.background == "own":
        return lambda portrait, motion, _, __: renderer.render(portrait, motion, cast_.size)
    if not renderer.capabilities.cuts_out:
        raise InputError(
            f"The renderer {request.renderer!r} cannot take the person out of the background, as the scene needs; "
            "choose --renderer mesh, or a template that shows the portrait's own background."
        )
    from avatar.clip.setting import InScene, Setting
    from avatar.settings import BackgroundSettings

    cutter = cast("Cutter", renderer)
    if cast_.background == "cutout":
        drawing: Callable[[Portrait, MotionTrack, tuple[int, int]], Iterator[Frame]] = InScene(
            cutter, stage, request.settings.light
        )
    else:
        drawing = Setting(cutter, BackgroundSettings(cast_.background))
    return lambda portrait, motion, _, __: drawing(portrait, motion, cast_.size)


def _nobody(_portrait: Portrait, motion: MotionTrack, _size: tuple[int, int], _first: int) -> Iterator[Frame]:
    """Yield frames of a scene in which nobody is seen."""
    from avatar.data import Frame

    for index in range(len(motion)):
        yield Frame(np.zeros((2, 2, 3), np.uint8), index, float(index / motion.fps))


def _dice(seed: int, name: str, *more: int) -> np.random.Generator:
    """Give what is random in a passage, or after it: the same for the same name."""
    return np.random.default_rng([seed, int(name[:16], 16), *more])


def _mark(marker: Marker, image: NDArray[np.uint8], index: int) -> None:
    if image.shape[2] == 3:
        marker.mark(image, index)
        return
    colours = np.ascontiguousarray(image[..., :3])
    marker.mark(colours, index)
    image[..., :3] = colours

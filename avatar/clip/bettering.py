"""What is done to the pictures that a network paints: a face restored, flicker taken out, detail added.

The same networks give a portrait detail when it is taken apart, which is all that a renderer without a network needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from avatar.portrait.choosing import as_enrolled, find, idle
from avatar.settings import EMBEDDED

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from avatar.clip.request import ClipRequest
    from avatar.data import Portrait
    from avatar.data.network import NetworkFacts
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.folders import Home
    from avatar.settings import NetworkFile, PortraitSettings, Settings
    from avatar.stages import FrameFilter, Renderer, Repainter

_ALL = 1.0
"""of the flicker of a network's pictures is taken out, unless somebody says else"""
_EMBEDDED_SHARE = 0.5
"""of what the embedded network for films adds; all of it gives eyes and lips outlines"""
_SPARE = 1.25
"""times that a network's square may be stretched in the film before it gains detail: it fills most of the height"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The networks that somebody has named, found."""

    upscaler: NetworkFacts | None
    """what adds detail; None: the embedded one, or nobody"""
    restorer: NetworkFacts | None
    """what restores the face"""
    drew: tuple[NetworkFacts, ...] = ()
    """what drew the photo itself, an edited portrait's"""

    def taking_part(self, request: ClipRequest, portrait: Portrait) -> tuple[NetworkFacts, ...]:
        """Say which of them made something that is seen in the clip."""
        enlarges = portrait.scale > 1 or _magnified(request) > 1
        those = (self.restorer, self.upscaler if enlarges else None)
        return (*self.drew, *(each for each in those if each is not None))

    def told(self, request: ClipRequest, portrait: Portrait) -> tuple[str, ...]:
        """Say if an upscaler that was named had nothing to do."""
        if self.upscaler is None or self.upscaler in self.taking_part(request, portrait):
            return ()
        return (idle(self.upscaler.name, portrait.iod),)


def as_it_was(request: ClipRequest, card: PortraitCard | None) -> ClipRequest:
    """Let a request say what it leaves open of how the photo is taken apart: as it was enrolled, else as usual."""
    settled = as_enrolled(request.settings.portrait, card)
    return replace(request, settings=replace(request.settings, portrait=settled))


def chosen(request: ClipRequest, card: PortraitCard | None, home: Home) -> tuple[ClipRequest, Chosen]:
    """Find the networks that a request names, and let it name their files; `card` tells of the portrait.

    Raise as `neural.models.located` does for one that is not here.
    """
    request = as_it_was(request, card)
    settings = request.settings.portrait
    upscale, upscaler = find(settings.upscale, "upscale", home)
    restore, restorer = find(settings.restore, "restore", home)
    found = replace(settings, upscale=upscale, restore=restore)
    request = replace(request, settings=replace(request.settings, portrait=found))
    return request, Chosen(upscaler, restorer, card.networks if card else ())


def bettered(renderer: Renderer, request: ClipRequest) -> Renderer:
    """Give a renderer whose network's own pictures are bettered; one that has no network, as it is."""
    if not renderer.capabilities.repaints:
        return renderer
    settings = request.settings
    steady = settings.frames.steady
    on_the_way = (
        *_restoring(settings.portrait),
        *_steady(_ALL if steady is None else steady),
        *_enlarging(settings, renderer.capabilities.repaints),
    )
    return cast("Repainter", renderer).through(on_the_way)


def afterwards(renderer: Renderer, settings: Settings) -> tuple[FrameFilter, ...]:
    """Give what is done to whole frames of a renderer that has no network, because somebody asked for it."""
    if renderer.capabilities.repaints:
        return ()
    return _steady(settings.frames.steady or 0.0)


def _steady(strength: float) -> tuple[FrameFilter, ...]:
    if not strength:
        return ()
    from avatar.finish.steady import SteadyFilter

    return (SteadyFilter(strength),)


def _restoring(settings: PortraitSettings) -> tuple[FrameFilter, ...]:
    if settings.restore is None:
        return ()
    from avatar.finish.detail import RestoringFilter
    from avatar.neural.pictures.load import load_restorer

    asked = settings.restore
    return (RestoringFilter(load_restorer(asked.path, asked.name, asked.digest, settings.device), settings.kept_share),)


def _enlarging(settings: Settings, side: int) -> tuple[FrameFilter, ...]:
    by = magnification(settings, side)
    if by == 1:
        return ()
    from avatar.finish.detail import EnlargingFilter

    asked = settings.portrait.upscale
    if asked is None or asked.name == EMBEDDED:
        from avatar.neural.esrgan.embedded import enlarge_roughly

        return (EnlargingFilter(enlarge_roughly, by, _EMBEDDED_SHARE),)
    return (EnlargingFilter(_enlarger(asked, settings.portrait.device), by),)


def _enlarger(asked: NetworkFile, device: str) -> Callable[[NDArray[np.uint8]], NDArray[np.uint8]]:
    from avatar.neural.pictures.load import load_upscaler
    from avatar.neural.pictures.tiles import enlarged

    return partial(enlarged, load_upscaler(asked.path, asked.name, asked.digest, device))


def magnification(settings: Settings, side: int) -> int:
    """Say how many times a network's square of `side` px is enlarged for a film: 1, 2 or 4."""
    if not settings.portrait.adds_detail:
        return 1
    stretch = min(settings.film.width, settings.film.height) / (_SPARE * side)
    return settings.portrait.by or (1 if stretch <= 1 else 2 if stretch <= 2 else 4)


def _magnified(request: ClipRequest) -> int:
    from avatar import backends

    side = backends.load("reenact", request.renderer)().capabilities.repaints
    return magnification(request.settings, side) if side else 1

"""A job, planned: where its film goes, and a hash of everything that shapes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from avatar.campaign.job import Job
from avatar.campaign.preflight.scenes import without_places
from avatar.clip import timeline
from avatar.clip.naming import derive_key, shaping
from avatar.clip.voice_choice import FAST
from avatar.runtime.hashing import value_sha256
from avatar.speech.voices import find_voice, voice_folders

if TYPE_CHECKING:
    from avatar.campaign.preflight.people import Shown, Spoken
    from avatar.campaign.sheet.campaign import Campaign
    from avatar.campaign.sheet.variants import Variant
    from avatar.clip.request import ClipRequest
    from avatar.runtime.folders import Home
    from avatar.settings import NetworkFile

_DIGITS = 8
"""hex digits of the hash in a film's name"""


def planned(  # noqa: PLR0913 - all that a clip is made of
    campaign: Campaign,
    variant: Variant,
    shape: str,
    request: ClipRequest,
    people: tuple[Shown, Spoken],
    pins: dict[str, str],
    scene: dict[str, Any] | None,
    options: dict[str, Any],
) -> Job:
    """Make the job of one row in one language and shape; its name has the shape where there are several."""
    size = request.settings.film.width, request.settings.film.height
    named = derive_key(_shaping(campaign, variant, request, people, pins, scene))
    parts = [str(variant.row), variant.slug, *((shape,) if len(campaign.shapes) > 1 else ()), named[:_DIGITS]]
    return Job(
        campaign.name,
        variant.row,
        variant.language,
        variant.slug,
        shape,
        size,
        variant.text,
        variant.portrait,
        f"{variant.language}/{'-'.join(parts)}.mp4",
        named,
        variant.voice,
        scene,
        options,
        pins,
        dict(campaign.min_quality),
    )


def pins_of(voice: str | None, shown: Shown, template: str, home: Home) -> dict[str, str]:
    """Give the versions of portrait, template and voice, each 64 hex digits; a voice that nobody named has none."""
    pins = {"portrait": shown.file}
    if template:
        pins["template"] = template
    if voice and voice != FAST:
        pins["voice"] = value_sha256(find_voice(voice, voice_folders(home.data)).identity, str)
    return pins


def _shaping(  # noqa: PLR0913 - all that a clip is made of
    campaign: Campaign,
    variant: Variant,
    request: ClipRequest,
    people: tuple[Shown, Spoken],
    pins: dict[str, str],
    scene: dict[str, Any] | None,
) -> dict[str, object]:
    shown, spoken = people
    settings = replace(request.settings, portrait=request.settings.portrait.settled(shown.choice))
    return {
        "campaign": campaign.name,
        "text": variant.text,
        "language": variant.language,
        "portrait": shown.pixels,
        "voices": spoken.identity,
        "pins": pins,
        "scene": without_places(scene),
        "face": request.face,
        "renderer": request.renderer,
        "seed": request.seed,
        "settings": shaping(settings),
        "subtitles": request.settings.subtitles.kind,
        "min_quality": campaign.min_quality,
        "versions": timeline.versions(),
    } | _networks(request.network, settings.portrait.matting)


def _networks(network: str | None, matting: NetworkFile | None) -> dict[str, object]:
    """Write down the networks that were named, as they were."""
    named = {"network": network, "matting": matting.name if matting else ""}
    return {what: str(name) for what, name in named.items() if name}

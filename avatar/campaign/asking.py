"""A job as a request for a clip, and the versions that it was planned with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.clip.request import ClipRequest
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.campaign.job import Job
    from avatar.runtime.folders import Home

_SHOWN = 12
"""hex digits of a version in a sentence"""


def request_of(job: Job, seed: int | None = None) -> ClipRequest:
    """Give what is asked for of one clip; with a `seed`, another take of it. Raise `InputError` for what cannot be."""
    asked: dict[str, Any] = {"subtitles": "file", "language": job.language, **job.options}
    asked |= {"size": job.size, "voice": job.voice}
    if job.scene is not None:
        asked["scene"] = job.scene
    if seed is not None:
        asked["seed"] = seed
    return ClipRequest.from_options(job.text, job.portrait, None, **asked)


def pins_of(portrait: str, voice: str | None, home: Home) -> dict[str, str]:
    """Give the versions of portrait and voice as they are in a home, each 64 hex digits.

    Raise `PortraitError` or `VoiceError` for one that is not there.
    """
    from avatar.clip.voice_choice import FAST
    from avatar.portrait.store import PortraitStore
    from avatar.runtime.hashing import value_sha256
    from avatar.speech.voices import find_voice, voice_folders

    pins = {"portrait": PortraitStore(home=home.data).read(portrait).sha256}
    if voice and voice != FAST:
        pins["voice"] = value_sha256(find_voice(voice, voice_folders(home.data)).identity, str)
    return pins


def require_pins(job: Job, home: Home) -> None:
    """Raise `InputError` where a clip would be made of another portrait or voice than it was planned with."""
    if not job.pins.keys() & {"portrait", "voice"}:
        return
    changed = _changed(job.pins, pins_of(job.portrait, job.voice, home))
    if changed:
        raise InputError(
            f"Row {job.row} was planned with another version of its {' and '.join(changed)} than is here; "
            "bring that version back, or plan the campaign anew."
        )


def _changed(planned: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    return [
        f"{name} ({planned[name][:_SHOWN]}, here {version[:_SHOWN]})"
        for name, version in found.items()
        if planned.get(name, version) != version
    ]

"""What is asked of a stream on the air, and how it begins."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from avatar.clip.request import DEFAULT_PORTRAIT, OF_FILES, ClipRequest
from avatar.errors import InputError
from avatar.live import Stream, set_stage
from avatar.onair.outlets import Camera, Muxed, Speakers
from avatar.onair.sending import Sender
from avatar.onair.station import Station
from avatar.onair.targets import read_sound, read_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from typing_extensions import Unpack

    from avatar.clip.options import FilmOptions
    from avatar.onair.targets import SoundTarget, Target
    from avatar.runtime.folders import Home

SIZE = "1280x720"
"""that is drawn where nobody asks for another: what calls and servers are used to"""
_LEAD_IN, _LEAD_OUT = 0.12, 0.5
"""s of silence around a text"""
_CRF = 21


def asked(
    targets: Sequence[Target], portrait: str | Path = DEFAULT_PORTRAIT, **options: Unpack[FilmOptions]
) -> ClipRequest:
    """Make a request of what somebody asks for; what is None is as usual. Raise `InputError` for what cannot be."""
    wanted: dict[str, Any] = {name: value for name, value in dict(options).items() if value is not None}
    for name in OF_FILES:
        if name in wanted:
            raise InputError(f"A stream has no use for {name}; leave it out.")
    wanted.setdefault("size", SIZE)
    channels = {target.channel for target in targets}
    wanted.setdefault("channel", next(each for each in ("broadcast", "live", "file") if each in channels))
    request = ClipRequest.from_options("", portrait, codec="h264", **wanted)
    settings = request.settings
    if settings.film.background.is_transparent:
        raise InputError("A stream shows no transparency; name a background that can be keyed: --background green.")
    motion = replace(settings.motion, lead_in=_LEAD_IN, lead_out=_LEAD_OUT)
    return replace(request, settings=replace(settings, motion=motion, film=replace(settings.film, crf=_CRF)))


def read_targets(texts: Sequence[str], sound: str | None) -> tuple[tuple[Target, ...], SoundTarget | None]:
    """Read where it goes. Raise `InputError` for what is no such place, and where one is named twice."""
    targets = tuple(read_target(text) for text in texts)
    if not targets:
        raise InputError("Say where the stream goes: --to rtmp://..., srt://..., v4l2:/dev/video10 or FILE.ts.")
    if len(set(targets)) < len(targets):
        raise InputError("A stream goes to each place once; leave the second --to of the same place out.")
    return targets, read_sound(sound) if sound is not None else None


@contextmanager
def station(
    request: ClipRequest, targets: Sequence[Target], sound: SoundTarget | None, home: Home, tell: Callable[[str], None]
) -> Iterator[Station]:
    """Make everything ready; nothing is sent and nothing counted before all that is needed is there.

    It is counted when every place has been reached, before the first picture goes out.

    Raise `PortraitError`, `RefusedError`, `VoiceError`, `InputError` or `NotInstalledError` with the reason.
    """
    stage = set_stage(request, home)
    film = request.settings.film
    with Stream(stage) as stream:
        metadata = stream.metadata()
        senders = [
            Sender(
                str(target),
                Camera(target, film) if target.kind == "v4l2" else Muxed(target, film, metadata),
                comes_back=target.is_far,
                tell=tell,
            )
            for target in targets
        ]
        if sound is not None:
            senders.append(Sender(str(sound), Speakers(sound, film.fps), comes_back=False))
        yield Station(stage, stream, senders, tell)

"""The first sentences of a text, said and moved while somebody still writes: sound and motion for the browser to draw.

Each is one output like any other: the permission is asked, it is counted, logged and marked before it is heard.
"""

from __future__ import annotations

import json
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.live import Lines, Stage
    from avatar.runtime.folders import Home
    from avatar.service.sessions.pieces import Piece
    from avatar.service.studio.asked import PreviewAsked

SECONDS = 12.0
"""of a preview, about; the sentence that is begun is finished"""
SIZES = {"square": (720, 720), "portrait": (540, 960), "landscape": (960, 540)}
"""of what the browser draws, px"""
_STAGES = 4
"""that stand ready"""
SOUND, MOTION, LAST = 1, 2, 1


@dataclass(slots=True)
class Stages:
    """Portraits that stand ready to speak, the last few that were asked for."""

    _ready: OrderedDict[tuple[object, ...], Stage] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def stage(self, asked: PreviewAsked, home: Home) -> Stage:
        """Set the stage for a draft. Raise `AvatarError` for what cannot be shown."""
        from avatar.live import set_stage

        request = _request(asked)
        card = _card(asked.portrait, home)
        key = (card.sha256, repr(request), str(home.data))
        with self._lock:
            if key in self._ready:
                self._ready.move_to_end(key)
                return self._ready[key]
        made = set_stage(request, home)
        with self._lock:
            self._ready[key] = made
            while len(self._ready) > _STAGES:
                self._ready.popitem(last=False)
        return made


def _card(name: str, home: Home) -> Any:  # noqa: ANN401 - a card
    from avatar.portrait.store import PortraitStore

    return PortraitStore(home=home.data).show(name)


def _request(asked: PreviewAsked) -> Any:  # noqa: ANN401 - a request
    from avatar.clip.request import ClipRequest

    channel = "website" if asked.moves else asked.channel
    return ClipRequest.from_options(
        "",
        asked.portrait,
        None,
        size=SIZES[asked.format],
        voice=asked.voice or None,
        language=asked.language,
        emotion=asked.emotion,
        speed=asked.speed,
        purpose=asked.purpose,
        channel=channel,
    )


def perform(asked: PreviewAsked, stages: Stages, home: Home) -> Iterator[bytes]:
    """Yield a preview as it is made: messages as in a session, each after its length (u32, little-endian)."""
    try:
        yield from _framed(_told(asked, stages, home))
    except AvatarError as fault:
        yield from _framed(iter((_event({"type": "error", "code": "refused", "detail": str(fault)}),)))


def _told(asked: PreviewAsked, stages: Stages, home: Home) -> Iterator[bytes]:
    from avatar.clip.speaking import Voices
    from avatar.live import Stream
    from avatar.service.sessions.pieces import piece_of

    stage = stages.stage(asked, home)
    lines = stage.read(asked.text)
    passages, at = _first(lines, asked.speed), 0.0
    with Stream(stage) as stream:  # counted when its first passage is shown: what is refused uses up nothing
        permit = stream.clear(lines)
        with Voices(stage.request.settings.speech, lent=lines.script.lent) as voices:
            for number, passage in enumerate(passages):
                key = stage.key(passage)
                piece = piece_of(stage.perform(voices, passage, key), "wav")
                stream.show(permit, passage, key, at, piece.length / 1000)
                is_last = number == len(passages) - 1
                yield from _messages(piece, round(at * 1000), moves=asked.moves, is_last=is_last)
                at += piece.length / 1000
    yield _event({"type": "end", "is_whole": len(passages) == len(lines.passages)})


def _first(lines: Lines, speed: float) -> list[Any]:
    """Take passages from the beginning until there are seconds enough."""
    taken, seconds = [], 0.0
    for passage in lines.passages:
        if seconds >= SECONDS:
            break
        taken.append(passage)
        seconds += passage.expected(speed)
    return taken


def _messages(piece: Piece, start: int, *, moves: bool, is_last: bool) -> Iterator[bytes]:
    words = [{"text": each.text, "start_ms": start + each.start, "end_ms": start + each.end} for each in piece.words]
    yield _event({"type": "caption", "words": words})
    if moves:
        yield _header(MOTION, start, is_last=is_last) + piece.motion
    for number, (offset, sound) in enumerate(piece.sounds):
        yield _header(SOUND, start + offset, is_last=is_last and number == len(piece.sounds) - 1) + sound


def _header(kind: int, start: int, *, is_last: bool) -> bytes:
    """Write the 16 bytes before media, as in a session; what is counted there is 0 here."""
    return struct.pack("<BBHIII", kind, 1, LAST if is_last else 0, 0, 0, start)


def _event(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def _framed(messages: Iterator[bytes]) -> Iterator[bytes]:
    for each in messages:
        yield struct.pack("<I", len(each)) + each

"""The label in a film that is there already: streams are copied, not encoded again.

`film.FilmWriter` takes the label when a film is made, which saves the copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import av

from avatar.errors import InputError
from avatar.marks.aigc.boxes import read_key
from avatar.marks.aigc.kinds import BOXED
from avatar.outside.media import broken, open_media
from avatar.runtime.unfinished import unfinished

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = {"mp4": "mp4", "mov": "mov", "m4a": "ipod", "mkv": "matroska", "webm": "webm"}


def read_film(path: Path, kind: str, name: str) -> str | None:
    """Read a key of a film, in the exact place where it belongs."""
    if kind in BOXED:
        with path.open("rb") as file:
            return read_key(file, name)
    try:
        with open_media(path) as film:
            found = {key.upper(): value for key, value in film.metadata.items()}
    except broken() as fault:
        raise InputError(f"The film {str(path)!r} cannot be read ({fault}); ask for it again.") from fault
    return found.get(name.upper())


def write_film(path: Path, kind: str, name: str, text: str) -> None:
    """Copy a film to itself with a key more."""
    options = {"movflags": "+faststart+use_metadata_tags"} if kind in BOXED else {}
    try:
        with unfinished(path.with_name(f"{path.name.removesuffix('.part')}.aigc.part")) as scratch:
            with (
                open_media(path) as source,
                av.open(f"file:{scratch}", "w", format=_FORMATS[kind], options=options) as target,
            ):
                target.metadata.update({**source.metadata, name: text})
                streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
                for packet in source.demux():
                    if packet.dts is not None:
                        packet.stream = streams[packet.stream.index]
                        target.mux(packet)
            scratch.replace(path)
    except broken() as fault:
        raise InputError(
            f"The film {str(path)!r} cannot be labelled ({fault}); check the file and its disk."
        ) from fault

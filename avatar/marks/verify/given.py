"""Whether a file bears the marks that it was given: looked for where they were put, in a few short stretches of it.

That is surer and cheaper than to look for whatever may be there, and takes as long for an hour as for a minute.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import av
import numpy as np

from avatar.errors import InputError
from avatar.marks.aigc import FILMS, SOUNDS, STREAMS
from avatar.marks.audiomark import confirm as heard
from avatar.marks.registry.facts import Span
from avatar.marks.verify.label import FOUND, likeness
from avatar.marks.watermark import Payload
from avatar.marks.watermark import confirm as seen
from avatar.marks.watermark.sampling import luma_of
from avatar.outside.media import broken, open_media
from avatar.runtime.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

    from avatar.marks.registry import Facts
    from avatar.marks.verify.label import Plates

WATERMARKS = ("watermark", "audio_watermark")
"""layers that point to a record"""
_LATER = 10
"""pictures after a passage's first, at which its label is looked for once more"""
_LISTENED = 4.0
"""s of a passage's sound"""
_BEGINNING = Span(0, 0.0, float("inf"))
"""where a film is looked at that has no watermark"""


@dataclass(frozen=True, slots=True)
class Given:
    """Which of the marks that it was given a file bears."""

    layers: frozenset[str]
    """of label, watermark and audio_watermark"""
    size: tuple[int, int] = (0, 0)
    """width and height of the pictures, px; zeros where there are none"""

    @property
    def is_small(self) -> bool:
        """Tell whether its pictures are too small to bear their watermark for sure."""
        return 0 < min(self.size) <= seen.SMALL


def read_given(path: Path, kind: str, facts: Facts, plates: Plates, pattern: bytes) -> Given:
    """Look at the first, the middle and the last of the passages that `facts` tell of.

    Label and watermark must be in each of them; the mark of the sound in one, for another may be silent. A sound alone
    is one passage, of which three stretches are listened to. What has no key frames, such as a GIF, is looked at in its
    beginning only. Raise `InputError` for a file that cannot be read.
    """
    spans = _chosen(facts.spans) if kind in (*FILMS, *STREAMS) else facts.spans[:1]
    listened = _stretches(spans[0]) if kind in SOUNDS and spans else spans
    layers = set[str]()
    try:
        stretches = (*listened, *_chosen(facts.sound_spans)) if facts.is_sound_marked else ()
        is_heard, passages = side_by_side(
            lambda: _is_any_heard(path, stretches, pattern),
            lambda: [] if kind in SOUNDS else _passages(path, spans or (_BEGINNING,)),
        )
    except broken() as fault:
        raise InputError(f"The marks of {str(path)!r} cannot be read back ({fault}); make the file anew.") from fault
    if is_heard:
        layers.add("audio_watermark")
    if not passages or not all(passages):
        return Given(frozenset(layers))
    if min(_likeness(pictures, facts.label, plates) for pictures in passages) >= FOUND:
        layers.add("label")
    if spans and all(_is_seen(pictures, span, pattern) for pictures, span in zip(passages, spans, strict=True)):
        layers.add("watermark")
    return Given(frozenset(layers), _size(passages[0][0]))


def _chosen(spans: Sequence[Span]) -> list[Span]:
    return [spans[place] for place in sorted({0, len(spans) // 2, len(spans) - 1})] if spans else []


def _stretches(span: Span) -> list[Span]:
    """Give the beginning, the middle and the end of a passage."""
    last = max(span.start, span.end - _LISTENED)
    return [replace(span, start=start) for start in sorted({span.start, (span.start + last) / 2, last})]


def _likeness(pictures: Sequence[NDArray[np.uint8]], label: str, plates: Plates) -> float:
    """Say how sure the label is in the picture where it is seen worst, in whichever of its places it stands."""
    drawn = [plate for plate in plates(_size(pictures[0])) if plate.text == label]
    return max((min(likeness(luma, plate) for luma in pictures) for plate in drawn), default=0.0)


def _is_seen(pictures: Sequence[NDArray[np.uint8]], span: Span, pattern: bytes) -> bool:
    """Tell whether a passage bears its watermark; it stands still, and some encoders wear it off after a key frame."""
    return any(seen.fit(luma, pattern, Payload(span.asset_id)) >= seen.CONFIRMED for luma in pictures)


def _pictures(film: InputContainer, span: Span) -> Iterator[NDArray[np.uint8]]:
    """Give the first picture of a passage, luma (H, W), which is a key frame, and a later one if it lasts."""
    stream = film.streams.video[0]
    half = 0.5 / float(stream.average_rate or 25)
    begun = float((stream.start_time or 0) * (stream.time_base or 0))
    if span.start > 0:
        film.seek(int((begun + span.start + half) * av.time_base))
    count = 0
    for frame in film.decode(stream):
        time = (frame.time or 0.0) - begun
        if time >= span.end - half or count > _LATER:
            return
        if time >= span.start - half:
            if count in (0, _LATER):
                yield luma_of(frame)
            count += 1


def _passages(path: Path, spans: Sequence[Span]) -> list[list[NDArray[np.uint8]]]:
    """Give the pictures of each passage that is looked at."""
    with open_media(path) as film:
        return [list(_pictures(film, span)) for span in spans]


def _is_any_heard(path: Path, spans: Sequence[Span], pattern: bytes) -> bool:
    """Tell whether the sound of any of these passages bears its mark."""
    if not spans:
        return False
    with open_media(path) as film:
        return any(_is_heard(film, span, pattern) for span in spans)


def _is_heard(film: InputContainer, span: Span, pattern: bytes) -> bool:
    """Tell whether the sound of a passage bears its mark."""
    if not film.streams.audio:
        return False
    rate = film.streams.audio[0].rate
    film.seek(int(span.start * av.time_base))
    mono = av.AudioResampler("fltp", "mono", rate)
    blocks = [np.zeros(0, np.float32)]
    for frame in film.decode(film.streams.audio[0]):
        time = frame.time or 0.0
        if time >= min(span.end, span.start + _LISTENED):
            break
        if time >= span.start:
            frame.pts = None
            blocks += [part.to_ndarray()[0] for part in mono.resample(frame)]
    sound = np.concatenate(blocks)
    return len(sound) > 0 and heard.fit(sound, rate, pattern, Payload(span.asset_id)) >= heard.CONFIRMED


def _size(luma: NDArray[np.uint8]) -> tuple[int, int]:
    return luma.shape[1], luma.shape[0]

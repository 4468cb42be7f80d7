"""Clips for moviepy: a portrait that says a text is cut, resized and composed as any other clip, and keeps its marks.

    import avatar.moviepy
    from moviepy import CompositeVideoClip, TextClip

    anchor = avatar.moviepy.clip("Good evening.", portrait="amara")
    film = CompositeVideoClip([anchor, TextClip(text="News", font_size=48).with_duration(2)])
    avatar.moviepy.write(film, "news.mp4")

Importing this package loads neither moviepy nor anything heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.clip.request import DEFAULT_PORTRAIT
from avatar.errors import NotInstalledError
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from typing_extensions import Unpack

    from avatar.clip.options import ClipOptions
    from avatar.moviepy.composed import Composed
    from avatar.moviepy.talking import TalkingClip

__all__ = ["clip", "write"]


def clip(
    text: str = "",
    portrait: str | Path = DEFAULT_PORTRAIT,
    *,
    watch: Watch = unwatched,
    home: str | Path | None = None,
    **options: Unpack[ClipOptions],
) -> TalkingClip:
    """Make the portrait say the text, as a clip of moviepy's with its sound, and a mask where it is transparent.

    It is one output: the permission is asked, and it is counted, logged and registered, before a frame can be asked
    for. Every frame that is asked for bears label and watermark, and its sound is marked. The arguments are those of
    `avatar.say`. Raise `NotInstalledError` where moviepy is not installed, an `AvatarError` that says what to change.
    """
    _require_moviepy()
    from avatar.moviepy.talking import make

    return make(text, portrait, watch, home, **options)


def write(  # noqa: PLR0913 - what is written where, and how
    film: Any,  # noqa: ANN401 - a clip of moviepy's, which has no types
    path: str | Path,
    *,
    fps: Fraction | float | str | None = None,
    codec: str | None = None,
    crf: int = 18,
    jurisdiction: str = "all",
    label_language: str = "auto",
    watch: Watch = unwatched,
) -> Composed:
    """Write a film that was composed with clips of `clip`, with all marks: one label, one watermark, one credential.

    The label lies over the whole picture, the watermark in all of it and in the whole sound; the credential names
    everybody who is seen. Whoever is seen must still have agreed. The film appears when it is whole and its marks have
    been read back, or not at all. `fps` is the film's own where it is left out, `codec` what goes with the ending.
    Raise an `AvatarError` that says what to change.
    """
    _require_moviepy()
    from avatar.moviepy.composed import compose
    from avatar.moviepy.terms import Terms

    return compose(film, Terms.of(film, path, fps, codec, crf, jurisdiction, label_language), watch)


def _require_moviepy() -> None:
    try:
        import moviepy  # noqa: F401 - whether it is there
    except ImportError as fault:
        raise NotInstalledError(
            "Clips for moviepy need moviepy 2, which is not installed; run: pip install 'avatar[moviepy]'"
        ) from fault

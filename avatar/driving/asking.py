"""What is asked of a performance: who performs, what is said in it, and the clip that is to be made of it."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.clip.driven import Driven, performer_of
from avatar.clip.request import DEFAULT_PORTRAIT, ClipRequest
from avatar.driving.performance import open_performance
from avatar.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Unpack

    from avatar.clip.options import FilmOptions

LEFT_OUT = ("voice", "speed", "emotion", "blink", "seed")
"""options of `avatar say` that a performance has no use for: somebody performs all that"""


def asked(  # noqa: PLR0913 - what is performed by whom, where to, and how
    driving: str | Path,
    text: str = "",
    portrait: str | Path = DEFAULT_PORTRAIT,
    output: Path | None = None,
    *,
    performer: str | Path | None = None,
    neutral: float | None = None,
    seconds: float | None = None,
    mute: bool = False,
    audio: str | Path | None = None,
    speaker: str | None = None,
    **options: Unpack[FilmOptions],
) -> tuple[Driven, ClipRequest]:
    """Look at what is to drive a portrait, and make a request of it.

    Raise `InputError` for what cannot be used, `RefusedError` where nobody says that whoever performs agrees.
    """
    wanted: dict[str, Any] = {name: value for name, value in dict(options).items() if value is not None}
    for name in LEFT_OUT:
        if name in wanted:
            raise InputError(f"A performance brings its own {name}; leave {name!r} out.")
    if mute and audio is not None:
        raise InputError("Either a sound is heard with the performance or none; leave out mute or audio.")
    performing, has_sound = open_performance(str(driving), neutral, seconds, with_sound=not mute and audio is None)
    agreed = performer_of(performer, performing.name, "drive a portrait")
    is_heard = not mute and (audio is not None or has_sound)
    if is_heard:
        _require_text(text, str(audio or performing.name))
        wanted |= {"audio": str(audio if audio is not None else driving), "speaker": speaker}
    elif text.strip():
        raise InputError(
            f"Nothing is heard in the performance {performing.name!r}, so its text is of no use; "
            "give the sound with --audio, or leave the text out."
        )
    elif speaker is not None:
        raise InputError(f"Nobody is heard in the performance {performing.name!r}; leave the speaker out.")
    request = ClipRequest.from_options(text, portrait, output, **wanted)
    return Driven(performing, agreed, is_silent=not is_heard), request


def _require_text(text: str, heard: str) -> None:
    if not text.strip():
        raise InputError(
            f"Nobody has written down what is said in {heard!r}, so nobody could judge it; give it as the text (or "
            "with --file), or leave its sound out with --mute."
        )

"""What is asked for of a timeline: whatever nobody says is as it was in the clip that it comes from."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.clip.request import DEFAULT_PORTRAIT, ClipRequest
from avatar.clip.scored import Given, judged_text
from avatar.errors import InputError
from avatar.score.formats import read_score
from avatar.score.score import Score

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from avatar.clip.options import FilmOptions

_OF_THE_SOUND = ("voice", "lexicon", "speed", "speaker")
"""options of who speaks: in a timeline somebody has spoken already"""


def asked(
    timeline: str | Path | Score,
    portrait: str | Path | None = None,
    output: Path | None = None,
    audio: str | Path | None = None,
    **options: Unpack[FilmOptions],
) -> tuple[Given, ClipRequest]:
    """Read a timeline, and make a request of it and of what somebody asks for besides.

    Raise `ScoreError` with the lines of what cannot be performed, `InputError` for what does not go with a timeline.
    """
    wanted: dict[str, Any] = {name: value for name, value in dict(options).items() if value is not None}
    for name in _OF_THE_SOUND:
        if name in wanted:
            raise InputError(f"A timeline has its own sound, so there is no {name} to choose; leave {name!r} out.")
    score = timeline if isinstance(timeline, Score) else read_score(timeline)
    before = _before(score)
    facts: dict[str, Any] = {
        "emotion": score.emotion,
        "fps": score.fps,
        "mouth": score.mouth,
        "head": score.head,
        "blink": score.blink,
    }
    facts |= {"size": score.size} if score.size else {}
    facts |= {"seed": score.seed} if score.seed is not None else {}
    facts |= {"language": score.language} if not score.text and score.language else {}
    request = ClipRequest.from_options(
        judged_text(score), portrait or score.portrait or DEFAULT_PORTRAIT, output, **facts | wanted
    )
    if "language" in wanted and wanted["language"] != "auto":
        score = replace(score, language=wanted["language"])
    return Given(score, None if audio is None else Path(audio).expanduser(), before), request


def _before(score: Score) -> Score | None:
    """Read the timeline of the clip that a score comes from, if it still lies beside it."""
    if not score.clip:
        return None
    beside = Path(score.clip).with_suffix(".json")
    return read_score(beside) if beside.is_file() else None

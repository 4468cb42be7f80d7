"""How long a clip will be, and how fast it has to be said to last as long as it may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.campaign.languages.fitting import options_of
from avatar.clip import fitting
from avatar.clip.passages import expected_seconds

if TYPE_CHECKING:
    from typing import Any

    from avatar.campaign.sheet.campaign import Fit
    from avatar.clip.script import Script
    from avatar.runtime.folders import Home
    from avatar.settings import MotionSettings


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is said, and how."""

    seconds: float
    """of speech at that speed, roughly"""
    speed: float
    """speaking rate, 1 is the voice's own"""
    warning: str = ""
    """why it does not last as long as it may, a sentence; "": it does"""


def fitted_length(script: Script, fit: Fit, edges: MotionSettings, home: Home) -> tuple[Length, dict[str, Any]]:
    """Guess how long a film with these edges is, and give the options with which it will be as long as it may be.

    A text that takes as long as it may of itself has none of them.
    """
    found = fitting.fit(
        fitting.predicted(script, home.data, edges), (fit.shortest, fit.longest), (fit.slowest, fit.fastest)
    )
    length = Length(found.seconds - edges.lead_in - edges.lead_out, round(found.speed, 3), found.warning)
    return length, options_of(fit) if found.speed != 1.0 else {}


def length_of(script: Script, speed: float, fit: Fit | None) -> Length:
    """Guess how long a text is said, and choose a rate within limits at which it is neither too long nor too short."""
    usual = spoken_seconds(script)
    seconds = usual / speed
    if fit is None or fit.shortest <= seconds <= fit.longest:
        return Length(seconds, speed)
    aim = fit.longest if seconds > fit.longest else fit.shortest
    wanted = usual / aim
    chosen = round(min(max(wanted, fit.slowest), fit.fastest), 3)
    if fit.slowest <= wanted <= fit.fastest:
        return Length(usual / chosen, chosen)
    is_long = seconds > fit.longest
    share = abs(1 - aim * (fit.fastest if is_long else fit.slowest) / usual)
    return Length(
        usual / chosen,
        chosen,
        f"It lasts about {usual / chosen:.1f} s said at {chosen:g} times the voice's rate, "
        f"and may last {aim:g} s at {'most' if is_long else 'least'}; "
        f"{'shorten' if is_long else 'lengthen'} the text by about {share:.0%}.",
    )


def spoken_seconds(script: Script) -> float:
    """Guess how long a text is said at the voice's own rate, with the pauses in it, s."""
    said = [replace(each, text=each.heard or each.text) for each in script.utterances]  # figures are said in words
    return sum(expected_seconds(each) for each in said) + sum(each.pause_after for each in said[:-1])

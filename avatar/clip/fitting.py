"""How fast a text has to be said for its film to be so long: predicted in a moment, and put right by one real try.

The prediction listens to espeak, which says five seconds in a hundredth of one, and knows how much longer another
voice takes over the same phones. Pauses stay as they are: only what sounds gets faster.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.speaking import Voices
from avatar.clip.voice_choice import FAST, cast
from avatar.settings import RATES, MotionSettings, SpeechSettings

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.clip.request import ClipRequest
    from avatar.clip.script import Script
    from avatar.data import Speech

_LONGER = {
    ("kokoro", "en"): 0.79,
    ("kokoro", "zh"): 0.95,
    ("kokoro", "es"): 1.02,
    ("kokoro", "fr"): 1.04,
    ("kokoro", "it"): 1.02,
    ("kokoro", "ja"): 1.09,
}
"""time that an engine's voices take for phones, in espeak's, by language: as `tests/measure/fitting.py` prints it"""
_PAUSE = 0.12
"""s; a longer gap between phones is a pause, which no speed shortens"""
_TOLERANCE = 0.02
"""share of the wanted time by which nobody notices"""
_SLOWEST, _FASTEST = 0.5, 2.0
"""rates that a voice can have"""
_USUAL = MotionSettings()
"""with the silence around what is said"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How long it takes to say a text."""

    sounding: float
    """s that become less when it is said faster"""
    pauses: float
    """s that stay"""
    characters: int
    """of the text, blanks included, as people count them"""

    def seconds(self, speed: float) -> float:
        """Say how long it takes at a speaking rate."""
        return self.sounding / speed + self.pauses


@dataclass(frozen=True, slots=True)
class Fitted:
    """How fast a text is said to take so long."""

    speed: float
    """speaking rate, 1 is the voice's own"""
    seconds: float
    """that it takes then"""
    warning: str = ""
    """a sentence where that is not what was wanted; "": it is"""


def fit(spoken: Spoken, seconds: tuple[float, float], rates: tuple[float, float] = RATES) -> Fitted:
    """Choose the rate nearest to the voice's own with which a text takes from the shortest to the longest time, s.

    The rate stays within `rates`; what does not fit then is told with how much to cut, or what to add.
    """
    shortest, longest = seconds
    usual = spoken.seconds(1.0)
    wanted = min(max(usual, shortest), longest)
    needed = 1.0 if wanted == usual else spoken.sounding / max(wanted - spoken.pauses, 1e-3)
    speed = min(max(needed, rates[0], _SLOWEST), rates[1], _FASTEST)
    takes = spoken.seconds(speed)
    return Fitted(speed, takes, _warning(spoken, speed, takes, wanted))


def _warning(spoken: Spoken, speed: float, takes: float, wanted: float) -> str:
    if abs(takes - wanted) <= _TOLERANCE * wanted or not spoken.characters:
        return ""
    per_character = takes / spoken.characters
    if takes < wanted:
        more = math.ceil((wanted - takes) / per_character)
        return (
            f"At the slowest rate of {speed:.2f} the film takes {takes:.1f} s, not {wanted:.1f} s; it has room for "
            f"about {more} characters more."
        )
    less = math.ceil((takes - wanted) / per_character)
    return (
        f"At the fastest rate of {speed:.2f} the film takes {takes:.1f} s, not {wanted:.1f} s; cut about {less} of its "
        f"{spoken.characters} characters."
    )


def predicted(script: Script, home: Path, edges: MotionSettings = _USUAL) -> Spoken:
    """Guess how long a script takes at its voices' own rate, with the silence around it, without opening them."""
    quick = replace(script, cards=cast(script.utterances, FAST, None, home, script.language).cards)
    sounding = pauses = 0.0
    with Voices(SpeechSettings()) as voices:
        for mine, card in zip(quick.passages(edges, 1.0), script.passages(edges, 1.0), strict=True):
            found = _measured(voices.speak(mine))
            name, own = card.cards[0], mine.cards[0]
            share = 1.0 if name.identity == own.identity else _LONGER.get((name.engine, name.language[:2]), 1.0)
            sounding, pauses = sounding + found[0] * share, pauses + found[1]
    return Spoken(sounding, pauses, _characters(script))


def tried(
    script: Script, speech: SpeechSettings, lent: tuple[Loan, ...] = (), edges: MotionSettings = _USUAL
) -> Spoken:
    """Really say a script at the rate of `speech`, and give how long it takes at the voices' own."""
    sounding = pauses = 0.0
    with Voices(speech, lent=lent) as voices:
        for passage in script.passages(edges, speech.speed):
            found = _measured(voices.speak(passage))
            sounding, pauses = sounding + found[0] * speech.speed, pauses + found[1]
    return Spoken(sounding, pauses, _characters(script))


def fitted(
    request: ClipRequest, script: Script, lent: tuple[Loan, ...], home: Path
) -> tuple[ClipRequest, tuple[str, ...]]:
    """Give a request the rate with which its film is as long as it asks for, and a sentence where none does that."""
    speech = request.settings.speech
    if speech.seconds is None:
        return request, ()
    first = fit(predicted(script, home, request.settings.motion), speech.seconds, speech.rates)
    settled = replace(speech, seconds=None, rates=RATES)
    real = tried(script, replace(settled, speed=first.speed), lent, request.settings.motion)
    found = fit(real, speech.seconds, speech.rates)
    settings = replace(request.settings, speech=replace(settled, speed=round(found.speed, 3)))
    return replace(request, settings=settings), tuple(filter(None, (found.warning,)))


def _measured(speech: Speech) -> tuple[float, float]:
    """Part a speech into what sounds and what is silent, s."""
    gaps = [after.start - before.end for before, after in zip(speech.phones, speech.phones[1:], strict=False)]
    edges = [speech.phones[0].start, speech.seconds - speech.phones[-1].end] if speech.phones else [speech.seconds]
    silent = sum(gap for gap in gaps if gap >= _PAUSE) + sum(edges)
    return speech.seconds - silent, silent


def _characters(script: Script) -> int:
    return len(script.text.strip())

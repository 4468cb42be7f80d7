"""Cut a timeline that is performed into passages, so that what is changed in one place is filmed anew there alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from avatar.clip.passages import RESTING, Passage
from avatar.clip.scored import Given, Place, Scored, digest, open_scored, within
from avatar.clip.script import Script
from avatar.data import Utterance, VoiceCard
from avatar.runtime.hashing import value_sha256
from avatar.score.text import letters, spoken_text
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from avatar.clip.request import ClipRequest
    from avatar.runtime.folders import Home
    from avatar.score.score import Score

ENGINE = "recording"
"""what the card of a given sound calls its engine"""
UNDETERMINED = "und"
"""BCP-47 for a language that nobody has told"""
_ENOUGH = 4.0
"""s that a passage lasts at least"""
_LEAD, _LEAD_SHARE = 0.16, 0.4
"""s at most, and of the silence between two passages, that lie before the second"""
_ACTS = 2.6
"""s that a cue takes at most"""


@dataclass(frozen=True, slots=True)
class GivenSound:
    """What is known of the voice of a sound that somebody gives."""

    sha256: str
    """of its samples, hex"""


def read_scored(given: Given, request: ClipRequest, home: Home) -> tuple[Scored, Script, tuple[Passage, ...]]:
    """Take the sound of a score, read its text as it is read to be said, and cut it into passages.

    The home knows the sound's marks. Raise `InputError` where there is no sound, or nothing moves.
    """
    from avatar.text import read

    scored = open_scored(given, request, home)
    utterances = read(request.text, request.settings.text) if request.text.strip() else ()
    script = _script(scored, utterances)
    scored, passages = _cut(scored, script)
    return scored, script, passages


def _script(scored: Scored, utterances: Sequence[Utterance]) -> Script:
    """Take what is said as it was read; where nobody wrote that down, one utterance without words stands for it."""
    said = tuple(utterances) or (Utterance("", scored.score.language or UNDETERMINED),)
    options = GivenSound(digest(scored.sound))
    cards = (VoiceCard(scored.voices[0], each.language, "neutral", "", ENGINE, options) for each in said)
    return Script(scored.score.text or spoken_text(scored.score), said, tuple(cards), ())


def _cut(scored: Scored, script: Script) -> tuple[Scored, tuple[Passage, ...]]:
    """Cut a score where the mouth rests."""
    fps, score = scored.fps, scored.score
    borders = {_whole(time, fps) for time in _borders(score, float(scored.frames / fps))}
    firsts = [0, *sorted(each for each in borders if 0 < each < scored.frames), scored.frames]
    owners = _owners(script.utterances, score, [float(frame / fps) for frame in firsts[1:]])
    found: list[Passage] = []
    places: dict[str, Place] = {}
    whole = digest(scored.sound)
    for number, (first, end) in enumerate(pairwise(firsts)):
        name = _named(scored, first, end)
        dice = value_sha256([whole, number]), value_sha256([whole, number - 1]) if number else ""
        places[name] = Place(first, end, dice)
        mine = [index for index, owner in enumerate(owners) if owner == number]
        said, cards = tuple(script.utterances[each] for each in mine), tuple(script.cards[each] for each in mine)
        around = _silences(score, float(first / fps), float(end / fps))
        found.append(Passage(said, cards, *around, name, found[-1].name if found else "", end == scored.frames))
    return replace(scored, places=places), tuple(found)


def _named(scored: Scored, first: int, end: int) -> str:
    """Name a passage by all that is heard, said, done and was done in it, hex."""
    start, stop = float(first / scored.fps), float(end / scored.fps)
    sound = scored.sound[round(start * SOUND_RATE) : round(stop * SOUND_RATE)]
    earlier = scored.before and (within(scored.before, start, stop), scored.before.motion)
    told = [[asdict(each) for each in some] for some in within(scored.score, start, stop)]
    if earlier and earlier[1] is not None:
        told += [[asdict(each) for each in some] for some in earlier[0]]
        told.append([{"motion": digest(earlier[1][first:end])}])
    return value_sha256([told, digest(sound), first])


def _silences(score: Score, start: float, stop: float) -> tuple[float, float]:
    """Measure the silence before the first sound of a stretch and after its last, s."""
    phones = within(score, start, stop)[0]
    return (phones[0].start, max(stop - start - phones[-1].end, 0.0)) if phones else (stop - start, 0.0)


def _borders(score: Score, seconds: float) -> Iterator[float]:
    """Yield where one passage may end and the next begin, s."""
    began = 0.0
    for before, after in pairwise(score.phones):
        silence = after.start - before.end
        border = after.start - min(_LEAD, _LEAD_SHARE * silence)
        is_long = border - began >= _ENOUGH and seconds - border >= _ENOUGH
        if silence <= RESTING or not is_long:
            continue
        if not any(border - _ACTS < cue.time <= after.start for cue in score.cues):
            yield border
            began = border


def _whole(time: float, fps: Fraction) -> int:
    """Give the frame that begins nearest to a time among those that begin with a whole sample."""
    step = (SOUND_RATE / fps).denominator
    return round(time * fps / step) * step


def _owners(utterances: Sequence[Utterance], score: Score, ends: Sequence[float]) -> list[int]:
    """Say in which passage each utterance is said, by how many letters come before it."""
    counted = [(len(letters(word.text)), word.start) for word in score.words]
    owners, clock, number, passed = [], 0.0, 0, 0
    for utterance in utterances:
        while number < len(counted) and passed + counted[number][0] <= 0:
            passed += counted[number][0]
            number += 1
        clock = counted[min(number, len(counted) - 1)][1] if counted else clock
        owners.append(next(index for index, end in enumerate(ends) if clock < end or index == len(ends) - 1))
        passed -= len(letters(utterance.text))
    return owners

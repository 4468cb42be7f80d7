"""Cut what is said into passages that can be filmed on their own and joined without a seam.

A passage ends where the mouth rests anyway: in the pause after a sentence. Where a text is cut depends on the sentences
beside the cut alone, so that a changed word leaves the other passages as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from avatar.runtime.hashing import value_sha256
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.data import Heard, Utterance, VoiceCard
    from avatar.settings import MotionSettings

RESTING = 0.27
"""s; in a longer pause the mouth rests, and a passage may end"""
_LEAD, _LEAD_SHARE = 0.16, 0.4
"""s, and of the pause, that lie before the first sound: lips prepare for 150 ms"""
_SHORT, _ENOUGH = 2.0, 5.0
"""s; a shorter sentence stays with the next one, unless that makes so much"""
_FIRST = 1.2
"""s; the first sentence may be shorter and stand alone, so that the first picture comes soon"""
_LONG = 30.0
"""s; a longer passage ends whatever comes"""
_BREATH = 0.3
"""s that a speaker takes where a passage had to end without a pause"""
_DENSE_SECONDS, _LETTER_SECONDS = 0.22, 0.065
"""s per character, roughly"""
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the film that is spoken, moved and filmed by itself."""

    utterances: tuple[Utterance, ...]
    """what is said, in order"""
    cards: tuple[VoiceCard, ...]
    """who says each of them"""
    lead: float
    """silence before the first sound, s"""
    tail: float
    """silence after the last one, s"""
    name: str
    """64 hex digits: what is said and by whom, and the how manieth time"""
    before: str
    """the name of the passage before; "" for the first"""
    is_last: bool
    """the film ends with it"""
    heard: Heard | None = None
    """the stretch of a recording that is played; None: voices say it"""

    def expected(self, speed: float) -> float:
        """Say how long it lasts, roughly where it is not spoken yet, s."""
        if self.heard is not None:
            return (self.heard.end - self.heard.first) / SOUND_RATE
        return self.lead + self.tail + sum(expected_seconds(each, speed) for each in self.utterances)


def cut(
    utterances: Sequence[Utterance],
    cards: Sequence[VoiceCard],
    motion: MotionSettings,
    speed: float = 1.0,
    short: tuple[float, float] = (_FIRST, _SHORT),
) -> list[Passage]:
    """Cut a text into passages, in order; their leads, sounds and tails add up to the whole with its pauses.

    `short` says how short the first may be, and the others, before they stay with what follows, s.
    """
    groups = list(_groups(utterances, speed, short))
    passages: list[Passage] = []
    lead, before = motion.lead_in + utterances[0].pause_before, ""
    told: Counter[str] = Counter()
    for first, last in groups:
        is_last = last == len(utterances)
        gap = utterances[last - 1].pause_after
        gap = gap + motion.lead_out if is_last else max(gap, _BREATH if gap < RESTING else 0.0)
        following = 0.0 if is_last else min(_LEAD, _LEAD_SHARE * gap)
        said = [asdict(utterance) for utterance in utterances[first:last]]
        content = value_sha256([said, [card.identity for card in cards[first:last]]])
        told[content] += 1
        name = value_sha256([content, told[content]])
        passages.append(
            Passage(
                tuple(utterances[first:last]), tuple(cards[first:last]), lead, gap - following, name, before, is_last
            )
        )
        lead, before = following, name
    return passages


def whole(utterances: Sequence[Utterance], cards: Sequence[VoiceCard], motion: MotionSettings) -> Passage:
    """Leave a text in one piece, with the silence around it."""
    lead, tail = motion.lead_in + utterances[0].pause_before, motion.lead_out + utterances[-1].pause_after
    name = value_sha256([[asdict(each) for each in utterances], [card.identity for card in cards]])
    return Passage(tuple(utterances), tuple(cards), lead, tail, name, "", True)


def expected_seconds(utterance: Utterance, speed: float = 1.0) -> float:
    """Guess how long it takes to say an utterance, without its pause, s."""
    dense = len(_DENSE.findall(utterance.text))
    return (_DENSE_SECONDS * dense + _LETTER_SECONDS * (len(utterance.text) - dense)) / speed


def main_language(utterances: Sequence[Utterance]) -> str:
    """Give the language that is spoken longest."""
    seconds: dict[str, float] = {}
    for utterance in utterances:
        seconds[utterance.language] = seconds.get(utterance.language, 0.0) + expected_seconds(utterance)
    return max(seconds, key=lambda language: seconds[language])


def leading(passages: Sequence[Passage]) -> tuple[str, str]:
    """Give the language and the voice that speak longest together."""
    seconds: dict[tuple[str, str], float] = {}
    for passage in passages:
        for utterance, card in zip(passage.utterances, passage.cards, strict=True):
            who = utterance.language, card.name
            seconds[who] = seconds.get(who, 0.0) + expected_seconds(utterance)
    return max(seconds, key=lambda who: seconds[who])


def _groups(utterances: Sequence[Utterance], speed: float, short: tuple[float, float]) -> Iterator[tuple[int, int]]:
    """Yield first and end of each passage."""
    first, seconds = 0, 0.0
    for index, utterance in enumerate(utterances):
        seconds += expected_seconds(utterance, speed)
        following = utterances[index + 1] if index + 1 < len(utterances) else None
        if following is None or seconds > _LONG or _may_end(utterance, following, speed, seconds, short[first > 0]):
            yield first, index + 1
            first, seconds = index + 1, 0.0


def _may_end(utterance: Utterance, following: Utterance, speed: float, so_far: float, short: float) -> bool:
    is_acting = any(cue.kind != "pause" for cue in utterance.cues)
    is_led_in = any(cue.word == 0 and cue.time < 0 for cue in following.cues)
    return (
        utterance.pause_after >= RESTING
        and (expected_seconds(utterance, speed) >= short or so_far >= _ENOUGH)
        and not is_acting
        and not is_led_in
    )

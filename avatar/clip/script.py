"""What is said, by whom, cut where it may be cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.lending import loans
from avatar.clip.passages import Passage, cut, main_language, whole
from avatar.clip.voice_choice import Casting, cast, language_of_voice
from avatar.speech.delivery import delivery_of

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.data import Utterance, VoiceCard
    from avatar.settings import MotionSettings, TextSettings


@dataclass(frozen=True, slots=True)
class Script:
    """A text that was read, with its voices."""

    text: str
    """without the marks for the face"""
    utterances: tuple[Utterance, ...]
    """in order"""
    cards: tuple[VoiceCard, ...]
    """one per utterance: who says it"""
    warnings: tuple[str, ...]
    """which sentences another voice says than the one that was asked for"""

    @property
    def heard(self) -> str:
        """What is heard of it in words, where that is not what is written; "" where it is."""
        from avatar.text import heard

        return heard(self.utterances)

    @property
    def languages(self) -> frozenset[str]:
        """All that are spoken, BCP-47, whatever was said of the text."""
        from avatar.text import languages_spoken

        return languages_spoken(self.utterances)

    @property
    def language(self) -> str:
        """The one that is spoken longest, BCP-47."""
        return main_language(self.utterances)

    @property
    def voices(self) -> tuple[str, ...]:
        """Names of the voices, in the order of their first words."""
        return tuple(dict.fromkeys(card.name for card in self.cards))

    @property
    def lent(self) -> tuple[Loan, ...]:
        """Voices that are somebody's."""
        return loans(self.cards)

    def passages(self, edges: MotionSettings, speed: float) -> tuple[Passage, ...]:
        """Cut it into passages; `edges` says how much silence is around it."""
        return tuple(cut(self.utterances, self.cards, edges, speed))

    def in_one(self, edges: MotionSettings) -> Passage:
        """Leave it in one piece."""
        return whole(self.utterances, self.cards, edges)


def read_script(  # noqa: PLR0913 - what is said, how, and by whom
    text: str,
    settings: TextSettings,
    home: Path,
    voice: str | None,
    gender: str | None = None,
    emotion: str = "neutral",
    casting: Casting = cast,
) -> Script:
    """Read a text and choose who says it: the `voice` of this name, else one of this gender.

    What does not say itself which language it is in is in that of the voice. The emotion makes its pauses longer or
    shorter.

    Voices are those that ship and those of `home`, a home's data. Who reads hundreds of texts may give a `casting` that
    remembers what `voice_choice.cast` has said before.

    Raise `TextError` if there is nothing to say, `VoiceError` if nobody can say it.
    """
    from avatar.text import read, unmarked

    pause = delivery_of(emotion).pause
    expected, binds = language_of_voice(voice, home)
    utterances = tuple(
        replace(each, pause_after=each.pause_after * pause) for each in read(text, settings, expected, binds)
    )
    chosen = casting(utterances, voice, gender, home, main_language(utterances) if utterances else "")
    doubts = dict.fromkeys(warning for utterance in utterances for warning in utterance.warnings)
    return Script(unmarked(text), utterances, chosen.cards, (*doubts, *chosen.warnings))

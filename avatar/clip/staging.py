"""A scene in its film: once all is spoken, it is settled what is seen and heard when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.clip.takes import Take
from avatar.finish.scene import Schedule, Sentence, Spoken, scheduled
from avatar.finish.scene.schedule import NEVER
from avatar.finish.scene.spoken import bare
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from avatar.clip.takes import Kept
    from avatar.data import Phone, Word
    from avatar.data.scene import Scene
    from avatar.speech.music import Bed


@dataclass(frozen=True, slots=True)
class Staging:
    """One scene, for films of one frame rate."""

    scene: Scene
    fps: Fraction
    home: Path
    """whose pattern marks the sound"""

    def staged(self, takes: Iterable[Take | Kept], *, is_marked: bool = True) -> Iterator[Take | Kept]:
        """Give takes with their schedule, and with music under the speech; for that all have to be spoken.

        Their sound gets its mark once all is in it, if it `is_marked` here.
        """
        whole = list(takes)
        schedule = scheduled(self.scene, self.spoken(whole))
        bed = self._bed(whole, schedule.seconds)
        first = 0
        while whole:  # what is given is let go of
            take = whole.pop(0)
            staged = self._with_music(take, first, bed) if isinstance(take, Take) else take
            if is_marked and isinstance(staged, Take) and not staged.is_marked:
                staged = staged.with_mark(self.home)
            yield replace(staged, schedule=schedule)
            first += len(take)

    def _with_music(self, take: Take, first: int, bed: Bed | None) -> Take:
        if bed is None:
            return take
        start = first * SOUND_RATE * self.fps.denominator // self.fps.numerator
        mixed = replace(take.speech, samples=bed.under(take.speech.samples, start))
        return replace(take, speech=mixed, is_marked=False)

    def spoken(self, takes: Sequence[Take | Kept]) -> Spoken:
        """Gather what is said in a whole film, with times of the film."""
        words, sentences, first = list["Word"](), list[Sentence](), 0
        for take in takes:
            start = float(first / self.fps)
            own = [replace(word, start=word.start + start, end=word.end + start) for word in take.words]
            sentences += sentences_of([each.text for each in take.passage.utterances], own)
            words += own
            first += len(take)
        return Spoken(float(first / self.fps), tuple(words), tuple(sentences))

    def _bed(self, takes: Sequence[Take | Kept], seconds: float) -> Bed | None:
        if self.scene.music is None:
            return None
        from avatar.speech.music import Bed

        music, spoken, first = self.scene.music, list[tuple[float, float]](), 0
        for take in takes:
            start = float(first / self.fps)
            spoken += [(phone.start + start, phone.end + start) for phone in _phones(take) if phone.ipa]
            first += len(take)
        fades = music.fade_in, music.fade_out
        return Bed(Path(music.source.path), spoken, seconds, gain=music.gain, duck=music.duck, fades=fades)

    def chapters(self, schedule: Schedule) -> list[tuple[str, float, float]]:
        """Give each chapter that comes, with when it begins and ends, s."""
        pairs = zip(schedule.chapters, self.scene.chapters, strict=True)
        come = sorted((start, chapter.title) for start, chapter in pairs if start < NEVER and start < schedule.seconds)
        ends = [*(start for start, _ in come), schedule.seconds][1:]
        return [(title, start, end) for (start, title), end in zip(come, ends, strict=True)]


def sentences_of(texts: Sequence[str], words: Sequence[Word]) -> list[Sentence]:
    """Say when each of some texts is spoken, whose words are these, by how many letters come before it."""
    if not words:
        return []
    lengths = [len(bare(text)) for text in texts]
    counted = [len(bare(word.text)) for word in words]
    scale = sum(counted) / max(sum(lengths), 1)
    found, passed, index, letters = list[Sentence](), 0.0, 0, 0
    for text, length in zip(texts, lengths, strict=True):
        begin = min(index, len(words) - 1)
        passed += length * scale
        while index < len(words) and letters + counted[index] / 2 < passed:
            letters += counted[index]
            index += 1
        found.append(Sentence(text, words[begin].start, words[max(index - 1, begin)].end))
    return found


def _phones(take: Take | Kept) -> tuple[Phone, ...]:
    return take.speech.phones if isinstance(take, Take) else take.footage.phones

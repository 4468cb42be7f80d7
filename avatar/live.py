"""Conversations: a portrait stands ready, and in each stream says one text after the other, in pieces without a seam.

request -> portrait, crew                            Stage, once for everybody who speaks with the same portrait
        -> permission, count and log                 Stream, one for each visitor
text    -> passages, the first one short             Stage.read
        -> permission again, policy                  Stream.clear
passage -> speech -> lips -> motion -> marks         Stage.perform
        -> registry and log, before it is heard      Stream.show
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip import timeline
from avatar.clip.bettering import chosen
from avatar.clip.crew import cutter_of, gather, helped, renderer_of
from avatar.clip.footage import maker_digest
from avatar.clip.leave import Leave
from avatar.clip.marking import film_metadata, mark_stream
from avatar.clip.meanwhile import look_at
from avatar.clip.naming import derive_seed, shaped_by, shaping
from avatar.clip.passages import Passage, cut, expected_seconds
from avatar.clip.script import Script, read_script
from avatar.clip.shown import require_same
from avatar.clip.speaking import fitted
from avatar.clip.takes import Take, marked
from avatar.clip.unfolding import unfold
from avatar.data import MotionTrack, Speech
from avatar.marks.registry.facts import Facts, Span, asset_id
from avatar.portrait.store import PortraitStore
from avatar.runtime.hashing import value_sha256
from avatar.settings import SOUND_RATE
from avatar.speech.engines import is_trained
from avatar.text.clauses import APART, clauses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    import av
    from numpy.typing import NDArray

    from avatar.clip.crew import Crew
    from avatar.clip.meanwhile import Look
    from avatar.clip.permit import Permit
    from avatar.clip.request import ClipRequest
    from avatar.clip.speaking import Voices
    from avatar.clip.unfolding import Bit
    from avatar.data import Frame, Portrait, Utterance, VoiceCard
    from avatar.marks.watermark import Marker
    from avatar.runtime.folders import Home

    Frames = Iterator[Frame]

_FIRST, _OTHERS = (0.9, 2.2), (1.5, 5.0)
"""s: how short a clause may be and how long a sentence may stay whole, at the beginning of a speech and later"""
_SHORT = (0.5, 0.5)
"""s: shorter passages stay with what follows"""
_LEAD, _BETWEEN = 0.12, 0.3
"""s of silence before what is said, which lips need to get ready, and after a sentence that another one follows"""
_COMMAS = (",", ";", ":", "，", "；", "：", "、", "—", "–")
CLOSING = 0.6
"""s in which the head returns to rest after a speech whose end was not known while it was spoken"""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text that was read, cut into passages that are performed one after the other."""

    script: Script
    """what is said, by whom"""
    passages: tuple[Passage, ...]
    """in order; the first is short, so that it is heard soon"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A portrait that is ready to speak. Frozen, and used by many threads at once."""

    request: ClipRequest
    """what everything is like, without a text"""
    portrait: Portrait
    """who"""
    look: Look
    """what the gate asks of the photo"""
    crew: Crew
    """who makes lips, motion and pictures"""
    seed: int
    """of all that is random"""
    home: Home
    """whose voices, keys, records and logs are used"""
    gender: str | None
    """of the portrait, for the choice of a voice"""
    label_language: str
    """of the label in the picture"""
    shape: str
    """names all that shapes what is said here but the text, hex"""

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self.request.settings.film.fps

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px, of what is drawn here."""
        return self.request.settings.film.width, self.request.settings.film.height

    def read(self, text: str, before: str = "", *, is_last: bool = True) -> Lines:
        """Read a text and cut it; `before` is the name of the last passage that was said before in the same speech.

        If it is not the last of its speech, its end is no rest. Raise `TextError` if there is nothing to say,
        `VoiceError` if nobody can say it.
        """
        settings = self.request.settings
        mood = settings.speech.emotion
        script = read_script(text, settings.text, self.home.data, self.request.voice, self.gender, mood)
        edges = settings.motion if is_last else replace(settings.motion, lead_out=0.0)
        utterances, cards = _in_clauses(script, settings.speech.speed, is_first=not before)
        if not is_last:
            utterances[-1] = _gone_on_from(utterances[-1])
        passages = cut(utterances, cards, edges, settings.speech.speed, _SHORT)
        if before or not is_last:
            passages = _chained(passages, before, is_last=is_last)
        return Lines(script, tuple(passages))

    def key(self, passage: Passage) -> str:
        """Name a passage by everything that shapes it, 64 hex digits: its watermark points there."""
        told = (passage.name, passage.before, passage.is_last, passage.lead, passage.tail)
        return value_sha256([self.shape, told])

    def perform(self, voices: Voices, passage: Passage, key: str) -> Take:
        """Speak a passage, move everything with it, and mark its sound."""
        speech = fitted(voices.speak(passage), self.fps)
        lips, motion = self.crew.act(speech, self.fps, self.seed, (passage.before, passage.name, passage.is_last))
        return Take(key, passage, marked(speech, key, self.home.data), lips, motion)

    def unfold(self, voices: Voices, passage: Passage, key: str) -> Iterator[Bit]:
        """Do the same bit by bit, where the voice can: what is said first is ready while the rest is being spoken."""
        names = (passage.before, passage.name, passage.is_last)
        act = partial(self.crew.act, fps=self.fps, seed=self.seed, names=names)
        yield from unfold(passage, key, voices.stream(passage), act, self.fps, self.home.data)

    def rest(self, seconds: float, before: str = "") -> Take:
        """Be silent, from rest or from the end of a passage of this name, and end at rest."""
        name = value_sha256(["rest", seconds, before])
        passage = Passage((), (), 0.0, seconds, name, before, True)
        silence = Speech(np.zeros(round(seconds * SOUND_RATE), np.float32), SOUND_RATE, (), (), "und", "")
        speech = fitted(silence, self.fps)
        lips, motion = self.crew.act(speech, self.fps, self.seed, (before, name, True))
        return Take(self.key(passage), passage, speech, lips, motion)

    def develop(
        self, rows: NDArray[np.float32], first: int, marker: Marker, looked_at: Callable[[Frames], Frames] = iter
    ) -> Iterator[tuple[int, av.VideoFrame]]:
        """Draw, label and mark rows of motion (T, 62), the first of which is the `first` of its passage.

        Yield its index in the passage with each picture, as the encoder takes it. `looked_at` is what the frames pass
        through before they are marked.
        """
        from avatar.film.formats import pixels_of
        from avatar.film.planes import Developer, luma_of

        developer = Developer(self.size, pixels_of(self.request.settings.film))
        motion = MotionTrack.from_rows(self.fps, np.ascontiguousarray(rows, np.float32))
        for frame in looked_at(self.crew.pictures(self.portrait, motion, self.size, first)):
            picture = developer.develop(frame)
            marker.mark_luma(luma_of(picture), frame.index)
            yield frame.index, picture

    def marker(self, key: str) -> Marker:
        """Give what marks the pictures of a passage."""
        from avatar.marks.registry.pattern_key import pattern_key
        from avatar.marks.watermark import Marker, Payload

        return Marker(pattern_key(self.home.data), Payload(asset_id(key)), self.size)


class Stream:
    """One visitor's conversation: one output, counted and logged before anything of it is seen.

    As a context manager it gives its place back if nothing of it was seen.
    """

    def __init__(self, stage: Stage) -> None:
        """Ask for leave, and hold a place. Raise `RefusedError` with the reason and the cure."""
        request = stage.request
        language = request.settings.text.language
        languages = () if language == "auto" else (language,)
        self.content_id = secrets.token_hex(16)
        """32 hex digits that name this stream"""
        self._stage = stage
        self._leave = Leave(stage.look, request.portrait, request.occasion, stage.home.data, self.content_id, languages)

    @classmethod
    def begun(cls, stage: Stage) -> Stream:
        """Ask for leave, count and log it at once: whoever speaks with it is given the portrait to look at."""
        stream = cls(stage)
        with stream:
            stream.begin()
        return stream

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave.__exit__()

    def begin(self) -> None:
        """Count it and log it, once; nothing is shown before. Raise `RefusedError` or `OutputError` if that fails."""
        self._leave.begin(timeline.versions())

    def require_still(self) -> None:
        """Raise `RefusedError` if the portrait may not be shown any longer."""
        self._leave.require_still()

    def clear(self, lines: Lines) -> Permit:
        """Give leave to say a text. Raise `RefusedError` with the reason."""
        return self._leave.clear(lines.script, self._stage.request.settings.text.language)

    def show(self, permit: Permit, passage: Passage, key: str, start: float, seconds: float) -> None:
        """Log a passage and let its watermark lead to a row, before it is heard; `start` is its time in the stream."""
        self.begin()
        voices = _voices(passage)
        self._leave.require_still({each.language for each in passage.utterances}, voices)
        self._leave.said(permit, f"{asset_id(key):010x}", voices)
        self.show_more(permit, passage, key, start, seconds)

    def show_more(self, permit: Permit, passage: Passage, key: str, start: float, seconds: float) -> None:
        """Let the watermark of a passage that goes on for longer than was known lead to a row for the rest too."""
        asset, voices = asset_id(key), _voices(passage)
        mark_stream(self._facts(permit, passage, voices, Span(asset, start, start + seconds)), self._stage.home.data)

    def show_idle(self, key: str) -> None:
        """Let the watermark of idle pictures lead to a row, before they are seen."""
        self.begin()
        self._leave.require_still()
        facts = self._facts(self._leave.silent(), None, (), Span(asset_id(key), 0.0, 0.0))
        mark_stream(facts, self._stage.home.data)

    def metadata(self) -> dict[str, str]:
        """Give what the film of this stream carries in its container."""
        return film_metadata(self._facts(self._leave.silent(), None, (), None), self._stage.home.data)

    def _facts(self, permit: Permit, passage: Passage | None, voices: tuple[str, ...], span: Span | None) -> Facts:
        from avatar.finish.label import label_text
        from avatar.permission.consent.moments import now, written

        stage, authorization = self._stage, permit.authorization
        return Facts(
            self.content_id,
            written(now()),
            permit.portrait_hash,
            permit.text_hash,
            authorization.authorization_id,
            authorization.record_sha256,
            voices,
            () if span is None else (span,),
            jurisdiction=stage.request.settings.marks.jurisdiction,
            label=label_text(stage.label_language),
            is_generated_by_network=any(each.paints for each in stage.crew.networks),
            is_spoken_by_network=passage is not None and is_trained(passage.cards),
            is_sound_marked=passage is not None,
            versions=timeline.versions(),
            networks=stage.crew.networks,
            parents=permit.parents,
        )


def set_stage(request: ClipRequest, home: Home) -> Stage:
    """Make a portrait ready, which takes a moment; taking it apart for the first time, some.

    Raise `PortraitError` for a photo that does not suit, `RefusedError` where nobody has agreed to its being measured.
    """
    from avatar.clip.keeping import admit

    store = PortraitStore(home=home.data)
    source = store.read(request.portrait)
    request, helpers = chosen(request, source.card, home)
    admit(source, request.portrait, home.data)
    look = look_at(source)
    request, cutters = cutter_of(request, home)
    portrait = store.load_or_enroll(source, request.settings.portrait, request.face)
    require_same(portrait.content_hash, look.content_hash, request.portrait)
    wanted, spoken = request.settings.film.label_language, request.settings.text.language
    language = wanted if wanted != "auto" else "zh" if spoken.lower().startswith("zh") else "en"
    seed = derive_seed(portrait.content_hash) if request.seed is None else request.seed
    gender = source.card.gender if source.card else None
    crew = helped(gather(request, language, renderer_of(request, home)), helpers.taking_part(request, portrait))
    crew = crew.with_networks(cutters)
    shape = _shape(request, portrait, seed, home, crew)
    return Stage(request, portrait, look, crew, seed, home, gender, language, shape)


def _voices(passage: Passage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(card.name for card in passage.cards))


def _in_clauses(script: Script, speed: float, *, is_first: bool) -> tuple[list[Utterance], list[VoiceCard]]:
    """Cut long sentences at their commas, and the first one early."""
    utterances: list[Utterance] = []
    cards: list[VoiceCard] = []
    for index, (utterance, card) in enumerate(zip(script.utterances, script.cards, strict=True)):
        limits = _FIRST if is_first and index == 0 else _OTHERS
        parts = clauses(utterance, lambda each: expected_seconds(each, speed), *limits)
        utterances += parts
        cards += [card] * len(parts)
    return utterances, cards


def _gone_on_from(utterance: Utterance) -> Utterance:
    """Let the last stretch of a text be followed by another text."""
    if utterance.text.rstrip().endswith(_COMMAS):
        return replace(utterance, continues=True, pause_after=APART - _LEAD)
    return replace(utterance, pause_after=_BETWEEN)


def _shape(request: ClipRequest, portrait: Portrait, seed: int, home: Home, crew: Crew) -> str:
    from avatar.marks.registry.pattern_key import pattern_key

    made = [portrait.content_hash, seed, repr(shaping(request.settings)), sorted(timeline.versions().items())]
    if crew.networks:
        made.append(shaped_by(crew.networks, crew.device))
    return value_sha256([*made, maker_digest(), hashlib.sha256(pattern_key(home.data)).hexdigest()])


def _chained(passages: list[Passage], before: str, *, is_last: bool) -> list[Passage]:
    """Let passages go on from one that was said before, or be gone on from."""
    chained: list[Passage] = []
    for index, each in enumerate(passages):
        ends = is_last and index == len(passages) - 1
        earlier = chained[-1].name if chained else before
        chained.append(replace(each, before=earlier, is_last=ends, name=value_sha256([earlier, each.name])))
    return chained

"""A performance that a portrait is driven by: whose it is said to be, what is heard with it, how everything moves.

What is said in it was written down and judged, or nothing is heard: nobody's face says what nobody has read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from avatar.clip.passages import Passage
from avatar.clip.script import Script
from avatar.data import ARKIT_NAMES, Heard, MotionTrack, Speech, Utterance, VoiceCard
from avatar.data.names import ARKIT_INDEX
from avatar.errors import InputError, RefusedError
from avatar.runtime.hashing import file_sha256, value_sha256
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.permit import Clearance
    from avatar.clip.request import ClipRequest
    from avatar.data import LipTrack
    from avatar.runtime.watch import Watch
    from avatar.speech.recording.listen import Hearing

ENGINE = "silence"
"""what the card of a performance that nobody hears calls its engine"""
UNDETERMINED = "und"
"""BCP-47 for a language that nobody has told"""
_PASSAGE = 10.0
"""s of a silent film that are filmed by themselves"""
_MOUTH = np.array([name.startswith(("mouth", "jaw", "tongue")) for name in ARKIT_NAMES])
_JAW, _CLOSE = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]


class Performing(Protocol):
    """Where a performance comes from."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def sha256(self) -> str:
        """Name its file, hex; "" for a camera."""
        ...

    def perform(self, fps: Fraction, seconds: float | None, watch: Watch) -> tuple[MotionTrack, tuple[str, ...]]:
        """Give how everything moves, at a frame rate, for `seconds` s or as long as it takes, and what is wrong."""
        ...


@dataclass(frozen=True, slots=True)
class Performer:
    """How whoever performs agrees to it: a statement of who asks, which is logged, and no proof."""

    kind: str
    """"self": who asks for it performs; "form": they have signed one; "nobody": no person performs"""
    form_sha256: str = ""
    """of the form, hex"""


@dataclass(frozen=True, slots=True)
class NothingHeard:
    """What is known of the voice of a performance that nobody hears."""

    sha256: str
    """of its file, hex; "" for a camera"""


@dataclass(frozen=True, slots=True)
class Driven:
    """A performance that is asked for, and its motion once it was looked at."""

    performing: Performing
    """where it comes from"""
    performer: Performer
    """who performs"""
    is_silent: bool
    """nothing is heard with it"""
    motion: MotionTrack | None = None
    """one row per frame of the film; None: nobody has looked yet"""
    notes: tuple[str, ...] = ()
    """what was wrong with it, sentences"""

    def performed(self, request: ClipRequest, seconds: float | None, watch: Watch) -> Driven:
        """Look at the performance, as long as its sound, s; None: as long as it is."""
        motion, notes = self.performing.perform(request.settings.film.fps, seconds, watch)
        scaled = _scaled(motion, request.settings.motion.head, request.settings.lips.strength)
        return replace(self, motion=scaled, notes=notes)

    def facts(self) -> dict[str, str]:
        """Give what a timeline says of it."""
        known = {"name": self.performing.name, "sha256": self.performing.sha256, "performer": self.performer.kind}
        return {name: value for name, value in known.items() if value}

    def digest(self, passage: Passage | None = None) -> str:
        """Name how everything moves in all of it, or in a passage, hex."""
        rows = self._moved.rows()
        if passage is not None:
            first = self._first(passage)
            rows = rows[first : first + self._count(passage)]
        return hashlib.sha256(np.ascontiguousarray(rows).tobytes()).hexdigest()

    def script(self, request: ClipRequest) -> Script:
        """Give a script in which nothing is said."""
        language = request.settings.text.language
        tongue = UNDETERMINED if language == "auto" else language
        card = VoiceCard(ENGINE, tongue, "neutral", "", ENGINE, NothingHeard(self.performing.sha256))
        return Script("", (Utterance("", tongue),), (card,), ())

    def passages(self, script: Script) -> tuple[Passage, ...]:
        """Cut a performance that nobody hears where whole frames begin with whole samples."""
        fps, frames = self._moved.fps, len(self._moved)
        rate = SOUND_RATE / fps
        step = rate.denominator
        borders = list(range(0, frames, max(step, round(_PASSAGE * fps / step) * step)))
        found: list[Passage] = []
        for first, end in zip(borders, [*borders[1:], frames], strict=True):
            heard = Heard(int(first * rate), int(end * rate), ())
            said = (script.utterances, script.cards) if not first else ((), ())
            seconds = float((end - first) / fps)
            name = value_sha256([self.performing.sha256, "silence", first, end])
            before = found[-1].name if found else ""
            found.append(Passage(*said, seconds, 0.0, name, before, end == frames, heard))
        return tuple(found)

    def silence(self, passage: Passage) -> Speech:
        """Give the sound of a passage in which nothing is heard."""
        rate = SOUND_RATE / self._moved.fps
        samples = np.zeros(int(self._count(passage) * rate), np.float32)
        return Speech(samples, SOUND_RATE, (), (), UNDETERMINED, ENGINE)

    def move(self, passage: Passage, lips: LipTrack, frames: int) -> MotionTrack:
        """Give the motion of a passage; its tongue, which no picture shows, is that of the sounds that are said."""
        first = self._first(passage)
        rows = self._moved.rows()[first : first + frames]
        rows = np.pad(rows, ((0, frames - len(rows)), (0, 0)), mode="edge" if len(rows) else "constant")
        motion = MotionTrack.from_rows(self._moved.fps, np.ascontiguousarray(rows))
        return replace(motion, tongue=_tongue(lips, motion.fps, frames))

    @property
    def _moved(self) -> MotionTrack:
        if self.motion is None:
            raise ValueError("nobody has looked at this performance yet")
        return self.motion

    def _first(self, passage: Passage) -> int:
        return 0 if passage.heard is None else round(passage.heard.first * self._moved.fps / SOUND_RATE)

    def _count(self, passage: Passage) -> int:
        if passage.heard is None:
            return len(self._moved)
        return -int(-(passage.heard.end - passage.heard.first) * self._moved.fps // SOUND_RATE)


def performer_of(given: str | Path | None, name: str, what: str) -> Performer:
    """Read who performs in a film of this name: "self", "nobody", or the file of a form that they have signed.

    Raise `RefusedError` where nobody has said that they agree to `what` is done, `InputError` for a form that is none.
    """
    if given is None or not str(given).strip():
        raise RefusedError(
            f"Nobody has said that whoever performs in {name!r} agrees to {what}; say --performer-consent "
            "self if that is you, or give the form that they have signed: --performer-consent FORM.pdf"
        )
    if str(given) in ("self", "nobody"):
        return Performer(str(given))
    form = Path(given).expanduser()
    try:
        return Performer("form", file_sha256(form))
    except OSError as fault:
        raise InputError(
            f"The performer's form {str(form)!r} cannot be read ({fault.strerror}); give the scan of a signed form, or "
            "the word self, or nobody where no person performs."
        ) from fault


def log_performer(performer: Performer, performance: str, clearance: Clearance) -> None:
    """Log who is said to perform, and in which file (sha256, hex), before anything of it is looked at."""
    from avatar.clip.judged import log
    from avatar.ledger.audit import Event

    details = {"performer": performer.kind, "form": performer.form_sha256, "performance": performance}
    log(
        clearance.home,
        Event(
            "performer",
            portrait=clearance.portrait_hash,
            authorization=clearance.authorization_id,
            decision="allow",
            details={name: value for name, value in details.items() if value},
        ),
    )


def require_read(hearing: Hearing) -> None:
    """Raise `RefusedError` where more is said than was written down and judged.

    A recording may say what nobody has read, which is told; a face that performs it may not. Sentences that hardly fit
    are told as there: in some languages a right one fits no better than another of its length.
    """
    from avatar.data import UNKNOWN_WORDS
    from avatar.speech.recording.condition import FEW, clock, spoken

    unknown = [part for part in hearing.parts if part.utterance == UNKNOWN_WORDS]
    seconds = spoken(unknown)
    if seconds > max(FEW[0], FEW[1] * spoken(hearing.parts)):
        raise RefusedError(
            f"{seconds:.1f} s of what is said in the performance are not in the text, the first at "
            f"{clock(unknown[0].start)}, so nobody has judged them; write down all that is said, or use --mute."
        )


def _scaled(motion: MotionTrack, head: float, mouth: float) -> MotionTrack:
    """Size head and mouth as somebody asks for; lips that meet meet at any size."""
    weights = motion.weights.copy()
    pressed = np.maximum(weights[:, _CLOSE] - weights[:, _JAW], 0)
    weights[:, _MOUTH] = np.clip(weights[:, _MOUTH] * mouth, 0, 1)
    weights[:, _CLOSE] = np.where(pressed > 0, np.minimum(weights[:, _JAW] + pressed, 1), weights[:, _CLOSE])
    return replace(motion, weights=weights, head=np.asarray(motion.head * np.float32(head), np.float32))


def _tongue(lips: LipTrack, fps: Fraction, frames: int) -> NDArray[np.float32]:
    from avatar.data.names import TONGUE_TIP

    if TONGUE_TIP not in lips.names or not len(lips.times):
        return np.zeros(frames, np.float32)
    track = lips.weights[:, lips.names.index(TONGUE_TIP)]
    return np.interp(np.arange(frames) / float(fps), lips.times, track).astype(np.float32)

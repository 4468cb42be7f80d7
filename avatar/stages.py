"""What each stage promises, in as few methods as it takes. `pipeline.py` puts them in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from avatar.data import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from fractions import Fraction
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import (
        AlignCapabilities,
        EngineOptions,
        LipTrack,
        MotionTrack,
        Phone,
        Poise,
        Portrait,
        RenderCapabilities,
        Saying,
        Speech,
        Utterance,
        VoiceCapabilities,
        VoiceCard,
    )
    from avatar.data.network import NetworkFacts
    from avatar.runtime.folders import Home
    from avatar.settings import SpeechSettings


class Speaker(Protocol):
    """Text to sound with exact phone times."""

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance; its pause is not included. Raise `VoiceError` if this voice cannot."""
        ...


class StreamingSpeaker(Speaker, Protocol):
    """A speaker of an engine whose capabilities say that it streams."""

    def stream(self, utterance: Utterance) -> Iterator[Saying]:
        """Say one utterance bit by bit: each time all of it, as far as it is made. Raise as `speak` does."""
        ...


class VoiceEngine(Protocol):
    """What speaks with voices of one kind. It is made without arguments and at once: `open` loads what is heavy."""

    @property
    def options(self) -> type[EngineOptions]:
        """The frozen dataclass of what a card's [engine] table may say; raises `VoiceError` for what does not suit."""
        ...

    @property
    def capabilities(self) -> VoiceCapabilities:
        """What it can do."""
        ...

    def voices(self) -> tuple[VoiceCard, ...]:
        """List the voices that it brings itself, besides those that people write cards for."""
        ...

    def open(self, card: VoiceCard, settings: SpeechSettings) -> AbstractContextManager[Speaker]:
        """Give who speaks as a card says. Raise `NotInstalledError` with the line that installs what is missing."""
        ...


class PolyglotEngine(VoiceEngine, Protocol):
    """An engine whose capabilities say that it is a polyglot: its voices can say each other's languages."""

    def in_language(self, card: VoiceCard, native: VoiceCard) -> VoiceCard:
        """Give the card of the same voice, by the same name, saying what `native`, another of its voices, would say."""
        ...


class WarmEngine(VoiceEngine, Protocol):
    """An engine whose capabilities say that it warms: it loads much, and that may begin before it is asked to speak."""

    def warm(self) -> None:
        """Load what all its voices share; a second call does nothing. Raise `NotInstalledError` as `open` does."""
        ...


class Aligner(Protocol):
    """Sound and what is said in it to the times of its phones. It is made without arguments and at once."""

    @property
    def capabilities(self) -> AlignCapabilities:
        """What it can do."""
        ...

    def align(self, speech: Speech, utterance: Utterance) -> Speech:
        """Give the same sound with phones and words; those that it had are not looked at. Raise `VoiceError` if not."""
        ...


class Shaper(Protocol):
    """Phones to lips."""

    def shape(self, phones: tuple[Phone, ...], seconds: float) -> LipTrack:
        """Give the mouth weights from 0 to `seconds` s; the mouth rests wherever no phone is near."""
        ...


class Mover(Protocol):
    """Lips and sound to the motion of the whole head."""

    def poise(self, rng: np.random.Generator) -> Poise:
        """Draw how the person may stand between two stretches of motion."""
        ...

    def move(  # noqa: PLR0913 - what is heard and seen, and what comes before and after
        self,
        lips: LipTrack,
        speech: Speech,
        fps: Fraction,
        rng: np.random.Generator,
        start: Poise | None = None,
        end: Poise | None = None,
    ) -> MotionTrack:
        """Give one row per frame for `ceil(speech.seconds * fps)` frames, from one poise to the other.

        None is the portrait as it is. Where one stretch ends in the poise that the next starts from, they join.
        """
        ...


class Enroller(Protocol):
    """Photo to portrait."""

    def enroll(self, image: Path, name: str, face: int | None = None) -> Portrait:
        """Take the photo apart. Raise `PortraitError` with the reason if it does not suit."""
        ...


class Renderer(Protocol):
    """Portrait and motion to pictures. It is made without arguments and at once."""

    @property
    def capabilities(self) -> RenderCapabilities:
        """What it can do."""
        ...

    def render(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield one frame per row of `motion`, `size` = (width, height) px, lazily."""
        ...


class Cutter(Renderer, Protocol):
    """A renderer whose capabilities say that it cuts out: one that can leave out all that is behind the person."""

    def cut_out(self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> Iterator[Frame]:
        """Yield what `render` does, of 4 channels: straight alpha, 0 where the background would be."""
        ...

    def over(
        self, portrait: Portrait, motion: MotionTrack, size: tuple[int, int], behind: Iterable[NDArray[np.uint8]]
    ) -> Iterator[Frame]:
        """Yield what `cut_out` does, laid over one picture (height, width, 3) a frame, which stay as they are."""
        ...

    def emptied(self, portrait: Portrait, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Give what `render` shows without the person, (height, width, 3)."""
        ...


class Networked(Protocol):
    """What any renderer or filter is too that works with networks which somebody added: it tells which.

    They are known before its first frame. The clip's record, its manifest and its timeline name them, the names of
    kept footage depend on them, and who makes the clip is told of a licence that binds (`clip.crew.networks_of`).
    """

    @property
    def networks(self) -> tuple[NetworkFacts, ...]:
        """Which take part: `facts` of what `neural.models.located` gave."""
        ...


@runtime_checkable
class NetworkRenderer(Renderer, Networked, Protocol):
    """A renderer that draws with a network which somebody added. Before its first frame it is equipped, then loaded."""

    def equip(self, home: Home, network: str | None, device: str) -> None:
        """Find the network, which takes a moment: by its name or file; None: the first that is installed.

        `device` is one of `settings.DEVICES`. Raise `NotInstalledError` with the line that installs what is missing,
        `InputError` for a name, a file or a device that there is none of.
        """
        ...

    def computes_on(self) -> str:
        """Where it draws once it is loaded, cpu or cuda: numbers, and so pictures, differ a little between them."""
        ...

    def load(self) -> None:
        """Load it, which may take seconds; a second call does nothing. Raise `InputError` for a file that is none."""
        ...


class Repainter(Renderer, Protocol):
    """A renderer whose capabilities say that it repaints: a network makes what is seen of the face in each frame."""

    def through(self, filters: Sequence[FrameFilter]) -> Renderer:
        """Give one whose network's own pictures pass through these, in this order, before they are put into place.

        Each call of `render` chains them anew over its frames, from the first to the last. A picture may come back a
        whole number of times as large as it went in.
        """
        ...


@dataclass(frozen=True, slots=True)
class Painted(Frame):
    """A picture that a network has painted, as a repainter hands it to filters."""

    driven: NDArray[np.uint8]
    """(h, w, 3) RGB, what led the network: a picture of the same square at the same moment, which does not flicker"""


class FrameFilter(Protocol):
    """Pictures to pictures."""

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame changed, in order, lazily."""
        ...

"""All that is settled of one clip before its first word: who says what, allowed by whom, made by whom, named how."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from avatar import backends
from avatar.clip import timeline
from avatar.clip.footage import maker_digest
from avatar.clip.naming import derive_key, shaped_by, shaping
from avatar.clip.passages import leading
from avatar.clip.scenes import depends, named
from avatar.clip.staging import Staging
from avatar.marks.registry.facts import Facts
from avatar.marks.registry.pattern_key import pattern_key
from avatar.speech.engines import is_trained

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from fractions import Fraction

    from avatar.clip.crew import Crew
    from avatar.clip.driven import Driven
    from avatar.clip.passages import Passage
    from avatar.clip.permit import Clearance, Permit
    from avatar.clip.recorded import Recorded
    from avatar.clip.request import ClipRequest
    from avatar.clip.scored import Scored
    from avatar.clip.subtitling import Subtitling
    from avatar.clip.takes import Kept, Take
    from avatar.data import Portrait, Utterance
    from avatar.data.network import NetworkFacts
    from avatar.runtime.folders import Home
    from avatar.settings import PortraitSettings
    from avatar.subtitles import Caption


@dataclass(frozen=True, slots=True)
class Plan:
    """One clip that may be made, as a film or as a stream, and as often as it is allowed."""

    request: ClipRequest
    """what was asked for"""
    portrait: Portrait
    """who"""
    passages: tuple[Passage, ...]
    """what is said, cut where the film may be cut"""
    text: str
    """the same, whole, without the marks for the face"""
    label_language: str
    """of the label in the picture"""
    seed: int
    """of all that is random"""
    content_id: str
    """32 hex digits that name this clip"""
    clearance: Clearance
    """what was let in"""
    crew: Crew
    """who makes the pictures"""
    home: Home
    """whose keys, stores and logs are used"""
    scored: Scored | None
    """what is performed as it is written; None: a text is said"""
    recorded: Recorded | None
    """what is heard instead of voices; None: voices speak"""
    subtitles: Subtitling
    """how what is said can be read"""
    warnings: tuple[str, ...]
    """what differs from what was asked for, sentences"""
    driven: Driven | None = None
    """the performance that everything moves by; None: it moves by itself"""

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self.request.settings.film.fps

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.request.settings.film.width, self.request.settings.film.height

    @property
    def seconds(self) -> float:
        """About how long it will be, before anything of it is spoken."""
        return sum(passage.expected(self.request.settings.speech.speed) for passage in self.passages)

    @property
    def voices(self) -> tuple[str, ...]:
        """Names of the voices, in the order of their first words."""
        if self.scored:
            return self.scored.voices
        if self.is_silent:
            return ()
        return tuple(dict.fromkeys(card.name for passage in self.passages for card in passage.cards))

    @property
    def networks(self) -> tuple[NetworkFacts, ...]:
        """Which networks that somebody added take part."""
        return self.crew.networks

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard."""
        return self.driven is not None and self.driven.is_silent

    @property
    def is_trained(self) -> bool:
        """Whether a trained network speaks, or has spoken in a clip whose sound this is."""
        if self.scored:
            return self.scored.is_trained
        if self.is_silent:
            return False
        return self.recorded is None and is_trained(card for passage in self.passages for card in passage.cards)

    @property
    def said(self) -> tuple[Utterance, ...]:
        """What is said, in order."""
        return tuple(utterance for passage in self.passages for utterance in passage.utterances)

    def needed(self, wanted: Collection[str]) -> tuple[Passage, ...]:
        """Give what has to be spoken to film some passages, by their names: also those before that say where they lie.

        Where nothing depends on how far into the film a passage begins, those before are not needed.
        """
        if self.request.scene is not None and depends(self.request.scene) == "all":
            return self.passages
        last = max((place for place, each in enumerate(self.passages) if each.name in wanted), default=-1)
        up_to = self.passages[: last + 1]
        if any(self.key(each, 0) != self.key(each, 1) for each in up_to):
            return up_to
        return tuple(each for each in up_to if each.name in wanted)

    def finished(self, permit: Permit, sha256: str, seen: Mapping[str, str] | None = None) -> None:
        """Count an output and log it, before it is seen: a film with the hash of its file, a stream with "".

        `seen` is what was found out about it, for the log.
        """
        permit.done(self.content_id, sha256, self.voices, timeline.versions(), seen)

    def captions(self, take: Take | Kept, first: int) -> tuple[Caption, ...]:
        """Give the captions of a passage whose first frame has the index `first`, with times of the film."""
        return self.subtitles.captions(take.passage, take.words, float(len(take) / self.fps), float(first / self.fps))

    def facts(self, permit: Permit) -> Facts:
        """Give what the marks of a film are made of, but for the places of its watermarks."""
        from avatar.finish.label import label_text
        from avatar.permission.consent.moments import now, written

        authorization = permit.authorization
        return Facts(
            self.content_id,
            written(now()),
            permit.portrait_hash,
            permit.text_hash,
            authorization.authorization_id,
            authorization.record_sha256,
            self.voices,
            jurisdiction=self.request.settings.marks.jurisdiction,
            sound_spans=self.scored.marks if self.scored else (),
            label=label_text(self.label_language),
            is_generated_by_network=any(each.paints for each in self.networks),
            is_spoken_by_network=self.is_trained,
            versions=timeline.versions(),
            networks=self.networks,
            parents=permit.parents,
        )

    def header(self) -> dict[str, object]:
        """Give what the timeline says of the clip as a whole."""
        language, voice = leading(self.passages)
        moving, lips = self.request.settings.motion, self.request.settings.lips
        strengths = {"mouth": lips.strength, "head": moving.head, "blink": moving.blink}
        return {
            "content_id": self.content_id,
            "portrait": {"name": self.portrait.name, "sha256": self.portrait.content_hash},
            "text": self.text,
            "emotion": self.request.settings.motion.emotion,
            "size": list(self.size),
            "background": self.request.settings.film.background.kind,
            "subtitles": self.request.settings.subtitles.kind,
            "seed": self.seed,
            "language": language,
            "voice": voice,
            **{name: value for name, value in strengths.items() if value != 1.0},
            **_bettered(self.request.settings.portrait),
            **({"recording": self.recorded.facts()} if self.recorded else {}),
            **({"performance": self.driven.facts()} if self.driven else {}),
            **({"scene": self.request.scene.template or "scene"} if self.request.scene else {}),
            **({"networks": [asdict(each) for each in self.networks]} if self.networks else {}),
        }

    def key(self, passage: Passage, first: int, is_live: bool = False) -> str:
        """Name the footage of a passage by everything that shapes it, 64 hex digits.

        `first` is the index of its first frame, which a moving background depends on.
        """
        settings = shaping(self.request.settings)
        settings["film"]["label_language"] = self.label_language
        # Of subtitles only those that are burned in shape pictures, and only with what is said in them.
        settings["subtitles"] = self.subtitles.key(passage, first)
        return derive_key(
            {
                "passage": asdict(passage) | {"cards": [card.identity for card in passage.cards]},
                "portrait": self.portrait.content_hash,
                "face": self.request.face,
                "renderer": self.request.renderer,
                "seed": self.seed,
                "live": is_live,
                "first": first if self.request.settings.film.background.kind == "video" else 0,
                "settings": settings,
                "versions": timeline.versions() | backends.plugged(),
                "makers": maker_digest(),
                "watermark": hashlib.sha256(pattern_key(self.home.data)).hexdigest(),
            }
            | self._scene_key(first)
            | shaped_by(self.networks, self.crew.device)
            | ({"driven": self.driven.digest(passage)} if self.driven else {})
        )

    @property
    def staging(self) -> Staging | None:
        """Who puts its scene into the film; None: it has none."""
        scene = self.request.scene
        return None if scene is None else Staging(scene, self.fps, self.home.data)

    def _scene_key(self, first: int) -> dict[str, object]:
        """Give what of a scene shapes a passage: where its time depends on what is said elsewhere, all of that."""
        if self.request.scene is None:
            return {}
        on = depends(self.request.scene)
        around = [each.name for each in self.passages] if on == "all" else []
        return {"scene": named(self.request.scene), "scene_first": first if on else 0, "scene_around": around}


def _bettered(settings: PortraitSettings) -> dict[str, object]:
    """Tell who was asked to add detail, and to restore the face; nothing where nobody was."""
    upscale, restore = settings.upscale, settings.restore
    return ({"upscale": upscale.name} if upscale else {}) | (
        {"restore": restore.name, "fidelity": settings.fidelity} if restore else {}
    )

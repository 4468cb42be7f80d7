"""One clip of a campaign, settled before anything renders, and what became of it: what every part passes on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be rendered, or what its owner should look at."""

    row: int
    """number of the row in the table, from 1; 0: it concerns the campaign as a whole"""
    column: str
    """name of the column, or of the key of campaign.yaml; "": the whole row"""
    language: str
    """BCP-47; "": all of them"""
    message: str
    """one sentence with the offending value and the cure"""
    is_fatal: bool = True
    """False: a warning, and the clip is rendered"""


@dataclass(frozen=True, slots=True)
class Job:
    """One clip of a campaign. It is plain data: JSON carries it to wherever it is rendered."""

    campaign: str
    """the campaign's name, a slug"""
    row: int
    """number of the row in the table, from 1"""
    language: str
    """BCP-47, of what is said"""
    slug: str
    """of the clip's file, lower case letters, digits and hyphens"""
    format: str
    """name of the shape: wide | tall | square, or the campaign's own"""
    size: tuple[int, int]
    """width and height, px"""
    text: str
    """what is said"""
    portrait: str
    """name or path"""
    output: str
    """place of the film below the campaign's outputs, with slashes: lang/row-slug-hash8.mp4"""
    input_hash: str
    """64 hex digits: of everything that shapes the clip; equal hashes, equal films"""
    voice: str | None = None
    """name of the voice card; None: the language's own"""
    scene: dict[str, Any] | None = None
    """the scene, filled in, as `data.Scene` writes itself; None: the bare talking head"""
    options: dict[str, Any] = field(default_factory=dict)
    """further options by their names in `clip.options.ClipOptions`: purpose, channel, speed, seed, subtitles, ..."""
    pins: dict[str, str] = field(default_factory=dict)
    """versions that it was planned with: portrait, template and voice, each to 64 hex digits"""
    min_quality: dict[str, float] = field(default_factory=dict)
    """least figures of the inspection: closures, lag_ms, identity; empty: it is not inspected"""

    def document(self) -> dict[str, Any]:
        """Write it as JSON can carry it."""
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Job:
        """Read what `document` has written."""
        return cls(**{**document, "size": tuple(document["size"])})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job."""

    input_hash: str
    """of the job"""
    state: str
    """done | reused | failed | refused | stopped"""
    output: str = ""
    """place of the film below the campaign's outputs"""
    files: dict[str, str] = field(default_factory=dict)
    """what lies beside it, kind to place: timeline, srt, vtt, thumbnail"""
    sha256: str = ""
    """of the film's bytes"""
    content_id: str = ""
    """32 hex digits"""
    seconds: float = 0.0
    """how long the film is"""
    wall_s: float = 0.0
    """how long it took"""
    figures: dict[str, float] = field(default_factory=dict)
    """of the inspection"""
    message: str = ""
    """why it failed or was refused, one sentence"""
    warnings: tuple[str, ...] = ()
    """what its owner should look at"""
    tries: int = 1
    """how often it was rendered"""
    hashes: dict[str, str] = field(default_factory=dict)
    """sha256 of the bytes of what lies beside it, by the kinds of `files`"""
    streams: dict[str, str] = field(default_factory=dict)
    """sha256 of what is seen and heard, video and audio, whatever marks hold a time: equal hashes, equal films"""

    @property
    def is_done(self) -> bool:
        """Whether the film is there."""
        return self.state in ("done", "reused")

    def at(self, output: str) -> Outcome:
        """Give the same with another place: rows that ask for the same clip have a copy each, named after the row."""
        if not self.is_done or output == self.output:
            return self
        was, stem = self.output.rpartition(".")[0], output.rpartition(".")[0]
        return replace(self, output=output, files={kind: stem + name[len(was) :] for kind, name in self.files.items()})

    def document(self) -> dict[str, Any]:
        """Write it as JSON can carry it."""
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Outcome:
        """Read what `document` has written; what a later version has added is left out."""
        known = {each.name for each in fields(cls)}
        found = {name: value for name, value in document.items() if name in known}
        return cls(**{**found, "warnings": tuple(found.get("warnings", ()))})

"""One cell of the matrix: its clip, made once, and what the inspection says of it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from avatar import pipeline
from avatar.bench.origin import measure_digest
from avatar.bench.subjects import PURPOSE
from avatar.bench.texts import text_of
from avatar.clip import files
from avatar.clip.footage import maker_digest
from avatar.clip.request import ClipRequest, Occasion
from avatar.errors import InputError, PortraitError, RefusedError
from avatar.inspection import inspect_clip
from avatar.inspection.report import Figure, Row
from avatar.settings import FilmSettings, Settings, SpeechSettings, TextSettings

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.bench.subjects import Subject
    from avatar.clip.plan import Plan
    from avatar.inspection import Report

_UNSAFE = re.compile(r"[^\w.]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one clip of the bench shows and says."""

    subject: Subject
    """who"""
    language: str
    """BCP-47, one of `TEXTS`"""
    speed: float
    """1 is the voice's own rate"""
    size: tuple[int, int]
    """width and height, px"""
    seconds: float
    """that it lasts at least"""
    voice: str = ""
    """name of a card; "": the usual voice of the language"""
    text: str = ""
    """what is said; "": the text of the language, as often as `seconds` need"""

    @property
    def name(self) -> str:
        """Name the clip for people."""
        who = f" {self.voice}" if self.voice else ""
        return f"{self.subject.name} {self.language}{who} {self.speed:g}x {self.size[0]}x{self.size[1]}"

    def request(self) -> ClipRequest:
        """Ask for the clip. Raise `InputError` for a language, speed or size that cannot be had."""
        settings = Settings(
            text=TextSettings(language=self.language),
            speech=SpeechSettings(speed=self.speed),
            film=FilmSettings(width=self.size[0], height=self.size[1]),
        )
        text = self.text or text_of(self.language, self.seconds, self.speed)
        occasion = Occasion(purpose=PURPOSE)
        return ClipRequest(text, self.subject.reference, self.voice or None, settings=settings, occasion=occasion)


@dataclass(frozen=True, slots=True)
class Trial:
    """How one clip of the bench turned out."""

    cell: Cell
    """what was tried"""
    video: str = ""
    """path"""
    content_id: str = ""
    """32 hex digits that name the clip"""
    frames: int = 0
    """count"""
    faces_found: int = 0
    """frames in which a face was seen again"""
    rows: tuple[Row, ...] = ()
    """all, or none where the clip was refused"""
    refusal: str = ""
    """why there is no clip, or nothing to measure in it: a sentence"""

    @property
    def passed(self) -> bool:
        """Tell whether there is a clip, with a face in every frame, and no row fails."""
        return (
            not self.refusal and self.faces_found == self.frames and all(row.passed is not False for row in self.rows)
        )

    def as_json(self) -> dict[str, object]:
        """Give the object of one clip in `avatar bench quality --json`."""
        return {
            "portrait": self.cell.subject.name,
            "language": self.cell.language,
            "speed": self.cell.speed,
            "size": list(self.cell.size),
            "passed": self.passed,
            "rows": [row.as_json() for row in self.rows],
            "frames": self.frames,
            "faces_found": self.faces_found,
            "refusal": self.refusal,
            "video": self.video,
            "content_id": self.content_id,
        }


def attempt(cell: Cell, folder: Path) -> Trial:
    """Make and measure one clip, or take what `folder` has of the same clip by the same sources.

    A portrait that is refused, or not found again in the clip, is a result; any other error is raised.
    """
    try:
        plan = pipeline.prepare(cell.request(), variant=cell.subject.variant)
    except (PortraitError, RefusedError) as fault:
        return Trial(cell, refusal=str(fault))
    video = folder / f"{_stem(cell, plan.content_id)}.mp4"
    _film(plan, video)
    try:
        measured = _measure(plan, video)
    except InputError as fault:
        return Trial(cell, str(video), plan.content_id, refusal=str(fault))
    return Trial(cell, str(video), plan.content_id, *measured)


def _stem(cell: Cell, content_id: str) -> str:
    """Name a clip by everything that shapes it, so that a file of this name is this clip."""
    key = hashlib.sha256(f"{content_id} {maker_digest()}".encode()).hexdigest()[:12]
    return f"{_UNSAFE.sub('-', cell.name)}-{key}"


def _film(plan: Plan, video: Path) -> None:
    if not (video.exists() and files.timeline_path(video).exists()):
        pipeline.film(plan, video)


def _measure(plan: Plan, video: Path) -> tuple[int, int, tuple[Row, ...]]:
    place = video.with_name(f"{video.stem}.inspection-{measure_digest()}.json")
    if place.exists():
        return _read(place)
    report = inspect_clip(video, plan.portrait, home=plan.home)
    _write(report, place)
    return report.frames, report.faces_found, report.rows


def _write(report: Report, place: Path) -> None:
    content = {
        "frames": report.frames,
        "faces_found": report.faces_found,
        "rows": [asdict(row) for row in report.rows],
        "worst": [moment.as_json() for moment in report.worst],
        "notes": list(report.notes),
        "details": report.details,
    }
    part = place.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(place)


def _read(place: Path) -> tuple[int, int, tuple[Row, ...]]:
    content = json.loads(place.read_text(encoding="utf-8"))
    rows = (
        Row(row["id"], row["name"], tuple(Figure(**figure) for figure in row["figures"]), row["note"])
        for row in content["rows"]
    )
    return content["frames"], content["faces_found"], tuple(rows)

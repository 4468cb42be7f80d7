"""What a campaign.yaml says, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SHAPES: dict[str, tuple[int, int]] = {"wide": (1920, 1080), "square": (1080, 1080), "tall": (1080, 1920)}
"""sizes that have a name, width and height, px"""


@dataclass(frozen=True, slots=True)
class Brand:
    """What makes a film look like those of one company."""

    colours: dict[str, str] = field(default_factory=dict)
    """by their names in templates, #rrggbb"""
    fonts: dict[str, str] = field(default_factory=dict)
    """families by their names in templates: heading, body"""
    pictures: dict[str, str] = field(default_factory=dict)
    """paths by their names in templates: logo"""
    words: dict[str, str] = field(default_factory=dict)
    """everything else that texts may use: name, slogan, website"""

    def values(self) -> dict[str, Any]:
        """Give what texts know as `brand`."""
        return {
            **self.words,
            "colours": self.colours,
            "fonts": self.fonts,
            "pictures": self.pictures,
            "logo": self.pictures.get("logo", ""),
        }

    def document(self) -> dict[str, Any]:
        """Give what templates know as the brand kit."""
        return {"colours": self.colours, "fonts": self.fonts, "pictures": self.pictures}


@dataclass(frozen=True, slots=True)
class Fit:
    """How long each clip may be, and how far a voice may hurry or linger for that."""

    shortest: float = 0.0
    """s of the person's film, without what a template puts before and after it"""
    longest: float = float("inf")
    """the same"""
    slowest: float = 0.9
    """least speaking rate, 1 is the voice's own"""
    fastest: float = 1.15
    """greatest speaking rate"""


@dataclass(frozen=True, slots=True)
class Translation:
    """How the texts of the first language come into the others."""

    url: str = ""
    """base of an OpenAI-compatible endpoint; "": none is asked"""
    model: str = ""
    """name of the model there"""
    key_env: str = ""
    """name of the environment variable that holds its key; "": it takes none"""
    glossary: str = ""
    """table of terms, from the campaign's folder on; "": there is none"""
    keep: tuple[str, ...] = ()
    """words that stay as they are in every language"""
    columns: tuple[str, ...] = ("text",)
    """names of the columns that are translated"""
    review: str = ""
    """file in which people approve, from the campaign's folder on; "": translations.xlsx"""
    seconds: float = 120.0
    """that the endpoint may be silent"""
    at_once: int = 4
    """requests"""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as its file says, before its table is read."""

    file: Path
    """campaign.yaml, absolute; all paths in it begin in its folder"""
    name: str
    """a slug"""
    table: Path
    """rows, absolute"""
    languages: tuple[str, ...] = ()
    """BCP-47, in order, the first is the source; (): those that the table's columns name"""
    template: str | None = None
    """name or path; None: the bare talking head"""
    portraits: dict[str, str] = field(default_factory=lambda: {"": "xiaochen"})
    """name or path by language; "": of the others"""
    voices: dict[str, str] = field(default_factory=dict)
    """name of the voice card by language; "": of the others; a language without one has its own"""
    shapes: dict[str, tuple[int, int]] = field(default_factory=lambda: {"wide": SHAPES["wide"]})
    """width and height, px, by name"""
    brand: Brand = field(default_factory=Brand)
    """the brand kit"""
    outputs: str = ""
    """a folder, or a URL that fsspec knows"""
    columns: dict[str, str] = field(default_factory=dict)
    """header of the table by the name that is meant: {"text": "讲稿"}"""
    sheet: str = ""
    """of a workbook; "": the first"""
    encoding: str = ""
    """of the table's file; "": found out"""
    options: dict[str, Any] = field(default_factory=dict)
    """of every clip, by their names in `clip.options.ClipOptions`: purpose, channel, subtitles, speed, seed, ..."""
    fit: Fit | None = None
    """how long clips may be; None: as long as they are"""
    translation: Translation | None = None
    """how texts come into other languages; None: the table says everything itself"""
    min_quality: dict[str, float] = field(default_factory=dict)
    """least figures of the inspection: closures, lag_ms, identity"""
    music: str = ""
    """path of a sound for templates that play one; "": their own"""
    variables: dict[str, str] = field(default_factory=dict)
    """that are the same in all rows, by name; a column of the same name wins"""
    lines: dict[str, int] = field(default_factory=dict)
    """line of each key in the file"""

    @property
    def folder(self) -> Path:
        """Where the file lies."""
        return self.file.parent

    @property
    def place(self) -> str:
        """Where its films go: a folder or a URL, with its name."""
        return f"{self.outputs.rstrip('/')}/{self.name}"

    def values(self) -> dict[str, Any]:
        """Give what texts know as `campaign`."""
        return {
            "name": self.name,
            "languages": list(self.languages),
            **{key: str(self.options.get(key) or "") for key in ("purpose", "channel", "territory", "product")},
        }


def chosen(by_language: dict[str, str], language: str) -> str | None:
    """Give what holds for a language: its own, else that of its main part (zh for zh-TW), else that of all."""
    tags = {tag.lower(): value for tag, value in by_language.items()}
    for tag in (language.lower(), language.lower().split("-")[0], ""):
        if tag in tags:
            return tags[tag]
    return None

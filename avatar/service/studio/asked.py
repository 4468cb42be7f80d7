"""What the page's requests say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LONGEST = 20_000
"""characters of a text"""
Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f/\\]*$")]
"""a name: no path, and no sign that ends a line"""
Upload = Annotated[str, StringConstraints(pattern=r"^u-[0-9a-f]{24}$")]
"""id of something that was uploaded"""


class Strict(BaseModel):
    """What knows its keys: an unknown one is a mistake that is told."""

    model_config = ConfigDict(extra="forbid")


class DraftAsked(Strict):
    """A text as somebody writes it, and how it is to be said."""

    text: Annotated[str, StringConstraints(max_length=LONGEST)]
    portrait: Word
    language: Annotated[str, StringConstraints(max_length=35)] = "auto"
    voice: Word = ""
    """name of a voice; "": the usual one"""
    emotion: Literal["neutral", "warm", "serious", "cheerful", "concerned"] = "neutral"
    speed: Annotated[float, Field(ge=0.5, le=2)] = 1.0
    purpose: Word = "personal"
    channel: Word = "file"


class PreviewAsked(DraftAsked):
    """The first sentences of it, to be seen and heard."""

    moves: bool = True
    """the browser draws the face: then the permission has to allow the website"""
    format: Literal["square", "portrait", "landscape"] = "square"


class PhotoAsked(Strict):
    """A photo that was uploaded."""

    upload: Upload


class ConsentAsked(Strict):
    """What somebody has signed on the page."""

    who: Literal["self", "other", "nobody"]
    name: Word = ""
    licensee: Word = ""
    purposes: Annotated[list[Word], Field(min_length=1, max_length=60)]
    channels: Annotated[list[Word], Field(max_length=60)]
    edits: Annotated[list[Word], Field(max_length=30)] = []
    """what else may be made of the photo"""
    expires: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    form_sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""
    agreed: bool


class PortraitAsked(Strict):
    """What a portrait is to be called, and with which networks its photo is taken apart: "" for the usual way."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    detector: Word = ""
    upscale: Word = ""
    upscale_by: Literal["", "2", "4"] = ""
    upscale_area: Literal["", "face", "frame"] = ""
    restore: Word = ""
    fidelity: Annotated[float, Field(ge=0, le=1)] | None = None
    matting: Word = ""

    def options(self) -> dict[str, str]:
        """Give what was chosen, as words, by the names of `choices.OPTIONS`."""
        asked = self.model_dump(exclude={"name"})
        return {name: str(value) for name, value in asked.items() if value not in ("", None)}


class BackdropAsked(Strict):
    """Whose own background is to be blurred."""

    portrait: Word

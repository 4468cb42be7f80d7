"""What a request for a film says."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LONGEST = 100_000
"""characters of a text"""
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\]+$")]
"""a name: no path, and no sign that ends a line"""
Sheet = Annotated[str, StringConstraints(max_length=200_000)]
"""the content of a small text file"""

EXAMPLE: dict[str, Any] = {
    "source": "xiaochen",
    "script": {"type": "text", "input": "您好，我是小陈。请问有什么可以帮您？"},
    "config": {"size": "720x720", "subtitles": "soft", "emotion": "warm"},
    "purpose": "customer-service",
    "channel": "website",
    "user_data": "ticket 4711",
}


class Strict(BaseModel):
    """What knows its keys: an unknown one is a mistake that is told."""

    model_config = ConfigDict(extra="forbid")


class ScriptAsked(Strict):
    """What is said."""

    type: Literal["text", "audio"] = Field(default="text", description="a text that a voice says, or a recording of it")
    input: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] = Field(
        description="the text, or the id of an uploaded sound (`POST /v1/uploads`)"
    )
    text: Annotated[str, StringConstraints(max_length=LONGEST)] = Field(
        default="", description="with type audio: what is said in the sound, for the policy and for exact lips"
    )
    speaker: Word | None = Field(
        default=None, description="with type audio: whose voice it is, as the consent names it"
    )
    voice: Word | None = Field(default=None, description="a name of `GET /v1/voices`, or fast; else the language's own")
    language: Annotated[str, StringConstraints(max_length=35)] = Field(default="auto", description="BCP-47, or auto")
    lexicon: Sheet | None = Field(default=None, description="words and how they are read, a line each")


class ConfigAsked(Strict):
    """How it looks and sounds."""

    size: Annotated[str, StringConstraints(pattern=r"^\d{2,4}x\d{2,4}$")] | None = Field(
        default=None, description="width x height in pixels, 720x720 unless said"
    )
    fps: Annotated[float, Field(ge=1, le=120)] | Literal["30000/1001", "24000/1001", "60000/1001"] | None = Field(
        default=None, description="frames per second, 25 unless said"
    )
    codec: Literal["h264", "hevc", "vp9", "prores", "gif"] | None = Field(default=None, description="h264 unless said")
    background: Word | None = Field(
        default=None,
        description="own, transparent, a colour (white, #1e2a38), or the id of an uploaded picture or film",
    )
    subtitles: Literal["none", "soft", "burn", "file"] | None = Field(
        default=None, description="none, a track of the film, in its pictures, or files beside it"
    )
    subtitles_style: Sheet | None = Field(default=None, description="a TOML document of how they look")
    subtitles_second: Sheet | None = Field(
        default=None, description="the text in a second language, a sentence a line, or SRT"
    )
    emotion: Literal["neutral", "warm", "serious", "cheerful", "concerned"] | None = None
    speed: Annotated[float, Field(ge=0.5, le=2)] | None = Field(default=None, description="1 is the voice's own")
    head: Annotated[float, Field(ge=0, le=2)] | None = Field(default=None, description="size of head motion")
    blink: Annotated[float, Field(ge=0, le=2)] | None = Field(default=None, description="how often the eyes blink")
    mouth: Annotated[float, Field(ge=0.3, le=1.5)] | None = Field(default=None, description="size of lip movements")
    face: Annotated[int, Field(ge=1, le=100)] | None = Field(
        default=None, description="which of several, from the left"
    )
    label_language: Literal["auto", "zh", "en"] | None = None
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] | None = Field(default=None, description="of blinks, gaze and head")
    jurisdiction: Literal["cn", "eu", "us-ca", "us-ny", "kr", "all"] | None = None


class VideoAsked(Strict):
    """A film that is asked for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    source: Word = Field(description="the name of a portrait, or the id of an uploaded photo that a consent covers")
    script: ScriptAsked
    config: ConfigAsked = Field(default_factory=lambda: ConfigAsked())
    purpose: Word = Field(default="personal", description="what it is for; whoever is shown has to have allowed that")
    channel: Word = Field(default="file", description="how it reaches people: file, website, social, broadcast, ...")
    territory: Word | None = Field(default=None, description="where it is shown, CN or US-CA")
    product: Word | None = Field(default=None, description="which product it is about")
    licensee: Word | None = Field(default=None, description="who makes it, as in the authorization")
    webhook: Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00-\x1f]+$")] | None = Field(
        default=None, description="an https address that is told when it is done (Standard Webhooks)"
    )
    user_data: Annotated[str, StringConstraints(max_length=2000)] = Field(default="", description="given back as it is")

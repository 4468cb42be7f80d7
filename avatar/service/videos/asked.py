"""What a request for a film says."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, WithJsonSchema

from avatar.permission.consent.vocabulary import CHANNELS, PURPOSES

LONGEST = 50_000
"""characters of a text"""
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\]+$")]
"""a name: no path, and no sign that ends a line"""
_SIDE = r"(12[89]|1[3-9]\d|[2-9]\d\d|[12]\d{3}|3[0-7]\d\d|38[0-3]\d|3840)"
Size = Annotated[str, StringConstraints(pattern=rf"^{_SIDE}x{_SIDE}$")]
"""width x height, 128 to 3840 px each"""
Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^(auto|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)$")]
Purpose = Annotated[
    str, StringConstraints(max_length=60, pattern=rf"^({'|'.join(PURPOSES)}|x-[a-z0-9]+(-[a-z0-9]+)*)$")
]
Channel = Annotated[
    str, StringConstraints(max_length=60, pattern=rf"^({'|'.join(CHANNELS)}|x-[a-z0-9]+(-[a-z0-9]+)*)$")
]
Territory = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
Background = Annotated[
    str,
    StringConstraints(
        max_length=100,
        pattern=r"^(u-[0-9a-f]{24}|#[0-9A-Fa-f]{6}|[A-Za-z]{3,24}|blur:(0(\.[0-9]{1,3})?|1)"
        r"|(linear|radial):#[0-9A-Fa-f]{6}(,#[0-9A-Fa-f]{6}){1,7}(,[0-9]{1,3})?)$",
    ),
]
Webhook = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00-\x1f]+$"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^https://([a-z0-9]{1,20}\.){1,4}[a-z]{2,12}(/[A-Za-z0-9_.-]{0,40}){0,8}$"}
    ),
]
Sheet = Annotated[str, StringConstraints(max_length=20_000)]
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


class TextScript(Strict):
    """A text that a voice says."""

    type: Literal["text"] = "text"
    input: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] = Field(description="the text")
    voice: Word | None = Field(default=None, description="a name of `GET /v1/voices`, or fast; else the language's own")
    language: Language = Field(default="auto", description="BCP-47, or auto")
    lexicon: Sheet | None = Field(default=None, description="words and how they are read, a line each")


class AudioScript(Strict):
    """A recording in which it is said."""

    type: Literal["audio"]
    input: Annotated[str, StringConstraints(pattern=r"^u-[0-9a-f]{24}$")] = Field(
        description="the id of an uploaded sound or film (`POST /v1/uploads`)"
    )
    text: Annotated[str, StringConstraints(max_length=LONGEST)] = Field(
        default="", description="what is said in it, for the policy and for exact lips"
    )
    speaker: Word | None = Field(default=None, description="whose voice it is, as the consent names it")
    language: Language = Field(default="auto", description="BCP-47, or auto")


def _type_of(script: object) -> str:
    told = script.get("type", "text") if isinstance(script, dict) else getattr(script, "type", "text")
    return str(told)


Script = Annotated[Annotated[TextScript, Tag("text")] | Annotated[AudioScript, Tag("audio")], Discriminator(_type_of)]


class ConfigAsked(Strict):
    """How it looks and sounds."""

    size: Size | None = Field(default=None, description="width x height in pixels, 720x720 unless said")
    fps: Annotated[int, Field(ge=1, le=120)] | Literal["30000/1001", "24000/1001", "60000/1001"] | None = Field(
        default=None, description="frames per second, 25 unless said"
    )
    codec: Literal["h264", "hevc", "vp9", "prores", "gif"] | None = Field(default=None, description="h264 unless said")
    background: Background | None = Field(
        default=None,
        description="own, blur (or blur:0 to blur:1), green, transparent, a colour (white, #1e2a38), "
        "a gradient (linear:#1e2a38,#8aa0b8 or radial:...), or the id of an uploaded picture or film",
    )
    match: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="how far the person takes on the colours of another background"
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
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, strict=True)] | None = Field(
        default=None, description="of blinks, gaze and head"
    )
    jurisdiction: Literal["cn", "eu", "us-ca", "us-ny", "kr", "all"] | None = None


class VideoAsked(Strict):
    """A film that is asked for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    source: Word = Field(description="the name of a portrait, or the id of an uploaded photo that a consent covers")
    script: Script = Field(description="what is said: a text, or a recording of it")
    config: ConfigAsked = Field(default_factory=lambda: ConfigAsked())
    purpose: Purpose = Field(
        default="personal", description="what it is for; whoever is shown has to have allowed that"
    )
    channel: Channel = Field(default="file", description="how it reaches people: file, website, social, broadcast, ...")
    territory: Territory | None = Field(default=None, description="where it is shown, CN or US-CA")
    product: Word | None = Field(default=None, description="which product it is about")
    licensee: Word | None = Field(default=None, description="who makes it, as in the authorization")
    webhook: Webhook | None = Field(
        default=None, description="an https address that is told when it is done (Standard Webhooks)"
    )
    user_data: Annotated[str, StringConstraints(max_length=2000)] = Field(default="", description="given back as it is")

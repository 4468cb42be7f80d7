"""What a request for speech says: OpenAI's words, and ours where they have none."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from avatar.service.problems import Problem
from avatar.service.videos.asked import LONGEST, Background, Channel, Language, Purpose, Size, Strict, Word

MODELS = ("avatar-1",)
"""names that we have for all our voices together"""
ALIASES = ("tts-1", "tts-1-hd", "gpt-4o-mini-tts")
"""names that programs have built in: they mean ours"""
AUTO = "auto"
"""as a voice: that of each sentence's language"""
SOUND: dict[str, Any] = {
    "model": "avatar-1",
    "input": "The office closes at six.",
    "voice": "emma",
    "response_format": "mp3",
}
FILM: dict[str, Any] = {
    "model": "avatar-1",
    "portrait": "xiaochen",
    "input": "您好，我是小陈。",
    "voice": "auto",
    "size": "512x512",
}
_Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"[0-9A-Za-zÀ-ÿ一-鿿]|\w")]


class NamedVoice(Strict):
    """A voice as newer programs name it."""

    id: Word


class SpeechAsked(Strict):
    """What sounds and films that are spoken have in common."""

    model: Word = Field(description="avatar-1; tts-1, tts-1-hd and gpt-4o-mini-tts mean the same")
    input: _Text = Field(description="the text")
    voice: Word | NamedVoice = Field(default=AUTO, description="a name of `GET /v1/voices`, fast, or auto")
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = Field(default=1.0, description="1 is the voice's own")
    language: Language = Field(default="auto", description="BCP-47, or auto (not in OpenAI's interface)")
    emotion: Literal["neutral", "warm", "serious", "cheerful", "concerned"] = Field(
        default="neutral", description="of voice and face (not in OpenAI's interface)"
    )
    purpose: Purpose = Field(default="personal", description="what it is for (not in OpenAI's interface)")

    @property
    def voice_name(self) -> str | None:
        """The voice's name; None: that of each sentence's language."""
        name = self.voice.id if isinstance(self.voice, NamedVoice) else self.voice
        return None if name == AUTO else name

    def require_model(self) -> None:
        """Raise `Problem` 404 for a model that is not here."""
        if self.model not in (*MODELS, *ALIASES):
            raise Problem(404, "no-model", f"There is no model {self.model!r} here; use {MODELS[0]}.")


class SoundAsked(SpeechAsked):
    """A sound that is asked for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SOUND]})

    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = Field(
        default="mp3", description="pcm: 24 kHz, 16 bits, one channel, little-endian"
    )
    stream_format: Literal["audio", "sse"] = Field(default="audio", description="bytes, or events with base64 in them")
    label: Literal["spoken", "rhythm"] = Field(
        default="spoken", description="how it says at its beginning that it is generated (not in OpenAI's interface)"
    )


class FilmAsked(SpeechAsked):
    """A film that is asked for, and sent while it is made."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [FILM]})

    portrait: Word = Field(default="xiaochen", description="the name of a portrait")
    response_format: Literal["mp4"] = Field(default="mp4", description="fragmented MP4, H.264 and AAC")
    stream_format: Literal["video"] = "video"
    size: Size = Field(default="512x512", description="width x height in pixels")
    fps: Annotated[int, Field(ge=1, le=60)] = 25
    background: Background = Field(default="own", description="own, or a colour (white, #1e2a38)")
    seed: Annotated[int, Field(ge=0, le=2**32 - 1, strict=True)] | None = None
    channel: Channel = Field(default="live", description="how it reaches people, as the consent names it")

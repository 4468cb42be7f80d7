"""What answers say of voices and models."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from avatar.service.shown import Shown

VOICE: dict[str, Any] = {
    "name": "xiaoyun",
    "language": "zh-CN",
    "gender": "female",
    "description": "a clear, friendly voice",
    "licence": "Apache-2.0",
    "engine": "kokoro",
    "is_default": True,
    "is_fast": False,
    "is_trained": True,
}
MODEL: dict[str, Any] = {"id": "avatar-1", "object": "model", "created": 1_764_000_000, "owned_by": "avatar"}


class VoiceTold(BaseModel):
    """A voice."""

    name: str = Field(description="for `voice`")
    language: Shown = Field(description="BCP-47")
    gender: str
    description: Shown
    licence: Shown
    engine: str
    is_default: bool = Field(description="it speaks where nobody says who")
    is_fast: bool = Field(description="it begins within a tenth of a second on any machine")
    is_trained: bool = Field(description="its sound comes from a network that was trained on recordings")


class VoicesTold(BaseModel):
    """The voices of this key's tenant."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"voices": [VOICE]}]})

    voices: list[VoiceTold]


class ModelTold(BaseModel):
    """A model, as OpenAI's interface tells of it."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelsTold(BaseModel):
    """All models."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"object": "list", "data": [MODEL]}]})

    object: Literal["list"] = "list"
    data: list[ModelTold]

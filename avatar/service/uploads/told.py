"""What answers say of uploads and portraits."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from avatar.service.shown import Shown

UPLOAD: dict[str, Any] = {
    "id": "u-5f0c2e8a9b1d4c7e6f3a2b10",
    "family": "photo",
    "media_type": "image/jpeg",
    "size": 412_331,
    "width": 1080,
    "height": 1350,
    "seconds": 0.0,
}
PORTRAIT: dict[str, Any] = {
    "name": "ana",
    "is_shipped": False,
    "description": "",
    "gender": "",
    "licence": "",
    "thumbnail_url": "/v1/portraits/ana/thumbnail",
    "consents": [
        {
            "authorization_id": "df29dd31ab5e4c0f8a7b6c5d4e3f2a1b",
            "statement": "signed by the person shown, for their own use",
            "is_valid": True,
            "why": "",
            "expires_at": "2027-11-29T16:20:00Z",
            "purposes": ["personal", "customer-service"],
            "channels": ["website"],
            "edits": [],
            "max_outputs": None,
        }
    ],
}


class UploadTold(BaseModel):
    """A file that was uploaded."""

    model_config = ConfigDict(json_schema_extra={"examples": [UPLOAD]})

    id: str
    family: Literal["photo", "sound", "film"]
    media_type: str = Field(description="by its content")
    size: int = Field(description="bytes")
    width: int = Field(description="px, as the next; 0 of a sound")
    height: int
    seconds: float = Field(description="0 of a photo")


class ConsentTold(BaseModel):
    """What somebody has agreed to."""

    authorization_id: str
    statement: str = Field(description="what stands behind it, in words")
    is_valid: bool = Field(description="it counts now")
    why: str = Field(description="why not; else empty")
    expires_at: str
    purposes: list[str] = Field(description="none: any")
    channels: list[str] = Field(description="none: any")
    edits: list[str] = Field(description="what else may be made of the photo; none: nothing")
    max_outputs: int | None = Field(default=None, description="most clips; null: any number")


class PortraitTold(BaseModel):
    """A portrait."""

    model_config = ConfigDict(json_schema_extra={"examples": [PORTRAIT]})

    name: str
    is_shipped: bool = Field(description="it comes with avatar and cannot be deleted")
    description: Shown
    gender: Shown
    licence: Shown
    thumbnail_url: str
    consents: list[ConsentTold]


class PortraitsTold(BaseModel):
    """All portraits."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"portraits": [PORTRAIT]}]})

    portraits: list[PortraitTold]


class WordingTold(BaseModel):
    """The words that are agreed to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"kind": "self", "text": "I am the person in this photo ...", "needs": ["subject"]}]
        }
    )

    kind: str
    text: str
    needs: list[str] = Field(description="fields of `attest` that this kind needs")

"""What requests with files carry, as the description of the service has it."""

from __future__ import annotations

from avatar.service.uploads.attesting import Attested
from avatar.settings import AREAS, ENLARGEMENTS

_NAMES = r"^[A-Za-z0-9_-]{1,60}$"
"""of portraits that schemas tell of: others can be, of letters of any script"""
BINARY = {"type": "string", "format": "binary"}
_ATTEST = Attested.model_json_schema() | {"description": "JSON; only for whoever sits at this machine"}
UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": {"file": BINARY}},
                "example": {"file": "@me.jpg"},
            }
        },
    }
}
_NETWORK = {"type": "string", "maxLength": 60, "pattern": r"^[\w.+-]*$"}
_CHOICES = {
    "detector": _NETWORK | {"description": "who finds and marks the face"},
    "upscale": _NETWORK | {"description": "who adds detail: none, esrgan, or one of GET /v1/enrolment"},
    "upscale_by": {
        "type": "integer",
        "enum": list(ENLARGEMENTS),
        "description": "enlarge it so many times in any case",
    },
    "upscale_area": {"type": "string", "enum": list(AREAS), "description": "where detail is added"},
    "restore": _NETWORK | {"description": "who restores the face, or none"},
    "fidelity": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "share of the face that a restorer leaves as it is",
    },
    "matting": _NETWORK | {"description": "who cuts the person out, or none"},
}
"""how a photo is taken apart; see `avatar.service.choices`"""
PORTRAIT = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["name"],
                    "anyOf": [{"required": ["photo"]}, {"required": ["upload"]}],
                    "dependentRequired": {"consent": ["subject_key"]},
                    "properties": {
                        "name": {"type": "string", "description": "what to call it", "pattern": _NAMES},
                        "photo": BINARY | {"description": "a JPEG, PNG or WebP"},
                        "upload": {
                            "type": "string",
                            "pattern": "^u-[0-9a-f]{24}$",
                            "description": "or the id of an uploaded photo",
                        },
                        **_CHOICES,
                        "face": {
                            "type": "integer",
                            "minimum": 1,
                            "maximum": 100,
                            "description": "which of several, from the left",
                        },
                        "consent": BINARY | {"description": "a signed answer to a request of this installation"},
                        "subject_key": {"type": "string", "description": "key id that the person has told you"},
                        "attest": _ATTEST,
                        "form": BINARY | {"description": "scan of a signed form, of which only the hash is kept"},
                    },
                },
                "example": {
                    "name": "ana",
                    "photo": "@ana.jpg",
                    "attest": {"kind": "self", "subject": "Ana Li", "agreed": True},
                },
            }
        },
    }
}

"""Make an authorized portrait say a text.

    import avatar

    clip = avatar.say("您好，我是小陈。", portrait="xiaochen", output="hello.mp4")
    print(clip.video, clip.seconds)

Importing this package loads nothing heavy: each name below is fetched when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.api import enroll, read, say, speak, stream
    from avatar.data import Clip, Frame, Portrait, Speech
    from avatar.errors import AvatarError
    from avatar.pipeline import Performance
    from avatar.speech.voices import voices

__all__ = [
    "AvatarError",
    "Clip",
    "Frame",
    "Performance",
    "Portrait",
    "Speech",
    "enroll",
    "read",
    "say",
    "speak",
    "stream",
    "voices",
]

__version__ = "0.1.0"

_HOME = {
    "AvatarError": "avatar.errors",
    "Clip": "avatar.data",
    "Frame": "avatar.data",
    "Performance": "avatar.pipeline",
    "Portrait": "avatar.data",
    "Speech": "avatar.data",
    "enroll": "avatar.api",
    "read": "avatar.api",
    "say": "avatar.api",
    "speak": "avatar.api",
    "stream": "avatar.api",
    "voices": "avatar.speech.voices",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from the module that holds it."""
    if name not in _HOME:
        raise AttributeError(f"module 'avatar' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

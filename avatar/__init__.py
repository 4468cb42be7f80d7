"""Make an authorized portrait say a text.

    import avatar

    clip = avatar.say("您好，我是小陈。", portrait="xiaochen", output="hello.mp4")
    print(clip.video, clip.seconds)

Importing this package loads nothing heavy: each name below is fetched when it is first used.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from avatar.runtime.lazy import fetching

if TYPE_CHECKING:
    from avatar.api import (
        Performance,
        enroll,
        read,
        read_timeline,
        record,
        reenact_video,
        render,
        say,
        speak,
        stream,
        write_timeline,
    )
    from avatar.data import Clip, Frame, Portrait, Speech
    from avatar.edits import edit_portrait, replace_background, swap_face
    from avatar.errors import AvatarError
    from avatar.score.score import Score
    from avatar.speech.voices import voices

__all__ = [
    "AvatarError",
    "Clip",
    "Frame",
    "Performance",
    "Portrait",
    "Score",
    "Speech",
    "edit_portrait",
    "enroll",
    "read",
    "read_timeline",
    "record",
    "reenact_video",
    "render",
    "replace_background",
    "say",
    "speak",
    "stream",
    "swap_face",
    "voices",
    "write_timeline",
]

__version__ = "0.1.0"

# When onnxruntime is imported, some of its versions name this machine in the user's cache and begin to report its use.
# Only what is set before keeps them from it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__getattr__ = fetching(
    __name__,
    {
        "AvatarError": "errors",
        "Clip": "data",
        "Frame": "data",
        "Performance": "api",
        "Portrait": "data",
        "Score": "score.score",
        "Speech": "data",
        "edit_portrait": "edits",
        "enroll": "api",
        "read": "api",
        "read_timeline": "api",
        "record": "api",
        "reenact_video": "api",
        "render": "api",
        "replace_background": "edits",
        "say": "api",
        "speak": "api",
        "stream": "api",
        "swap_face": "edits",
        "write_timeline": "api",
        "voices": "speech.voices",
    },
)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

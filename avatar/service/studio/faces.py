"""What the browser draws a portrait with: its rig, and what it does while it rests.

Whoever has the rig has the photo. It goes to this machine's own browser, and yet only where the permission allows the
channel "website": what it says holds everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.service.studio.previews import SIZES

if TYPE_CHECKING:
    from avatar.runtime.folders import Home
    from avatar.service.studio.asked import PreviewAsked
    from avatar.service.studio.previews import Stages

IDLE_SECONDS = 30.0
"""of the loop of motion at rest"""


def prepare(asked: PreviewAsked, stages: Stages, home: Home) -> None:
    """Make a portrait's rig, which takes seconds, for whoever asks for it next."""
    from avatar.clip.giving import lent
    from avatar.clip.request import Occasion

    lent(stages.stage(asked, home).portrait, SIZES[asked.format], Occasion(asked.purpose), home)


def rig(asked: PreviewAsked, stages: Stages, home: Home) -> tuple[str, bytes]:
    """Give the name and the file of a portrait's rig. Raise `RefusedError` where the permission does not allow it."""
    from avatar.clip.giving import lent, tell
    from avatar.clip.request import Occasion

    given = lent(stages.stage(asked, home).portrait, SIZES[asked.format], Occasion(asked.purpose), home)
    tell(given, home)
    return given.rig_id, given.content


def idle(asked: PreviewAsked, stages: Stages, home: Home) -> bytes:
    """Give motion at rest that loops without a jump: a message of motion without its header."""
    from avatar.service.sessions.pieces import motion_payload

    return motion_payload(stages.stage(asked, home).rest(IDLE_SECONDS).motion)

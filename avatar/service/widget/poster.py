"""The first picture of a face: at rest, small, labelled like every other picture."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.service.config import Agent
    from avatar.service.state import Service

CHANNEL, PURPOSE = "website", "customer-service"
"""what a photo has to be authorized for before a page shows it"""
SIDE = 320
"""px, of the shorter side at most"""
_QUALITY = 78


def poster_of(agent: Agent, service: Service) -> bytes:
    """Give the poster of an agent, drawn once, to whoever may see the photo. Raise `RefusedError` if nobody may.

    The gate is asked each time: a permission that was withdrawn counts at once.
    """
    from avatar.clip.permit import admit
    from avatar.clip.request import Occasion
    from avatar.service.portraits import Portraits

    tenant = next(each for each in service.config.tenants if each.name == agent.tenant)
    portraits: Portraits = service.rooms["portraits"]
    source = portraits.store(tenant).read(agent.portrait)
    shown, _ = admit(source, agent.portrait, Occasion(purpose=PURPOSE, channel=CHANNEL), tenant.home.data)
    drawn: dict[tuple[str, str], bytes] = service.rooms.setdefault("posters", {})
    key = (shown, agent.name)
    if key not in drawn:
        drawn[key] = draw_poster(portraits.get(tenant, agent.portrait), agent.size, agent.language)
    return drawn[key]


def draw_poster(portrait: Portrait, size: tuple[int, int], language: str) -> bytes:
    """Draw a portrait at rest as the film of this size would show it, smaller, as WebP."""
    import numpy as np
    from PIL import Image

    from avatar.data import MotionTrack
    from avatar.data.names import MOTION_NAMES
    from avatar.finish.label import LabelFilter
    from avatar.reenact.mesh import MeshRenderer

    small = _smaller(size)
    still = MotionTrack.from_rows(Fraction(25), np.zeros((1, len(MOTION_NAMES)), np.float32))
    labelled = next(LabelFilter(language, small).apply(MeshRenderer().render(portrait, still, small)))
    kept = io.BytesIO()
    Image.fromarray(labelled.image).save(kept, "WEBP", quality=_QUALITY, method=4)
    return kept.getvalue()


def _smaller(size: tuple[int, int]) -> tuple[int, int]:
    """Give even numbers of px in the same shape."""
    scale = min(1.0, SIDE / min(size))
    width, height = (max(2, round(side * scale / 2) * 2) for side in size)
    return width, height

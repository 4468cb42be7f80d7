"""Who allowed what: signed records, and the gate that asks for them before a picture is made.

    from avatar.permission.consent import authorize

    with authorize(photo.content_hash, perceptual_hash(photo.pixels), purpose="personal", channel="file",
                   language=["zh"], picture="me.jpg") as leave:
        ...                          # make the clip
        leave.count(content_id)      # it is finished

Names are fetched when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.runtime.lazy import fetching

if TYPE_CHECKING:
    from avatar.permission.consent.checks import Standing, standing
    from avatar.permission.consent.faults import ConsentError
    from avatar.permission.consent.gate import Authorization, authorize, authorize_voice
    from avatar.permission.consent.likeness import perceptual_hash
    from avatar.permission.consent.record import Record
    from avatar.permission.consent.store import ConsentStore

__all__ = [
    "Authorization",
    "ConsentError",
    "ConsentStore",
    "Record",
    "Standing",
    "authorize",
    "authorize_voice",
    "perceptual_hash",
    "standing",
]

__getattr__ = fetching(
    __name__,
    {
        "Authorization": "gate",
        "ConsentError": "faults",
        "ConsentStore": "store",
        "Record": "record",
        "Standing": "checks",
        "authorize": "gate",
        "authorize_voice": "gate",
        "perceptual_hash": "likeness",
        "standing": "checks",
    },
)

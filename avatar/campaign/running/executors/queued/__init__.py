"""Clips are made by the workers of several machines, which take them from queues in Redis (Celery).

queued/
dispatch      hands out the clips of a campaign, and hears of their ends by its manifest
worker        keeps a process alive that takes work, and looks whether it still does
consuming     that process
tasks         what is done with a piece of work, however often it is delivered
desk          what workers know of each other: who is at which clip, what was delivered how often, dead letters
app           Celery's settings
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.runtime.lazy import fetching

if TYPE_CHECKING:
    from avatar.campaign.running.executors.queued.dispatch import Queued

__all__ = ["Queued"]

__getattr__ = fetching(__name__, {"Queued": "dispatch"})

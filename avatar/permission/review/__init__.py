"""Scripts that the policy holds until people have looked at them."""

from __future__ import annotations

from avatar.permission.review.queue import Entry, ReviewQueue, Vote, review_key
from avatar.permission.review.settings import ReviewSettings, read_settings

__all__ = ["Entry", "ReviewQueue", "ReviewSettings", "Vote", "read_settings", "review_key"]

"""What an emotion does to a voice, whoever speaks: how fast, how high, how lively, and how long the pauses are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """Factors on what the voice does by itself."""

    rate: float = 1.0
    """of its speed"""
    range: float = 1.0
    """of how far its melody goes from the mean"""
    pitch: float = 1.0
    """of its fundamental frequency"""
    pause: float = 1.0
    """of the silence between sentences"""


_DELIVERIES = {
    "warm": Delivery(rate=0.96, range=1.1, pitch=0.99, pause=1.1),
    "serious": Delivery(rate=0.95, range=0.85, pitch=0.97, pause=1.15),
    "cheerful": Delivery(rate=1.05, range=1.3, pitch=1.06, pause=0.9),
    "concerned": Delivery(rate=0.92, range=0.85, pitch=0.98, pause=1.2),
}
"""Less than half of what actors do, for whoever speaks here serves customers (Scherer 2003: joy is quicker, higher and
wider, sadness slower, lower and flatter)."""


def delivery_of(emotion: str) -> Delivery:
    """Give what one of `settings.EMOTIONS` does to a voice."""
    return _DELIVERIES.get(emotion, Delivery())

"""Cards of services for tests."""

from __future__ import annotations

from avatar.data import VoiceCard
from avatar.speech.http.options import HttpOptions


def http_card(server, folder=None, language="en-US", **options):
    """A card that the service on this machine speaks for."""
    told = HttpOptions(**{"url": server.url, "model": "tts-1", "voice": "james"} | options)
    return VoiceCard("service", language, "male", "that of the service", "http", told, folder=folder)

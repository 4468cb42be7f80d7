"""A service keeps what every speaker promises, and is told apart from one that doesn't."""

from __future__ import annotations

import pytest

from tests.contract.test_speaker import test_a_speaker_gives_sound_with_exact_phones_and_words  # noqa: F401
from tests.services import http_card
from tests.speech_server import SpeechServer


@pytest.fixture(scope="module")
def server():
    with SpeechServer() as server:
        yield server


@pytest.fixture(params=["", "sse", "ndjson", "metadata", "multipart"], ids=lambda events: events or "sound alone")
def card(request, server):
    server.events = request.param
    return http_card(server, format="flac" if request.param == "" else "wav")

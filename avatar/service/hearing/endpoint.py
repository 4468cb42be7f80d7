"""One OpenAI-compatible transcription endpoint."""

from __future__ import annotations

import asyncio
import json
from typing import IO, TYPE_CHECKING, Any

from avatar.outside.cleaning import on_one_line
from avatar.service.endpoint import Endpoint
from avatar.service.hearing.kinds import KINDS
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    import httpx

    from avatar.service.config import TranscriptionSettings

LONGEST = 4000
"""characters of what is heard"""
_MOST = 1_000_000
"""bytes of an answer; what goes on after them is none"""
_ENDING = "/audio/transcriptions"
_EXAMPLE = "http://127.0.0.1:8000/v1", "whisper-1"


class Transcriber:
    """An endpoint as an agent's settings name it."""

    def __init__(self, settings: TranscriptionSettings, agent: str) -> None:
        """Check the settings. Raise `InputError` that names the one to correct."""
        self._settings = settings
        self._endpoint = Endpoint(settings, f"[agents.{agent}.transcription]", _ENDING, _EXAMPLE)

    async def write_down(self, sound: IO[bytes], kind: str, language: str) -> str:
        """Give the words of a sound. Raise `Problem` 502, 503 or 504 that says why there are none."""
        import httpx

        form = {"model": self._settings.model, "response_format": "json"} | ({"language": language} if language else {})
        file = {"file": (f"question.{kind}", sound, KINDS[kind])}
        try:
            to = self._endpoint
            asked = to.client.stream("POST", to.address, data=form, files=file, headers=to.headers())
            answer, content = await asyncio.wait_for(_answer(asked), self._settings.seconds)
        except (httpx.TimeoutException, asyncio.TimeoutError):
            detail = f"The transcription took longer than {self._settings.seconds:g} s; ask in fewer words, or type."
            raise Problem(504, "slow-transcription", detail) from None
        except (httpx.HTTPError, OSError):
            raise Problem(502, "no-transcription", "The transcription endpoint is not reached; type instead.") from None
        if answer.status_code in (429, 503):
            wait = answer.headers.get("Retry-After", "")
            raise Problem(
                503,
                "busy-transcription",
                "The transcription endpoint is busy; try again in a moment, or type.",
                {"Retry-After": wait if wait.isdigit() else "5"},
            )
        if answer.status_code != 200:
            raise Problem(
                502,
                "no-transcription",
                f"The transcription endpoint refuses this ({answer.status_code}); type instead.",
            )
        return _text(content)

    async def close(self) -> None:
        """Close the connections."""
        await self._endpoint.close()


async def _answer(asked: AbstractAsyncContextManager[httpx.Response]) -> tuple[httpx.Response, bytes]:
    """Take an answer, of its content no more than a little over `_MOST` bytes."""
    content = bytearray()
    async with asked as answer:
        async for piece in answer.aiter_bytes(65_536):
            content += piece
            if len(content) > _MOST:
                break
    return answer, bytes(content)


def _text(content: bytes) -> str:
    try:
        told: Any = json.loads(content) if len(content) <= _MOST else None
    except (ValueError, RecursionError):
        told = None
    text = told.get("text") if isinstance(told, dict) else None
    if not isinstance(text, str):
        raise Problem(502, "no-transcription", "The transcription endpoint answers with no text; type instead.")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(on_one_line(whole).split())[:LONGEST]

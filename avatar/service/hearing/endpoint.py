"""One OpenAI-compatible transcription endpoint."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from avatar.service.endpoint import Endpoint
from avatar.service.hearing.kinds import KINDS
from avatar.service.problems import Problem

if TYPE_CHECKING:
    import httpx

    from avatar.service.config import TranscriptionSettings

LONGEST = 4000
"""characters of what is heard"""
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
            answer = await to.client.post(to.address, data=form, files=file, headers=to.headers())
        except httpx.TimeoutException:
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
        return _text(answer)

    async def close(self) -> None:
        """Close the connections."""
        await self._endpoint.close()


def _text(answer: httpx.Response) -> str:
    try:
        told: Any = answer.json()
    except ValueError:
        told = None
    text = told.get("text") if isinstance(told, dict) else None
    if not isinstance(text, str):
        raise Problem(502, "no-transcription", "The transcription endpoint answers with no text; type instead.")
    return " ".join(text.split())[:LONGEST]

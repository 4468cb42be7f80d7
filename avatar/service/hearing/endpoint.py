"""One OpenAI-compatible transcription endpoint."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from avatar.errors import InputError
from avatar.runtime.environment import environment_counts, variable
from avatar.service.hearing.kinds import KINDS
from avatar.service.problems import Problem

if TYPE_CHECKING:
    import httpx

    from avatar.service.config import TranscriptionSettings

LONGEST = 4000
"""characters of what is heard"""
_ENDING = "/audio/transcriptions"


class Transcriber:
    """An endpoint as an agent's settings name it."""

    def __init__(self, settings: TranscriptionSettings, agent: str) -> None:
        """Check the settings. Raise `InputError` that names the one to correct."""
        self._settings = settings
        place = f"[agents.{agent}.transcription]"
        parts = urlsplit(settings.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"{place} has no url that can be asked ({settings.url!r}); write one such as "
                'url = "http://127.0.0.1:8000/v1".'
            )
        if settings.key_env and not variable(settings.key_env):
            raise InputError(
                f"The variable {settings.key_env!r}, which key_env of {place} names, is not set; set it before the "
                "server starts."
            )
        self._address = settings.url.rstrip("/").removesuffix(_ENDING) + _ENDING
        self._client: httpx.AsyncClient | None = None

    async def write_down(self, sound: IO[bytes], kind: str, language: str) -> str:
        """Give the words of a sound. Raise `Problem` 502, 503 or 504 that says why there are none."""
        import httpx

        form = {"model": self._settings.model, "response_format": "json"} | ({"language": language} if language else {})
        file = {"file": (f"question.{kind}", sound, KINDS[kind])}
        try:
            answer = await self._connection().post(self._address, data=form, files=file, headers=self._headers())
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
        client, self._client = self._client, None
        if client:
            await client.aclose()

    def _connection(self) -> httpx.AsyncClient:
        import httpx

        if self._client is None:
            time = httpx.Timeout(self._settings.seconds, connect=min(5.0, self._settings.seconds))
            self._client = httpx.AsyncClient(timeout=time, trust_env=environment_counts())
        return self._client

    def _headers(self) -> dict[str, str]:
        key = variable(self._settings.key_env).strip() if self._settings.key_env else ""
        return {"Authorization": f"Bearer {key}"} if key else {}


def _text(answer: httpx.Response) -> str:
    try:
        told: Any = answer.json()
    except ValueError:
        told = None
    text = told.get("text") if isinstance(told, dict) else None
    if not isinstance(text, str):
        raise Problem(502, "no-transcription", "The transcription endpoint answers with no text; type instead.")
    return " ".join(text.split())[:LONGEST]

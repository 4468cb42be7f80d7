"""One OpenAI-compatible endpoint: asked over HTTP, its answer read word by word as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import TYPE_CHECKING

from avatar.service.brain.chat.events import DONE, EventLines, Step, UnfitError, WholeBody, step_of
from avatar.service.brain.chat.fault import EndpointError, refused
from avatar.service.config import BrainSettings
from avatar.service.endpoint import Endpoint

if TYPE_CHECKING:
    import httpx

TRIES = 2
"""before the first word"""
PAUSE = 0.3
"""s before the second try"""
MOST_SILENT = 10.0
"""s between two words"""

Message = dict[str, str]


_ENDING = "/chat/completions"
_EXAMPLE = "http://127.0.0.1:11434/v1", "qwen3:8b"


class ChatEndpoint:
    """An endpoint as an agent's settings name it."""

    def __init__(self, settings: BrainSettings, agent: str) -> None:
        """Check the settings. Raise `InputError` that names the one to correct."""
        self._settings = settings
        self._endpoint = Endpoint(settings, f"[agents.{agent}.brain]", _ENDING, _EXAMPLE)
        self._host = self._endpoint.host

    async def words(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Ask, and give the answer as it comes. Raise `EndpointError` where there is none, or it breaks off."""
        for number in range(1, TRIES + 1):
            has_begun = False
            try:
                stream = self._once(messages)
                try:
                    async for words in stream:
                        has_begun = True
                        yield words
                finally:
                    await stream.aclose()
                return
            except EndpointError as fault:
                if has_begun or number == TRIES or not fault.may_pass:
                    raise
                await asyncio.sleep(PAUSE if fault.wait is None else fault.wait)

    async def close(self) -> None:
        """Close the connections."""
        await self._endpoint.close()

    async def _once(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        import httpx

        body = {"model": self._settings.model, "messages": list(messages), "stream": True}
        has_words = is_whole = False
        try:
            to, headers = self._endpoint, self._endpoint.headers("text/event-stream")
            async with to.client.stream("POST", to.address, json=body, headers=headers) as answer:
                if answer.status_code != 200:
                    raise refused(self._host, answer.status_code, answer.headers.get("Retry-After", ""))
                async for step in self._steps(answer):
                    is_whole = is_whole or step.ends
                    if step.words:
                        has_words = True
                        yield step.words
        except httpx.TimeoutException:
            raise self._silent() from None
        except (httpx.HTTPError, httpx.StreamError, OSError) as fault:
            kind = "cut" if has_words else "unreachable"
            raise EndpointError(kind, f"The model at {self._host} is not reached ({type(fault).__name__}).") from fault
        except UnfitError as fault:
            raise EndpointError("unfit", f"What comes from {self._host} is no chat completion: {fault}.") from fault
        if not has_words:
            raise EndpointError("unfit", f"The model at {self._host} sends no words; check that it streams.")
        if not is_whole:
            raise EndpointError("cut", f"The answer of {self._host} ended without its end.")

    async def _steps(self, answer: httpx.Response) -> AsyncGenerator[Step, None]:
        """Read an answer step by step; the last one says if it is whole."""
        is_plain = answer.headers.get("Content-Type", "").startswith("application/json")
        lines = WholeBody() if is_plain else EventLines()
        clock = asyncio.get_running_loop().time
        deadline, chunk = clock() + self._settings.seconds, b"?"
        chunks = answer.aiter_bytes()
        while chunk:
            chunk = await self._next(chunks, deadline - clock())
            for data in lines.feed(chunk) if chunk else lines.finish():
                if data.strip() == DONE:
                    yield Step("", ends=True)
                    return
                step = step_of(data)
                yield step
                if step.words:  # whoever takes them may have taken their time
                    deadline = clock() + MOST_SILENT

    async def _next(self, chunks: AsyncIterator[bytes], left: float) -> bytes:
        """Give the next bytes, b"" at the end. Raise `EndpointError` if they come too late for the next word."""
        try:
            return await asyncio.wait_for(anext(chunks), max(left, 0.01))
        except StopAsyncIteration:
            return b""
        except (asyncio.TimeoutError, TimeoutError):
            raise self._silent() from None

    def _silent(self) -> EndpointError:
        return EndpointError(
            "silent", f"The model at {self._host} does not answer within {self._settings.seconds:g} s; see its log."
        )

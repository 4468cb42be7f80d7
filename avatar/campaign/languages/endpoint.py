"""One OpenAI-compatible endpoint, asked for translations: patient where that helps; its key goes to nobody else."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from avatar.errors import AvatarError, InputError
from avatar.outside.documents import parsed
from avatar.runtime.environment import variable
from avatar.runtime.network import Connections, Network, UnacceptableError, UnreachableError, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from urllib3.response import BaseHTTPResponse

_MOST_BYTES = 4_000_000
"""of an answer"""
_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
"""s before the second try, doubled with each; and at most, also where the endpoint asks for more"""
_BUSY = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529))
"""answers after which it may go better"""
_WHY = {
    400: "it does not understand the request; check the model's name",
    401: "it does not take the key; check the variable that key_env names",
    403: "the key may not do this; check the variable that key_env names",
    404: "there is no such place or model; check url and model",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where texts are translated."""

    url: str
    """its base, such as http://127.0.0.1:11434/v1"""
    model: str
    """name of the model there"""
    key_env: str = ""
    """name of the environment variable that holds the key; "": it takes none"""
    seconds: float = 120.0
    """that it may be silent"""
    tries: int = 4
    """of each request"""
    at_once: int = 4
    """requests"""

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"There is no endpoint {self.url!r}; write its base, such as http://127.0.0.1:11434/v1.")
        if not self.model:
            raise InputError("The endpoint has no model; write its name there, such as model: qwen3:8b.")

    @property
    def address(self) -> str:
        """Where chats are completed."""
        return self.url.rstrip("/").removesuffix("/chat/completions") + "/chat/completions"

    def key(self) -> str:
        """Read the key. Raise `InputError` where the variable is not set."""
        key = variable(self.key_env) if self.key_env else ""
        if self.key_env and not key:
            raise InputError(
                f"The variable {self.key_env!r}, which key_env names, is not set; set it to the endpoint's key: "
                f"export {self.key_env}=..."
            )
        return key


class NoAnswerError(AvatarError):
    """Say why an endpoint gave no answer however often it was asked."""


class Chat:
    """The way to one endpoint, for any number of threads. Use it as a context manager."""

    def __init__(self, endpoint: Endpoint, sleep: Callable[[float], object] = time.sleep) -> None:
        self._endpoint, self._sleep = endpoint, sleep
        self._host = urlsplit(endpoint.url).netloc.rpartition("@")[2]
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := endpoint.key():
            self._headers["Authorization"] = f"Bearer {key}"
        known = Network.of_this_process()
        self._ways = Connections(Network(known.proxies, known.direct, known.authorities, silence_s=endpoint.seconds))

    def __enter__(self) -> Chat:
        return self

    def __exit__(self, *_: object) -> None:
        self._ways.close()

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """Give what the model says. Raise `NoAnswerError` after all tries, `InputError` for what no try mends."""
        body = {"model": self._endpoint.model, "messages": list(messages), "temperature": 0, "stream": False}
        request, why = json.dumps(body, ensure_ascii=False).encode(), ""
        for number in range(self._endpoint.tries):
            wait = min(_LONGEST_PAUSE, _PAUSE * 2**number)
            try:
                answer = self._ways.request("POST", self._endpoint.address, self._headers, request, same_host=True)
                if answer.status == 200:
                    return said(self._read(answer))
                wait = self._refused(answer, wait)
                why = f"it answers with {answer.status}"
            except UnreachableError as fault:
                why = str(fault)
            except _UnfitError as fault:
                why = f"what it sends is no answer ({fault})"
            except UnacceptableError as fault:
                raise InputError(f"The endpoint {self._endpoint.url!r} cannot be used: {fault}.") from fault
            if number + 1 < self._endpoint.tries:
                self._sleep(wait)
        raise NoAnswerError(f"The endpoint at {self._host} gave no answer in {self._endpoint.tries} tries: {why}.")

    def _refused(self, answer: BaseHTTPResponse, usual: float) -> float:
        """Give how long to wait after an answer that is none. Raise `InputError` where waiting is no use."""
        wait = retry_after(answer)
        answer.drain_conn()
        answer.release_conn()
        if answer.status not in _BUSY:
            why = _WHY.get(answer.status, "check url and model")
            raise InputError(f"The endpoint at {self._host} refuses with {answer.status}: {why}.")
        return usual if wait is None else min(max(wait, 0.0), _LONGEST_PAUSE)

    def _read(self, answer: BaseHTTPResponse) -> bytes:
        import urllib3

        try:
            data = answer.read(_MOST_BYTES + 1, decode_content=True)
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            raise UnreachableError(f"the answer of {self._host} broke off") from fault
        finally:
            answer.release_conn()
        if len(data) > _MOST_BYTES:
            raise _UnfitError("it is too long")
        return data


class _UnfitError(AvatarError):
    """Say why an answer is none."""


def said(body: bytes) -> str:
    """Take what the model says out of a completion."""
    try:
        document: Any = parsed(body)
        content = document["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError):
        raise _UnfitError(f"not a chat completion: {body[:60].decode(errors='replace')!r}") from None
    if not isinstance(content, str) or not content.strip():
        raise _UnfitError("it says nothing")
    return content

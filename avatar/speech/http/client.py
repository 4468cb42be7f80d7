"""Ask a service for sound: patiently where it is busy, and with a sentence where it refuses."""

from __future__ import annotations

import json
import os
import random
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import VoiceError
from avatar.outside.documents import parsed
from avatar.runtime.environment import variable
from avatar.runtime.network import Connections, Network, UnacceptableError, UnreachableError, retry_after
from avatar.runtime.system import HAS_MODES
from avatar.speech.http.reply import Reply, read_reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3.response import BaseHTTPResponse

    from avatar.data import VoiceCard
    from avatar.speech.http.options import HttpOptions

TRIES = 4
"""of one sentence"""
FIRST_PAUSE = 0.5
"""s before the second try; twice as long before each further one"""
LONGEST_PAUSE = 60.0
"""s that a service may ask to wait"""
LARGEST = 200_000_000
"""bytes of an answer; no sentence has more"""
_BLOCK = 1 << 14
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_QUOTED = 200
"""signs of what a service says of itself that are told"""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Client:
    """Asks one service. `close` it."""

    def __init__(self, card: VoiceCard, options: HttpOptions) -> None:
        from dataclasses import replace

        self._card, self._options = card, options
        self._key = _key(card, options)
        network = Network.of_this_process()
        self._connections = Connections(replace(network, silence_s=options.patience))

    def close(self) -> None:
        """Close its connections."""
        self._connections.close()

    def ask(self, body: Mapping[str, object]) -> Reply:
        """Send one request and read its answer to the end. Raise `VoiceError` that says why there is no sound."""
        for number in range(1, TRIES + 1):
            try:
                answer = self._connections.request(
                    "POST", self._options.address, self._headers(), json.dumps(body).encode(), same_host=True
                )
                try:
                    if answer.status == 200:
                        return read_reply(answer.headers.get("Content-Type", ""), _content(answer))
                    self._require_busy(answer)
                    wait, reason = retry_after(answer), f"is busy or broken ({answer.status})"
                finally:
                    answer.close()
            except UnreachableError as fault:
                wait, reason = None, f"is not reached: {fault}"
            except UnacceptableError as fault:
                raise self._fault(f"cannot be asked: {fault}", "correct its url, or the certificates") from fault
            if number == TRIES or (wait or 0.0) > LONGEST_PAUSE:
                later = f", and asks to come again in {wait:.0f} s" if wait else ""
                raise self._fault(f"{reason}{later}", "try again later, or choose another voice")
            pause = FIRST_PAUSE * 2 ** (number - 1) * random.uniform(0.7, 1.3)
            time.sleep(pause if wait is None else wait)
        raise AssertionError  # the last try has either given an answer or raised

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "audio/*, text/event-stream, application/x-ndjson"}
        if self._key:
            name = self._options.key_header
            headers[name] = f"Bearer {self._key}" if name.lower() == "authorization" else self._key
        return headers

    def _require_busy(self, answer: BaseHTTPResponse) -> None:
        """Raise `VoiceError` for an answer that will be no other the next time."""
        if answer.status in _BUSY:
            return
        said = _said(answer)
        options = self._options
        meaning, cure = {
            401: ("does not accept the key", "check the key that key_file or key_variable names"),
            403: ("forbids this", "check what the key may do, and the model and voice that the card names"),
            404: ("has no such address, model or voice", f"check url ({options.address}), model and voice"),
            402: ("asks for money", "see to the account, or choose another voice"),
            413: ("finds the text too long", "split the sentence"),
        }.get(answer.status, ("refuses", "check what the card says of model, voice and format"))
        raise self._fault(f"{meaning} ({answer.status}){said}", cure)

    def _fault(self, what: str, cure: str) -> VoiceError:
        return VoiceError(f"The service {self._options.host} of the voice {self._card.name!r} {what}; {cure}.")


def _content(answer: BaseHTTPResponse) -> bytes:
    """Read an answer as it comes, but not without end. Raise `UnreachableError` where it breaks off."""
    import urllib3

    content = bytearray()
    try:
        for block in answer.stream(_BLOCK):
            content += block
            if len(content) > LARGEST:
                raise UnacceptableError(f"it sends more than {LARGEST:,} bytes for one sentence")
    except (urllib3.exceptions.HTTPError, OSError) as fault:
        raise UnreachableError(f"it broke off after {len(content):,} bytes") from fault
    return bytes(content)


def _said(answer: BaseHTTPResponse) -> str:
    """Quote what a service says of its refusal, on one line, where it says anything."""
    import urllib3

    try:
        text = answer.read(20_000).decode("utf-8", "replace")
    except (urllib3.exceptions.HTTPError, OSError):
        return ""
    try:
        told = parsed(text)
        error = told.get("error", told.get("detail", told)) if isinstance(told, dict) else told
        text = str(error.get("message", error) if isinstance(error, dict) else error)
    except ValueError:
        text = "" if "<" in text[:100] else text  # a page for people is no sentence
    line = " ".join(text.split())[:_QUOTED]
    return f': "{line}"' if line else ""


def _key(card: VoiceCard, options: HttpOptions) -> str:
    """Get the key, "" where the card names none. Raise `VoiceError` where it is not there, or others may read it."""
    if options.key_variable:
        key = variable(options.key_variable).strip()
        if not key:
            raise VoiceError(
                f"The voice {card.name!r} takes its key from the variable {options.key_variable!r}, which is not set; "
                "set it, or name a file as key_file in its card."
            )
        return key
    if not options.key_file:
        return ""
    if card.folder is None:
        raise VoiceError(f"The voice {card.name!r} has no folder in which key_file could lie; write a card for it.")
    path = Path(os.path.normpath(card.folder / options.key_file))
    home = card.folder.parent.parent
    if home not in path.parents:  # else whoever writes a card could have any file of this machine sent away
        raise VoiceError(
            f"The key file {str(path)!r} of the voice {card.name!r} lies outside {str(home)!r}; put it beside "
            "the card, or a link to it."
        )
    return _first_line(path, card)


def _first_line(path: Path, card: VoiceCard) -> str:
    try:
        with path.open("rb") as file:
            mode, content = os.fstat(file.fileno()).st_mode, file.read(10_000)
    except OSError as fault:
        raise VoiceError(
            f"The key file {str(path)!r} of the voice {card.name!r} cannot be read ({fault.strerror}); write the key "
            "into it, and close it with: chmod 600"
        ) from fault
    if HAS_MODES and mode & _OTHERS:
        raise VoiceError(
            f"Others may read the key file {str(path)!r} (mode {stat.S_IMODE(mode):04o}); close it with: chmod 600 "
            f"'{path}' - and if that was so for long, get another key."
        )
    key = content.decode("utf-8", "replace").partition("\n")[0].strip()
    if not key or not key.isascii() or not key.isprintable():
        raise VoiceError(f"The key file {str(path)!r} has no key in its first line; write it there.")
    return key

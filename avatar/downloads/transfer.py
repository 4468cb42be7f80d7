"""Fetch one file: from the first place that has it, on from where it was cut, and believed only when it is checked."""

from __future__ import annotations

import random
import re
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from avatar.downloads.checking import fault_of
from avatar.errors import NotInstalledError, OutputError
from avatar.runtime.access import told
from avatar.runtime.network import UnacceptableError, UnreachableError, retry_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from urllib3.response import BaseHTTPResponse

    from avatar.downloads.entry import Download
    from avatar.downloads.part import Part
    from avatar.runtime.network import Connections
    from avatar.runtime.watch import Watch

LARGEST = 20_000_000_000
"""bytes; a file of which nobody says how long it is ends here"""
SPARE = 50_000_000
"""bytes of the disk that are left free"""
_BLOCK = 1 << 16
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""what may go better the next time"""
_MEANING = {
    401: "asks for a key",
    403: "forbids it",
    404: "does not have it",
    407: "cannot be reached through the proxy without its password",
    410: "does not have it any longer",
    429: "has been asked too often",
    451: "may not give it",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a place is tried."""

    tries: int = 5
    """in a row that bring nothing new"""
    unheard: int = 2
    """in a row of one that has never answered: it may not be there at all"""
    most: int = 200
    """in all"""
    first_s: float = 0.5
    """s before the second try; twice as long before each further one"""
    longest_s: float = 30.0
    """s between two tries at most, where the place itself does not say"""
    asked_s: float = 120.0
    """s that a place may ask to wait; for one that asks for more nobody waits"""


class _CutOff(Exception):  # noqa: N818 - what happens, no fault of anybody's
    """What came ended before its end, or the place asks to come again later."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def fetch(  # noqa: PLR0913 - what, from where, to where, by what way, and who watches
    download: Download,
    urls: Sequence[str],
    part: Part,
    connections: Connections,
    watch: Watch,
    patience: Patience,
) -> None:
    """Fetch a file into its part from the first of `urls` that has it as it should be.

    Raise `NotInstalledError` that says of each place why not, `OutputError` where it does not fit on the disk.
    """
    reasons: list[str] = []
    for url in dict.fromkeys(urls):
        try:
            _from(url, download, part, connections, watch, patience)
        except (UnacceptableError, UnreachableError) as fault:  # noqa: PERF203 - a place is asked but once
            reasons.append(str(fault))
        else:
            return
    told_of_each = (
        "; ".join(dict.fromkeys(reasons))
        or "no mirror stands for it, and [downloads] in config.toml allows nothing else"
    )
    raise NotInstalledError(
        f"{download.filename!r} could not be fetched: {told_of_each}. Try again later (what is here already is kept), "
        "or fetch it elsewhere and give it with --from FILE."
    )


def _from(  # noqa: PLR0913
    url: str, download: Download, part: Part, connections: Connections, watch: Watch, patience: Patience
) -> None:
    """Fetch it from one place, in as many pieces as it takes; what is corrupted is thrown away.

    What was put together from pieces and is wrong is fetched once more, in one piece where that can be.
    """
    for is_last in (False, True):
        _whole(url, download, part, connections, watch, patience)
        wrong = fault_of(part.path, download.expected)
        if not wrong:
            return
        was_pieced = part.was_resumed
        part.drop()
        if is_last or not was_pieced:
            raise UnacceptableError(f"what {urlsplit(url).hostname} gives is corrupted ({wrong})")


def _whole(  # noqa: PLR0913
    url: str, download: Download, part: Part, connections: Connections, watch: Watch, patience: Patience
) -> None:
    fruitless, tries = 0, min(patience.tries, patience.unheard)
    for _ in range(patience.most):
        before = part.size
        try:
            _once(url, download, part, connections, watch)
        except (_CutOff, UnreachableError) as fault:
            fruitless = 0 if part.size > before else fruitless + 1
            asked = fault.wait if isinstance(fault, _CutOff) else None
            tries = patience.tries if isinstance(fault, _CutOff) else tries
            if fruitless >= tries or (asked or 0.0) > patience.asked_s:
                later = f", and asks to come again in {asked:.0f} s" if asked else ""
                raise UnacceptableError(f"{fault}{later}") from fault
            pause = min(patience.first_s * 2.0 ** max(fruitless - 1, 0), patience.longest_s)
            time.sleep(pause * random.uniform(0.7, 1.3) if asked is None else asked)
        else:
            return
    raise UnacceptableError(f"{urlsplit(url).hostname} breaks off again and again")


def _once(url: str, download: Download, part: Part, connections: Connections, watch: Watch) -> None:
    """Ask once for the file, or for what is missing of it. Raise `_CutOff` where there is more to ask for."""
    host = urlsplit(url).hostname or url
    answer = connections.request("GET", url, {"Accept-Encoding": "identity"} | part.resuming(url))
    try:
        if answer.status == 416:  # nothing is missing, or what is here is longer than the file
            if part.size != _whole_size(answer) or not part.size:
                part.drop()
                raise _CutOff(f"{host} has no such piece of it")
            return
        if answer.status not in (200, 206):
            reason = f"{host} {_MEANING.get(answer.status, 'answers with an error')} ({answer.status})"
            raise _CutOff(reason, retry_after(answer)) if answer.status in _AGAIN else UnacceptableError(reason)
        _receive(answer, url, download, part, watch)
    finally:
        answer.close()


def _receive(answer: BaseHTTPResponse, url: str, download: Download, part: Part, watch: Watch) -> None:
    import urllib3

    host, expected = urlsplit(url).hostname, download.expected.size
    start = _start(answer)
    if start not in (0, part.size):
        part.drop()
        raise _CutOff(f"{host} gives another piece than was asked for")
    if answer.headers.get("Content-Encoding", "identity") not in ("", "identity"):
        raise UnacceptableError(f"{host} gives it packed, though it was not asked to")
    total = _whole_size(answer)
    if expected and total and total != expected:
        raise UnacceptableError(f"{host} has a file of {total:,} bytes there, which should have {expected:,}")
    _require_room(part, (expected or total) - start)
    limit = expected or total or LARGEST
    done = start
    watch(download.filename, done, expected or total)
    with part.opened(url, answer.headers, goes_on=start > 0) as file:
        try:
            while block := answer.read1(_BLOCK):  # what is there, so that nothing is lost when it is cut
                done += len(block)
                if done > limit:
                    raise UnacceptableError(f"{host} gives more than the {limit:,} bytes that it should have")
                with told(part.path, "choose another AVATAR_HOME"):
                    file.write(block)
                    file.flush()
                watch(download.filename, done, expected or total)
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            raise _CutOff(f"{host} broke off after {done:,} bytes") from fault
    if done < (expected or total):
        raise _CutOff(f"{host} broke off after {done:,} bytes")


def _start(answer: BaseHTTPResponse) -> int:
    """Say where an answer begins: at 0 for a whole file."""
    if answer.status == 200:
        return 0
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _whole_size(answer: BaseHTTPResponse) -> int:
    """Give the length of the whole file, bytes, as far as the answer says it, else 0."""
    ranged = answer.headers.get("Content-Range", "").rpartition("/")[2]
    length = ranged if answer.status in (206, 416) else answer.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else 0


def _require_room(part: Part, size: int) -> None:
    with told(part.path):
        part.path.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(part.path.parent).free
    if size + SPARE > free:
        raise OutputError(
            f"There is no room for {size / 1e6:,.0f} MB in {str(part.path.parent)!r}, where {free / 1e6:,.0f} MB are "
            "free; free some space, or name another folder in AVATAR_HOME."
        )

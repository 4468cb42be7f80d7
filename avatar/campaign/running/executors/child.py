"""One process of the pool: `python -m avatar.campaign.running.executors.child`.

Each line of its input is one piece of work as JSON, each line of its output one message: progress or done. When its
input ends, so does it, in the middle of whatever it is at.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from queue import Queue
from typing import Any

from avatar.campaign.job import Job
from avatar.campaign.running.executors.work import function_at
from avatar.runtime.folders import Home
from avatar.runtime.telling import Teller


def do(work: dict[str, Any], teller: Teller) -> None:
    """Do one piece of work, and tell what became of it."""
    home = Home(Path(work["home"][0]), Path(work["home"][1]))
    call, more = function_at(work["call"]), work.get("more", [])
    outcome = call(Job.of(work["job"]), work["folder"], home, teller.watch, *more)
    teller.tell({"type": "done", "outcome": None if outcome is None else outcome.document()})


def main() -> None:
    """Do what comes in, until nothing comes any more."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no message of ours
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C goes to the parent, which then ends this process
    _prepare()
    teller, works = Teller(out), Queue[dict[str, Any]]()
    threading.Thread(target=_listen, args=(works,), daemon=True).start()
    while True:
        do(works.get(), teller)


def _prepare() -> None:
    from avatar.runtime.environment import trust_environment
    from avatar.runtime.scratch import find_scratch
    from avatar.runtime.system import share_heaps
    from avatar.runtime.threads import take_one_thread_each

    share_heaps()
    take_one_thread_each()
    find_scratch()
    trust_environment()


def _listen(works: Queue[dict[str, Any]]) -> None:
    """Take work; when the parent is gone, nobody wants it any more."""
    for line in sys.stdin:
        works.put(json.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()

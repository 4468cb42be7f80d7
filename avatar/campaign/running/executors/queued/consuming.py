"""The process that takes work: `python -m avatar.campaign.running.executors.queued.consuming`.

The first line of its input says how, as JSON; the broker's password stands in no list of processes. When its input
ends, its parent is gone, and it ends as well.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from avatar.campaign.running.executors.queued.app import Limits, canary_queue, make_app, queue_of
from avatar.campaign.running.executors.queued.tasks import Hands, register
from avatar.ledger.keys.unlocking import usual_unlock
from avatar.runtime.folders import Home


def consume(told: dict[str, Any]) -> None:
    """Take work until it is asked to stop."""
    limits, node = Limits(**told["limits"]), str(told["node"])
    from celery.signals import worker_process_init

    app = make_app(told["broker"], limits)
    worker_process_init.connect(_end_with_main, weak=False)
    register(app, Hands(app, told["broker"], limits, Home(*map(Path, told["home"])), node))
    queues = [*(queue_of(kind) for kind in told["kinds"]), canary_queue(node)]
    given = ["-P", "prefork", "-c", str(told["processes"]), "-Q", ",".join(queues), "-n", node, "-l", "WARNING"]
    app.worker_main(["--quiet", "worker", *given, "--without-gossip", "--without-mingle"])


def main() -> None:
    """Read how, and do so."""
    from avatar.runtime.environment import trust_environment
    from avatar.runtime.scratch import find_scratch
    from avatar.runtime.system import share_heaps
    from avatar.runtime.threads import take_one_thread_each

    share_heaps()
    take_one_thread_each()
    find_scratch()
    trust_environment()
    usual_unlock()  # before Celery forks: a passphrase is read once
    told = json.loads(sys.stdin.readline())
    # Processes that Celery forks close their standard input: a thread that reads it would hold its lock for ever.
    parent, sys.stdin = os.dup(0), open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    consume(told)


def _end_with_parent(parent: int) -> None:
    while os.read(parent, 1):
        pass
    os.kill(os.getpid(), signal.SIGQUIT)


def _end_with_main(**_told: object) -> None:
    """Let a process that Celery has forked end when the one that forked it was killed: nobody hears of its work."""
    main = os.getppid()

    def watch() -> None:
        while os.getppid() == main:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()

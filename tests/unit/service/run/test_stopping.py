"""A process of the service that is told to stop before it serves leaves nothing half made, on whatever thread."""

import signal
import subprocess
import sys

from tests.processes import Process

PATIENCE = 60
WORK = """
import pathlib, sys, threading, time
from avatar.runtime.unfinished import unfinished
from avatar.service.run import worker

def hold():
    with unfinished(pathlib.Path(sys.argv[1])) as part:
        part.write_text("half")
        print("ready", flush=True)
        time.sleep(600)

def work():
    threading.Thread(target=hold, daemon=True).start()
    time.sleep(600)

worker._work = work
worker.main()
"""


def test_what_another_thread_is_at_goes_with_the_process(tmp_path):
    part = tmp_path / "portrait.part"
    with Process([sys.executable, "-c", WORK, str(part)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert not part.exists()

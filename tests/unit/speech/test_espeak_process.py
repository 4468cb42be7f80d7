"""The process boundary holds: nothing is loaded here, nothing is left behind, faults become sentences."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from avatar.data import Utterance, VoiceCard
from avatar.errors import AvatarError, VoiceError
from avatar.settings import SpeechSettings
from avatar.speech.espeak import process as program_of_espeak
from avatar.speech.espeak.options import EspeakOptions
from avatar.speech.espeak.process import EspeakProcess, Request
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.voices import find_voice
from tests.processes import Process
from tests.tone_engine import ToneOptions

HELLO = Request("gmw/en-US", 160, 50, 50, "Hello world.", phonemes=False)
LONG = Request("gmw/en-US", 80, 50, 50, "This takes a long while to say. " * 3000, phonemes=False)


def _is_running(pid):
    """Whether a process still runs; one that ended but was not collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _ends(pid, seconds=60.0):
    until = time.monotonic() + seconds
    while _is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not _is_running(pid)


@pytest.fixture
def process():
    espeak = EspeakProcess()
    yield espeak
    espeak.close()


@pytest.mark.slow
def test_the_parent_never_loads_the_library():
    code = (
        "from avatar.speech.espeak.speaker import EspeakSpeaker\n"
        "from avatar.speech.voices import find_voice\n"
        "from avatar.settings import SpeechSettings\n"
        "from avatar.data import Utterance\n"
        "with EspeakSpeaker(find_voice('emma'), SpeechSettings()) as s: s.speak(Utterance('hi', 'en'))\n"
        "print('espeak-ng.so' in open('/proc/self/maps').read())"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"


def test_importing_the_stage_is_light():
    code = "import sys, avatar.speech; print(sorted({'numpy', 'scipy', 'soxr', 'pyloudnorm'} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_each_answer_is_the_first_of_a_fresh_process(process):
    """The same request gives the same sound, whatever was said before, here or in another process."""
    first = process.say([HELLO])[0]
    process.say([Request("sit/cmn-latn-pinyin+f1", 200, 70, 60, "ni3hao3", phonemes=False)])
    again = process.say([HELLO])[0]
    other = EspeakProcess()
    elsewhere = other.say([HELLO])[0]
    other.close()
    for rendition in (again, elsewhere):
        assert np.array_equal(rendition.samples, first.samples)
        assert rendition.events == first.events


def test_closing_ends_the_process(process):
    process.say([HELLO])
    pid = process.pid
    process.close()
    assert _ends(pid)


def test_a_killed_parent_leaves_no_orphan_even_in_the_middle_of_a_long_text():
    code = (
        "from avatar.speech.espeak.process import EspeakProcess, Request\n"
        "p = EspeakProcess()\n"
        "print(p.pid, flush=True)\n"
        "p.say([Request('gmw/en-US', 80, 50, 50, 'This takes a long while to say. ' * 20000, False)])\n"
    )
    with Process([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        fork = _wait_for_fork(pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert _ends(pid)
        assert _ends(fork)


def test_a_killed_worker_is_a_sentence_and_the_next_one_works(process):
    killer = threading.Thread(target=lambda: os.kill(_wait_for_fork(process.pid) and process.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(AvatarError, match=r"ended with exit status -9; try again"):
        process.say([LONG])
    killer.join()
    assert len(process.say([HELLO])[0].samples) > 10_000


def test_a_crash_inside_espeak_is_a_sentence_and_the_next_one_works(process):
    killer = threading.Thread(target=lambda: os.kill(_wait_for_fork(process.pid), signal.SIGSEGV))
    killer.start()
    with pytest.raises(AvatarError, match=r"espeak-ng crashed on a piece of \d+ characters"):
        process.say([LONG])
    killer.join()
    assert len(process.say([HELLO])[0].samples) > 10_000


def test_an_answer_that_takes_too_long_is_a_sentence(process, monkeypatch):
    monkeypatch.setattr(program_of_espeak, "SECONDS_AT_LEAST", 0.05)
    monkeypatch.setattr(program_of_espeak, "SECONDS_PER_CHARACTER", 0.0)
    pid = process.pid
    with pytest.raises(AvatarError, match="gave no answer within"):
        process.say([LONG])
    assert _ends(pid)


def test_a_voice_that_espeak_lacks_is_named():
    card = VoiceCard("odd", "en", "male", "none", "espeak", EspeakOptions("gmw/klingonese"))
    with EspeakSpeaker(card, SpeechSettings()) as speaker, pytest.raises(VoiceError, match="'gmw/klingonese'"):
        speaker.speak(Utterance("hello", "en"))


def test_a_card_of_another_engine_is_refused():
    card = VoiceCard("odd", "en", "female", "none", "piper", ToneOptions())
    with pytest.raises(VoiceError, match=r"'odd'.*'piper'"):
        EspeakSpeaker(card, SpeechSettings())


@pytest.mark.slow
def test_many_threads_may_share_a_speaker():
    with EspeakSpeaker(find_voice("emma"), SpeechSettings()) as speaker:
        found = []
        texts = ["One.", "Two of them.", "Three and three and three."] * 3

        def say(text):
            found.append((text, speaker.speak(Utterance(text, "en")).samples))

        threads = [threading.Thread(target=say, args=(text,)) for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == len(texts)
        for text, samples in found:
            assert np.array_equal(samples, speaker.speak(Utterance(text, "en")).samples)


def _wait_for_fork(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        forks = children.read_text(encoding="utf-8").split()
        if forks:
            return int(forks[0])
        time.sleep(0.002)
    raise AssertionError("the worker never forked")

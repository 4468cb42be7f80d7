"""Senders: nobody waits for a server that is slow or gone, and what is near is sent whole."""

from __future__ import annotations

import threading

import av
import numpy as np
import pytest

from avatar.errors import OutputError
from avatar.onair import sending
from avatar.onair.sending import Sender

PATIENCE = 60.0


class Way:
    """An outlet that can be blocked and broken."""

    def __init__(self):
        self.opened, self.closed, self.sent = 0, 0, []
        self.goes, self.breaks, self.refuses = threading.Event(), None, 0
        self.goes.set()
        self.changed = threading.Condition()

    def open(self):
        if self.opened and self.refuses:
            self.refuses -= 1
            raise OutputError("Not yet.")
        self.opened += 1

    def send(self, picture, sound):
        self.goes.wait(PATIENCE)
        if self.breaks is not None:
            fault, self.breaks = self.breaks, None
            raise fault
        with self.changed:
            self.sent.append(picture.pts)
            self.changed.notify_all()

    def close(self):
        self.closed += 1

    def until(self, count):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.sent) >= count, PATIENCE)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(sending, "_PAUSES", (0.01,))
    monkeypatch.setattr(sending, "_CLOSES", PATIENCE)  # a busy machine takes longer than anybody would wait


def frame(number):
    picture = av.VideoFrame(16, 16, "yuv420p")
    picture.pts = number
    return picture, np.zeros(1920, np.float32)


@pytest.fixture
def way():
    return Way()


def test_frames_are_sent_in_their_order_and_the_outlet_is_closed(way):
    sender = Sender("here", way, comes_back=False)
    sender.open()
    for number in range(200):
        sender.send(*frame(number))
    sender.close()
    assert way.sent == [*range(200)]
    assert way.closed == 1


def test_nobody_waits_for_a_slow_server(way):
    sender = Sender("there", way, comes_back=True)
    sender.open()
    way.goes.clear()
    for number in range(200):
        sender.send(*frame(number))
    assert sender.dropped >= 100
    way.goes.set()
    sender.close()
    assert len(way.sent) + sender.dropped == 200


def test_a_server_that_has_gone_is_tried_until_it_is_back(way):
    told = []
    sender = Sender("there", way, comes_back=True, tell=told.append)
    sender.open()
    sender.send(*frame(0))
    way.until(1)
    way.breaks, way.refuses = ConnectionResetError(104, "Connection reset"), 3
    number = 1
    while way.opened < 2:
        sender.send(*frame(number))
        number += 1
    before = len(way.sent)
    while len(way.sent) == before:
        sender.send(*frame(number))
        number += 1
    sender.close()
    assert "is gone" in told[0]
    assert "is back" in told[1]
    assert sender.dropped
    assert len(way.sent) + sender.dropped == number - 1, "but for the frame that found it gone"


def test_who_waited_with_a_full_hand_is_ended_all_the_same(way):
    sender = Sender("there", way, comes_back=True)
    sender.open()
    way.goes.clear()
    while not sender.dropped:
        sender.send(*frame(0))
    threading.Timer(1.0, way.goes.set).start()
    sender.close()
    assert way.closed == 1


def test_what_comes_back_after_the_end_is_ended_too(way, monkeypatch):
    comes, may = threading.Event(), threading.Event()

    def slow():
        comes.set()
        may.wait(PATIENCE)

    sender = Sender("there", way, comes_back=True)
    sender.open()
    way.breaks = ConnectionResetError(104, "Connection reset")
    monkeypatch.setattr(way, "open", slow)
    sender.send(*frame(0))
    assert comes.wait(PATIENCE)
    threading.Timer(0.3, may.set).start()
    sender.close()
    assert way.closed == 2


def test_what_does_not_come_back_ends_with_its_reason(way):
    sender = Sender("show.ts", way, comes_back=False)
    sender.open()
    way.breaks = OSError(28, "No space left on device")
    with pytest.raises(OutputError, match=r"show\.ts.*No space left"):
        for number in range(10_000):
            sender.send(*frame(number))
    sender.close()


def test_a_reader_that_leaves_is_no_fault_of_a_file(way):
    sender = Sender("standard output", way, comes_back=False)
    sender.open()
    way.breaks = BrokenPipeError(32, "Broken pipe")
    with pytest.raises(BrokenPipeError):
        for number in range(10_000):
            sender.send(*frame(number))
    sender.close()


def test_a_server_that_never_comes_back_does_not_keep_the_end_waiting(way):
    sender = Sender("there", way, comes_back=True)
    sender.open()
    way.breaks, way.refuses = ConnectionResetError(104, "Connection reset"), 10**9
    sender.send(*frame(0))
    while way.closed == 0:
        sender.send(*frame(1))
    sender.close()
    assert not any(thread.name == "avatar-send" and thread.is_alive() for thread in threading.enumerate())

"""What a machine runs short of is told as that, whoever says so and in whatever words."""

import errno
import os
import resource

import numpy as np
import pytest

from avatar.errors import InputError, ShortageError, TextError
from avatar.runtime import shortage as module
from avatar.runtime import system
from avatar.runtime.shortage import NATURAL_VOICE, SOUND, Room, film_room, require_room, shortage
from avatar.runtime.system import container_limit, memory_limit

MEMORY, THREADS, FILES = "not enough memory", "further thread or process", "ulimit -n"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (MemoryError(), MEMORY),
        (RuntimeError("std::bad_alloc"), MEMORY),
        (RuntimeError("OpenCV(5.0.0) error: (-4:Insufficient memory) Failed to allocate 3686400 bytes"), MEMORY),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), MEMORY),
        (ImportError("libx.so: failed to map segment from shared object"), MEMORY),
        (ValueError("Failed to load model with error: std::bad_alloc"), MEMORY),
        (RuntimeError("can't start new thread"), THREADS),
        (OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)), THREADS),
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE), "some file"), FILES),
    ],
    ids=lambda each: repr(each)[:40],
)
def test_each_shortage_is_one_sentence_with_a_cure(fault, told):
    said = shortage(fault)
    assert isinstance(said, ShortageError)
    assert said.exit_code == 2
    assert told in str(said)
    assert str(said).endswith(".")


def test_the_reason_is_found_behind_what_it_has_led_to():
    try:
        try:
            np.empty(1 << 60, np.uint8)
        except MemoryError as fault:
            raise OSError("Could not find the library") from fault
    except OSError as fault:
        assert MEMORY in str(shortage(fault))


@pytest.mark.parametrize(
    "fault",
    [ZeroDivisionError("division by zero"), OSError(errno.ENOENT, "no"), TextError("There is nothing to say.")],
    ids=repr,
)
def test_another_fault_is_no_shortage(fault):
    assert shortage(fault) is None


def test_an_encoder_that_fails_under_a_limit_has_had_too_little(monkeypatch):
    fault = RuntimeError("Generic error in an external library: 'avcodec_send_frame()'")
    monkeypatch.setattr(module, "memory_limit", lambda: 0)
    assert shortage(fault) is None
    monkeypatch.setattr(module, "memory_limit", lambda: 900 << 20)
    assert "than 900 MB (ulimit -v)" in str(shortage(fault))


@pytest.mark.parametrize(("limit", "is_enough"), [(0, True), (900, False), (1200, True)])
def test_work_begins_only_where_there_is_room(monkeypatch, limit, is_enough):
    monkeypatch.setattr(module, "memory_limit", lambda: limit << 20)
    monkeypatch.setattr(module, "container_limit", lambda: 0)
    if is_enough:
        require_room(SOUND, NATURAL_VOICE)
    else:
        with pytest.raises(ShortageError, match=r"ulimit -v allows 900 MB, and this takes 1,100 MB or more"):
            require_room(SOUND, NATURAL_VOICE)


def test_a_container_is_named_as_what_limits(monkeypatch):
    monkeypatch.setattr(module, "memory_limit", lambda: 0)
    monkeypatch.setattr(module, "container_limit", lambda: 64 << 20)
    with pytest.raises(InputError, match="the container allows 64 MB"):
        require_room(Room(1, 65))


def test_a_larger_film_takes_more_room():
    small, large = film_room(128, 128), film_room(3840, 2160)
    assert small.addresses < 1000
    assert 2000 < large.addresses < 2500
    assert small.resident < large.resident


@pytest.mark.parametrize(
    ("content", "limit"), [("536870912\n", 512 << 20), ("max\n", 0), ("9223372036854771712\n", 0), ("", 0), (None, 0)]
)
def test_what_a_control_group_says_is_read(tmp_path, monkeypatch, content, limit):
    monkeypatch.setattr(system, "_CONTROL_GROUPS", (str(tmp_path / "memory.max"),))
    if content is not None:
        (tmp_path / "memory.max").write_text(content)
    assert container_limit() == limit


def test_the_limit_of_addresses_is_the_processes_own():
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    assert memory_limit() == (0 if soft == resource.RLIM_INFINITY else soft)

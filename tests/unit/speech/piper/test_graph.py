"""A voice's graph is edited so that it gives the same for the same, and tells how long each symbol lasts."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avatar.errors import VoiceError
from avatar.speech import wire
from avatar.speech.piper.graph import edit
from avatar.speech.piper.network import PiperNetwork, load
from tests.miniature_piper import HOP, write_voice

IDS = (1, 0, 30, 0, 16, 0, 30, 0, 2)
SCALES = (0.667, 1.0, 0.8)


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine that has other work


@UNHURRIED
@given(st.lists(st.tuples(st.integers(1, 2000), st.binary(max_size=200) | st.integers(0, 2**40)), max_size=12))
def test_what_is_written_is_read_again(entries):
    message = b"".join(
        wire.number_field(number, content) if isinstance(content, int) else wire.field(number, content)
        for number, content in entries
    )
    found = list(wire.fields(memoryview(message)))
    assert [number for number, _, _ in found] == [number for number, _ in entries]
    assert [bytes(content) for _, content, _ in found if content] == [
        content for _, content in entries if isinstance(content, bytes) and content
    ]
    assert b"".join(bytes(whole) for _, _, whole in found) == message


@UNHURRIED
@given(st.binary(max_size=100))
def test_what_is_no_message_is_told(content):
    """Whatever the bytes are, they are read to their end or refused: never past it, never for ever."""
    with suppress(ValueError):
        assert b"".join(bytes(whole) for _, _, whole in wire.fields(memoryview(content))) == content


def test_every_draw_of_noise_becomes_an_input(tmp_path):
    edited = edit(write_voice(tmp_path).read_bytes())
    assert len(edited.noises) == 2
    assert b"RandomNormalLike" not in edited.model
    assert edited.durations == "lasting"


def test_the_same_words_give_the_same_sound_whatever_was_said_before(tmp_path):
    first, second = PiperNetwork(write_voice(tmp_path)), PiperNetwork(write_voice(tmp_path))
    sound, frames = first(IDS, SCALES, None)
    second(IDS[:5] + IDS[-1:], SCALES, None)
    again, as_many = second(IDS, SCALES, None)
    assert np.array_equal(sound, again)
    assert np.array_equal(frames, as_many)
    assert len(sound) == HOP * frames.sum()


def test_other_words_are_said_with_other_noise(tmp_path):
    """Or every sentence would begin with the same hesitation."""
    network = PiperNetwork(write_voice(tmp_path))
    _, frames = network(IDS, SCALES, None)
    _, others = network((*IDS[:-1], 16, 0, 2), SCALES, None)
    assert not np.array_equal(frames[:-1], others[: len(frames) - 1])


def test_scales_are_heard(tmp_path):
    network = PiperNetwork(write_voice(tmp_path))
    _, usual = network(IDS, (0.0, 1.0, 0.0), None)
    _, slow = network(IDS, (0.0, 2.0, 0.0), None)
    assert slow.sum() == 2 * usual.sum()
    assert network(IDS, (2.0, 1.0, 0.0), None)[0].std() > network(IDS, (0.0, 1.0, 0.0), None)[0].std()


def test_a_voice_that_does_not_tell_its_durations_gives_sound_alone(tmp_path):
    network = PiperNetwork(write_voice(tmp_path, is_telling=False))
    sound, frames = network(IDS, SCALES, None)
    assert not network.gives_durations
    assert len(sound)
    assert not len(frames)


def test_a_voice_stays_loaded_until_its_file_changes(tmp_path):
    path = write_voice(tmp_path)
    first = load(path)
    assert load(path) is first
    write_voice(tmp_path, is_telling=False)
    assert load(path) is not first


@pytest.mark.parametrize("content", [b"", b"no model", b"\x3a\x04\x0a\x02\x0a\x00", bytes(1000)])
def test_a_file_that_is_no_voice_is_refused(tmp_path, content):
    path = tmp_path / "voice.onnx"
    path.write_bytes(content)
    with pytest.raises(VoiceError, match=r"voice\.onnx' is no .*(get it again|exported for Piper)"):
        PiperNetwork(path)


def test_a_model_of_something_else_is_refused(tmp_path):
    content = write_voice(tmp_path).read_bytes().replace(b"input_lengths", b"input_lengthz")
    (tmp_path / "other.onnx").write_bytes(content)
    with pytest.raises(VoiceError, match=r"it takes .*input_lengthz.*, not input, input_lengths and scales"):
        PiperNetwork(tmp_path / "other.onnx")

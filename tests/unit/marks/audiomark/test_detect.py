import io
import wave

import av
import numpy as np
import pytest
import soxr

from avatar.errors import InputError
from avatar.marks.audiomark import detect, detect_file, mark
from avatar.marks.watermark.payload import Payload

KEY, OTHER = bytes(range(32)), bytes(32)
RATE = 48_000
ASSET = 0x123456789A


@pytest.fixture(scope="module")
def marked(speech):
    return mark(speech, RATE, KEY, Payload(ASSET, 4))


def ids(samples, rate=RATE, keys=(KEY,)):
    return [one.asset_id for one in detect(samples, rate, keys)]


def coded(target, samples, codec, container, rate=RATE):
    with av.open(target, "w", format=container) as file:
        track = file.add_stream(codec, rate=rate, layout="mono")
        track.bit_rate = 64_000
        for start in range(0, len(samples), 1152):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1152], "fltp", "mono")
            frame.sample_rate, frame.pts = rate, start
            file.mux(track.encode(frame))
        file.mux(track.encode(None))


@pytest.mark.slow
def test_a_mark_is_found_with_all_it_says(marked):
    (found,) = detect(marked, RATE, [OTHER, KEY])
    assert (found.asset_id, found.version, found.key) == (ASSET, 4, 1)
    assert found.confidence > 0.95
    assert found.start < 0.8
    assert found.end == pytest.approx(6, abs=0.3)


def test_nothing_is_found_without_a_mark_or_with_another_key(speech, marked, rng):
    wrong = [rng.bytes(32) for _ in range(5)]
    assert ids(marked, keys=wrong) == []
    assert ids(speech, keys=[KEY, *wrong]) == []


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(100), np.zeros(RATE * 3), np.ones(RATE * 3)])
def test_what_is_no_speech_says_nothing(samples):
    assert ids(samples.astype(np.float32)) == []


@pytest.mark.parametrize(("codec", "container"), [("aac", "mp4"), ("libmp3lame", "mp3"), ("libopus", "ogg")])
def test_codecs_at_64_kbit_keep_it(tmp_path, marked, codec, container):
    path = tmp_path / f"sound.{container}"
    coded(str(path), marked[: 3 * RATE], codec, container)
    assert [one.asset_id for one in detect_file(path, [KEY])] == [ASSET]


def test_a_short_sentence_keeps_it(tmp_path, speech):
    short = mark(speech[RATE : RATE * 5 // 2], RATE, KEY, Payload(6))
    coded(str(tmp_path / "short.mp4"), np.pad(short, RATE // 2), "aac", "mp4")
    assert [one.asset_id for one in detect_file(tmp_path / "short.mp4", [KEY])] == [6]


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_other_rates_keep_it(marked, rate):
    assert ids(soxr.resample(marked, RATE, rate), rate) == [ASSET]


@pytest.mark.parametrize("gain", [0.5, 2.0, 0.01])
def test_gain_keeps_it(marked, gain):
    assert ids(np.clip(marked * np.float32(gain), -1, 1)) == [ASSET]


@pytest.mark.parametrize("cut", [1, 777, RATE, 2 * RATE + 12_345])
def test_a_cut_keeps_it(marked, cut):
    (found,) = detect(marked[cut:], RATE, [KEY])
    assert found.asset_id == ASSET
    assert found.end == pytest.approx(6 - cut / RATE, abs=0.4)


def test_noise_keeps_it(marked, rng):
    noise = rng.standard_normal(len(marked)) * np.sqrt(np.mean(marked**2)) * 10 ** (-30 / 20)
    assert ids((marked + noise).astype(np.float32)) == [ASSET]


def test_a_mark_made_at_another_rate_is_found(speech):
    slow = soxr.resample(speech, RATE, 22_050)
    assert ids(soxr.resample(mark(slow, 22_050, KEY, Payload(5)), 22_050, RATE)) == [5]


def test_passages_are_told_apart(speech):
    pause = np.zeros(RATE * 2 // 5, np.float32)
    parts, edges, length = [], [], 0
    for asset, seconds in ((11, 4.0), (22, 2.5), (11, 6.0)):
        part = mark(speech[: int(seconds * RATE)], RATE, KEY, Payload(asset))
        edges.append((length / RATE, (length + len(part)) / RATE))
        parts += [part, pause]
        length += len(part) + len(pause)
    found = detect(np.concatenate(parts), RATE, [KEY])
    assert [one.asset_id for one in found] == [11, 22, 11]
    for one, (start, end) in zip(found, edges, strict=True):
        assert one.start == pytest.approx(start, abs=0.7)
        assert one.end == pytest.approx(end, abs=0.7)


def test_passages_in_step_are_told_apart(speech):
    """Each begins a whole number of periods after the other, so that their noises of the place add up."""
    length = 4 * 49_152
    parts = [mark(speech[:length], RATE, KEY, Payload(asset)) for asset in (11, 22)]
    found = detect(np.concatenate(parts), RATE, [KEY])
    assert [one.asset_id for one in found] == [11, 22]
    assert found[0].end == pytest.approx(length / RATE, abs=0.6)
    assert found[1].start == pytest.approx(length / RATE, abs=1.2)


@pytest.mark.slow
def test_a_long_sound_is_one_mark(speech):
    """Searched in pieces, and put together again."""
    long = mark(np.tile(speech, 13), RATE, KEY, Payload(3))
    (found,) = detect(long, RATE, [KEY])
    assert found.asset_id == 3
    assert found.end - found.start > 77


def test_files_that_are_none_are_refused(tmp_path):
    path = tmp_path / "note.mp3"
    path.write_text("no sound")
    with pytest.raises(InputError, match=r"note\.mp3"):
        detect_file(path, [KEY])


def test_a_file_in_stereo_is_heard_as_one(tmp_path, marked):
    path = tmp_path / "both.wav"
    both = np.repeat(np.rint(np.clip(marked, -1, 1) * 32767).astype("<i2"), 2)
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(both.tobytes())
    path.write_bytes(content.getvalue())
    assert [one.asset_id for one in detect_file(path, [KEY])] == [ASSET]


def test_a_rate_without_room_is_refused(marked):
    with pytest.raises(InputError, match="8000 Hz"):
        detect(marked, 8000, [KEY])

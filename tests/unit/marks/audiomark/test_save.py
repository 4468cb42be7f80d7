import av
import numpy as np
import pytest

from avatar.errors import AvatarError, OutputError
from avatar.marks import aigc
from avatar.marks.audiomark import SoundFacts, SoundWriter, announced, detect_file
from avatar.marks.audiomark.announce import SENTENCES, UNIT, rhythm, sentence
from avatar.marks.watermark.payload import Payload

KEY = bytes(range(32))
RATE = 48_000
FACTS = SoundFacts(KEY, Payload(42))


def decoded(path):
    with av.open(str(path)) as file:
        track = file.streams.audio[0]
        mono = av.AudioResampler("fltp", "mono", track.rate)
        return np.concatenate([part.to_ndarray()[0] for frame in file.decode(track) for part in mono.resample(frame)])


def runs(samples, rate):
    """Lengths of the tones and of the gaps between them, in units of the rhythm."""
    size = rate // 100
    is_loud = np.abs(samples[: len(samples) // size * size].reshape(-1, size)).max(axis=1) > 0.01
    edges = np.flatnonzero(np.diff(is_loud.astype(int), prepend=0, append=0))
    return list(np.rint(np.diff(edges) / (UNIT * 100)).astype(int))


@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
def test_the_rhythm_is_short_long_short_short(rate):
    assert runs(rhythm(rate), rate) == [1, 1, 3, 3, 1, 1, 1]


def test_the_label_comes_first_as_loud_as_the_speech(speech):
    result = announced(speech, RATE)
    label = result[: len(result) - len(speech)]
    assert np.array_equal(result[len(label) :], speech)
    assert runs(label, RATE)[:7] == [1, 1, 3, 3, 1, 1, 1]
    tone = label[np.abs(label) > 0.01]
    heard = speech[np.abs(speech) > 0.05 * np.abs(speech).max()]
    assert 20 * np.log10(np.std(tone) / np.std(heard)) == pytest.approx(0, abs=2)


def test_a_spoken_label_takes_the_place_of_the_rhythm(speech):
    spoken = np.full(RATE, 0.1, np.float32)
    result = announced(speech, RATE, "zh", spoken)
    assert np.array_equal(result[:RATE], spoken)
    assert len(result) == RATE + RATE // 2 + len(speech)


def test_every_language_has_a_sentence():
    assert sentence("zh-TW") == (SENTENCES["zh"], "zh")
    assert sentence("sw") == (SENTENCES["en"], "en")


def write(path, parts, facts=FACTS):
    with SoundWriter(path, path, facts) as sound:
        for part in parts:
            sound.add(part)
        sound.finish()
    return sound


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".wav", ".mp3", ".m4a"])
def test_a_file_begins_with_the_label_and_bears_the_mark(tmp_path, speech, ending):
    path = tmp_path / f"sound{ending}"
    wrote = write(path, [speech[: 2 * RATE], speech[2 * RATE : 4 * RATE]])
    (found,) = detect_file(path, [KEY])
    assert found.asset_id == 42
    sound = decoded(path)
    assert wrote.seconds == pytest.approx(1.32 + 0.5 + 4)
    assert len(sound) / RATE == pytest.approx(wrote.seconds, abs=0.1)
    start = np.flatnonzero(np.abs(sound) > 0.01)[0]
    assert runs(sound[start : start + int(1.4 * RATE)], RATE) == [1, 1, 3, 3, 1, 1, 1]


@pytest.mark.slow
def test_how_it_is_cut_changes_no_sample(tmp_path, speech):
    """Only half a minute is held, and yet no seam is heard or found where one piece ends."""
    long = np.tile(speech[: 5 * RATE], 15)
    facts = SoundFacts(KEY, Payload(42), spoken=speech[:RATE])
    write(tmp_path / "whole.wav", [long], facts)
    write(tmp_path / "pieces.wav", np.array_split(long, 23), facts)
    assert (tmp_path / "whole.wav").read_bytes() == (tmp_path / "pieces.wav").read_bytes()
    sound = decoded(tmp_path / "whole.wav")
    assert np.abs(sound - np.concatenate([speech[:RATE], np.zeros(RATE // 2), long])).max() < 0.1
    (found,) = detect_file(tmp_path / "whole.wav", [KEY])
    assert found.end - found.start > 74


def test_m4a_keeps_the_metadata_of_its_container(tmp_path, speech):
    path = tmp_path / "sound.m4a"
    write(path, [speech[:RATE]], SoundFacts(KEY, Payload(1), metadata={"AIGC": '{"Label":"1"}'}))
    assert aigc.read(path) == '{"Label":"1"}'


def test_a_file_without_sound_is_a_fault(tmp_path):
    with pytest.raises(AvatarError, match="without any sound"):
        write(tmp_path / "sound.wav", [])


def test_wrong_targets_are_refused(tmp_path, speech):
    with pytest.raises(OutputError, match=r"sound\.ogg.*\.wav, \.mp3 or \.m4a"):
        write(tmp_path / "sound.ogg", [speech[:RATE]])
    with pytest.raises(OutputError, match=r"sound\.wav"):
        write(tmp_path / "none" / "sound.wav", [speech[:RATE]])

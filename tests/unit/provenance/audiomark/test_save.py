import av
import numpy as np
import pytest

from avatar.errors import AvatarError, OutputError
from avatar.provenance import aigc
from avatar.provenance.audiomark import SoundFacts, announced, detect_file, save_sound
from avatar.provenance.audiomark.announce import SENTENCES, UNIT, rhythm, sentence
from avatar.provenance.watermark.payload import Payload

KEY = bytes(range(32))
RATE = 48_000
TAG = aigc.Tag("0011" + "9" * 18 + "10000", "0123456789abcdef" * 2)
FACTS = SoundFacts(KEY, Payload(42), TAG)


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


@pytest.mark.parametrize("ending", [".wav", ".mp3", ".m4a"])
def test_a_file_carries_every_mark(tmp_path, speech, ending):
    path = tmp_path / f"sound{ending}"
    save_sound(path, speech[: 4 * RATE], RATE, FACTS)
    assert aigc.read(path) == TAG.as_text()
    (found,) = detect_file(path, [KEY])
    assert found.asset_id == 42
    sound = decoded(path)
    assert len(sound) / RATE == pytest.approx(1.32 + 0.5 + 4, abs=0.1)
    start = np.flatnonzero(np.abs(sound) > 0.01)[0]
    assert runs(sound[start : start + int(1.4 * RATE)], RATE) == [1, 1, 3, 3, 1, 1, 1]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_cannot_be_finished_never_appears(tmp_path, speech):
    def refuse(part):
        assert part.stat().st_size > 1000
        raise AvatarError("no")

    path = tmp_path / "sound.wav"
    with pytest.raises(AvatarError, match="no"):
        save_sound(path, speech[:RATE], RATE, FACTS, refuse)
    assert list(tmp_path.iterdir()) == []


def test_wrong_targets_are_refused(tmp_path, speech):
    with pytest.raises(OutputError, match=r"sound\.ogg"):
        save_sound(tmp_path / "sound.ogg", speech[:RATE], RATE, FACTS)
    with pytest.raises(OutputError, match=r"sound\.wav"):
        save_sound(tmp_path / "none" / "sound.wav", speech[:RATE], RATE, FACTS)

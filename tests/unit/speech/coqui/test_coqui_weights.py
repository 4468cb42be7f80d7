"""A model of Coqui TTS that would run something is refused before coqui-tts sees it; none of it is needed here."""

import io
import json
import os
import pickle
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from avatar.errors import NotInstalledError, VoiceError
from avatar.speech.coqui import model
from avatar.speech.coqui.places import Files


class Runs:
    """Is pickled as the call of a program."""

    def __reduce__(self):
        return os.system, ("touch hacked",)


def named(module, name):
    """Write a pickle that calls this with a command, by a name as protocol 4 has it: dots lead on in a module."""

    def text(value):
        return b"\x8c" + struct.pack("<B", len(value)) + value.encode()

    return b"\x80\x04" + text(module) + text(name) + b"\x93" + text("touch hacked") + b"\x85R."


def saved(path, content=None):
    """Write a file as torch does, with a pickle in it."""
    buffer = content if isinstance(content, bytes) else pickle.dumps({"model": {}} if content is None else content, 2)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", buffer)
        archive.writestr("archive/version", b"3\n")
    return path


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Lay a harmless model there; coqui-tts is not installed, so nothing could load it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "TTS", None)
    monkeypatch.setitem(sys.modules, "torch", None)
    folder = tmp_path / "voice"
    saved(folder / "model.pth")
    (folder / "config.json").write_text(json.dumps({"model": "vits", "use_phonemes": True}))
    return Files(folder / "model.pth", folder / "config.json")


def refusal(files):
    with pytest.raises(VoiceError) as told:
        model.load(files)
    assert not Path("hacked").exists()
    return str(told.value)


def test_a_harmless_model_comes_as_far_as_the_missing_package(files):
    with pytest.raises(NotInstalledError, match="coqui-tts"):
        model.load(files)


HARMFUL = {
    "a program": Runs(),
    "one among weights": {"model": {}, "config": {"a": [Runs()]}},
    "through a module of coqui-tts": named("TTS.utils.manage", "os.system"),
    "a function of coqui-tts": named("TTS.utils.downloaders", "download_url"),
    "through a class of coqui-tts": named("TTS.api", "TTS.download_model_by_name"),
    "eval": named("builtins", "eval"),
    "a lookalike": named("TTSX.utils", "Config"),
    "no pickle": b"hello",
}


@pytest.mark.parametrize("what", HARMFUL)
def test_a_program_in_the_weights_is_refused_and_not_run(files, what):
    saved(files.model, HARMFUL[what])
    assert "holds no weights, or more than weights" in refusal(files)


@pytest.mark.parametrize("what", HARMFUL)
def test_so_it_is_in_the_form_before_torch_1_6(files, what):
    content = HARMFUL[what]
    whole = content if isinstance(content, bytes) else pickle.dumps(content, 2)
    start = io.BytesIO()
    for each in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}):
        pickle.dump(each, start, 2)
    files.model.write_bytes(start.getvalue() + whole + pickle.dumps([], 2))
    refusal(files)


@pytest.mark.parametrize(
    "name", ["speakers_xtts.pth", "dvae.pth", "mel_stats.PTH", "text_2.pt", "a.ckpt", "old.pth.tar"]
)
def test_files_beside_it_that_coqui_reads_by_their_names_are_looked_through(files, name):
    saved(files.model.parent / name, Runs())
    assert name in refusal(files)


@pytest.mark.parametrize("place", ["other/speakers.pth", "../elsewhere/speakers.pth"])
def test_files_that_the_configuration_names_are_looked_through(files, place):
    saved(files.model.parent / place, Runs())
    files.config.write_text(json.dumps({"model": "vits", "model_args": {"all": [{"speakers_file": place}]}}))
    assert "speakers.pth" in refusal(files)
    files.config.write_text(json.dumps({"model": "vits", "b": str((files.model.parent / place).resolve())}))
    assert "speakers.pth" in refusal(files)


def test_its_vocoder_is_looked_through(files, tmp_path):
    vocoder = saved(tmp_path / "vocoder.bin", Runs())
    assert "vocoder.bin" in refusal(Files(files.model, files.config, vocoder, files.config))


@pytest.mark.parametrize("kind", ["bark", "Bark", "tortoise"])
def test_kinds_whose_files_coqui_runs_are_refused(files, kind):
    files.config.write_text(json.dumps({"model": kind}))
    assert "without looking what they run" in refusal(files)


@pytest.mark.parametrize("is_vocoder", [False, True])
def test_means_that_numpy_reads_as_a_pickle_are_refused_whatever_they_are_called(files, tmp_path, is_vocoder):
    """coqui-tts gives such a file to `np.load(..., allow_pickle=True)`, which runs what is in it."""
    (tmp_path / "means").write_bytes(pickle.dumps(Runs()))
    harmful = tmp_path / "config.json" if is_vocoder else files.config
    harmful.write_text(json.dumps({"model": "glow_tts", "audio": {"stats_path": "means"}}))
    vocoder = saved(tmp_path / "vocoder.pth") if is_vocoder else None
    assert "stats_path = 'means'" in refusal(Files(files.model, files.config, vocoder, harmful if is_vocoder else None))

"""The table of backends: what is there works, what is not says what to do."""

from dataclasses import is_dataclass

import pytest

from avatar import backends, doctor
from avatar.errors import NotInstalledError


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage, row in backends.BUILT_IN.items() for name in row])
def test_every_line_of_the_table_leads_to_something_that_can_be_called(stage, name):
    assert callable(backends.load(stage, name))


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage, row in backends.BUILT_IN.items() for name in row])
def test_every_backend_says_what_it_can_do(stage, name):
    capabilities = backends.load(stage, name)().capabilities
    assert is_dataclass(capabilities)


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage, row in doctor.PARTS.items() for name in row])
def test_every_part_that_is_not_chosen_is_there_and_tried_by_the_doctor(stage, name):
    assert backends.examined(stage, name, doctor.PARTS[stage][name]).ready
    assert stage not in backends.STAGES


def test_the_doctor_names_a_part_that_lacks_something():
    found = backends.examined("film", "reels", backends.Backend("avatar.film:FilmWriter", ("no_such_module",)))
    assert (found.ready, found.needs) == (False, backends.REINSTALL)
    assert "'no_such_module'" in found.trouble


def test_an_unknown_backend_names_itself_those_available_and_the_cure():
    with pytest.raises(NotInstalledError) as caught:
        backends.load("reenact", "hologram")
    for part in ("'hologram'", "mesh", "pip install"):
        assert part in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_missing_system_library_names_its_package():
    fault = ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
    assert "apt-get install libgl1" in str(backends.missing(fault))


def test_a_missing_module_names_itself_and_the_line():
    assert str(backends.missing(ImportError("No module named 'x'", name="x"), "pip install x")).endswith(
        "run: pip install x"
    )


def test_a_torchaudio_for_another_torch_is_told_with_the_line_that_puts_both_right():
    fault = OSError("Could not load this library: /venv/lib/torchaudio/lib/_torchaudio.abi3.so")
    told = str(backends.missing(fault, "pip install 'avatar[coqui]'"))
    assert "pip install --force-reinstall torch torchaudio" in told
    gone = ModuleNotFoundError("No module named 'torchaudio'", name="torchaudio")
    assert str(backends.missing(gone, "pip install x")).endswith("run: pip install x")


def make_entry_point(folder, target):
    info = folder / "avatar_hologram-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: avatar-hologram\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[avatar.reenact]\nhologram = {target}\n")
    (folder / "hologram_backend.py").write_text("class Hologram:\n    capabilities = None\nclass Mute:\n    pass\n")


def test_another_package_adds_a_backend_by_entry_point(tmp_path, monkeypatch):
    make_entry_point(tmp_path, "hologram_backend:Hologram")
    monkeypatch.syspath_prepend(tmp_path)
    assert backends.load("reenact", "hologram").__name__ == "Hologram"
    assert backends.available("reenact") == ("mesh", "fomm", "liveportrait", "hologram")


def test_a_broken_foreign_backend_names_its_package(tmp_path, monkeypatch):
    make_entry_point(tmp_path, "hologram_backend:Absent")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NotInstalledError, match="avatar-hologram"):
        backends.load("reenact", "hologram")
    (found,) = (each for each in backends.examine() if each.name == "hologram")
    assert (found.ready, found.is_built_in) == (False, False)
    assert found.needs == "pip install --force-reinstall avatar-hologram"


def test_a_foreign_backend_that_does_not_say_what_it_can_do_is_refused(tmp_path, monkeypatch):
    make_entry_point(tmp_path, "hologram_backend:Mute")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NotInstalledError, match="'avatar-hologram' does not say what it can do"):
        backends.load("reenact", "hologram")

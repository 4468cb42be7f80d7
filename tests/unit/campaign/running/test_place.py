"""Files appear whole or not at all, on disks and in stores; a busy store is asked again, a dead one is told."""

from __future__ import annotations

import os
import resource

import pytest

from avatar.campaign.running import place as places
from avatar.campaign.running.place import Place
from avatar.errors import InputError, OutputError
from tests import flaky_store


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "film.mp4"
    file.write_bytes(b"f" * 5000)
    return file


@pytest.fixture(params=["disk", "objects"])
def place(request, tmp_path):
    return Place.at(tmp_path / "out" if request.param == "disk" else f"memory://{tmp_path.name}-{os.getpid()}")


def test_what_is_put_is_there(place, source, tmp_path):
    assert place.size("en/1.mp4") is None
    assert place.sha256("en/1.mp4") == ""
    assert place.names("en") == []
    place.put(source, "en/1.mp4")
    assert place.size("en/1.mp4") == 5000
    assert len(place.sha256("en/1.mp4")) == 64
    assert place.names("en") == ["en/1.mp4"]
    place.fetch("en/1.mp4", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == source.read_bytes()
    place.remove("en/1.mp4")
    place.remove("en/1.mp4")
    assert place.size("en/1.mp4") is None


def test_texts(place):
    assert place.read("a/b.txt") is None
    place.write("grüß", "a/b.txt")
    place.write("grün", "a/b.txt")
    assert place.read("a/b.txt") == "grün"


def test_a_full_disk_leaves_nothing_half(tmp_path, source):
    place = Place.at(tmp_path / "out")
    place.put(source, "1.mp4")
    before = source.read_bytes()
    source.write_bytes(b"g" * 9000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, hard))
    try:
        with pytest.raises(OutputError, match="does not fit"):
            place.put(source, "1.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / "out" / "1.mp4").read_bytes() == before
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["1.mp4"]


@pytest.fixture
def faults(tmp_path, monkeypatch):
    """Say how many requests are answered by 503."""
    file = tmp_path / "faults"
    file.write_text("0")
    monkeypatch.setenv(flaky_store.FAULTS, str(file))
    monkeypatch.setattr(places, "_FIRST_WAIT", 0.001)
    return file


def test_a_busy_store_is_asked_again(tmp_path, source, faults):
    place = Place.at(f"flaky://{tmp_path}/store")
    assert not place.is_local
    faults.write_text("7")
    place.put(source, "en/1.mp4")
    assert place.size("en/1.mp4") == 5000
    faults.write_text("3")
    place.write("x", "y.txt")
    assert (tmp_path / "store" / "y.txt").read_text() == "x"


def test_a_store_that_stays_away_is_told(tmp_path, source, faults):
    faults.write_text("99")
    with pytest.raises(OutputError, match=r"did not answer for 'en/1.mp4' in 8 tries .*503.*is lost"):
        Place.at(f"flaky://{tmp_path}/store").put(source, "en/1.mp4")
    assert int(faults.read_text()) == 91


@pytest.mark.parametrize("url", ["nonsense://bucket/spring", "s3x://a"])
def test_an_unknown_store_is_told(url):
    with pytest.raises(InputError, match="cannot be opened"):
        Place.at(url)


def test_what_is_told_of_a_place_holds_no_password():
    with pytest.raises(InputError) as told:
        Place.at("nosuch://maria:topsecret@far/spring")
    assert "nosuch://far/spring" in str(told.value)
    assert "topsecret" not in str(told.value)

"""Footage is kept whole, found again, and thrown away oldest first."""

import os
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.clip.footage import FootageStore, digest_of, maker_digest
from avatar.data import MOTION_NAMES, Footage, Phone, Pictures, Word
from avatar.errors import InputError, RefusedError
from avatar.runtime.seals import cache_key

SECRET = bytes(range(32))
KEYS = [f"{index:02x}" + "0" * 62 for index in range(5)]


def footage(size=1000, seed=0):
    rng = np.random.default_rng(seed)
    pictures = Pictures(
        rng.integers(0, 256, size, dtype=np.uint8),
        np.array([[size, 0, -1, 1]], np.int64),
        np.zeros(0, np.uint8),
        np.zeros(1, np.int64),
        1,
    )
    return Footage(
        rng.integers(-9, 9, 1920, dtype=np.int16),
        (Phone("m", 0.0, 0.02),),
        (Word("m", 0.0, 0.02),),
        (),
        ("jawOpen",),
        np.ones((1, len(MOTION_NAMES)), np.float32),
        pictures,
    )


@pytest.fixture
def store(tmp_path):
    return FootageStore(tmp_path / "footage")


def test_what_is_kept_comes_back_the_same(store):
    store.keep(KEYS[0], footage())
    found = store.find(KEYS[0])
    assert found.phones == footage().phones
    assert np.array_equal(found.sound, footage().sound)
    assert np.array_equal(found.pictures.data, footage().pictures.data)
    assert store.find(KEYS[1]) is None


@pytest.mark.parametrize("cut", [0, 10, 600, -1])
def test_a_damaged_entry_is_not_there(store, tmp_path, cut):
    store.keep(KEYS[0], footage())
    (place,) = (tmp_path / "footage").glob("*/*.npz")
    place.write_bytes(place.read_bytes()[:cut])
    assert store.find(KEYS[0]) is None
    store.keep(KEYS[0], footage())
    assert store.find(KEYS[0]) is not None


def test_a_copied_or_foreign_entry_is_not_there(store, tmp_path):
    store.keep(KEYS[0], footage())
    place = tmp_path / "footage" / KEYS[1][:2] / f"{KEYS[1]}.npz"
    place.parent.mkdir()
    shutil.copy(tmp_path / "footage" / KEYS[0][:2] / f"{KEYS[0]}.npz", place)
    assert store.find(KEYS[1]) is None
    FootageStore(tmp_path / "footage", bytes(32)).keep(KEYS[1], footage())
    assert store.find(KEYS[1]) is None
    assert store.find(KEYS[0]) is not None


@pytest.mark.slow
@given(st.data())
def test_any_damage_means_made_anew(tmp_path_factory, data):
    store = FootageStore(tmp_path_factory.mktemp("fuzz"), SECRET)
    store.keep(KEYS[0], footage())
    (place,) = store._folder.glob("*/*.npz")
    content = bytearray(place.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    whole = place.read_bytes()
    place.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    assert (store.find(KEYS[0]) is None) == (place.read_bytes() != whole)


def test_the_key_of_a_home_is_its_owners_and_a_damaged_one_is_made_anew(tmp_path):
    key = cache_key(tmp_path)
    place = tmp_path / "keys" / "cache.key"
    assert (len(key), place.stat().st_mode & 0o777) == (32, 0o600)
    assert cache_key(tmp_path) == key
    place.write_bytes(key[:5])
    assert cache_key(tmp_path) not in {key, key[:5]}
    place.chmod(0o644)
    with pytest.raises(RefusedError, match="Others may read"):
        cache_key(tmp_path)


def test_what_was_not_used_for_longest_goes_first(store, tmp_path):
    for index, key in enumerate(KEYS[:4]):
        store.keep(key, footage(20_000, index))
    places = {place.stem: place for place in (tmp_path / "footage").glob("*/*.npz")}
    for age, key in enumerate(KEYS[:4]):
        os.utime(places[key], (1000 + age, 1000 + age))
    assert store.find(KEYS[0]) is not None  # used just now
    store.set_limit(sum(place.stat().st_size for place in places.values()) - 10)
    assert store.find(KEYS[1]) is None
    assert all(store.find(key) is not None for key in (KEYS[0], KEYS[2], KEYS[3]))


def test_usage_and_clearing(store):
    assert store.usage().passages == 0
    for key in KEYS[:3]:
        store.keep(key, footage())
    usage = store.usage()
    assert usage.passages == 3
    assert usage.size > 3000
    assert store.clear() == usage
    assert store.usage().passages == 0
    assert all(store.find(key) is None for key in KEYS)


def test_a_limit_of_nothing_keeps_nothing_and_less_is_refused(store):
    store.set_limit(0)
    store.keep(KEYS[0], footage())
    assert store.find(KEYS[0]) is None
    with pytest.raises(InputError, match="-1"):
        store.set_limit(-1)


def test_nobody_else_may_read_it(store, tmp_path):
    store.keep(KEYS[0], footage())
    assert (tmp_path / "footage").stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_does_not_stop_the_film(tmp_path):
    (tmp_path / "footage").write_text("in the way")
    FootageStore(tmp_path / "footage").keep(KEYS[0], footage())


def test_the_makers_have_one_digest():
    assert maker_digest() == maker_digest()
    assert len(maker_digest()) == 12


def test_what_shapes_no_clip_says_so_itself_wherever_it_lies(tmp_path):
    marker = '"""Speak."""\n\n# Shapes no clip.\n\n'
    (tmp_path / "room" / "deep").mkdir(parents=True)
    for name in ("__init__.py", "draws.py", "room/__init__.py", "room/deep/lists.py"):
        (tmp_path / name).write_text("pass\n")
    before = digest_of(tmp_path)
    (tmp_path / "tells.py").write_text(marker)
    assert digest_of(tmp_path) == before
    (tmp_path / "room" / "tells.py").write_text(marker + "more = 1\n")
    assert digest_of(tmp_path) == before
    (tmp_path / "room" / "deep" / "lists.py").write_text("more = 1\n")
    assert digest_of(tmp_path) != before
    before = digest_of(tmp_path)
    (tmp_path / "room" / "ink.png").write_bytes(b"ink")
    assert digest_of(tmp_path) != before
    before = digest_of(tmp_path)
    (tmp_path / "room" / "__init__.py").write_text(marker)
    assert digest_of(tmp_path) != before  # a whole room that shapes none is left out
    before = digest_of(tmp_path)
    (tmp_path / "room" / "deep" / "lists.py").write_text("more = 2\n")
    assert digest_of(tmp_path) == before


@pytest.mark.slow
def test_what_is_kept_is_looked_through_only_when_it_may_be_too_much(store, tmp_path, monkeypatch):
    store.set_limit(1_000_000)
    store.keep(KEYS[0], footage(20_000))
    looked = []
    entries = store._entries
    monkeypatch.setattr(store, "_entries", lambda: looked.append(1) or entries())
    for index in range(100):
        store.keep(f"{index:02d}" + "1" * 62, footage(20_000, index))
    assert 1 <= len(looked) <= 30
    assert store.usage().size <= 1_000_000
    assert store.usage().passages > 20

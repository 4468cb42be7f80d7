"""Portraits are found by name, and each photo is taken apart only once."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import OutputError, PortraitError
from avatar.portrait.cards import PortraitCard, read_card, write_card
from avatar.portrait.entries import prepared_key, sealed_name
from avatar.portrait.store import PortraitStore
from avatar.runtime import archive
from avatar.runtime.folders import shipped, user_data
from avatar.runtime.seals import cache_key
from avatar.settings import NO_DETAIL, PortraitSettings
from tests.processes import Process

SETTINGS = PortraitSettings(upscale=NO_DETAIL)
KEY = bytes(32)


@pytest.fixture(scope="module")
def kept(tmp_path_factory, xiaochen):
    """A store in which xiaochen has been enrolled as "陈 1" and its portrait is cached."""
    store = PortraitStore(tmp_path_factory.mktemp("store"))
    photo = tmp_path_factory.mktemp("photo") / "me.jpg"
    shutil.copy(shipped("portraits") / "xiaochen" / "portrait.jpg", photo)
    store.add(photo, "陈 1", SETTINGS)
    return store, photo


def equal(one, other) -> bool:
    if is_dataclass(one):
        return type(one) is type(other) and all(
            equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(one)
        )
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return one == other


def test_archive_keeps_every_field(tmp_path, xiaochen):
    """A portrait with its nested values comes back the same, array by array."""
    archive.save(xiaochen, tmp_path / "x.npz", KEY, "x")
    assert equal(archive.load(tmp_path / "x.npz", type(xiaochen), KEY, "x"), xiaochen)
    assert [path.name for path in tmp_path.iterdir()] == ["x.npz"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_archive_tells_damage(tmp_path, xiaochen, damage):
    """An empty, a foreign and a cut file raise `ArchiveError`, nothing else."""
    path = tmp_path / "x.npz"
    archive.save(xiaochen, path, KEY, "x")
    path.write_bytes(path.read_bytes()[:100_000] if damage is None else damage)
    with pytest.raises(archive.ArchiveError, match="damaged"):
        archive.load(path, type(xiaochen), KEY, "x")


@pytest.mark.parametrize("reference", ["xiaochen", "xiaochen.jpg", "xiaochen_green", "marco.png", "amara"])
def test_shipped_portraits_are_found_by_name(tmp_path, reference):
    """The samples resolve with and without an ending."""
    path = PortraitStore(tmp_path).resolve(reference)
    assert path.is_file()
    assert path.parent.name == reference.split(".")[0]


def test_a_path_comes_before_a_name(tmp_path, monkeypatch):
    """A file called like a shipped portrait is the file."""
    monkeypatch.chdir(tmp_path)
    Path("xiaochen.jpg").write_bytes(b"mine")
    assert PortraitStore(tmp_path / "store").resolve("xiaochen.jpg").read_bytes() == b"mine"


@pytest.mark.slow
def test_the_card_tells_of_a_screen(tmp_path):
    """Enrolled like anybody, a person before a green screen is shown as keyed; others are not."""
    store = PortraitStore(tmp_path)
    green = shipped("portraits") / "xiaochen_green" / "portrait.jpg"
    portrait = store.add(green, "Ada", PortraitSettings(upscale=NO_DETAIL))
    assert portrait.screen == "green"
    assert store.show("Ada").keyed == "green"
    assert store.show("xiaochen").keyed == ""


@pytest.mark.parametrize("reference", ["nobody", "no/such/file.jpg", "", "x" * 5000, "a\0b"])
def test_unknown_references_list_what_there_is(tmp_path, reference):
    """The error names the reference and the portraits there are."""
    with pytest.raises(PortraitError, match=r"There is no portrait .*there are: amara, marco, xiaochen"):
        PortraitStore(tmp_path).resolve(reference)


@pytest.mark.slow
def test_enrolled_portraits_are_found_listed_shown_and_removed(tmp_path, kept):
    """A name leads to a copy of the photo, until it is removed; shipped ones stay."""
    store, photo = kept
    for reference in ("陈 1", "陈 1.jpg"):
        assert store.resolve(reference).read_bytes() == photo.read_bytes()
    assert [card.name for card in store.list()] == ["陈 1", "amara", "marco", "xiaochen", "xiaochen_green"]
    assert not store.show("陈 1").is_shipped
    other = PortraitStore(tmp_path / "copy")
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "copy")
    known = tmp_path / "copy" / ".cache" / "likenesses" / f"{other.show('陈 1').pixels}-1.bin"
    known.parent.mkdir(parents=True, exist_ok=True)
    known.write_bytes(b"what the face is known by")
    other.remove("陈 1")
    assert [path.name for path in (tmp_path / "copy").rglob("*") if path.is_file()] == [".lock"]
    with pytest.raises(PortraitError, match="comes with avatar and cannot be removed"):
        other.remove("xiaochen")
    with pytest.raises(PortraitError, match="no portrait named '陈 1'"):
        other.remove("陈 1")


@pytest.mark.slow
def test_cached_portraits_come_without_the_face_model(kept):
    """The second time the portrait is read, not made: a fresh process loads neither onnxruntime nor cv2."""
    store, photo = kept
    program = (
        "import sys; from pathlib import Path\n"
        "from avatar.portrait.store import PortraitStore\n"
        "from avatar.settings import NO_DETAIL, PortraitSettings\n"
        f"portrait = PortraitStore(Path({str(store.resolve('陈 1').parents[1])!r})).load_or_enroll(\n"
        f"    {str(photo)!r}, PortraitSettings(upscale=NO_DETAIL))\n"
        "print(portrait.name, 'onnxruntime' in sys.modules, 'cv2' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["me", "False", "False"]


@contextmanager
def files_no_larger_than(size):
    """Let writing fail as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.slow
def test_a_portrait_that_cannot_be_replaced_stays(tmp_path, kept, xiaochen):
    """The earlier copy and its card are whole while the new one is written, and after that failed."""
    store, photo = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "copy")
    other, again = PortraitStore(tmp_path / "copy"), tmp_path / "again.jpg"
    again.write_bytes(photo.read_bytes() + b"other bytes, the same pixels")
    other.load_or_enroll(again, SETTINGS)  # what is large has been written
    with files_no_larger_than(1000), pytest.raises(OutputError, match="does not fit"):
        other.add(again, "陈 1", SETTINGS)
    assert other.resolve("陈 1").read_bytes() == photo.read_bytes()
    other.add(again, "陈 1", SETTINGS)
    assert other.resolve("陈 1").read_bytes() == again.read_bytes()
    assert {path.name for path in (tmp_path / "copy" / "陈 1").iterdir()} == {"card.toml", "portrait-2.jpg"}
    other.add(photo, "陈 1", SETTINGS)
    assert {path.name for path in (tmp_path / "copy" / "陈 1").iterdir()} == {"card.toml", "portrait.jpg"}


@pytest.mark.slow
def test_a_portrait_is_the_old_or_the_new_one_whenever_it_is_looked_at(tmp_path, kept):
    """Its card never names a picture that is not there: whoever replaces it may be killed at any moment."""
    store, photo = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "copy")
    other, again = PortraitStore(tmp_path / "copy"), tmp_path / "again.jpg"
    again.write_bytes(photo.read_bytes() + b"other bytes, the same pixels")
    other.load_or_enroll(again, SETTINGS)
    program = (
        "from pathlib import Path\n"
        "from avatar.portrait.store import PortraitStore\n"
        "from avatar.settings import NO_DETAIL, PortraitSettings\n"
        f"store = PortraitStore(Path({str(tmp_path / 'copy')!r}))\n"
        f"photos = [store.read_file(Path(each)) for each in ({str(photo)!r}, {str(again)!r})]\n"
        "store.load_or_enroll(photos[0], PortraitSettings(upscale=NO_DETAIL))\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for each in photos:\n"
        "        store.add(each, '陈 1', PortraitSettings(upscale=NO_DETAIL))\n"
    )
    for delay in (0.31, 0.47, 0.59):
        with Process([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(delay)
            process.kill()
        assert other.resolve("陈 1").read_bytes() in (photo.read_bytes(), again.read_bytes())


@pytest.mark.slow
def test_a_damaged_cache_entry_is_made_anew(tmp_path, kept):
    """A cut entry is replaced by a whole one, with the same content."""
    store, photo = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "copy")
    entry = next((tmp_path / "copy").rglob("*.npz"))
    size = entry.stat().st_size
    entry.write_bytes(entry.read_bytes()[:1000])
    steps: list[str] = []
    portrait = PortraitStore(tmp_path / "copy").load_or_enroll(
        photo, SETTINGS, on_step=lambda step, done, total: steps.append(step)
    )
    assert steps[0] == "reading"
    assert equal(portrait, store.load_or_enroll(photo, SETTINGS))
    assert entry.stat().st_size == size


@pytest.mark.slow
def test_changed_pictures_are_noticed(tmp_path, kept):
    """A named picture that is no longer the one on its card is refused."""
    store, _ = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "copy")
    changed = PortraitStore(tmp_path / "copy")
    changed.resolve("陈 1").write_bytes(b"somebody else")
    with pytest.raises(PortraitError, match="sha256 differs"):
        changed.resolve("陈 1")


@pytest.mark.slow
def test_a_replaced_cache_entry_is_made_anew(tmp_path, kept):
    """Another portrait's entry, put under this photo's name or changed to bear it, is never believed."""
    store, photo = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "copy")
    entry = next((tmp_path / "copy").rglob("*.npz"))
    mine = store.load_or_enroll(photo, SETTINGS)
    stranger = replace(mine, image=np.zeros_like(mine.image))
    other_libraries = f"{prepared_key(entry)} numpy=0"
    secret = cache_key(user_data())
    for name, key in (("another photo", secret), (other_libraries, secret), (sealed_name(entry), KEY)):
        archive.save(stranger, entry, key, name)
        assert equal(PortraitStore(tmp_path / "copy").load_or_enroll(photo, SETTINGS), mine)


@pytest.mark.slow
def test_a_photo_that_is_swapped_is_kept_under_its_own_digest(tmp_path, xiaochen, monkeypatch):
    """What is taken apart is what was read first: a file swapped after that spoils no entry."""
    photo = tmp_path / "me.jpg"
    shutil.copy(shipped("portraits") / "xiaochen" / "portrait.jpg", photo)
    store = PortraitStore(tmp_path / "store")

    def swap(step, done, total):
        shutil.copy(shipped("portraits") / "amara" / "portrait.jpg", photo)

    portrait = store.load_or_enroll(photo, SETTINGS, on_step=swap)
    assert portrait.content_hash == xiaochen.content_hash


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\x1b[8m", "a\u202eb", "a\u2066", " a", "a ", "a\u2028b", "a\x7f"])
def test_names_that_would_forge_a_list_are_refused(tmp_path, name):
    """Signs that nobody sees are in no name, neither a new one nor one that is read from a card."""
    with pytest.raises(PortraitError, match="cannot be named"):
        PortraitStore(tmp_path).add(shipped("portraits") / "xiaochen" / "portrait.jpg", name, SETTINGS)
    (tmp_path / "me").mkdir()
    write_card(PortraitCard(name, tmp_path / "me" / "portrait.png", "0" * 64))
    assert name not in [card.name for card in PortraitStore(tmp_path).list()]
    assert "cannot be named" in PortraitStore(tmp_path).faults()[0]


def test_a_card_that_is_a_device_or_huge_is_told_of_in_a_sentence(tmp_path):
    """Neither is read to its end, and the other cards are there."""
    for name in ("device", "huge"):
        (tmp_path / name).mkdir()
    (tmp_path / "device" / "card.toml").symlink_to("/dev/zero")
    with (tmp_path / "huge" / "card.toml").open("wb") as file:
        file.truncate(1 << 40)
    store = PortraitStore(tmp_path)
    assert "xiaochen" in [card.name for card in store.list()]
    device, huge = store.faults()
    assert "it is no file" in device
    assert "longer than" in huge


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "a\\b", "n" * 300])
def test_names_that_are_no_folder_are_refused(tmp_path, kept, name):
    """A name must be usable as a folder's."""
    _, photo = kept
    with pytest.raises(PortraitError, match="cannot be named"):
        PortraitStore(tmp_path).add(photo, name, SETTINGS)


def test_only_files_can_be_added(tmp_path):
    """A portrait's name is no photo: adding needs a path."""
    with pytest.raises(PortraitError, match="There is no picture"):
        PortraitStore(tmp_path).add(Path("xiaochen"), "me", SETTINGS)


@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=4, max_size=4),
    face=st.none() | st.integers(1, 9),
)
def test_cards_survive_any_text(tmp_path_factory, texts, face):
    """Whatever is written on a card is read from it again."""
    path = tmp_path_factory.mktemp("card") / "portrait.png"
    subject, licence, source, description = texts
    card = PortraitCard("我", path, "0" * 64, subject, licence, source, description, face)
    write_card(card)
    assert read_card(path.parent) == card


@pytest.mark.parametrize("file", ["../victim/photo.jpg", "..", "", "/etc/hostname", "a\\b.jpg", "C:x.jpg", "a\0b"])
@pytest.mark.parametrize("entry", ["file", "prepared"])
def test_cards_lead_nowhere_else(tmp_path, file, entry):
    """A card names files beside it, or is refused."""
    entries = {"name": "x", "file": "photo.jpg", "sha256": "0" * 64, "prepared_sha256": "0" * 64, entry: file}
    lines = (f"{key} = {json.dumps(value)}" for key, value in entries.items())
    (tmp_path / "card.toml").write_text("\n".join(lines), encoding="utf-8")
    if (entry, file) == ("prepared", ""):
        assert read_card(tmp_path).prepared == ""
        return
    with pytest.raises(PortraitError, match="cannot be read"):
        read_card(tmp_path)


@pytest.mark.parametrize("bad", ['file = "../victim/photo.jpg"', f'sha256 = "{"../" * 5}victim"', "name = ["])
def test_no_folder_but_the_portraits_own_is_deleted(tmp_path, kept, bad):
    """Removing and enrolling again leave alone what a bad card points to, and the portrait can be enrolled anew."""
    store, photo = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "store")
    victim = tmp_path / "store" / "victim"
    victim.mkdir()
    shutil.copy(photo, victim / "photo.jpg")
    card = tmp_path / "store" / "陈 1" / "card.toml"
    key = bad.split(" ")[0]
    lines = [bad if line.startswith(key) else line for line in card.read_text(encoding="utf-8").splitlines()]
    card.write_text("\n".join(lines), encoding="utf-8")
    other = PortraitStore(tmp_path / "store")
    with pytest.raises(PortraitError, match="no portrait named"):
        other.remove("陈 1")
    other.add(photo, "陈 1", SETTINGS)
    assert (victim / "photo.jpg").read_bytes() == photo.read_bytes()
    assert other.resolve("陈 1").parent == card.parent


def test_a_bad_card_hides_no_other(tmp_path):
    """The others are listed, and what is wrong with it is said."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "card.toml").write_text('name = "broken"', encoding="utf-8")
    store = PortraitStore(tmp_path)
    assert [card.name for card in store.list()] == ["amara", "marco", "xiaochen", "xiaochen_green"]
    (fault,) = store.faults()
    assert "broken" in fault
    assert "needs name, file and sha256" in fault


def test_a_linked_portrait_is_removed_and_what_it_links_to_stays(tmp_path, kept):
    """Of a link only the link is deleted."""
    store, photo = kept
    shutil.copytree(store.resolve("陈 1").parents[1], tmp_path / "real")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "陈 1").symlink_to(tmp_path / "real" / "陈 1")
    PortraitStore(tmp_path / "store").remove("陈 1")
    assert not (tmp_path / "store" / "陈 1").exists()
    assert (tmp_path / "real" / "陈 1" / "portrait.jpg").read_bytes() == photo.read_bytes()


def test_shipped_cards_are_complete():
    """Each sample says whose face it is, under which licence, and from where."""
    for folder in sorted(card.parent for card in shipped("portraits").glob("*/card.toml")):
        card = read_card(folder)
        assert card.name == folder.name
        assert "nobody" in card.subject
        assert card.licence
        assert card.source
        assert card.description

"""What the system refuses is told as one sentence: what, where, and what to do about it."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat

import pytest

from avatar.errors import NotInstalledError, OutputError, RefusedError
from avatar.runtime import access
from avatar.runtime.folders import KINDS, Home, shipped, user_cache, user_data
from avatar.runtime.lazy import fetching
from avatar.runtime.seals import KEY_BYTES, cache_key
from avatar.runtime.toml import read_toml
from avatar.runtime.watch import unwatched


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "does not fit on its disk; free some space, or"),
        (errno.EDQUOT, "does not fit on its disk"),
        (errno.EFBIG, "does not fit on its disk"),
        (errno.EROFS, "lies on a disk that can only be read"),
        (errno.EIO, "can be neither read nor written (Input/output error)"),
        (errno.ENAMETOOLONG, "is too long for its disk; choose a shorter one"),
    ],
)
def test_each_refusal_has_its_reason_and_its_cure(tmp_path, number, said):
    sentence = str(access.refusal(tmp_path / "a.json", OSError(number, "x"), "take a walk"))
    assert said in sentence
    assert "a.json" in sentence
    assert sentence.endswith("take a walk.")


def test_a_fault_without_a_number_is_told_in_its_own_words(tmp_path):
    assert "(the moon is full)" in str(access.refusal(tmp_path / "a", OSError("the moon is full")))


def test_a_file_where_a_folder_should_be_is_named_itself(tmp_path):
    """Not what lies under it, which is not there at all."""
    (tmp_path / "home").write_text("")
    sentence = str(access.refusal(tmp_path / "home" / "keys" / "a", NotADirectoryError(errno.ENOTDIR, "x")))
    assert sentence.startswith(f"{str(tmp_path / 'home')!r} is not a folder")


def test_the_systems_refusal_becomes_ours_and_keeps_its_cause(tmp_path):
    with pytest.raises(OutputError, match="choose a fruit") as raised, access.told(tmp_path, "choose a fruit"):
        (tmp_path / "missing" / "a").write_text("")
    assert isinstance(raised.value.__cause__, FileNotFoundError)


def test_other_faults_pass_through_what_is_told(tmp_path):
    with pytest.raises(ValueError, match="mine"), access.told(tmp_path):
        raise ValueError("mine")


def test_a_page_is_there_whole_or_not_at_all(tmp_path):
    page = tmp_path / "a.html"
    with access.whole_page(page, "page") as part:
        part.write_text("half")
        assert not page.exists()
    assert page.read_text() == "half"
    with pytest.raises(ValueError, match="stop"), access.whole_page(page, "page") as part:
        part.write_text("other")
        raise ValueError("stop")
    assert page.read_text() == "half"
    assert [each.name for each in tmp_path.iterdir()] == ["a.html"]


def test_a_page_that_cannot_be_written_says_what_it_is(tmp_path):
    with (
        pytest.raises(OutputError, match=r"The sheet '.*a\.png' cannot be written \(No such file"),
        access.whole_page(tmp_path / "missing" / "a.png", "sheet") as part,
    ):
        part.write_bytes(b"")


def test_a_folder_a_missing_name_and_a_name_under_a_file_are_no_files(tmp_path):
    (tmp_path / "file").write_text("")
    assert access.is_file(tmp_path / "file")
    assert not access.is_file(tmp_path)
    assert not access.is_file(tmp_path / "missing")
    assert not access.is_file(tmp_path / "file" / "under")


def test_a_name_that_cannot_be_looked_up_is_not_taken_for_missing(tmp_path):
    with pytest.raises(OutputError, match="is too long"):
        access.is_file(tmp_path / ("x" * 300))


def test_a_folders_names_are_listed_sorted_by_pattern(tmp_path):
    for name in ("b.json", "a.json", "c.txt", ".d.json"):
        (tmp_path / name).write_text("")
    assert [each.name for each in access.listed(tmp_path, "*.json")] == [".d.json", "a.json", "b.json"]
    assert access.listed(tmp_path / "missing", "*") == []


def test_a_file_in_a_folders_place_is_no_empty_folder(tmp_path):
    (tmp_path / "records").write_text("")
    with pytest.raises(OutputError, match="is not a folder"):
        access.listed(tmp_path / "records", "*")


def test_a_database_that_is_full_is_told_from_one_that_is_broken(tmp_path):
    path = tmp_path / "a.db"
    sqlite3.connect(path).close()
    path.touch()
    full = access.database_refusal(path, sqlite3.OperationalError("database or disk is full"))
    assert "does not fit" in str(full)
    assert access.database_refusal(path, sqlite3.DatabaseError("file is not a database")) is None
    assert access.database_refusal(tmp_path / "missing.db", sqlite3.OperationalError("unable to open")) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_with_the_package_is_found(kind):
    assert any(shipped(kind).iterdir())


def test_a_kind_that_is_missing_is_told_with_the_line_that_repairs_it():
    with pytest.raises(NotInstalledError, match="pip install --force-reinstall avatar"):
        shipped("nothing")


def test_the_users_folders_lie_in_the_home_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "deep" / "home"))
    assert user_data() == tmp_path / "deep" / "home"
    assert user_cache() == tmp_path / "deep" / "home" / "cache"
    assert user_cache().is_dir()


def test_without_a_home_the_systems_own_places_are_used(tmp_path, monkeypatch):
    monkeypatch.delenv("AVATAR_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_data().is_relative_to(tmp_path)
    assert user_data() != user_cache()
    assert user_data().name == "avatar"


def test_a_home_that_is_a_file_is_refused_in_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "home").write_text("")
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    for find in (user_data, user_cache):
        with pytest.raises(OutputError, match="is not a folder, as it should be"):
            find()


def test_two_homes_share_nothing_and_the_usual_one_is_that_of_the_edge(tmp_path, monkeypatch):
    one, other = Home.at(tmp_path / "one"), Home.at(str(tmp_path / "other"))
    assert one.data.is_dir()
    assert one.cache.is_dir()
    assert len({one.data, one.cache, other.data, other.cache}) == 4
    assert one.cache.is_relative_to(tmp_path / "one")
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "one"))
    assert Home.usual() == one
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is not a folder"):
        Home.at(tmp_path / "file" / "under")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
def test_the_key_of_a_cache_is_its_owners_and_stays_the_same(tmp_path):
    key = cache_key(tmp_path)
    assert len(key) == KEY_BYTES
    assert cache_key(tmp_path) == key
    assert cache_key(tmp_path / "other") != key
    path = tmp_path / "keys" / "cache.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(RefusedError, match=r"rm '.*cache\.key'"):
        cache_key(tmp_path)


@pytest.mark.parametrize("damaged", [b"", b"short", b"x" * (KEY_BYTES + 1)])
def test_a_damaged_key_of_a_cache_is_made_anew(tmp_path, damaged):
    key = cache_key(tmp_path)
    path = tmp_path / "keys" / "cache.key"
    path.write_bytes(damaged)
    again = cache_key(tmp_path)
    assert len(again) == KEY_BYTES
    assert again not in (key, damaged)
    assert path.read_bytes() == again
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".part"] == []


def test_a_lazy_package_fetches_a_name_once_and_refuses_others():
    import avatar.film

    fetch = fetching("avatar.film", {"parse_size": "shape"})
    from avatar.film.shape import parse_size

    assert fetch("parse_size") is parse_size
    assert vars(avatar.film)["parse_size"] is parse_size
    with pytest.raises(AttributeError, match=r"'avatar\.film' has no attribute 'parse_sise'"):
        fetch("parse_sise")


@pytest.mark.parametrize("text", ["a = ", "= 1", "[a", "a = 1\na = 2", "\x00"])
def test_broken_toml_is_a_value_error_with_its_reason(text):
    with pytest.raises(ValueError, match=r".+"):
        read_toml(text)


def test_toml_that_is_nested_without_end_is_refused_and_not_a_crash():
    with pytest.raises(ValueError, match=r".+"):
        read_toml("a = " + "[" * 100_000)


def test_toml_keeps_the_kinds_of_its_values():
    assert read_toml('a = 1\nb = 1.5\nc = "1"\nd = [true]\n[e]\nf = "您"') == {
        "a": 1,
        "b": 1.5,
        "c": "1",
        "d": [True],
        "e": {"f": "您"},
    }


def test_whoever_watches_nothing_is_told_all_the_same():
    assert unwatched("rendering", 3, 0) is None

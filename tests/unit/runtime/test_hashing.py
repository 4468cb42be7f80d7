"""What is named by its content keeps its name as long as that is the same, and no longer."""

import hashlib
from fractions import Fraction

import pytest

from avatar.runtime.hashing import file_sha256, tree_sha256, value_sha256
from avatar.runtime.toml import read_toml


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_a_file_of_any_length_is_hashed_whole(tmp_path, size):
    content = bytes(range(256)) * (size // 256 + 1)
    (tmp_path / "a").write_bytes(content[:size])
    assert file_sha256(tmp_path / "a") == hashlib.sha256(content[:size]).hexdigest()


def test_a_folder_is_named_by_the_places_and_the_contents_of_its_files(tmp_path):
    def named(**files):
        return tree_sha256(tmp_path, [(tmp_path / name, content) for name, content in files.items()])

    assert named(a=b"1", b=b"2") == named(a=b"1", b=b"2")
    assert len({named(a=b"1", b=b"2"), named(a=b"2", b=b"1"), named(a=b"12", b=b""), named(a=b"1"), named(c=b"1")}) == 5


def test_a_value_is_named_by_what_it_says_and_not_by_the_order_of_its_keys():
    assert value_sha256({"a": 1, "b": "您好"}) == value_sha256({"b": "您好", "a": 1})
    assert value_sha256({"a": 1}) != value_sha256({"a": "1"})
    assert value_sha256([Fraction(1, 2)], str) == value_sha256(["1/2"])
    with pytest.raises(TypeError):
        value_sha256([Fraction(1, 2)])


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "a = " + "[" * 100_000])
def test_what_is_no_toml_is_told_as_one_fault(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_toml(text)

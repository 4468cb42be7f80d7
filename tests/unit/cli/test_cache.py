"""`avatar cache`: what is kept, how much of it, and how sizes are read and written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.cli.cache import in_words, parse_size
from avatar.clip.footage import FootageStore
from avatar.errors import InputError

UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


@pytest.fixture
def kept(shell):
    """Keep passages of so many bytes, as finished films do; here they hold nothing to be seen."""

    def keep(*sizes):
        folder = FootageStore().usage().folder
        for number, size in enumerate(sizes):
            place = shell.folder / folder / f"{number:02x}"
            place.mkdir(parents=True)
            (place / f"{number:064x}.npz").write_bytes(bytes(size))

    return keep


def test_an_empty_cache_is_shown_and_cleared(shell):
    told = shell.tells("cache", "show")
    assert (told["passages"], told["size"], told["limit"]) == (0, 0, 4 * 10**9)
    assert set(told) == {"folder", "passages", "size", "limit"}
    assert shell.prints("cache", "clear") == "0 passages cleared, 0 B\n"


def test_to_people_sizes_are_written_in_words(shell, kept):
    kept(1500, 500)
    lines = shell.prints("cache", "show").splitlines()
    assert lines[1:] == ["passages: 2", "size: 2 kB", "limit: 4 GB"]
    assert lines[0].startswith(f"folder: {shell.home}")


def test_what_is_kept_is_cleared_and_told(shell, kept):
    kept(1000, 2000)
    assert shell.tells("cache", "clear") == {"cleared": 2, "size": 3000}
    assert shell.tells("cache", "show")["passages"] == 0
    assert shell.tells("cache", "clear") == {"cleared": 0, "size": 0}


def test_to_clear_leaves_the_limit_and_the_rest_of_the_home(shell, kept):
    kept(1000)
    shell("cache", "limit", "2GB")
    shell("keys", "init")
    keys = sorted((shell.home / "keys").rglob("*"))
    shell("cache", "clear")
    assert shell.tells("cache", "show")["limit"] == 2 * 10**9
    assert sorted((shell.home / "keys").rglob("*")) == keys


def test_the_limit_stays_set(shell):
    assert shell.prints("cache", "limit", "1.5 GB") == "1.5 GB\n"
    assert shell.tells("cache", "show")["limit"] == 1_500_000_000
    assert shell.tells("cache", "limit", "0") == {"limit": 0}
    assert shell.tells("cache", "show")["limit"] == 0


def test_a_lower_limit_lets_what_is_above_it_go(shell, kept):
    kept(4000, 4000, 4000)
    shell("cache", "limit", "5k")
    told = shell.tells("cache", "show")
    assert told["size"] <= 5000
    assert told["passages"] == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("10", 10),
        ("500MB", 500 * 10**6),
        ("2 gb", 2 * 10**9),
        ("1.5k", 1500),
        ("3GiB", 3 * 10**9),
        (" 1TB ", 10**12),
        ("7B", 7),
        ("1000000T", 10**18),
    ],
)
def test_sizes_are_read(text, size):
    assert parse_size(text) == size


NONE = [
    "",
    "much",
    "-1",
    "10XB",
    "1,5GB",
    "1e9",
    "5I",
    "5IB",
    "GB",
    "1 G B",
    "0x10",
    "٣GB",
    "1..5k",
    ".5k",
    "2000000T",
    "inf",
    "nan",
]


@pytest.mark.parametrize("text", NONE)
def test_other_sizes_are_refused_by_name_and_change_nothing(shell, text):
    shell("cache", "limit", "2GB")
    told = shell.refuses("cache", "limit", "--", text)
    assert told == f"{text!r} is not a size; give one such as 500MB or 10GB."
    assert shell.tells("cache", "show")["limit"] == 2 * 10**9


def test_the_limit_needs_a_size(shell):
    assert "Missing argument 'size'" in shell.refuses("cache", "limit")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (1500, "1.5 kB"),
        (999_999, "1000 kB"),
        (2_340_000, "2.34 MB"),
        (4 * 10**9, "4 GB"),
        (999_999_999_999, "1000 GB"),
        (10**12, "1 TB"),
        (1234 * 10**12, "1230 TB"),
        (10**18, "1000000 TB"),
    ],
)
def test_sizes_in_words(size, words):
    assert in_words(size) == words


@settings(deadline=None)
@given(st.integers(0, 10**18))
def test_what_is_written_in_words_is_read_again_to_three_places(size):
    words = in_words(size)
    assert re.fullmatch(r"\d+(\.\d+)? (B|kB|MB|GB|TB)", words)
    assert parse_size(words) == pytest.approx(size, rel=0.005)


@settings(deadline=None)
@given(
    st.integers(0, 10**5),
    st.sampled_from(sorted(UNITS)),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", " ", "  "]),
)
def test_a_whole_number_with_a_unit_is_that_many_bytes(number, unit, is_binary, is_lower, gap):
    text = f"{number}{gap}{unit}{'i' if is_binary and unit else ''}B"
    assert parse_size(text.lower() if is_lower else text) == number * UNITS[unit]


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_size_or_refused_by_name(text):
    try:
        size = parse_size(text)
    except InputError as fault:
        assert repr(text) in str(fault)
    else:
        assert 0 <= size <= 10**18

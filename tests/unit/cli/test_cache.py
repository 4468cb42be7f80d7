"""`avatar cache`."""

import json

import pytest
from typer.testing import CliRunner

from avatar.cli.app import app
from avatar.cli.cache import in_words, parse_size
from avatar.errors import InputError


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["cache", *words], catch_exceptions=False)


def test_an_empty_cache_is_shown_and_cleared(run):
    shown = json.loads(run("show", "--json").stdout)
    assert (shown["passages"], shown["size"]) == (0, 0)
    assert shown["limit"] == 4 * 10**9
    assert "0 passages cleared" in run("clear").stdout


def test_the_limit_stays_set(run):
    assert run("limit", "1.5 GB").stdout.strip() == "1.5 GB"
    assert json.loads(run("show", "--json").stdout)["limit"] == 1_500_000_000


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("10", 10), ("500MB", 500 * 10**6), ("2 gb", 2 * 10**9), ("1.5k", 1500), ("3GiB", 3 * 10**9)],
)
def test_sizes_are_read(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1", "10XB", "1,5GB"])
def test_other_sizes_are_refused_by_name(text):
    with pytest.raises(InputError, match="not a size"):
        parse_size(text)


def test_sizes_in_words():
    assert [in_words(size) for size in (0, 999, 1500, 2_340_000, 4 * 10**9)] == [
        "0 B",
        "999 B",
        "1.5 kB",
        "2.34 MB",
        "4 GB",
    ]

"""Who is seen in a ready film is what the registry's signed row says of its bytes, and never a guess."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from avatar.clip.seen import made_here
from avatar.errors import RefusedError
from avatar.marks.registry import Entry, Facts, Registry
from avatar.marks.registry.facts import Part

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Film:
    path: Path
    sha256: str
    seconds: float = 1.0


FACTS = Facts("1" * 32, "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("emma",))


@pytest.fixture
def film(tmp_path):
    return Film(tmp_path / "talk.mp4", "7" * 64)


def kept(home, film, **changes):
    facts = replace(FACTS, **changes)
    Registry(home).add(Entry(facts, film.sha256, 1000, "mp4", ("label",)))
    return facts


def test_a_film_is_known_by_its_bytes(film, tmp_path):
    facts = kept(tmp_path, film)
    assert made_here(film, tmp_path, by_marks=False) == facts
    assert made_here(replace(film, sha256="8" * 64), tmp_path, by_marks=False) is None


def test_a_row_that_was_changed_says_nothing_of_anybody(film, tmp_path):
    kept(tmp_path, film)
    db = sqlite3.connect(tmp_path / "registry" / "clips.sqlite")
    db.execute("UPDATE clips SET entry = replace(entry, 'aa', 'ab')")
    db.commit()
    db.close()
    with pytest.raises(RefusedError, match=r"row of 'talk\.mp4' was changed.*audit verify"):
        made_here(film, tmp_path, by_marks=False)


def part(number, portrait):
    return Part(f"{number:032x}", portrait * 32, "bb" * 32, f"{number:032x}", "dd" * 32)


def test_of_several_people_none_is_chosen_and_one_under_two_authorizations_is_one(film, tmp_path):
    facts = kept(tmp_path, film, parts=(part(1, "aa"), part(2, "aa")))
    assert made_here(film, tmp_path, by_marks=False) == facts
    other = replace(film, sha256="9" * 64)
    kept(tmp_path, other, content_id="2" * 32, parts=(part(1, "aa"), part(2, "ee")))
    with pytest.raises(RefusedError, match="exactly one person"):
        made_here(other, tmp_path, by_marks=False)


def test_a_film_that_shows_nobody_who_was_photographed_is_refused(film, tmp_path):
    kept(tmp_path, film, portrait_sha256="", authorization_id="")
    with pytest.raises(RefusedError, match="exactly one person who was photographed"):
        made_here(film, tmp_path, by_marks=False)

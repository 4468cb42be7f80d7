"""The registry: found again by id, file and watermark, and every change to it shows."""

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from avatar.errors import OutputError
from avatar.marks.registry import Entry, Facts, Registry, Span, asset_id
from avatar.marks.registry.pattern_key import pattern_key


def entry(number, assets=(1,), **changes):
    spans = tuple(Span(asset, 2.0 * place, 2.0 * place + 2) for place, asset in enumerate(assets))
    facts = Facts(f"{number:032x}", "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), spans)
    return Entry(facts, f"{number:064x}", 1000 + number, "mp4", ("label", "aigc"), **changes)


@pytest.fixture
def registry(tmp_path):
    made = Registry(tmp_path)
    for number, assets in ((1, (11, 12)), (2, (12,)), (3, (13,))):
        made.add(entry(number, assets))
    return made


def change(tmp_path, *statements):
    db = sqlite3.connect(tmp_path / "registry" / "clips.sqlite")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_a_clip_is_found_by_its_file_its_id_and_its_watermark(registry):
    assert registry.by_file(f"{2:064x}") == [entry(2, (12,))]
    assert registry.by_content(f"{1:032x}") == [entry(1, (11, 12))]
    assert registry.by_asset(13) == [entry(3, (13,))]
    assert registry.by_asset(99) == []


def test_a_passage_that_clips_share_gives_all_of_them_the_latest_first(registry):
    assert registry.by_asset(12) == [entry(2, (12,)), entry(1, (11, 12))]


def test_the_mark_of_an_earlier_clip_in_the_sound_leads_to_both_clips(tmp_path):
    registry, first, second = Registry(tmp_path), entry(1, (11,)), entry(2, (12,))
    second = replace(second, facts=replace(second.facts, sound_spans=first.facts.spans))
    registry.add(first)
    registry.add(second)
    assert registry.by_asset(11) == [second, first]
    assert registry.by_asset(12) == [second]
    assert registry.check().is_whole


def test_a_row_of_before_sounds_had_marks_of_their_own_is_read(tmp_path):
    old = entry(1).facts.as_json()
    del old["sound_spans"]
    assert Facts.from_json(old) == entry(1).facts


def test_a_registry_left_alone_is_whole_also_after_the_media_key_was_replaced(registry, tmp_path):
    from avatar.ledger.keys import KeyRing

    KeyRing(tmp_path / "keys").rotate("media")
    registry.add(entry(4))
    assert registry.check().is_whole
    assert registry.check().clips == 4
    assert registry.by_content(f"{1:032x}")[0].is_sound


def test_no_registry_is_no_fault(tmp_path):
    assert Registry(tmp_path).check().is_whole
    assert Registry(tmp_path).by_asset(1) == []


def test_only_its_owner_may_read_it(registry, tmp_path):
    assert stat.S_IMODE((tmp_path / "registry" / "clips.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "registry").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clips SET entry = replace(entry, 'aa', 'ab') WHERE n = 2",
        "UPDATE clips SET sha256 = 'ff' WHERE n = 2",
        "UPDATE clips SET content_id = (SELECT content_id FROM clips WHERE n = 1) WHERE n = 2",
        "UPDATE clips SET sig = (SELECT sig FROM clips WHERE n = 1) WHERE n = 2",
        "UPDATE clips SET kid = 'x' WHERE n = 2",
        "DELETE FROM clips WHERE n = 1",
        "DELETE FROM clips WHERE n = 3",
        "DELETE FROM clips",
        "DELETE FROM head",
        "UPDATE head SET n = 2",
        "UPDATE clips SET n = 9 WHERE n = 3",
        "DELETE FROM spans WHERE n = 2",
        "INSERT INTO spans VALUES (77, 1)",
        "INSERT INTO clips SELECT 4, content_id, sha256, prev, entry, kid, sig FROM clips WHERE n = 3",
    ],
)
def test_every_change_shows(registry, tmp_path, statement):
    change(tmp_path, statement)
    assert not registry.check().is_whole


def test_the_last_clips_cannot_be_cut_off_with_an_end_of_their_own(registry, tmp_path):
    """The end is signed: an older one does not fit the newer rows, nor the other way round."""
    db = sqlite3.connect(tmp_path / "registry" / "clips.sqlite")
    (old,) = db.execute("SELECT n, hash, kid, sig FROM head").fetchall()
    db.close()
    registry.add(entry(4))
    change(tmp_path, f"UPDATE head SET n = {old[0]}, hash = '{old[1]}', sig = '{old[3]}'")
    assert not registry.counted().is_whole


def test_rows_taken_out_of_the_middle_show_when_they_are_counted(registry, tmp_path):
    change(tmp_path, "DELETE FROM clips WHERE n = 2")
    assert registry.counted().why == "there are 2 rows where 3 were signed"
    assert registry.counted().clips == 2


def test_a_clip_is_added_without_looking_through_the_others(registry, tmp_path, monkeypatch):
    """Nothing that is asked of the database meanwhile takes longer the more clips there are."""
    asked, connect = [], sqlite3.connect

    def traced(*arguments, **options):
        db = connect(*arguments, **options)
        db.set_trace_callback(asked.append)
        return db

    monkeypatch.setattr(sqlite3, "connect", traced)
    registry.add(entry(4))
    monkeypatch.undo()
    db = sqlite3.connect(tmp_path / "registry" / "clips.sqlite")
    plans = [db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall() for query in asked if query.startswith("SELECT")]
    db.close()
    assert plans
    assert {row[3] for plan in plans for row in plan if row[3].startswith("SCAN")} == {"SCAN head"}  # it has one row


def test_a_changed_row_is_told_when_it_is_found(registry, tmp_path):
    change(tmp_path, "UPDATE clips SET entry = replace(entry, 'aa', 'ab') WHERE n = 2")
    assert not registry.by_content(f"{2:032x}")[0].is_sound
    assert registry.by_content(f"{1:032x}")[0].is_sound


def test_nothing_is_added_to_a_registry_that_was_changed(registry, tmp_path):
    change(tmp_path, "DELETE FROM clips WHERE n = 3")
    with pytest.raises(OutputError, match="was changed"):
        registry.add(entry(5))


def test_a_file_that_is_no_database_is_said_to_be_none(registry, tmp_path):
    (tmp_path / "registry" / "clips.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(OutputError, match="cannot be used"):
        registry.by_asset(1)


def test_several_at_once_keep_one_chain(tmp_path):
    Registry(tmp_path).add(entry(1))
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda number: Registry(tmp_path).add(entry(number)), range(2, 26)))
    assert sorted(numbers) == list(range(2, 26))
    assert Registry(tmp_path).check().is_whole


def test_the_id_in_a_watermark_is_the_beginning_of_the_passages_key():
    assert asset_id("00000000ff" + "e" * 54) == 255
    assert asset_id("f" * 64) == 2**40 - 1


def test_the_watermark_key_is_made_once_and_for_its_owner(tmp_path):
    key = pattern_key(tmp_path)
    assert len(key) == 32
    assert pattern_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "keys" / "watermark.key").stat().st_mode) == 0o600

from __future__ import annotations

from avatar.service.doors.keys import EVERYTHING, KeyFile, Keys, digest_of


def test_a_key_is_kept_as_its_hash_alone(tmp_path):
    key = KeyFile(tmp_path, "bank").add(frozenset({"speech", "videos"}))
    held = (tmp_path / "service" / "keys").read_text()
    assert key not in held
    assert held == f"sha256:{digest_of(key)} videos,speech\n"
    assert (tmp_path / "service" / "keys").stat().st_mode & 0o077 == 0


def test_a_running_service_knows_a_new_key_and_forgets_a_removed_one(tmp_path):
    keys = Keys(files=[KeyFile(tmp_path, "bank")])
    assert not keys
    first = KeyFile(tmp_path, "bank").add(EVERYTHING)
    second = KeyFile(tmp_path, "bank").add(frozenset({"speech"}))
    assert keys
    assert keys.find(first).scopes == EVERYTHING
    assert keys.find(second).tenant == "bank"
    assert KeyFile(tmp_path, "bank").remove(digest_of(first)[:8])
    assert not KeyFile(tmp_path, "bank").remove("0123456789")
    assert keys.find(first) is None
    assert keys.find(second) is not None


def test_when_the_last_key_is_removed_the_door_stays_shut(tmp_path):
    keys = Keys(files=[KeyFile(tmp_path, "bank")])
    key = KeyFile(tmp_path, "bank").add(EVERYTHING)
    assert keys
    KeyFile(tmp_path, "bank").remove(digest_of(key)[:12])
    assert keys
    assert keys.find(key) is None

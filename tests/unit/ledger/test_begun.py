"""What a process leaves that dies while it uses a home for the first time is no obstacle, and hides no loss."""

import pytest

from avatar.errors import OutputError, RefusedError
from avatar.ledger.audit import AuditLog, Event, verify
from avatar.ledger.audit.checkpoint import HEAD
from avatar.ledger.audit.log import CURRENT, read_entries
from avatar.ledger.keys import KeyRing, Signer


@pytest.fixture
def signer():
    return Signer.new()


def begun(folder, signer, count=1):
    """Write a log, and take away its head."""
    for number in range(count):
        AuditLog(folder, signer).append(Event("refuse", details={"number": str(number)}))
    (folder / HEAD).unlink()
    return AuditLog(folder, signer)


@pytest.mark.parametrize("kept", [1.0, 0.5])
def test_a_first_line_whose_head_was_never_signed_is_taken_in(tmp_path, signer, kept):
    log = begun(tmp_path, signer)
    line = (tmp_path / CURRENT).read_bytes()
    (tmp_path / CURRENT).write_bytes(line[: int(len(line) * kept)])
    keys = {signer.key_id: signer.public_key}
    assert verify(tmp_path, keys).passed
    assert verify(tmp_path, keys).notes
    log.append(Event("refuse"))
    whole = verify(tmp_path, keys)
    assert whole.passed
    assert [entry["n"] for entry in read_entries(tmp_path)] == list(range(1, whole.entries + 1))


def test_a_second_line_without_a_head_is_a_loss(tmp_path, signer):
    log = begun(tmp_path, signer, 2)
    assert not verify(tmp_path, {signer.key_id: signer.public_key}).passed
    with pytest.raises(OutputError, match="has lost its head"):
        log.append(Event("refuse"))


def test_a_first_line_that_is_none_is_not_taken_in(tmp_path, signer):
    log = begun(tmp_path, signer)
    (tmp_path / CURRENT).write_bytes((tmp_path / CURRENT).read_bytes().replace(b'"0"', b'"1"'))
    assert not verify(tmp_path, {signer.key_id: signer.public_key}).passed
    with pytest.raises(OutputError, match="does not continue it"):
        log.append(Event("refuse"))


def test_a_key_that_was_only_begun_is_made_and_one_that_was_made_is_missed(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    (tmp_path / "keys" / "media").mkdir(mode=0o700, parents=True)
    (tmp_path / "keys").chmod(0o700)
    (tmp_path / "keys" / "media" / ".0123456789abcdef.part").write_bytes(b"-----BEGIN")
    key = ring.load_signer("media").key_id
    assert list(ring.trusted_keys("media")) == [key]
    names = {path.name for path in (tmp_path / "keys" / "media").iterdir()}
    assert names == {f"{key}.pub.pem", "current.id", "current.pem"}
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {".lock", "media"}
    (tmp_path / "keys" / "media" / "current.pem").unlink()
    with pytest.raises(RefusedError, match="is gone from"):
        ring.load_signer("media")

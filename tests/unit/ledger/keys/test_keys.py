"""Keys are made at first use, for their owner only; rotation keeps what was signed; a lock is a lock."""

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from avatar.errors import InputError, OutputError, RefusedError
from avatar.ledger.keys import PURPOSES, KeyRing, PublicKey, load_signer, passphrase_file, trusted_keys
from avatar.ledger.keys.files import read_private, write_private
from avatar.ledger.keys.signing import Signer
from tests.ordinary import without_privilege

MESSAGE = b"a record"


@pytest.fixture
def ring(tmp_path):
    return KeyRing(tmp_path / "keys")


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.name != ".lock"}


def test_the_first_use_makes_a_key_that_stays(ring):
    signer = ring.load_signer("consent")
    assert ring.load_signer("consent").key_id == signer.key_id
    assert ring.trusted_keys("consent")[signer.key_id].has_signed(MESSAGE, signer.sign(MESSAGE))


def test_only_their_owner_may_read_them(ring):
    ring.init()
    found = modes(ring.folder)
    assert {mode for name, mode in found.items() if name in PURPOSES} == {0o700}
    assert {mode for name, mode in found.items() if name not in PURPOSES} == {0o600}
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_refused_with_the_cure(ring, mode):
    ring.load_signer("log")
    (ring.folder / "log" / "current.pem").chmod(mode)
    with pytest.raises(RefusedError, match="chmod 600"):
        ring.load_signer("log")


def test_a_folder_that_others_may_enter_is_refused(ring):
    ring.load_signer("log")
    ring.folder.chmod(0o755)
    with pytest.raises(RefusedError, match="chmod 700"):
        ring.trusted_keys("log")


def test_each_purpose_has_its_own_key(ring):
    cards = ring.init()
    assert [card.purpose for card in cards] == list(PURPOSES)
    assert len({card.key_id for card in cards}) == len(PURPOSES)
    signature = ring.load_signer("media").sign(MESSAGE)
    assert not any(key.has_signed(MESSAGE, signature) for key in ring.trusted_keys("consent").values())


def test_init_leaves_the_keys_that_are_there(ring):
    signer = ring.load_signer("media")
    assert signer.key_id in {card.key_id for card in ring.init()}


def test_a_key_is_named_by_its_content(ring):
    key = ring.load_signer("log").public_key
    assert key.key_id == hashlib.sha256(key.raw).hexdigest()[:32]
    assert PublicKey.from_text(key.as_text()) == PublicKey.from_pem(key.as_pem(), "here") == key


def test_rotation_keeps_what_was_signed(ring):
    earlier = ring.load_signer("consent")
    later = ring.rotate("consent")
    keys = ring.trusted_keys("consent")
    assert set(keys) == {earlier.key_id, later.key_id}
    assert keys[earlier.key_id].has_signed(MESSAGE, earlier.sign(MESSAGE))
    assert [card.key_id for card in ring.cards() if card.is_current] == [later.key_id]


def test_a_withdrawn_key_no_longer_counts(ring):
    ring.load_signer("consent")
    later = ring.rotate("consent", withdraw=True)
    assert set(ring.trusted_keys("consent")) == {later.key_id}


def test_a_locked_key_opens_with_its_passphrase_only(ring, tmp_path, monkeypatch):
    ring.init(b"correct horse")
    monkeypatch.setenv("AVATAR_PASSPHRASE", "correct horse")
    with pytest.raises(RefusedError, match="--passphrase-file"):
        ring.load_signer("log")
    with pytest.raises(RefusedError, match="does not open"):
        ring.load_signer("log", lambda _what: b"battery staple")
    file = tmp_path / "secret.txt"
    file.write_text("correct horse\n")
    file.chmod(0o600)
    signer = ring.load_signer("log", passphrase_file(file))
    assert b"PRIVATE" not in (ring.folder / "log" / f"{signer.key_id}.pub.pem").read_bytes()
    assert all(card.is_locked for card in ring.cards())


def test_a_passphrase_file_that_others_may_read_is_refused(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text("correct horse")
    file.chmod(0o644)
    with pytest.raises(RefusedError, match="chmod 600"):
        passphrase_file(file)("a key")


def test_a_short_passphrase_is_not_taken(tmp_path):
    with pytest.raises(InputError, match="too short"):
        write_private(tmp_path / "me.key", Signer.new(), b"1234")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_key_is_named(tmp_path):
    path = tmp_path / "me.key"
    path.write_text("hello")
    path.chmod(0o600)
    with pytest.raises(InputError, match=r"me\.key"):
        read_private(path)


@pytest.mark.parametrize("text", ["", "AAAA", "not base64", "A" * 44])
def test_a_public_key_has_32_bytes(text):
    with pytest.raises(InputError, match="Ed25519"):
        PublicKey.from_text(text)


def test_a_signature_counts_for_its_message_only(ring):
    signer = ring.load_signer("log")
    signature = signer.sign(MESSAGE)
    key = signer.public_key
    assert key.has_signed(MESSAGE, signature)
    assert not key.has_signed(MESSAGE + b" ", signature)
    assert not key.has_signed(MESSAGE, signature[:-4])
    assert not key.has_signed(MESSAGE, "?")


def test_many_that_need_a_key_at_once_get_the_same(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _n: load_signer("log", folder=tmp_path / "keys").key_id, range(16)))
    assert found == set(trusted_keys("log", tmp_path / "keys"))
    assert len(found) == 1


def test_an_unknown_purpose_is_named(ring):
    with pytest.raises(InputError, match="'payments'"):
        ring.load_signer("payments")


def test_a_signer_does_not_show_its_key(ring):
    assert "Private" not in repr(ring.load_signer("log"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with without_privilege(), pytest.raises(OutputError, match=f"chmod u\\+rwX '{tmp_path}'"):
        load_signer("log", folder=tmp_path / "keys")


def test_keys_that_may_not_be_read_are_not_taken_for_none(ring):
    ring.load_signer("log")
    (ring.folder / "log").chmod(0o000)
    with without_privilege():
        for ask in (ring.trusted_keys, ring.load_signer, ring.rotate):
            with pytest.raises(OutputError, match=r"'/.*/log' is closed to you; open it with: chmod"):
                ask("log")
    (ring.folder / "log").chmod(0o700)
    assert len(ring.trusted_keys("log")) == 1

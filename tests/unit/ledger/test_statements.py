"""Signed statements, canonical values and keys: what is damaged is told as damage, whatever it is."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.errors import InputError, OutputError
from avatar.ledger.audit import AuditLog, Event, export_log, text_sha256, verify_export
from avatar.ledger.audit.checkpoint import CHECKPOINTS, HEAD, parse, read_checkpoints, read_head, sign, write_head
from avatar.ledger.audit.entry import BEFORE_FIRST, entry_hash, new_entry
from avatar.ledger.audit.export import exported_checkpoint
from avatar.ledger.canonical import canonical, digest, read_json
from avatar.ledger.canonical import parse as parse_json
from avatar.ledger.keys import PublicKey, Signer

SIGNER = Signer.new()
KEYS = {SIGNER.key_id: SIGNER.public_key}
NO_STATEMENTS = ["5", "null", "true", '"text"', "[]", "{}", '{"log": "a"}', "[" * 100_000, "not json", ""]


def statement():
    return sign(SIGNER, "a" * 32, 7, "b" * 64, "log.jsonl", 900)


def test_a_statement_is_signed_and_reads_back_the_same():
    made = statement()
    assert made.is_signed(KEYS)
    assert parse(json.loads(made.line())) == made


@pytest.mark.parametrize(
    ("field", "value"),
    [("log", "c" * 32), ("n", 8), ("hash", "c" * 64), ("file", "x"), ("size", 901), ("time", "2020"), ("key_id", "0")],
)
def test_no_field_of_a_statement_can_be_changed(field, value):
    assert not replace(statement(), **{field: value}).is_signed(KEYS)


def test_a_statement_of_another_key_does_not_count():
    other = Signer.new()
    assert not statement().is_signed({other.key_id: other.public_key})
    assert not replace(statement(), key_id=other.key_id).is_signed({other.key_id: other.public_key})


@pytest.mark.parametrize("change", [{"n": "7"}, {"more": 1}, {"size": None}])
def test_what_has_other_fields_is_no_statement(change):
    with pytest.raises(ValueError, match="not a checkpoint"):
        parse(asdict(statement()) | change)


@pytest.mark.parametrize("content", NO_STATEMENTS)
def test_a_damaged_end_of_the_log_is_told_as_damage(tmp_path, content):
    (tmp_path / HEAD).write_text(content)
    with pytest.raises(ValueError, match=r".+"):
        read_head(tmp_path)


@pytest.mark.parametrize("content", NO_STATEMENTS)
def test_a_damaged_statement_is_counted_and_the_others_are_read(tmp_path, content):
    good = statement()
    (tmp_path / CHECKPOINTS).write_bytes(good.line() + content.encode() + b"\n" + good.line())
    assert read_checkpoints(tmp_path) == ([good, good], 1)


@pytest.mark.parametrize("content", NO_STATEMENTS)
def test_what_is_no_export_is_refused_by_name(tmp_path, content):
    (tmp_path / "log.export").write_text(content)
    with pytest.raises(InputError, match=r"log\.export.*avatar audit export"):
        exported_checkpoint(tmp_path / "log.export")


def test_a_torn_last_statement_is_left_out_without_a_word(tmp_path):
    good = statement()
    (tmp_path / CHECKPOINTS).write_bytes(good.line() + good.line()[:40])
    assert read_checkpoints(tmp_path) == ([good], 0)


def test_a_folder_without_a_log_has_no_end_and_no_statements(tmp_path):
    assert read_head(tmp_path) is None
    assert read_checkpoints(tmp_path) == ([], 0)


def test_the_end_of_the_log_is_replaced_whole(tmp_path):
    write_head(tmp_path, statement())
    later = replace(statement(), n=8)
    write_head(tmp_path, later)
    assert read_head(tmp_path) == later
    assert [each.name for each in tmp_path.iterdir()] == [HEAD]


def test_an_export_is_not_written_over_a_folder_or_into_nowhere(tmp_path):
    log = AuditLog(tmp_path / "audit", SIGNER)
    log.append(Event("render"))
    with pytest.raises(OutputError, match="is a folder"):
        export_log(log, tmp_path / "audit", tmp_path)
    with pytest.raises(OutputError, match="cannot be exported"):
        export_log(log, tmp_path / "audit", tmp_path / "missing" / "a.export")
    export_log(log, tmp_path / "audit", tmp_path / "a.export")
    assert verify_export(tmp_path / "a.export", KEYS).passed
    assert not [each for each in tmp_path.iterdir() if each.name.endswith(".part")]


def test_a_line_says_everything_of_its_event_and_is_chained_to_the_one_before():
    event = Event("render", "p", "a", "v", "t", {"avatar": "1"}, "o", "allow", ("r",), {"d": "1"})
    first = new_entry(event, 1, BEFORE_FIRST)
    second = new_entry(event, 2, str(first["hash"]))
    assert {name: first[name] for name in ("portrait", "authorization", "voice", "text", "output")} == {
        "portrait": "p",
        "authorization": "a",
        "voice": "v",
        "text": "t",
        "output": "o",
    }
    assert second["prev"] == first["hash"] == entry_hash(first)
    assert first["hash"] != second["hash"]


@pytest.mark.parametrize("field", ["n", "time", "who", "what", "text", "models", "rules", "prev"])
def test_any_changed_field_changes_the_hash_of_a_line(field):
    entry = new_entry(Event("render", text="t", rules=("r",)), 1, BEFORE_FIRST)
    assert entry_hash(entry | {field: "other"}) != entry["hash"]


@pytest.mark.parametrize("same", ["  café\n", "cafe\u0301", "café"])
def test_a_text_has_one_name_however_it_is_written(same):
    assert text_sha256(same) == text_sha256("café")
    assert text_sha256(same) != text_sha256("Café")


values = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(value=some.dictionaries(some.text(max_size=4), values, max_size=4))
def test_a_value_reads_back_from_its_one_form_and_keeps_its_name(value):
    try:
        written = canonical(value)
    except InputError:  # half a sign of UTF-16, which no text is
        return
    assert parse_json(written, "it") == value
    assert digest(parse_json(written, "it")) == digest(value)


@pytest.mark.parametrize("content", [b"[1]", b"3", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"{" * 100_000])
def test_what_is_not_one_object_is_refused_by_its_origin(tmp_path, content):
    with pytest.raises(InputError, match=r"'letter' is not a JSON file"):
        parse_json(content, "letter")
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.json"):
        read_json(tmp_path / "a.json")


def test_a_missing_json_is_refused_by_name(tmp_path):
    with pytest.raises(InputError, match=r"missing\.json' cannot be read \(No such file"):
        read_json(tmp_path / "missing.json")


def test_a_public_key_reads_back_from_text_and_from_pem():
    key = SIGNER.public_key
    assert PublicKey.from_text(key.as_text()) == key
    assert PublicKey.from_pem(key.as_pem(), "key.pem") == key
    assert key.key_id == SIGNER.key_id


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"\xff"])
def test_what_is_no_public_key_is_refused_by_its_origin(pem):
    with pytest.raises(InputError, match=r"'key\.pem' is not an Ed25519 public key"):
        PublicKey.from_pem(pem, "key.pem")


def test_a_key_of_another_kind_is_no_key_of_ours():
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(InputError, match="Ed25519"):
        PublicKey.from_pem(pem, "key.pem")


@settings(max_examples=20, deadline=None)
@given(message=some.binary(max_size=40), place=some.integers(0, 63))
def test_a_signature_counts_for_every_bit_of_its_message_and_of_itself(message, place):
    import base64

    signature = SIGNER.sign(message)
    key = SIGNER.public_key
    assert key.has_signed(message, signature)
    assert not key.has_signed(message + b"\0", signature)
    raw = bytearray(base64.b64decode(signature))
    raw[place] ^= 1
    assert not key.has_signed(message, base64.b64encode(bytes(raw)).decode())
    assert not key.has_signed(message, signature[:-4])
    assert not key.has_signed(message, "!" + signature)

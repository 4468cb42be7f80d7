"""The audit log: nothing about it can be changed unseen, and no crash looks like tampering."""

import json
import multiprocessing
import random
import shutil
import stat

import pytest

from avatar.errors import InputError, OutputError
from avatar.ledger.audit import AuditLog, Event, export_log, read_entries, text_sha256, verify, verify_export
from avatar.ledger.audit.export import exported_checkpoint
from avatar.ledger.canonical import canonical
from avatar.ledger.keys import Signer

RENDER = Event("render", portrait="ab" * 32, voice="xiaoyun", text=text_sha256("您好"), decision="allow")


@pytest.fixture(scope="module")
def signer():
    return Signer.new()


@pytest.fixture(scope="module")
def keys(signer):
    return {signer.key_id: signer.public_key}


@pytest.fixture
def folder(tmp_path, signer):
    log = AuditLog(tmp_path / "audit", signer, every=5)
    for number in range(23):
        log.append(Event("render", portrait="ab" * 32, output=f"{number:064d}", decision="allow", rules=("a.b",)))
    return tmp_path / "audit"


def lines_of(folder):
    return (folder / "log.jsonl").read_bytes().splitlines(keepends=True)


def rewrite(folder, lines):
    (folder / "log.jsonl").write_bytes(b"".join(lines))


def test_an_untouched_log_is_whole(folder, keys):
    report = verify(folder, keys)
    assert report.passed
    assert not report.notes
    assert (report.entries, report.checkpoints) == (23, 5)  # every fifth line, and the head


def test_an_entry_says_who_what_and_when_but_never_the_text(tmp_path, signer):
    entry = AuditLog(tmp_path, signer).append(RENDER)
    assert {"n", "time", "who", "what", "portrait", "authorization", "voice", "text", "models", "output"} <= set(entry)
    assert entry["time"].endswith("Z")
    assert "您好" not in (tmp_path / "log.jsonl").read_text()
    assert entry == next(read_entries(tmp_path))


def test_the_files_are_for_their_owner_only(folder):
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def edit_byte(folder, dice):
    lines = lines_of(folder)
    row = dice.randrange(len(lines))
    place = dice.randrange(len(lines[row]) - 1)
    changed = bytearray(lines[row])
    changed[place] ^= 1 << dice.randrange(7)
    lines[row] = bytes(changed)
    rewrite(folder, lines)


def edit_with_new_hash(folder, dice):
    from avatar.ledger.audit.entry import entry_hash

    lines = lines_of(folder)
    row = dice.randrange(len(lines))
    entry = json.loads(lines[row]) | {"decision": "refuse"}
    lines[row] = canonical(entry | {"hash": entry_hash(entry)}) + b"\n"
    rewrite(folder, lines)


def delete_line(folder, dice):
    lines = lines_of(folder)
    del lines[dice.randrange(len(lines))]
    rewrite(folder, lines)


def swap_lines(folder, dice):
    lines = lines_of(folder)
    one, other = dice.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    rewrite(folder, lines)


def truncate(folder, dice):
    lines = lines_of(folder)
    rewrite(folder, lines[: dice.randrange(len(lines))])


def truncate_with_an_old_head(folder, dice):
    lines = lines_of(folder)
    kept = dice.choice((5, 10, 15))
    rewrite(folder, lines[:kept])
    checkpoints = (folder / "checkpoints.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "head.json").write_bytes(next(line for line in checkpoints if json.loads(line)["n"] == kept))


def insert_forged(folder, dice):
    from avatar.ledger.audit.entry import new_entry

    lines = lines_of(folder)
    row = dice.randrange(len(lines))
    lines.insert(row, canonical(new_entry(RENDER, row + 1, json.loads(lines[row])["prev"])) + b"\n")
    rewrite(folder, lines)


def rewrite_everything(folder, dice):
    """Without the key: a new chain of all lines with one changed."""
    from avatar.ledger.audit.entry import entry_hash

    entries = [json.loads(line) for line in lines_of(folder)]
    entries[dice.randrange(len(entries))]["voice"] = "someone else"
    last = "0" * 64
    for entry in entries:
        entry["prev"] = last
        last = entry["hash"] = entry_hash(entry)
    rewrite(folder, [canonical(entry) + b"\n" for entry in entries])


def drop_the_head(folder, dice):
    (folder / "head.json").unlink()


def edit_a_checkpoint(folder, dice):
    path = folder / "checkpoints.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    row = dice.randrange(len(lines))
    lines[row] = canonical(json.loads(lines[row]) | {"n": 3}) + b"\n"
    path.write_bytes(b"".join(lines))


TAMPERINGS = (
    edit_byte,
    edit_with_new_hash,
    delete_line,
    swap_lines,
    truncate,
    truncate_with_an_old_head,
    insert_forged,
    rewrite_everything,
    drop_the_head,
    edit_a_checkpoint,
)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_every_tampering_is_seen(tamper, folder, keys, tmp_path):
    for seed in range(6):
        copy = tmp_path / f"copy{seed}"
        shutil.copytree(folder, copy)
        tamper(copy, random.Random(seed))
        assert not verify(copy, keys).passed, seed


def test_a_log_that_was_replaced_by_a_shorter_signed_one_fails_against_an_export(folder, keys, signer, tmp_path):
    early = tmp_path / "early"
    shutil.copytree(folder, early)
    export_log(AuditLog(folder, signer), folder, tmp_path / "kept.jsonl")
    kept = exported_checkpoint(tmp_path / "kept.jsonl")
    assert verify(folder, keys, [kept]).passed
    rewritten = tmp_path / "rewritten"
    AuditLog(rewritten, signer).append(RENDER)
    assert verify(rewritten, keys).passed
    assert [fault.kind for fault in verify(rewritten, keys, [kept]).faults] == ["missing"]


def test_an_export_is_checked_by_itself(folder, keys, signer, tmp_path):
    target = tmp_path / "kept.jsonl"
    export_log(AuditLog(folder, signer), folder, target)
    assert verify_export(target, keys).passed
    assert not verify_export(target, {}).passed  # a key that nobody trusts
    target.write_bytes(b"".join(target.read_bytes().splitlines(keepends=True)[:-1]))
    assert not verify_export(target, keys).passed


def test_something_else_is_not_an_export(tmp_path):
    path = tmp_path / "other.json"
    path.write_text("{}")
    with pytest.raises(InputError, match="not an exported audit log"):
        exported_checkpoint(path)


@pytest.mark.parametrize("kept", [1, 40, 300])
def test_a_torn_last_line_is_a_note_and_is_marked_by_the_next_writer(kept, folder, keys, signer):
    with (folder / "log.jsonl").open("ab") as file:
        file.write(lines_of(folder)[-1][:kept])
    torn = verify(folder, keys)
    assert torn.passed
    assert "torn" in torn.notes[0]
    AuditLog(folder, signer).append(RENDER)
    healed = verify(folder, keys)
    assert healed.passed
    assert "marked" in healed.notes[0]
    assert [entry["what"] for entry in read_entries(folder)][-2:] == ["log.torn", "render"]


def test_a_line_that_a_crash_left_unsigned_is_kept_and_told(folder, keys, signer):
    head = (folder / "head.json").read_bytes()
    AuditLog(folder, signer).append(RENDER)
    (folder / "head.json").write_bytes(head)
    assert verify(folder, keys).notes == ["Line 24 is not signed yet: the program stopped before it could."]
    AuditLog(folder, signer).append(RENDER)
    assert verify(folder, keys).passed
    assert [entry["what"] for entry in read_entries(folder)][-3:] == ["render", "log.recovered", "render"]


def test_nothing_is_added_to_a_log_that_was_cut(folder, signer):
    rewrite(folder, lines_of(folder)[:-2])
    with pytest.raises(OutputError, match="shorter than its signed head"):
        AuditLog(folder, signer).append(RENDER)


def test_several_files_are_one_log(tmp_path, keys, signer):
    log = AuditLog(tmp_path, signer, every=4, largest=2000)
    for _ in range(20):
        log.append(RENDER)
    assert len(list(tmp_path.glob("log-*.jsonl"))) >= 3
    assert verify(tmp_path, keys).entries == 20
    assert verify(tmp_path, keys).passed
    min(tmp_path.glob("log-*.jsonl")).unlink()
    assert not verify(tmp_path, keys).passed


def _write_some(folder, pem):
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    log = AuditLog(folder, Signer.of(load_pem_private_key(pem, None)), every=7)
    for _ in range(15):
        log.append(RENDER)


def test_writers_at_the_same_time_leave_one_chain(tmp_path, keys, signer):
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_some, args=(tmp_path, signer.as_pem())) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    report = verify(tmp_path, keys)
    assert (report.entries, report.faults, report.notes) == (60, [], [])


def test_the_same_text_has_one_hash_however_it_is_composed():
    assert text_sha256("café \n") == text_sha256("cafe\u0301")
    assert text_sha256("a") != text_sha256("b")

"""`avatar audit`: the log is shown, checked and exported; what was changed in it ends with exit code 2."""

import getpass
import json
import socket

import pytest

from avatar.ledger.audit import AuditLog, Event, audit_folder
from avatar.ledger.keys import KeyRing, load_signer

WHO = f"{getpass.getuser()}@{socket.gethostname()}"


@pytest.fixture
def log(shell):
    """Write some lines into the log."""

    def write(count=5, what="render"):
        book = AuditLog(audit_folder(), load_signer("log"))
        for number in range(count):
            book.append(Event(what, text=f"{number:064x}", decision="allow", authorization=f"{number:032x}"))

    return write


@pytest.fixture
def public(shell):
    """Write the public key of the log into a file."""

    def write(name="log.pem"):
        signer = load_signer("log")
        (shell.folder / name).write_bytes(signer.public_key.as_pem())
        return name

    return write


def path(shell):
    return shell.home / "audit" / "log.jsonl"


def change(shell, number, before, after):
    lines = path(shell).read_bytes().splitlines(keepends=True)
    assert before in lines[number]
    lines[number] = lines[number].replace(before, after)
    path(shell).write_bytes(b"".join(lines))


def test_an_empty_log_shows_nothing_and_is_whole(shell):
    assert shell.prints("audit", "show") == ""
    assert shell.tells("audit", "show") == {"entries": []}
    assert shell.prints("audit", "verify") == "0 lines, 0 checkpoints: the log is whole.\n"


def test_an_empty_log_cannot_be_exported(shell):
    assert "there is nothing to sign yet" in shell.refuses("audit", "export", "log.jsonl")


def test_lines_are_shown_in_their_order_with_who_did_what(shell, log):
    log(3)
    lines = shell.lines("audit", "show")
    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert {tuple(line[2:5]) for line in lines} == {(WHO, "render", "allow")}
    assert [line[5] for line in lines] == [f"{number:032x}" for number in range(3)]


@pytest.mark.parametrize(
    ("words", "numbers"), [([], range(6, 26)), (["--last", "2"], [24, 25]), (["--last", "99"], range(1, 26))]
)
def test_the_last_lines_are_shown_and_as_many_as_are_asked_for(shell, log, words, numbers):
    log(25)
    assert [line[0] for line in shell.lines("audit", "show", *words)] == [str(number) for number in numbers]
    assert [entry["n"] for entry in shell.tells("audit", "show", *words)["entries"]] == list(numbers)


def test_json_has_all_that_a_line_of_the_log_has(shell, log):
    log(2)
    stored = [json.loads(line) for line in path(shell).read_bytes().splitlines()]
    assert shell.tells("audit", "show")["entries"] == stored


def test_what_a_program_says_of_itself_does_not_break_a_line(shell):
    AuditLog(audit_folder(), load_signer("log")).append(Event("render\tx\nallow", decision="a\x1b[2Jb"))
    (line,) = shell.lines("audit", "show")
    assert len(line) == 6
    assert (line[3], line[4]) == ("render x allow", "a[2Jb")


def test_a_whole_log_is_said_to_be_whole(shell, log):
    log(5)
    assert shell.prints("audit", "verify") == "5 lines, 1 checkpoints: the log is whole.\n"
    told = shell.tells("audit", "verify")
    assert (told["passed"], told["entries"], told["faults"], told["notes"]) == (True, 5, [], [])


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda shell: change(shell, 2, b'"allow"', b'"refuse"'), "edited"),
        (lambda shell: change(shell, 1, WHO.encode(), b"eve@elsewhere"), "edited"),
        (lambda shell: path(shell).write_bytes(b"".join(path(shell).read_bytes().splitlines(True)[:-1])), "missing"),
        (lambda shell: path(shell).write_bytes(b"".join(path(shell).read_bytes().splitlines(True)[1:])), "order"),
        (lambda shell: change(shell, 3, b"{", b"?"), "damaged"),
        (lambda shell: path(shell).unlink(), "missing"),
    ],
    ids=["a word", "a name", "the last line", "the first line", "no JSON", "the file"],
)
def test_whatever_was_changed_is_told_and_ends_with_2(shell, log, spoil, kind):
    log(5)
    spoil(shell)
    out = shell.prints("audit", "verify", code=2)
    assert out.endswith("the log is not whole.\n")
    told = shell.tells("audit", "verify", code=2)
    assert told["passed"] is False
    assert kind in {fault["kind"] for fault in told["faults"]}
    assert all(f"{fault['kind']}: {fault['why']}\n" in out for fault in told["faults"])


def test_a_line_that_was_not_written_to_its_end_is_a_note(shell, log):
    log(3)
    with path(shell).open("ab") as file:
        file.write(b'{"n": 4')
    out = shell.prints("audit", "verify")
    assert out.startswith("note: The last line is torn")
    assert out.endswith("the log is whole.\n")


def test_an_export_is_a_file_of_its_own_that_says_where_it_is(shell, log):
    log(3)
    assert shell.prints("audit", "export", "first.jsonl") == "first.jsonl\n"
    told = shell.tells("audit", "export", "second.jsonl")
    assert told["export"] == "second.jsonl"
    assert told["checkpoint"]["n"] == 3
    assert set(shell.files()) == {"first.jsonl", "second.jsonl"}
    assert shell.tells("audit", "verify", "first.jsonl")["entries"] == 3


def test_an_export_is_replaced_by_a_later_one_only_where_that_is_said(shell, log):
    log(1)
    shell("audit", "export", "log.jsonl")
    log(1)
    assert "--force" in shell.refuses("audit", "export", "log.jsonl")
    assert shell.tells("audit", "verify", "log.jsonl")["entries"] == 1
    shell("audit", "export", "log.jsonl", "--force")
    assert shell.tells("audit", "verify", "log.jsonl")["entries"] == 2


def test_the_log_that_goes_on_continues_its_export(shell, log):
    log(3)
    shell("audit", "export", "first.jsonl")
    log(2)
    shell("audit", "export", "second.jsonl")
    log(1)
    words = ["audit", "verify", "--against", "first.jsonl", "--against", "second.jsonl"]
    assert shell.tells(*words)["passed"] is True


def test_a_log_that_was_written_anew_does_not_continue_the_export(shell, log):
    log(3)
    shell("audit", "export", "kept.jsonl")
    for file in (shell.home / "audit").glob("*"):
        file.unlink()
    (shell.home / "keys" / "stores.json").unlink(missing_ok=True)
    log(4)
    assert shell.tells("audit", "verify")["passed"] is True, "who has the key can write a new log"
    assert shell.tells("audit", "verify", "--against", "kept.jsonl", code=2)["passed"] is False


def test_elsewhere_an_export_is_checked_with_the_key_that_is_given(shell, log, public, monkeypatch):
    log(3)
    shell("audit", "export", "log.jsonl")
    key = public()
    monkeypatch.setenv("AVATAR_HOME", str(shell.folder / "home" / "elsewhere"))
    assert shell.tells("audit", "verify", "log.jsonl", code=2)["passed"] is False
    assert shell.tells("audit", "verify", "log.jsonl", "--key", key)["passed"] is True


def test_another_key_does_not_vouch_for_it(shell, log, public):
    log(2)
    shell("audit", "export", "log.jsonl")
    KeyRing().rotate("log", withdraw=True)
    told = shell.tells("audit", "verify", "log.jsonl", "--key", public(), code=2)
    assert "not signed by a trusted key" in told["faults"][0]["why"]


def test_a_changed_export_is_found_out(shell, log):
    log(3)
    shell("audit", "export", "log.jsonl")
    (shell.folder / "log.jsonl").write_bytes((shell.folder / "log.jsonl").read_bytes().replace(b"render", b"remark"))
    assert shell.tells("audit", "verify", "log.jsonl", code=2)["faults"]


def test_an_export_and_what_the_log_is_compared_with_exclude_each_other(shell, log):
    log(1)
    shell("audit", "export", "log.jsonl")
    told = shell.refuses("audit", "verify", "log.jsonl", "--against", "log.jsonl")
    assert "give one of them" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["verify", "nowhere.jsonl"], "'nowhere.jsonl' cannot be read (No such file or directory)"),
        (["verify", "."], "'.' cannot be read (Is a directory)"),
        (["verify", "notes.txt"], "'notes.txt' is not an exported audit log; make one with: avatar audit export"),
        (["verify", "--against", "nowhere.jsonl"], "'nowhere.jsonl' cannot be read"),
        (["verify", "--against", "notes.txt"], "'notes.txt' is not an exported audit log"),
        (["verify", "--key", "nowhere.pem"], "'nowhere.pem' cannot be read"),
        (["verify", "--key", "notes.txt"], "'notes.txt' is not an Ed25519 public key"),
        (["export"], "Missing argument 'target'"),
        (["export", "absent/log.jsonl"], "'absent/log.jsonl' (No such file or directory); choose another"),
        (["export", "."], "'.' is a folder, and the log is exported to a file; choose another"),
        (["export", "home"], "'home' is a folder"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, list) else "",
)
def test_a_file_that_cannot_be_used_is_named(shell, log, words, sentence):
    log(1)
    (shell.folder / "notes.txt").write_text("Hello.")
    assert sentence in shell.refuses("audit", *words)


def test_to_look_adds_nothing_to_the_log(shell, log):
    log(2)
    before = {file.name: file.read_bytes() for file in (shell.home / "audit").iterdir()}
    for words in (["show"], ["verify"], ["show", "--json"]):
        shell.prints("audit", *words)
    assert {file.name: file.read_bytes() for file in (shell.home / "audit").iterdir()} == before

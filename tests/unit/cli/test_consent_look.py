"""`avatar consent list`, `show`, `verify`, `clock` and `revoke`: what counts, since when, and how it ends."""

import json
from datetime import datetime

import pytest

from avatar.permission.consent import issue
from avatar.runtime.folders import shipped


@pytest.fixture
def signed(shell, me):
    """Sign the photo; the id of its record."""
    return lambda *words: shell.prints("consent", "sign", me, "--self", "--yes", *words).strip()


def test_the_shipped_portraits_are_always_listed(shell):
    lines = shell.lines("consent", "list")
    assert len(lines) == len(list(shipped("portraits").glob("*/portrait.jpg")))
    assert {line[1] for line in lines} == {"valid"}


def test_a_record_is_a_line_with_its_state_end_and_subject(shell, signed):
    number = signed("--subject", "Ana Li", "--expires", "2030-06-30")
    assert shell.lines("consent", "list")[0][:4] == [number, "valid", "2030-06-30", "Ana Li"]


def test_json_lists_the_same_records_whole(shell, signed):
    number = signed()
    records = shell.tells("consent", "list")["records"]
    assert [each["authorization_id"] for each in records] == [line[0] for line in shell.lines("consent", "list")]
    assert records[0]["authorization_id"] == number
    assert {"type", "statement", "valid", "reason", "why", "sha256", "outputs", "record"} <= set(records[0])


def test_a_name_that_breaks_a_line_is_not_signed(shell, me):
    done = shell("consent", "sign", me, "--self", "--yes", "--subject", "Ana\tvalid\nstate: valid")
    assert done.code == 2
    assert "line ends" in done.err
    assert not [line for line in shell.lines("consent", "list") if "Ana" in line[3]]


def test_a_name_cannot_break_a_line_or_add_one(shell, signed, monkeypatch):
    monkeypatch.setattr(issue, "is_plain", lambda _: True)  # as it was when such names could be signed
    number = signed("--subject", "Ana\tvalid\nstate: valid")
    (line,) = (line for line in shell.lines("consent", "list") if line[0] == number)
    assert line[3] == "Ana valid state: valid"
    shown = shell.prints("consent", "show", number).splitlines()
    assert [each for each in shown if each.startswith("state:")] == ["state: valid"]
    assert "subject: Ana valid state: valid" in shown


def test_a_shipped_portrait_shows_nobody_and_may_be_used_by_anyone(shell):
    lines = shell.prints("consent", "show", "xiaochen").splitlines()
    assert "what it is: no real subject: a synthetic person" in lines
    assert "licensee: anyone" in lines
    number = lines[0].removeprefix("authorization: ")
    out = shell.prints("consent", "verify", number)
    assert out == f"{number}: valid (no real subject: a synthetic person)\n"


def test_a_file_goes_before_a_portrait_of_its_name(shell, me):
    (shell.folder / "xiaochen").write_bytes(me.read_bytes())
    assert shell.tells("consent", "verify", "xiaochen", code=3) == {"valid": False, "records": []}


def test_a_record_is_found_by_photo_by_id_by_its_beginning_and_by_its_file(shell, signed):
    number = signed()
    (file,) = (shell.home / "consent" / "records").glob("*.json")
    for target in ("me.png", number, number[:6], file):
        (found,) = shell.tells("consent", "show", target)["records"]
        assert found["authorization_id"] == number


def test_a_copy_of_the_photo_under_another_name_is_the_same_photo(shell, signed):
    number = signed()
    (shell.folder / "renamed.png").write_bytes((shell.folder / "me.png").read_bytes())
    assert shell.tells("consent", "show", "renamed.png")["records"][0]["authorization_id"] == number


def test_where_there_is_no_record_one_is_told_how_to_make_it(shell, me):
    told = shell.refuses("consent", "show", me)
    assert told == "There is no authorization for 'me.png'; see: avatar consent sign --help"
    assert shell.tells("consent", "show", me) == {"records": []}
    assert shell.prints("consent", "verify", me, code=3) == "me.png: there is no authorization for this picture\n"


@pytest.mark.parametrize("verb", ["show", "verify"])
@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("deadbeef", "There is no authorization 'deadbeef'; see: avatar consent list"),
        ("0" * 32, "see: avatar consent list"),
        ("nowhere.png", "'nowhere.png'"),
        ("nowhere.json", "'nowhere.json'"),
        ("notes.json", "'notes.json' is not a JSON file that can be read"),
        ("notes.txt", "'notes.txt' is not a picture"),
        ("", "''"),
        (".", "'.'"),
    ],
)
def test_a_target_that_is_nothing_is_named(shell, verb, target, sentence):
    for name in ("notes.txt", "notes.json"):
        (shell.folder / name).write_text("Hello.")
    assert sentence in shell.refuses("consent", verb, target)


def test_a_file_whose_name_looks_like_an_id_is_the_file(shell, me):
    (shell.folder / "deadbeef").write_bytes((shell.folder / "me.png").read_bytes())
    assert shell.tells("consent", "verify", "deadbeef", code=3) == {"valid": False, "records": []}


def test_verify_ends_with_0_for_one_that_counts_and_3_for_none(shell, signed):
    number = signed()
    assert shell.prints("consent", "verify", number).startswith(f"{number}: valid (own photo")
    shell("consent", "revoke", number)
    told = shell.tells("consent", "verify", number, code=3)
    assert (told["valid"], told["records"][0]["reason"]) == (False, "revoked")
    assert "revoked" in shell.prints("consent", "verify", number, code=3)


def test_one_valid_record_of_several_is_enough(shell, signed):
    first, second = signed(), signed()
    shell("consent", "revoke", first)
    told = shell.tells("consent", "verify", "me.png")
    assert {each["authorization_id"]: each["valid"] for each in told["records"]} == {first: False, second: True}


def test_as_of_another_moment_it_counts_from_its_first_second_to_its_last(shell, signed):
    number = signed("--not-before", "2027-01-01", "--expires", "2027-06-30")
    for at, code, reason in (
        ("2026-12-31T23:59:59Z", 3, "early"),
        ("2027-01-01T00:00:00Z", 0, "valid"),
        ("2027-06-30T23:59:59Z", 0, "valid"),
        ("2027-07-01T00:00:00Z", 3, "expired"),
    ):
        told = shell.tells("consent", "verify", number, "--at", at, code=code)
        assert told["records"][0]["reason"] == reason


@pytest.mark.parametrize("at", ["", "soon", "2027-01-01", "2027-01-01T00:00:00", "2027-02-30T00:00:00Z", "0"])
def test_a_moment_that_is_none_is_named(shell, at):
    assert repr(at) in shell.refuses("consent", "verify", "df29dd31", "--at", at)


@pytest.mark.slow
def test_a_record_that_was_tampered_with_is_told_so(shell, signed):
    number = signed("--max-outputs", "1")
    (file,) = (shell.home / "consent" / "records").glob("*.json")
    content = json.loads(file.read_text(encoding="utf-8"))
    content["scope"]["max_outputs"] = 99
    file.write_text(json.dumps(content), encoding="utf-8")
    assert shell.tells("consent", "verify", number, code=3)["valid"] is False
    (state,) = (line[1] for line in shell.lines("consent", "list") if line[0] == number)
    assert state != "valid"


@pytest.mark.slow
def test_to_look_changes_nothing(shell, signed):
    number = signed()
    folder = shell.home / "consent" / "records"
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for words in (["list"], ["show", number], ["verify", number], ["clock"]):
        shell.prints("consent", *words)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_clock_shows_what_was_seen_and_accepts_the_present(shell):
    assert shell.tells("consent", "clock")["latest_seen"] is None
    assert shell.prints("consent", "clock").startswith("now: 2")
    told = shell.tells("consent", "clock", "--accept")
    assert told["latest_seen"] == told["now"]
    assert "latest_seen: 2" in shell.prints("consent", "clock")


def test_what_is_revoked_is_told_by_the_number_of_its_list(shell, signed):
    number = signed()
    told = shell.tells("consent", "revoke", number[:8], "--reason", "moved away")
    assert set(told) == {"number", "next_update", "revoked"}
    assert told["revoked"] == 1
    out = shell.prints("consent", "revoke", "--refresh")
    assert out.startswith(f"list {told['number'] + 1}: 1 revoked, good until 2")


def test_what_was_ended_stays_ended_and_the_photo_may_be_signed_anew(shell, signed):
    first = signed()
    shell("consent", "revoke", first)
    second = signed()
    assert shell.tells("consent", "verify", first, code=3)["valid"] is False
    assert shell.tells("consent", "verify", second)["valid"] is True


def test_a_list_for_others_is_written_where_it_is_asked_for(shell, signed):
    shell("consent", "revoke", signed(), "-o", "list.json")
    assert set(shell.files()) == {"me.png", "list.json"}
    told = json.loads((shell.folder / "list.json").read_text(encoding="utf-8"))
    assert len(told["revoked"]) == 1


def test_days_say_how_long_the_list_is_good(shell):
    ends = [shell.tells("consent", "revoke", "--refresh", "--days", days)["next_update"] for days in ("1", "366")]
    first, last = (datetime.fromisoformat(end[:-1]) for end in ends)
    assert (last - first).days == 365


def test_the_person_shown_ends_it_with_their_key_and_only_the_licensees_list_counts(shell):
    shell("consent", "keygen", "-o", "ana.key")
    done = shell("consent", "revoke", "ab" * 16, "--key", "ana.key", "--json")
    assert json.loads(done.out)["revoked"] == 1
    assert "revocation-abababab.json" in shell.files()
    told = shell.refuses("consent", "revoke", "--import", "revocation-abababab.json", code=3)
    assert "No authorization here names the signer" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Say what to do: an authorization's id, --refresh, or --import LIST.json"),
        (["deadbeef", "--refresh"], "Say what to do"),
        (["deadbeef", "--import", "list.json"], "Say what to do"),
        (["--refresh", "--import", "list.json"], "Say what to do"),
        (["deadbeef"], "There is no authorization 'deadbeef'"),
        (["me.png"], "There is no authorization 'me.png'"),
        (["--refresh", "--key", "ana.key"], "--key and --reason go with the id of one authorization"),
        (["--refresh", "--reason", "over"], "--key and --reason go with the id of one authorization"),
        (["--import", "list.json", "--key", "ana.key"], "--key and --reason go with the id"),
        (["--import", "nowhere.json"], "'nowhere.json' cannot be read"),
        (["--import", "notes.json"], "'notes.json' is not a JSON file"),
        (["--refresh", "--days", "0"], "Invalid value '0' for '--days'"),
        (["--refresh", "--days", "week"], "Invalid value 'week' for '--days'"),
        (["deadbeef", "--key", "nowhere.key"], "'deadbeef' is not a whole authorization id"),
        (["../" * 10 + "ab", "--key", "nowhere.key"], "is not a whole authorization id"),
        (["zz" * 16, "--key", "nowhere.key"], "is not a whole authorization id"),
        (["ab" * 16, "--key", "nowhere.key"], "'nowhere.key' cannot be read"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, list) else "",
)
def test_what_cannot_be_revoked_is_refused_and_nothing_ends(shell, words, sentence):
    (shell.folder / "notes.json").write_text("Hello.")
    assert sentence in shell.refuses("consent", "revoke", *words)
    assert {line[1] for line in shell.lines("consent", "list")} == {"valid"}


def test_a_list_that_cannot_be_written_is_named(shell):
    told = shell.refuses("consent", "revoke", "--refresh", "-o", "absent/list.json")
    assert told == "'absent/list.json' cannot be written (No such file or directory); choose another -o."

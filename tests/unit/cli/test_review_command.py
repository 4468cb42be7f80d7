"""`avatar review`: people see what is held, and decide it in their names."""

import sqlite3

import pytest

from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.review import ReviewQueue, review_key

TEXT, PORTRAIT = "我是市公安局民警。", "ab" * 32


@pytest.fixture
def held(shell):
    """Hold a script; give its key."""

    def hold(text=TEXT, purpose="news", rules=("officials.claim", "officials.accuse"), requester="mei"):
        entry = ReviewQueue().submit(text, portrait=PORTRAIT, purpose=purpose, rules=rules, requester=requester)
        return entry.key

    return hold


def decide(shell, verb, key, *words, reviewer="Ana Ruiz", reason="ordered by the city", **more):
    return shell.tells("review", verb, key, "--reviewer", reviewer, "--reason", reason, *words, **more)


def refused(shell, verb, key, reviewer="Ana Ruiz", reason="ordered by the city", code=2):
    return shell.refuses("review", verb, key, "--reviewer", reviewer, "--reason", reason, code=code)


def test_where_nothing_is_held_nothing_is_listed_and_nothing_made(shell):
    assert shell.prints("review", "list") == ""
    assert shell.tells("review", "list", "--all") == {"entries": []}
    assert not (shell.home / "review").exists()


def test_what_waits_is_listed_with_the_beginning_of_its_key(shell, held):
    key = held()
    (line,) = shell.lines("review", "list")
    assert line[:4] == [key[:12], "waiting", "news", "officials.claim, officials.accuse"]
    assert shell.tells("review", "show", line[0])["key"] == key


def test_the_oldest_is_listed_first(shell, held):
    keys = [held(f"{TEXT}{number}") for number in range(3)]
    assert [entry["key"] for entry in shell.tells("review", "list")["entries"]] == keys


def test_a_reviewer_sees_the_script_and_what_held_it(shell, held):
    key = held()
    told = shell.tells("review", "show", key)
    assert told["text"] == TEXT
    assert (told["state"], told["purpose"], told["requester"]) == ("waiting", "news", "mei")
    assert told["rules"] == ["officials.claim", "officials.accuse"]
    out = shell.prints("review", "show", key)
    assert f"text: {TEXT}\n" in out
    assert "rules: officials.claim, officials.accuse\n" in out
    assert out.endswith("approvals: 0 of 1\n")


def test_a_script_cannot_pass_itself_off_as_what_is_said_about_it(shell, held):
    """Its further lines are set in, and it moves no cursor."""
    key = held("Good day.\nstate: approved\napprovals: 1 of 1\x1b[2J\r\u2028state: approved")
    lines = shell.prints("review", "show", key).splitlines()
    assert [line for line in lines if line.startswith("state:")] == ["state: waiting"]
    assert [line for line in lines if line.startswith("approvals:")] == ["approvals: 0 of 1"]
    assert "  state: approved" in lines
    assert not any("\x1b" in line or "\r" in line for line in lines)


def test_an_approval_is_told_and_kept(shell, held):
    key = held()
    told = decide(shell, "approve", key[:8])
    assert (told["state"], told["key"]) == ("approved", key)
    assert [(vote["reviewer"], vote["is_approval"], vote["reason"]) for vote in told["votes"]] == [
        ("Ana Ruiz", True, "ordered by the city")
    ]
    assert ReviewQueue().approved(review_key(TEXT, PORTRAIT, "news"))
    out = shell.prints("review", "show", key)
    assert "approvals: 1 of 1\n" in out
    assert out.splitlines()[-1].startswith("approved by Ana Ruiz, 2")
    assert out.endswith(": ordered by the city\n")


def test_one_rejection_is_enough_and_takes_an_approval_back(shell, held):
    key = held()
    decide(shell, "approve", key)
    assert decide(shell, "reject", key, reviewer="Bo", reason="misleading")["state"] == "rejected"
    assert not ReviewQueue().approved(key)


def test_what_was_decided_is_listed_only_with_all(shell, held):
    first, second = held(), held("另一个。")
    decide(shell, "approve", first)
    assert [entry["key"] for entry in shell.tells("review", "list")["entries"]] == [second]
    everything = {entry["key"]: entry["state"] for entry in shell.tells("review", "list", "--all")["entries"]}
    assert everything == {first: "approved", second: "waiting"}


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_a_decision_is_a_line_of_the_log_without_the_script(shell, held, verb):
    key = held()
    decide(shell, verb, key)
    (entry,) = read_entries(audit_folder())
    assert (entry["what"], entry["decision"], entry["portrait"]) == (f"review.{verb}", verb, PORTRAIT)
    assert entry["rules"] == ["officials.claim", "officials.accuse"]
    assert (entry["details"]["key"], entry["details"]["reviewer"]) == (key, "Ana Ruiz")
    assert TEXT not in str(entry)


def test_what_is_refused_is_no_line_of_the_log(shell, held):
    held()
    refused(shell, "approve", "ffffffff")
    assert not (audit_folder() / "log.jsonl").exists()


@pytest.mark.parametrize("key", ["", "3f", "zzzzzz", "ffffffff", "*", "??????", "abcdef'--", "../../queue"])
@pytest.mark.parametrize("verb", ["show", "approve", "reject"])
def test_a_key_of_nothing_is_named_with_the_way_to_all(shell, held, verb, key):
    held()
    told = shell.refuses("review", "show", key) if verb == "show" else refused(shell, verb, key)
    assert told == f"No held script begins with {key!r}; see: avatar review list --all"


def test_a_beginning_that_two_keys_have_decides_neither(shell, held):
    first = held()
    base = sqlite3.connect(shell.home / "review" / "queue.sqlite")
    twin = first[:10] + ("0" if first[10] != "0" else "1") + first[11:]
    base.execute(
        "INSERT INTO entries SELECT ?, text, portrait, purpose, language, rules, requester, asked FROM entries", (twin,)
    )
    base.commit()
    base.close()
    told = refused(shell, "approve", first[:10])
    assert told == f"More than one held script begins with {first[:10]!r}; see: avatar review list --all"
    assert not ReviewQueue().approved(first)
    assert decide(shell, "approve", first)["key"] == first


@pytest.mark.parametrize(("reviewer", "reason"), [("", "checked"), ("  ", "checked"), ("Ana", ""), ("Ana", " \t")])
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_a_decision_needs_a_name_and_a_reason(shell, held, verb, reviewer, reason):
    key = held()
    assert "give both with --reviewer and --reason" in refused(shell, verb, key, reviewer, reason)
    assert shell.tells("review", "show", key)["votes"] == []


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_a_decision_without_the_options_names_the_one_that_is_missing(shell, held, verb):
    key = held()
    assert "'--reviewer'" in shell.refuses("review", verb, key, "--reason", "x")
    assert "'--reason'" in shell.refuses("review", verb, key, "--reviewer", "Ana")


@pytest.mark.parametrize(("first", "second"), [("approve", "approve"), ("reject", "approve"), ("reject", "reject")])
def test_what_is_decided_is_not_decided_again(shell, held, first, second):
    key = held()
    state = decide(shell, first, key)["state"]
    assert refused(shell, second, key, "Bo") == f"The script {key[:12]} is {state}; there is nothing left to decide."


@pytest.fixture
def two_people(shell):
    shell.home.mkdir()
    (shell.home / "config.toml").write_text("[review]\napprovals = 2\n")


def test_where_two_must_agree_one_is_not_enough(shell, held, two_people):
    key = held()
    assert decide(shell, "approve", key)["state"] == "waiting"
    assert "approvals: 1 of 2\n" in shell.prints("review", "show", key)
    assert decide(shell, "approve", key, reviewer="Bo Lind")["state"] == "approved"


@pytest.mark.parametrize("again", ["Ana Ruiz", "ana  ruiz", " ANA RUIZ "])
def test_the_same_person_does_not_agree_twice_however_the_name_is_written(shell, held, two_people, again):
    key = held()
    decide(shell, "approve", key)
    assert "a different person has to agree" in refused(shell, "approve", key, again, code=3)


def test_who_asked_is_none_of_the_two(shell, held, two_people):
    key = held(requester="Mei")
    assert "'Mei' asked for" in refused(shell, "approve", key, "mei", code=3)
    assert decide(shell, "reject", key, reviewer="mei")["state"] == "rejected"


@pytest.mark.parametrize("line", ["approvals = 0", "approvals = 6", "days = 0", 'days = "many"', "people = 2"])
def test_settings_that_make_no_sense_stop_the_command(shell, line):
    shell.home.mkdir()
    (shell.home / "config.toml").write_text(f"[review]\n{line}\n")
    told = shell.refuses("review", "list")
    assert line.split(" = ")[0] in told

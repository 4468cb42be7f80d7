"""`avatar keys`: keys are made, shown and replaced, and no secret is ever shown."""

import sys

import pytest

from avatar.ledger.keys import agent

PURPOSES = ["consent", "media", "log", "revocation"]


@pytest.fixture
def secret(shell):
    """Write a file with a passphrase, for its owner only."""

    def write(words="correct horse", name="secret"):
        (shell.folder / name).write_text(f"{words}\n")
        (shell.folder / name).chmod(0o600)
        return name

    return write


@pytest.fixture(autouse=True)
def no_agent_stays(shell):
    yield
    agent.end(shell.home)


def cards(shell, *words):
    return shell.tells("keys", *words)["keys"]


def private(shell):
    return {path.read_bytes() for path in (shell.home / "keys").rglob("current.pem")}


def test_before_the_first_use_there_are_none_and_looking_makes_none(shell):
    assert shell.prints("keys", "show") == ""
    assert cards(shell, "show") == []
    assert not (shell.home / "keys").exists()


def test_init_makes_one_for_each_purpose_and_says_which(shell):
    lines = shell.lines("keys", "init")
    assert [line[0] for line in lines] == PURPOSES
    assert {(line[2], line[3]) for line in lines} == {("signs", "none")}
    assert len({line[1] for line in lines}) == 4
    assert shell.lines("keys", "show") == lines


def test_init_again_changes_nothing(shell):
    before, kept = cards(shell, "init"), private(shell)
    assert cards(shell, "init") == before
    assert private(shell) == kept


def test_a_card_tells_what_is_public_and_where_it_lies(shell):
    for card in cards(shell, "init"):
        assert set(card) == {"purpose", "key_id", "public_key", "is_current", "is_locked", "path"}
        assert len(card["key_id"]) == 32
        assert card["path"].endswith(f"{card['purpose']}/{card['key_id']}.pub.pem")


@pytest.mark.parametrize("words", [["init"], ["show"], ["rotate", "media"]])
def test_no_private_key_is_shown(shell, words):
    shell("keys", "init")
    for out in (shell.prints("keys", *words), shell.prints("keys", *words, "--json")):
        assert "PRIVATE" not in out
        for pem in private(shell):
            assert pem.decode().splitlines()[1] not in out


@pytest.mark.parametrize("purpose", PURPOSES)
def test_after_rotation_the_new_key_signs_and_the_earlier_still_counts(shell, purpose):
    (before,) = (card for card in cards(shell, "init") if card["purpose"] == purpose)
    new, earlier = cards(shell, "rotate", purpose)
    assert (new["is_current"], earlier["is_current"]) == (True, False)
    assert earlier["key_id"] == before["key_id"] != new["key_id"]
    assert [line[2] for line in shell.lines("keys", "show") if line[0] == purpose] == ["signs", "earlier"]


def test_a_withdrawn_key_is_no_longer_among_those_that_count(shell):
    shell("keys", "init")
    (new,) = cards(shell, "rotate", "media", "--withdraw")
    assert [card["key_id"] for card in cards(shell, "show") if card["purpose"] == "media"] == [new["key_id"]]


def test_one_purpose_is_rotated_and_the_others_stay(shell):
    before = {card["purpose"]: card for card in cards(shell, "init")}
    shell("keys", "rotate", "media")
    after = {card["purpose"]: card for card in cards(shell, "show") if card["is_current"]}
    assert {purpose for purpose in PURPOSES if after[purpose] != before[purpose]} == {"media"}


def test_a_passphrase_from_a_file_locks_all_keys(shell, secret):
    lines = shell.lines("keys", "init", "--passphrase-file", secret())
    assert {line[3] for line in lines} == {"locked"}
    assert all(b"ENCRYPTED" in pem for pem in private(shell))


def test_a_locked_key_is_replaced_by_a_locked_one_or_by_an_open_one_that_is_asked_for(shell, secret):
    shell("keys", "init", "--passphrase-file", secret())
    told = shell.refuses("keys", "rotate", "media")
    assert "'media' is locked" in told
    assert "--passphrase-file FILE" in told
    assert "--no-passphrase" in told
    assert shell.lines("keys", "rotate", "media", "--no-passphrase", "--passphrase-file", secret())[0][3] == "none"
    assert shell.lines("keys", "rotate", "log", "--passphrase-file", secret())[0][3] == "locked"


def test_a_passphrase_and_none_cannot_be_had_together(shell):
    shell("keys", "init")
    before = private(shell)
    told = shell.refuses("keys", "rotate", "media", "--no-passphrase", "--passphrase")
    assert "--no-passphrase leaves the new key open" in told
    assert private(shell) == before


@pytest.mark.parametrize(("words", "sentence"), [("", "is empty"), ("short", "too short; use at least 8 signs")])
def test_a_passphrase_that_is_none_is_refused_and_no_key_is_made(shell, secret, words, sentence):
    assert sentence in shell.refuses("keys", "init", "--passphrase-file", secret(words))
    assert private(shell) == set()


def test_only_the_first_line_of_the_file_is_the_passphrase(shell, secret, me):
    shell("keys", "init", "--passphrase-file", secret("correct horse\nsecond line"))
    assert shell("consent", "sign", me, "--self", "--yes", "--passphrase-file", secret("correct horse")).code == 0


def test_another_passphrase_does_not_open_it(shell, secret, me):
    shell("keys", "init", "--passphrase-file", secret())
    words = ["consent", "sign", me, "--self", "--yes", "--passphrase-file", secret("battery staple", "other")]
    assert "does not open the key" in shell.refuses(*words, code=3)


def test_a_passphrase_file_that_others_may_read_is_refused_with_the_cure(shell, secret):
    (shell.folder / secret()).chmod(0o640)
    told = shell.refuses("keys", "init", "--passphrase-file", "secret", code=3)
    assert "(mode 0640)" in told
    assert "chmod 600 'secret'" in told


@pytest.mark.parametrize("name", ["nowhere", ".", ""])
def test_a_passphrase_file_that_is_not_there_is_named(shell, name):
    told = shell.refuses("keys", "init", "--passphrase-file", name)
    assert f"The file {name or '.'!r} cannot be read" in told
    assert private(shell) == set()


def test_off_a_terminal_nobody_is_asked_for_a_passphrase(shell):
    told = shell.refuses("keys", "init", "--passphrase", given=b"correct horse\ncorrect horse\n")
    assert "no terminal" in told
    assert "--passphrase-file FILE" in told


def test_no_environment_variable_gives_a_passphrase(shell, secret, me, monkeypatch):
    shell("keys", "init", "--passphrase-file", secret())
    for name in ("AVATAR_PASSPHRASE", "AVATAR_PASSPHRASE_FILE", "PASSPHRASE"):
        monkeypatch.setenv(name, "correct horse")
    assert "is locked" in shell.refuses("consent", "sign", me, "--self", "--yes", code=3)


@pytest.mark.parametrize("purpose", ["payments", "", "MEDIA", "../keys", "media/"])
def test_an_unknown_purpose_is_named_beside_those_that_are(shell, purpose):
    told = shell.refuses("keys", "rotate", purpose)
    assert repr(purpose) in told
    assert "consent, media, log, revocation" in told
    assert not (shell.home / "keys").exists() or private(shell) == set()


def test_a_rotation_for_no_purpose_is_refused(shell):
    assert "Missing argument 'purpose'" in shell.refuses("keys", "rotate")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says who is at the other end")
def test_locked_keys_are_unlocked_for_a_while(shell, secret):
    shell.prints("keys", "init", "--passphrase-file", secret())
    assert "is locked" in shell.refuses("keys", "rotate", "media", "--no-passphrase", code=3)
    try:
        assert shell.prints("keys", "unlock", "--for", "10m", "--passphrase-file", "secret") == ""
        assert "signs" in shell.prints("keys", "rotate", "media", "--no-passphrase")
    finally:
        assert shell.prints("keys", "lock") == ""
    assert "is locked" in shell.refuses("keys", "rotate", "media", "--no-passphrase", code=3)
    assert shell.prints("keys", "lock") == ""


@pytest.mark.parametrize("words", ["8", "h", "25h", "0h", "-1h", "1d", "8 h", "９h"])
def test_a_time_that_is_none_is_named(shell, secret, words):
    shell.prints("keys", "init", "--passphrase-file", secret())
    assert repr(words) in shell.refuses("keys", "unlock", f"--for={words}", "--passphrase-file", "secret")


def test_only_locked_keys_are_unlocked_and_only_with_their_passphrase(shell, secret):
    shell.prints("keys", "init")
    assert "nothing to unlock" in shell.refuses("keys", "unlock", "--passphrase-file", secret())
    assert "no terminal" in shell.refuses("keys", "unlock")

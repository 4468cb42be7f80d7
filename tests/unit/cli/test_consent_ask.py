"""`avatar consent keygen`, `request` and `import`: consent that a person elsewhere gives, or does not."""

import json
import re
from datetime import datetime, timedelta

import pytest

WHO = ("--subject", "Ana Li", "--licensee", "Example Bank")


@pytest.fixture
def ana(shell):
    """Ana's key; its id."""
    return shell.tells("consent", "keygen", "-o", "ana.key")["key_id"]


@pytest.fixture
def answer(shell, me, ana):
    """Ask Ana, and let her sign; the name of her answer."""

    def ask(*words, number=1):
        shell("consent", "request", me, *WHO, "-o", f"request{number}.json", *words)
        signed = ("--key", "ana.key", "-o", f"answer{number}.json")
        assert shell("consent", "sign", f"request{number}.json", "--yes", *signed).code == 0
        return f"answer{number}.json"

    return ask


def test_a_key_and_its_public_half_are_two_files(shell):
    told = shell.tells("consent", "keygen", "-o", "ana.key")
    assert told == {"key": "ana.key", "public": "ana.key.pub", "key_id": told["key_id"]}
    assert set(shell.files()) == {"ana.key", "ana.key.pub"}
    assert (shell.folder / "ana.key").stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in (shell.folder / "ana.key.pub").read_text()


def test_to_people_it_is_told_in_fields(shell):
    lines = shell.prints("consent", "keygen").splitlines()
    assert [line.split(": ")[0] for line in lines] == ["key", "public", "key_id"]
    assert lines[0] == "key: consent.key"


def test_every_key_is_another(shell):
    assert len({shell.tells("consent", "keygen", "-o", f"{number}.key")["key_id"] for number in range(3)}) == 3


@pytest.mark.parametrize("there", ["ana.key", "ana.key.pub"])
def test_neither_file_is_ever_replaced(shell, there):
    (shell.folder / there).write_text("mine")
    told = shell.refuses("consent", "keygen", "-o", "ana.key")
    assert f"There is a file {there!r} already" in told
    assert "choose another -o" in told


@pytest.mark.slow
def test_a_key_may_be_locked(shell, me):
    for name, words in (("good", "correct horse"), ("bad", "battery staple")):
        (shell.folder / name).write_text(words)
        (shell.folder / name).chmod(0o600)
    shell("consent", "keygen", "-o", "ana.key", "--passphrase-file", "good")
    assert "ENCRYPTED" in (shell.folder / "ana.key").read_text()
    shell("consent", "request", me, *WHO, "-o", "request.json")
    sign = ("consent", "sign", "request.json", "--key", "ana.key", "--yes")
    assert "--passphrase-file FILE" in shell.refuses(*sign, code=3)
    assert "does not open" in shell.refuses(*sign, "--passphrase-file", "bad", code=3)
    assert shell(*sign, "--passphrase-file", "good").code == 0


def test_off_a_terminal_no_passphrase_is_asked_for_and_no_key_made(shell):
    assert "no terminal" in shell.refuses("consent", "keygen", "--passphrase")


def test_a_request_says_until_when_it_can_be_answered(shell, me):
    told = shell.tells("consent", "request", me, *WHO, "-o", "request.json")
    assert set(told) == {"request", "authorization_id", "expires_at"}
    left = datetime.fromisoformat(told["expires_at"][:-1] + "+00:00") - datetime.now().astimezone()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


def test_a_page_shows_everything_and_loads_nothing(shell, me):
    assert shell.prints("consent", "request", me, *WHO, "-o", "request.html") == "request.html\n"
    page = (shell.folder / "request.html").read_text(encoding="utf-8")
    assert "Ana Li" in page
    assert "Example Bank" in page
    assert not re.search(r"""(src|href)=["']https?:""", page)


def test_what_a_name_holds_stays_text_on_the_page(shell, me):
    shell("consent", "request", me, "--subject", "</script><b onload=x>", "--licensee", "Bank", "-o", "request.html")
    page = (shell.folder / "request.html").read_text(encoding="utf-8")
    assert "</script><b onload" not in page


def test_limits_and_numbers_stand_in_the_request(shell, me):
    words = ["--purpose", "marketing", "--max-outputs", "2", "--uscc", "91310000MA1FL00000", "--guardian", "Bo Li"]
    shell("consent", "request", me, *WHO, "-o", "request.json", *words)
    record = json.loads((shell.folder / "request.json").read_text(encoding="utf-8"))["record"]
    assert (record["scope"]["purposes"], record["scope"]["max_outputs"]) == (["marketing"], 2)
    assert record["licensee"]["uscc"] == "91310000MA1FL00000"
    assert record["subject"]["guardian"] == "Bo Li"


def test_a_request_alone_authorizes_nothing(shell, me):
    shell("consent", "request", me, *WHO, "-o", "request.json")
    assert shell.tells("consent", "verify", me, code=3) == {"valid": False, "records": []}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["me.png", *WHO], "'--output'"),
        (["me.png", *WHO, "-o", "request.pdf"], "'request.pdf'; end its name in .html or .json"),
        (["me.png", *WHO, "-o", "request"], "'request'; end its name in .html or .json"),
        (["me.png", *WHO, "-o", "absent/r.html"], "'absent/r.html' cannot be written (No such file or directory)"),
        (["me.png", *WHO[2:], "-o", "r.html"], "'--subject'"),
        (["me.png", *WHO[:2], "-o", "r.html"], "'--licensee'"),
        (["nowhere.png", *WHO, "-o", "r.html"], "'nowhere.png'"),
        (["me.png", *WHO, "-o", "r.html", "--list-key", "nowhere.pub"], "'nowhere.pub' cannot be read"),
        (["me.png", *WHO, "-o", "r.html", "--list-key", "me.png"], "'me.png' is not an Ed25519 public key"),
        (["me.png", *WHO, "-o", "r.html", "--expires", "soon"], "'soon'"),
        (["me.png", *WHO, "-o", "r.html", "--guardian", " "], "'--guardian'"),
        (["me.png", *WHO, "-o", "r.html", "--yes"], "No such option: --yes"),
    ],
    ids=lambda each: " ".join(each)[:60] if isinstance(each, list) else "",
)
def test_a_request_that_cannot_be_made_is_refused_and_leaves_nothing(shell, me, words, sentence):
    assert sentence in shell.refuses("consent", "request", *words)


@pytest.mark.slow
def test_an_answer_is_accepted_with_the_key_id_that_was_told_another_way(shell, answer, ana):
    told = shell.tells("consent", "import", answer(), "--subject-key", ana)
    assert (told["valid"], told["type"]) == (True, "subject-signed")
    assert told["statement"] == "signed by the person shown, accepted by the licensee"
    assert shell.tells("consent", "verify", "me.png")["valid"] is True


@pytest.mark.slow
def test_an_answer_is_accepted_once(shell, answer, ana):
    name = answer()
    shell("consent", "import", name, "--subject-key", ana)
    assert "once" in shell.refuses("consent", "import", name, "--subject-key", ana, code=3)


def test_without_the_key_id_nobody_is_believed(shell, answer, ana):
    told = shell.refuses("consent", "import", answer())
    assert f"signed with the key {ana}" in told
    assert "--subject-key KEY_ID" in told


@pytest.mark.slow
@pytest.mark.parametrize("key", ["", "00", "0" * 32, "ana"])
def test_another_key_id_is_refused(shell, answer, key):
    assert "is not signed with the key" in shell.refuses("consent", "import", answer(), "--subject-key", key, code=3)
    assert shell.tells("consent", "verify", "me.png", code=3)["valid"] is False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("marketing", "politics"),
        ("Ana Li", "Bo Li"),
        ("Example Bank", "Another Bank"),
        ('"max_outputs": 2', '"max_outputs": 9'),
    ],
)
def test_an_answer_that_was_changed_on_its_way_is_refused(shell, answer, ana, before, after):
    name = answer("--purpose", "marketing", "--max-outputs", "2")
    text = (shell.folder / name).read_text(encoding="utf-8")
    assert before in text
    (shell.folder / name).write_text(text.replace(before, after), encoding="utf-8")
    shell.refuses("consent", "import", name, "--subject-key", ana, code=3)
    assert shell.tells("consent", "verify", "me.png", code=3)["valid"] is False


def test_an_answer_to_somebody_elses_request_is_refused(shell, answer, ana, monkeypatch):
    name = answer()
    monkeypatch.setenv("AVATAR_HOME", str(shell.home / "elsewhere"))
    shell.refuses("consent", "import", name, "--subject-key", ana, code=3)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "'answer.json' cannot be read (No such file or directory)"),
        (b"", "'answer.json'"),
        (b"Hello.", "'answer.json' is not a JSON file"),
        (b"[]", "'answer.json'"),
        (b"{}", "'answer.json'"),
        (b"\xff\xfe\x00", "'answer.json'"),
        (b"[" * 100_000, "'answer.json'"),
        (b'{"schema": "avatar.consent/9"}', "'answer.json'"),
    ],
)
def test_a_file_that_is_no_answer_is_named(shell, content, sentence):
    if content is not None:
        (shell.folder / "answer.json").write_bytes(content)
    assert sentence in shell.refuses("consent", "import", "answer.json", "--subject-key", "0" * 32)


def test_a_request_is_not_its_own_answer(shell, me, ana):
    shell("consent", "request", me, *WHO, "-o", "request.json")
    assert "'request.json'" in shell.refuses("consent", "import", "request.json", "--subject-key", ana)

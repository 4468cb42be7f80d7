"""`avatar consent sign`, `attest` and `declare`: who says what about a photo, and what is never signed."""

import getpass
import hashlib

import pytest

from avatar.permission.consent.vocabulary import OWN_USE, PURPOSES

ATTEST = ("--subject", "Ana Li", "--licensee", "Example Bank", "--form", "scan.pdf")


@pytest.fixture
def form(shell):
    (shell.folder / "scan.pdf").write_bytes(b"%PDF-1.4 signed by Ana Li")


@pytest.fixture
def request_file(shell, me):
    """A request for the photo, and the key of the person shown."""

    def pose(name="request.json", *words):
        who = ("--subject", "Ana Li", "--licensee", "Example Bank", "-o", name)
        assert shell("consent", "request", me, *who, *words).code == 0
        if not (shell.folder / "ana.key").exists():
            assert shell("consent", "keygen", "-o", "ana.key").code == 0
        return name

    return pose


def nothing_kept(shell):
    return not list((shell.home / "consent" / "records").glob("*.json"))


def test_ones_own_photo_is_signed_and_the_id_is_all_that_is_printed(shell, me):
    out = shell.prints("consent", "sign", me, "--self", "--yes")
    assert len(out.strip()) == 32
    assert out == f"{out.strip()}\n"
    assert shell.tells("consent", "show", out.strip())["records"][0]["type"] == "self"


def test_left_out_purposes_are_all_but_news_politics_and_government(shell, me):
    scope = shell.tells("consent", "sign", me, "--self", "--yes")["record"]["scope"]
    assert tuple(scope["purposes"]) == OWN_USE
    assert set(PURPOSES) - set(OWN_USE) == {"news", "politics", "government"}


@pytest.mark.parametrize(
    ("words", "name"), [([], None), (["--subject", "Ana Li"], "Ana Li"), (["--subject", "李安娜"], "李安娜")]
)
def test_the_name_is_the_one_given_or_that_of_the_account(shell, me, words, name):
    record = shell.tells("consent", "sign", me, "--self", "--yes", *words)["record"]
    assert record["subject"]["name"] == record["licensee"]["name"] == (name or getpass.getuser())


@pytest.mark.slow
def test_a_shipped_portrait_can_be_named_instead_of_a_file(shell):
    made = shell.tells("consent", "sign", "xiaochen", "--self", "--yes")
    assert made["valid"] is True


@pytest.mark.slow
def test_the_same_photo_may_be_signed_twice(shell, me):
    first, second = (shell.prints("consent", "sign", me, "--self", "--yes") for _ in range(2))
    assert first != second
    assert len(shell.tells("consent", "show", me)["records"]) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Missing argument 'target'"),
        (["me.png"], "Say whose photo 'me.png' is"),
        (["me.png", "--yes"], "avatar consent attest"),
        (["me.png", "--self"], "add --yes"),
        (["nowhere.png", "--self", "--yes"], "'nowhere.png'"),
        (["notes.txt", "--self", "--yes"], "'notes.txt' is not a picture that can be read"),
        ([".", "--self", "--yes"], "'.'"),
        (["", "--self", "--yes"], "''"),
        (["me.png", "--self", "--yes", "--subject", ""], "'--subject'"),
        (["me.png", "--self", "--yes", "--subject", " \t"], "'--subject'"),
        (["me.png", "--self", "--yes", "--key", "ana.key"], "--key and --output are for a request"),
        (["me.png", "--self", "--yes", "-o", "a.json"], "--key and --output are for a request"),
        (["nowhere.json", "--yes"], "'nowhere.json' cannot be read"),
        (["nowhere.html", "--yes"], "'nowhere.html' cannot be read"),
        (["notes.json", "--yes"], "'notes.json'"),
        (["empty.html", "--yes"], "'empty.html'"),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, list) else "",
)
def test_what_cannot_be_signed_is_named_and_leaves_nothing(shell, me, words, sentence):
    for name in ("notes.txt", "notes.json", "empty.html"):
        (shell.folder / name).write_text("Hello." if name.startswith("notes") else "")
    assert sentence in shell.refuses("consent", "sign", *words)
    assert nothing_kept(shell)


def test_an_answer_on_standard_input_is_not_taken_for_a_persons(shell, me):
    """Only a terminal is asked: a pipe of yeses signs nothing."""
    assert "no terminal" in shell.refuses("consent", "sign", me, "--self", given=b"y\n" * 9)
    assert nothing_kept(shell)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["request.json", "request.html", "REQUEST.HTM"])
def test_a_request_is_answered_in_a_file_and_the_key_id_goes_another_way(shell, request_file, name):
    done = shell("consent", "sign", request_file(name), "--key", "ana.key", "--yes")
    assert (done.code, done.out) == (0, f"{name.rpartition('.')[0]}-signed.json\n")
    assert "by another way than the file: " in done.err
    key = done.err.split()[-1]
    assert len(key) == 32
    assert shell.prints("consent", "import", done.out.strip(), "--subject-key", key)


@pytest.mark.slow
def test_with_json_the_answer_is_told_with_its_key(shell, request_file):
    told = shell.tells("consent", "sign", request_file(), "--key", "ana.key", "--yes", "-o", "answer.json")
    assert set(told) == {"answer", "authorization_id", "key_id"}
    assert told["answer"] == "answer.json"
    assert (shell.folder / "answer.json").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ["--self"],
        ["--subject", "Eve"],
        ["--purpose", "personal"],
        ["--expires", "2030-01-01"],
    ],
    ids=" ".join,
)
def test_a_request_is_signed_as_it_is_so_limits_of_ones_own_are_refused(shell, request_file, words):
    """Whoever believes that they have narrowed it has not, so it is not signed at all."""
    told = shell.refuses("consent", "sign", request_file(), "--key", "ana.key", "--yes", *words)
    assert "'request.json' says itself who is shown and what is allowed" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--key", "nowhere.key"], 2, "'nowhere.key' cannot be read"),
        (["--key", "open.key"], 3, "Others may read 'open.key'"),
        (["--key", "notes.key"], 2, "'notes.key' is not a private key"),
        (["--key", "ana.key", "-o", "absent/a.json"], 2, "'absent/a.json' cannot be written"),
        (["--key", "ana.key", "-o", "."], 2, "choose another -o"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_an_answer_that_cannot_be_signed_or_written_is_refused(shell, request_file, words, code, sentence):
    request_file()
    for name, mode in (("open.key", 0o644), ("notes.key", 0o600)):
        (shell.folder / name).write_text("Hello.")
        (shell.folder / name).chmod(mode)
    assert sentence in shell.refuses("consent", "sign", "request.json", "--yes", *words, code=code)


@pytest.mark.slow
def test_a_request_whose_photo_was_exchanged_is_not_signed(shell, request_file, photo):
    import base64
    import json

    from PIL import Image

    asked = json.loads((shell.folder / request_file()).read_text())
    Image.new("RGB", (64, 64), "grey").save(shell.folder / "other.png")
    asked["picture"] = base64.b64encode((shell.folder / "other.png").read_bytes()).decode()
    (shell.folder / "request.json").write_text(json.dumps(asked))
    told = shell.refuses("consent", "sign", "request.json", "--key", "ana.key", "--yes", code=3)
    assert "photo" in told


def test_an_attestation_names_who_signed_what(shell, me, form):
    record = shell.tells("consent", "attest", me, *ATTEST, "--yes", "--note", "safe 3")["record"]
    assert (record["type"], record["subject"]["name"]) == ("attested", "Ana Li")
    assert record["licensee"]["name"] == "Example Bank"
    assert record["evidence"]["note"] == "safe 3"
    assert record["evidence"]["form_sha256"] == hashlib.sha256((shell.folder / "scan.pdf").read_bytes()).hexdigest()


def test_a_minor_has_a_guardian(shell, me, form):
    record = shell.tells("consent", "attest", me, *ATTEST, "--yes", "--guardian", "Bo Li")["record"]
    assert (record["subject"]["is_minor"], record["subject"]["guardian"]) == (True, "Bo Li")


def test_the_numbers_of_the_firm_stand_in_the_record(shell, me, form):
    numbers = ["--uscc", "91310000MA1FL00000", "--lei", "5493001KJTIIGC8Y1R12"]
    record = shell.tells("consent", "attest", me, *ATTEST, "--yes", *numbers)["record"]
    assert (record["licensee"]["uscc"], record["licensee"]["lei"]) == tuple(numbers[1::2])


def test_a_declaration_needs_no_form_and_shows_nobody(shell, me):
    record = shell.tells("consent", "declare", me, "--licensee", "Example Bank", "--yes", "--note", "drawn")["record"]
    assert record["type"] == "no-real-subject"
    assert record["subject"]["name"].startswith("nobody")
    assert record["evidence"]["note"] == "drawn"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["attest"], "Missing argument 'image'"),
        (["attest", "me.png"], "'--subject'"),
        (["attest", "me.png", "--subject", "Ana"], "'--licensee'"),
        (["attest", "me.png", *ATTEST[:4]], "'--form'"),
        (["attest", "me.png", *ATTEST], "add --yes"),
        (["attest", "me.png", *ATTEST[:5], "nowhere.pdf", "--yes"], "'nowhere.pdf' cannot be read"),
        (["attest", "me.png", *ATTEST[:5], ".", "--yes"], "'.' cannot be read (Is a directory)"),
        (["attest", "nowhere.png", *ATTEST, "--yes"], "'nowhere.png'"),
        (["attest", "me.png", "--subject", "", *ATTEST[2:], "--yes"], "'--subject'"),
        (["attest", "me.png", "--subject", "Ana", "--licensee", " ", *ATTEST[4:], "--yes"], "'--licensee'"),
        (["attest", "me.png", *ATTEST, "--yes", "--guardian", ""], "'--guardian'"),
        (["attest", "me.png", *ATTEST, "--yes", "--uscc", ""], "'--uscc'"),
        (["attest", "me.png", *ATTEST, "--yes", "--lei", ""], "'--lei'"),
        (["attest", "me.png", *ATTEST, "--yes", "--self"], "No such option: --self"),
        (["declare", "me.png"], "'--licensee'"),
        (["declare", "me.png", "--licensee", "Bank"], "add --yes"),
        (["declare", "me.png", "--licensee", "", "--yes"], "'--licensee'"),
        (["declare", "me.png", "--licensee", "Bank", "--yes", "--language", "zh"], "No such option: --language"),
        (["declare", "notes.txt", "--licensee", "Bank", "--yes"], "'notes.txt' is not a picture"),
    ],
    ids=lambda each: " ".join(each)[:60] if isinstance(each, list) else "",
)
def test_what_cannot_be_vouched_for_is_named_and_leaves_nothing(shell, me, form, words, sentence):
    (shell.folder / "notes.txt").write_text("Hello.")
    assert sentence in shell.refuses("consent", *words)
    assert nothing_kept(shell)

"""A voice is somebody's as a face is: a recording is covered by its own record, and by nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from avatar.errors import InputError
from avatar.permission.consent import ConsentError, authorize, authorize_voice
from avatar.permission.consent.issue import Terms, agreed, attest, declare_synthetic, draft, sign_own
from avatar.permission.consent.record import SELF, Evidence, Legal, Licensee, Picture, Record, Sample, Scope, Subject
from avatar.permission.consent.signatures import signed
from avatar.permission.consent.store import ConsentStore
from tests.consents import NOW

VOICE, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def store(tmp_path):
    return ConsentStore(tmp_path)


@pytest.fixture
def ask(tmp_path):
    def asked(sha256=VOICE, **use):
        words = {"purpose": "personal", "channel": "file", "language": ["en"], "voice": "twin", "now": NOW} | use
        return authorize_voice(sha256, recording="me.wav", home=tmp_path, **words)

    return asked


@pytest.fixture
def sign(store):
    """Sign a recording of one's own voice, with limits."""

    def made(about=Sample(VOICE), days=30, **scope):  # noqa: B008 - a frozen value
        signer = store.keys.load_signer("consent")
        terms = Terms(NOW, Scope(**scope), expires=NOW + timedelta(days=days))
        record = sign_own(about, "Ana", terms, signer)
        store.save(record)
        return record

    return made


def refusal(ask, **use):
    with pytest.raises(ConsentError, match=r"^The voice in the recording 'me\.wav' is not authorized: .*\.$") as caught:
        ask(**use)
    assert caught.value.exit_code == 3
    return caught.value


def test_what_was_signed_is_let_through(ask, sign):
    record = sign()
    leave = ask()
    assert leave.authorization_id == record.authorization_id
    assert leave.statement == "own voice, as the holder of this installation's key declares"


def test_without_a_record_it_says_what_to_do(ask):
    found = refusal(ask)
    assert found.reason == "absent"
    assert "avatar consent sign me.wav --self" in str(found)


def test_another_recording_is_not_covered(ask, sign):
    sign()
    assert refusal(ask, sha256=OTHER).reason == "absent"


def test_a_photo_is_no_voice_and_a_voice_is_no_photo(tmp_path, ask, sign):
    """Even where the hashes are the same."""
    sign(Picture(VOICE))
    assert refusal(ask).reason == "absent"
    sign(Sample(OTHER))
    with pytest.raises(ConsentError, match="there is no authorization for this picture"):
        authorize(OTHER, purpose="personal", channel="file", language="en", now=NOW, home=tmp_path)


@pytest.mark.parametrize(
    ("scope", "use", "reason"),
    [
        ({"purposes": ("education",)}, {"purpose": "marketing"}, "purpose"),
        ({"channels": ("file",)}, {"channel": "live"}, "channel"),
        ({"languages": ("zh",)}, {"language": ["en"]}, "language"),
        ({"territories": ("CN",)}, {}, "territory"),
        ({"products": ("Card",)}, {"product": "Loan"}, "product"),
        ({"voices": ("twin",)}, {"voice": "evil"}, "voice"),
        ({}, {"now": NOW + timedelta(days=31)}, "expired"),
        ({}, {"now": NOW - timedelta(days=1)}, "early"),
    ],
)
def test_its_limits_are_kept(ask, sign, scope, use, reason):
    sign(**scope)
    assert refusal(ask, **use).reason == reason


def test_outputs_are_counted_and_places_given_back(ask, sign):
    sign(max_outputs=1)
    with ask():
        assert refusal(ask).reason == "outputs"
    with ask() as leave:
        leave.count("one")
    assert refusal(ask).reason == "outputs"


def test_a_changed_record_is_forged(store, ask, sign):
    path = store.folder / "records" / f"{sign().authorization_id}.json"
    record = json.loads(path.read_text())
    record["voice"].append({"sha256": OTHER})
    path.write_text(json.dumps(record))
    assert refusal(ask, sha256=OTHER).reason in {"forged", "absent"}


def test_consent_to_the_face_is_none_to_the_voice(store, ask):
    """A record signs what it is about: leave to use the likeness, put on a recording, allows nothing."""
    signer = store.keys.load_signer("consent")
    for legal in (Legal(portrait_consent=True), replace(agreed("Ana", NOW, is_voice=True), voice_consent=None)):
        subject = Subject(name="Ana", public_key=signer.public_key.as_text())
        firm = Licensee(name="Ana", key_id=signer.key_id)
        record = draft(SELF, Sample(VOICE), subject, Terms(NOW, Scope()), licensee=firm, legal=legal)
        store.save(signed(record, "subject", signer))
        assert refusal(ask).reason == "incomplete"


def test_it_may_be_attested_or_declared_synthetic(store, ask):
    signer, terms = store.keys.load_signer("consent"), Terms(NOW, Scope())
    firm = Licensee("Bank", key_id=signer.key_id)
    store.save(attest(Sample(VOICE), Subject(name="Ana"), firm, terms, Evidence(form_sha256="c" * 64), signer))
    assert ask().statement == "attested, not subject-signed"
    store.save(declare_synthetic(Sample(OTHER), firm, terms, "made by a machine", signer))
    assert ask(sha256=OTHER).statement == "no real subject: a synthetic voice"


def test_a_record_is_about_one_or_the_other(sign):
    """And is written and read as it was signed."""
    record = sign()
    assert Record.from_json(record.as_json()) == record
    assert "portrait" not in record.as_json()
    for change in ({"portrait": (Picture(VOICE),)}, {"voice": ()}):
        with pytest.raises(InputError, match="about photos or about recordings"):
            replace(record, **change)


def test_what_is_signed_of_photos_is_as_it_was(sign):
    """No field was added that would change the bytes under an earlier signature."""
    written = sign(Picture(VOICE)).as_json()
    assert "voice" not in written
    assert "voice_consent" not in written["legal"]

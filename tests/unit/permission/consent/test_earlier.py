"""Records of the first schema count as they were signed; what nobody enforces neither allows nor hides anything."""

import copy
import json

import pytest

from avatar.errors import InputError
from avatar.ledger.canonical import canonical, digest
from avatar.ledger.keys import Signer
from avatar.permission.consent import ConsentError
from avatar.permission.consent.checks import standing
from avatar.permission.consent.earlier import grants
from avatar.permission.consent.form import to_json
from avatar.permission.consent.issue import Terms, agreed
from avatar.permission.consent.record import Licensee, Record, Scope, Subject
from avatar.permission.consent.request import accept, pose, read_request
from avatar.permission.consent.store import read_record
from avatar.runtime.folders import shipped
from tests.consents import NOW, USE

LIMITS = {"operator": "Render GmbH", "voice": [{"sha256": "ab" * 32}]}


def as_first(record: Record) -> dict:
    """Write a record as the first schema had it, without signatures."""
    content = json.loads(json.dumps(record.as_json()))
    content["schema"] = "avatar.consent/1"
    content["scope"] |= {"sublicense": False, "training_use": False}
    content["legal"] |= {"voice_consent": False, "cross_border": False}
    content.pop("signatures", None)
    return content


def signed(content: dict, signer) -> dict:
    """Sign it as the first version did as the person shown: all that stands in it but the signatures."""
    sig = signer.sign(canonical({"role": "subject", "record": content}))
    return content | {"signatures": [{"role": "subject", "alg": "Ed25519", "kid": signer.key_id, "sig": sig}]}


def put(home, content: dict) -> Record:
    path = home.store.folder / "records" / f"{content['authorization_id']}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_record(path)


@pytest.mark.parametrize("name", ["amara", "marco", "xiaochen", "xiaochen_green"])
def test_the_shipped_records_count_and_are_written_as_they_were_signed(home, name):
    path = shipped("portraits") / name / "consent.json"
    record = read_record(path)
    assert standing(record, home.store, NOW).is_valid
    assert record.as_json() == json.loads(path.read_text(encoding="utf-8"))


def test_a_record_of_the_first_schema_counts(home):
    record = put(home, signed(as_first(home.give()), home.signer))
    assert home.ask().record == record
    assert home.ask().record_sha256 == record.sha256


def test_what_was_granted_and_never_meant_anything_harms_nothing(home):
    content = as_first(home.give())
    content["scope"] |= {"sublicense": True, "training_use": True}
    content["legal"] |= {"cross_border": True}
    content["subject"] |= {"id_hash": "ab" * 32, "id_salt": "cd"}
    put(home, signed(content, home.signer))
    assert grants(home.ask().record.retired) == ["cross_border", "sublicense", "training_use", "id_hash", "id_salt"]
    with pytest.raises(ConsentError, match="another licensee"):
        home.ask(licensee="Somebody Else")


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_that_is_not_enforced_closes_the_gate(home, limit):
    put(home, signed(as_first(home.give()) | {limit: LIMITS[limit]}, home.signer))
    with pytest.raises(ConsentError, match=f"{limit}.*does not keep") as refusal:
        home.ask()
    assert refusal.value.reason == "unenforced"


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["scope"].update(sublicense=True),
        lambda record: record["scope"].pop("max_outputs"),
        lambda record: record["legal"].update(cross_border=True),
        lambda record: record.pop("operator"),
        lambda record: record["subject"].update(id_salt="00"),
    ],
)
def test_whatever_is_changed_in_it_shows(home, change):
    content = as_first(home.give())
    content["scope"]["max_outputs"] = 5
    content = signed(content | {"operator": "Render GmbH"}, home.signer)
    change(content)
    assert standing(put(home, content), home.store, NOW).reason == "forged"


@pytest.mark.parametrize(
    ("part", "field", "content"),
    [("scope", "sublicense", "yes"), ("subject", "id_hash", 5), ("", "voice", []), ("", "operator", None)],
)
def test_retired_fields_are_read_as_strictly_as_others(home, part, field, content):
    record = as_first(home.give())
    (record[part] if part else record)[field] = content
    with pytest.raises(InputError, match=field):
        Record.from_json(record)


@pytest.mark.parametrize("field", ["retired", "operator"])
def test_a_record_of_today_has_no_retired_fields(home, field):
    with pytest.raises(InputError, match=f"unknown field '{field}'"):
        Record.from_json(home.give().as_json() | {field: "{}"})


def test_an_answer_to_a_request_of_the_first_schema_is_accepted(home, tmp_path):
    """Its page was made before an update, and signs what that version asked for."""
    person, firm = Signer.new(), Licensee("Bank", key_id=home.signer.key_id)
    request = pose(home.store, home.image, home.picture, Subject(name="Ana"), firm, Terms(NOW, Scope(max_outputs=3)))
    content = as_first(request.record)
    content["challenge"]["nonce"] = "ab" * 16
    asked = copy.deepcopy(content)
    asked["legal"]["portrait_consent"] = False
    home.store.ledger.pose("ab" * 16, digest(asked))
    page, answer = tmp_path / "request.json", tmp_path / "answer.json"
    page.write_text(json.dumps(request.as_json() | {"record": content}), encoding="utf-8")
    assert read_request(page).as_json()["record"] == content
    content["subject"]["public_key"] = person.public_key.as_text()
    content["legal"] |= to_json(agreed("Bank", NOW))
    answer.write_text(json.dumps(signed(content, person)), encoding="utf-8")
    accepted = accept(home.store, read_record(answer), person.key_id, NOW)
    assert home.ask(**USE).record == accepted

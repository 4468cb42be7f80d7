"""A person elsewhere signs a request once, for the photo and the limits that they saw."""

import json
from dataclasses import replace

import pytest

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys import Signer
from avatar.permission.consent.issue import Terms
from avatar.permission.consent.moments import written
from avatar.permission.consent.page import render_request
from avatar.permission.consent.record import Legal, Licensee, Scope, Subject
from avatar.permission.consent.request import accept, answer, pose, read_request
from avatar.permission.consent.signatures import signed
from tests.consents import DAY, NARROW, NOW, make_home

TERMS = Terms(NOW, NARROW, keep_until=NOW + 400 * DAY)
LEGAL = Legal(portrait_consent=True, retention_until=written(NOW + 400 * DAY))


@pytest.fixture
def person():
    return Signer.new()


def request_of(home, licensee="Bank"):
    firm = Licensee(licensee, key_id=home.signer.key_id)
    return pose(home.store, home.image, home.picture, Subject(name="Ana"), firm, TERMS)


def test_an_answer_is_accepted_once(home, person):
    record = home.answered(person, TERMS)
    accepted = accept(home.store, record, person.key_id, NOW)
    assert [each.role for each in accepted.signatures] == ["subject", "licensee"]
    assert home.ask(now=NOW).type == "subject-signed"
    with pytest.raises(RefusedError, match="accepted already"):
        accept(home.store, record, person.key_id, NOW)


def test_an_answer_with_another_key_than_the_one_told_is_refused(home, person):
    with pytest.raises(RefusedError, match="not signed with the key"):
        accept(home.store, home.answered(Signer.new(), TERMS), person.key_id, NOW)


def test_an_answer_to_somebody_elses_request_is_refused(home, person, tmp_path):
    other = make_home(tmp_path / "other")
    with pytest.raises(RefusedError, match="no request of this installation"):
        accept(home.store, other.answered(person, TERMS), person.key_id, NOW)


def test_an_answer_that_comes_too_late_is_refused(home, person):
    with pytest.raises(RefusedError, match="had to be here"):
        accept(home.store, home.answered(person, TERMS), person.key_id, NOW + 15 * DAY)


def test_an_answer_to_something_else_is_refused(home, person):
    record = replace(home.answered(person, TERMS), scope=Scope(), signatures=())
    with pytest.raises(RefusedError, match="something else"):
        accept(home.store, signed(record, "subject", person), person.key_id, NOW)


@pytest.mark.parametrize("kept", [None, written(NOW + 9999 * DAY)])
def test_an_answer_that_keeps_the_photo_for_another_time_than_was_asked_is_refused(home, person, kept):
    record = home.answered(person, TERMS)
    assert record.legal.retention_until == LEGAL.retention_until
    record = replace(record, legal=replace(record.legal, retention_until=kept), signatures=())
    with pytest.raises(RefusedError, match="something else"):
        accept(home.store, signed(record, "subject", person), person.key_id, NOW)


def test_an_answer_without_the_separate_consent_is_refused(home, person):
    record = replace(home.answered(person, TERMS), legal=LEGAL, signatures=())
    with pytest.raises(RefusedError, match="another text"):
        accept(home.store, signed(record, "subject", person), person.key_id, NOW)


def test_an_answer_that_was_changed_after_signing_is_refused(home, person):
    record = home.answered(person, TERMS)
    changed = replace(record, legal=replace(record.legal, portrait_consent=False))
    with pytest.raises(RefusedError, match="changed after"):
        accept(home.store, changed, person.key_id, NOW)
    assert accept(home.store, record, person.key_id, NOW)  # the challenge was not used up by that


def test_a_person_does_not_sign_for_another_photo_than_the_one_sent(home, person):
    with pytest.raises(RefusedError, match="another photo"):
        answer(request_of(home), "0" * 64, person, NOW)


def test_a_person_does_not_sign_another_text(home, person):
    request = replace(request_of(home), text="Sign here.")
    with pytest.raises(RefusedError, match="another text"):
        answer(request, home.photo.content_hash, person, NOW)


def test_a_person_does_not_sign_too_late(home, person):
    with pytest.raises(RefusedError, match="had to be answered"):
        answer(request_of(home), home.photo.content_hash, person, NOW + 15 * DAY)


@pytest.mark.parametrize("licensee", ["示例银行", "A </script><b>B</b> & \"C\" 'D' <!--"])
def test_a_page_holds_the_same_request_as_a_file(home, tmp_path, licensee):
    request = request_of(home, licensee)
    page, file = tmp_path / "request.html", tmp_path / "request.json"
    page.write_text(render_request(request), encoding="utf-8")
    file.write_text(json.dumps(request.as_json()), encoding="utf-8")
    assert read_request(page) == read_request(file) == request
    assert request.picture_file() == home.image.read_bytes()
    assert "<b>B</b>" not in page.read_text(encoding="utf-8")


def test_a_page_loads_nothing_from_elsewhere(home):
    page = render_request(request_of(home))
    assert "http:" not in page
    assert "https:" not in page
    assert "src=" not in page.replace('src="data:image/png;base64,', "")


@pytest.mark.parametrize("content", ["", "<html></html>", "{}", '{"schema": "other"}'])
def test_what_is_no_request_is_named(tmp_path, content):
    path = tmp_path / "request.json"
    path.write_text(content)
    with pytest.raises(InputError, match=r"request\.json"):
        read_request(path)

"""A portrait that was made of two photos is shown as long as both who are seen in them allow it, and no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar.errors import InputError, RefusedError
from avatar.permission.consent import ConsentError, standing
from avatar.permission.consent.gate import require_editable
from avatar.permission.consent.issue import Terms, declare_shipped, record_edit, sign_own
from avatar.permission.consent.record import EDITED, Licensee, Parent, Picture, Record, Sample, Scope
from avatar.permission.consent.wording import EDITS_CHINESE, EDITS_ENGLISH, wording
from avatar.portrait.read import read_photo
from tests.consents import DAY, NARROW, NOW, TYPES, USE, Home, make_home

EDITS = ("likeness", "body")
CHILD = Picture("c" * 64)
ASKED = {key: value for key, value in USE.items() if key != "now"}


class Couple:
    """One home with a source and a target, and the portrait that was made of them."""

    def __init__(self, folder):
        self.source = make_home(folder)
        other = make_home(folder / "other", 1)
        self.target = Home(self.source.folder, read_photo(other.image), other.image)
        self.store = self.source.store

    def of(self, edit):
        return self.source if edit == "likeness" else self.target

    def give(self, edit, scope=NARROW, **terms):
        return self.of(edit).give("self", scope, **{"edits": (edit,)} | terms)

    def agree(self, **terms):
        """Let both allow it for as long as is said."""
        return {edit: self.give(edit, **terms) for edit in EDITS}

    def make(self, records=None):
        given = records or self.agree()
        parents = {Parent(edit, self.of(edit).picture.sha256): record for edit, record in given.items()}
        signer = self.source.signer
        record = record_edit(CHILD, parents, Licensee("here", key_id=signer.key_id), NOW, signer)
        self.store.save(record)
        return record

    def ask(self, **use):
        return self.ask_for(CHILD.sha256, **use)

    def ask_for(self, sha256, **use):
        from avatar.permission.consent import authorize

        return authorize(sha256, home=self.source.folder, picture="anna", **{**ASKED, "now": NOW, **use})


def end(couple, record):
    couple.store.ledger.revoke(record.authorization_id, "2026-11-21T00:00:00Z", "")


@pytest.fixture
def couple(tmp_path):
    return Couple(tmp_path)


def reason(couple, **use):
    with pytest.raises(ConsentError) as caught:
        couple.ask(**use)
    assert caught.value.exit_code == 3
    return caught.value.reason


def test_what_both_allow_is_shown_and_the_leave_names_both(couple):
    given = couple.agree()
    couple.make(given)
    leave = couple.ask()
    assert leave.type == EDITED
    assert [each.record for each in leave.parents] == [given["likeness"], given["body"]]
    assert [each.edit for each in leave.record.parents] == list(EDITS)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("what", ["missing", "revoked", "expired", "kept too long", "another purpose", "no edit"])
def test_either_of_them_ends_it(couple, edit, what):
    given = couple.agree()
    child = couple.make(given)
    assert couple.ask()
    path = couple.store.folder / "records" / f"{given[edit].authorization_id}.json"
    use = {}
    if what == "missing":
        path.unlink()
    elif what == "revoked":
        end(couple, given[edit])
    elif what == "no edit":
        path.unlink()
        couple.give(edit, edits=())
    else:
        path.unlink()
        limits = {
            "expired": {"expires": NOW + DAY},
            "kept too long": {"keep_until": NOW + DAY},
            "another purpose": {"scope": replace(NARROW, purposes=("education",))},
        }
        couple.give(edit, **limits[what])
        use = {} if what == "another purpose" else {"now": NOW + 2 * DAY}
    wanted = {"missing": "absent", "kept too long": "retention", "another purpose": "purpose", "no edit": "edit"}
    assert reason(couple, **use) == wanted.get(what, what)
    if what != "another purpose":
        assert not standing(child, couple.store, use.get("now", NOW)).is_valid
    with pytest.raises(RefusedError, match=f"whose {'face' if edit == 'likeness' else 'body'} it shows"):
        couple.ask(**use)


@pytest.mark.parametrize("edit", EDITS)
def test_the_leave_ends_when_one_of_them_ends_it_meanwhile(couple, edit):
    given = couple.agree()
    couple.make(given)
    leave = couple.ask()
    leave.require_still(["zh-CN"], (), NOW)
    end(couple, given[edit])
    with pytest.raises(ConsentError):
        leave.require_still(["zh-CN"], (), NOW)


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("is_later", [True, False])
def test_the_reason_is_that_of_the_record_which_names_the_edit(couple, edit, is_later):
    """Others of the same photo, older or newer, never allowed it, and say nothing of its end."""
    records = couple.agree()
    made = couple.make(records)
    other = Terms(NOW - DAY / 2 if is_later else NOW - 2 * DAY, NARROW)
    couple.store.save(couple.of(edit).make("self", other))
    end(couple, records[edit])
    assert standing(made, couple.store, NOW).reason == "revoked"


def test_it_ends_with_the_first_of_the_two(couple):
    given = {"likeness": couple.give("likeness", expires=NOW + 9 * DAY), "body": couple.give("body")}
    assert couple.make(given).expires_at == given["likeness"].expires_at


@pytest.mark.parametrize("edit", EDITS)
def test_its_films_are_counted_for_both(couple, edit):
    given = {each: couple.give(each) for each in EDITS if each != edit}
    given[edit] = couple.give(edit, replace(NARROW, max_outputs=1))
    couple.make(given)
    with couple.ask() as leave:
        assert reason(couple) == "outputs"  # the one place is held
        leave.count("a film", NOW)
    assert {couple.store.ledger.made(each.authorization_id) for each in given.values()} == {1}
    assert reason(couple) == "outputs"


@pytest.mark.parametrize("edit", EDITS)
def test_a_place_is_given_back_when_the_other_refuses(couple, edit):
    other = next(each for each in EDITS if each != edit)
    given = {edit: couple.give(edit, replace(NARROW, max_outputs=1)), other: couple.give(other)}
    couple.make(given)
    end(couple, given[other])
    for _ in range(3):
        assert reason(couple) == "revoked"
    couple.give(other)
    assert couple.ask()


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("edit", EDITS)
def test_a_record_allows_only_the_edits_that_it_names(home, kind, edit):
    other = next(each for each in EDITS if each != edit)
    asked = {"now": NOW, "picture": "ana.jpg", "home": home.folder}
    with pytest.raises(RefusedError, match="there is no authorization for this picture"):
        require_editable(home.photo.content_hash, edit, **asked)
    home.give(kind)
    with pytest.raises(RefusedError, match=f"--edit {edit}") as caught:
        require_editable(home.photo.content_hash, edit, **asked)
    assert caught.value.reason == "edit"
    home.give(kind, edits=(other,))
    with pytest.raises(RefusedError):
        require_editable(home.photo.content_hash, edit, **asked)
    given = home.give(kind, edits=(edit,))
    assert require_editable(home.photo.content_hash, edit, **asked) == given


def test_people_who_do_not_exist_and_come_with_us_may_be_edited(home):
    terms = Terms(NOW - DAY, Scope())
    shipped = declare_shipped(home.picture, terms, "rendered", home.signer)
    assert all(shipped.grants(edit) for edit in EDITS)
    assert not any(home.make("no-real-subject", terms).grants(edit) for edit in EDITS)


def test_the_portrait_that_was_made_grants_nothing_and_nobody_else_can_sign_for_it(couple):
    given = couple.agree()
    child = couple.make(given)
    assert not any(replace(child, edits=EDITS).grants(edit) for edit in EDITS)
    end(couple, given["body"])
    couple.store.save(sign_own(CHILD, "Mallory", Terms(NOW - DAY, Scope(), edits=EDITS), couple.source.signer))
    assert reason(couple) in {"edited", "revoked"}
    with pytest.raises(RefusedError):
        require_editable(CHILD.sha256, "likeness", now=NOW, home=couple.source.folder)


@pytest.mark.parametrize("edit", [*EDITS, "clothes"])
def test_what_was_edited_is_not_edited_again_and_the_sentence_says_what_to_name(couple, edit):
    given = couple.agree()
    couple.make(given)
    with pytest.raises(RefusedError, match="is not edited again; name the photos that it is made of instead") as caught:
        require_editable(CHILD.sha256, edit, now=NOW, picture="anna", home=couple.source.folder)
    assert caught.value.reason == "edited"
    end(couple, given["body"])
    with pytest.raises(RefusedError, match=r"whose body it shows.*; name the photos that it is made of instead"):
        require_editable(CHILD.sha256, edit, now=NOW, picture="anna", home=couple.source.folder)


@pytest.mark.parametrize("edit", EDITS)
def test_no_record_names_a_portrait_that_was_edited_itself(couple, edit):
    """A chain would have to be made by hand: whoever has the keys cannot let an edited portrait stand for a person."""
    couple.make()
    signer = couple.source.signer
    other = next(each for each in EDITS if each != edit)
    parents = {
        Parent(edit, CHILD.sha256): couple.give(other),
        Parent(other, couple.of(other).picture.sha256): couple.give(other),
    }
    grandchild = Picture("e" * 64)
    couple.store.save(record_edit(grandchild, parents, Licensee("here", key_id=signer.key_id), NOW, signer))
    with pytest.raises(ConsentError, match="is not edited again") as caught:
        couple.ask_for(grandchild.sha256)
    assert caught.value.reason == "edited"


@pytest.mark.parametrize("change", ["no parents", "one parent", "twice the same", "another type", "another photo"])
def test_a_record_that_was_changed_does_not_count(couple, change):
    child = couple.make()
    path = couple.store.folder / "records" / f"{child.authorization_id}.json"
    path.unlink()

    def forge(content):
        if change == "no parents":
            del content["parents"]
        elif change == "one parent":
            del content["parents"][1]
        elif change == "twice the same":
            content["parents"][1] = content["parents"][0]
        elif change == "another type":
            content["type"] = "no-real-subject"
            del content["parents"]
        else:
            content["parents"][0]["sha256"] = "d" * 64

    couple.source.put(child, forge)
    assert reason(couple) == "forged"


def test_a_record_needs_one_photo_for_the_face_and_one_for_the_body(couple):
    given = couple.agree()
    face = couple.of("likeness").picture.sha256
    parents = {Parent("likeness", face): given["likeness"], Parent("likeness", "d" * 64): given["likeness"]}
    signer = couple.source.signer
    couple.store.save(record_edit(CHILD, parents, Licensee("here"), NOW, signer))
    assert reason(couple) == "incomplete"


def test_what_is_agreed_to_names_the_edits_in_both_languages(home):
    record = home.give("subject-signed", edits=EDITS)
    agreed = record.legal.separate_biometric_consent
    from avatar.permission.consent.wording import text_hash

    assert agreed.text_sha256 == text_hash(record.licensee.name, edits=EDITS) != text_hash(record.licensee.name)
    for edit in EDITS:
        assert EDITS_ENGLISH[edit] in wording("A", edits=(edit,))
        assert EDITS_CHINESE[edit] in wording("A", edits=(edit,))


def test_a_record_is_read_as_it_was_written_and_knows_no_other_edits(couple):
    child = couple.make()
    assert Record.from_json(child.as_json()) == child
    content = child.as_json() | {"edits": ["hair"]}
    with pytest.raises(InputError, match="'hair'"):
        Record.from_json(content)


def test_a_voice_is_not_edited(home):
    with pytest.raises(InputError, match="--edit"):
        sign_own(Sample("a" * 64), "Ana", Terms(NOW, Scope(), edits=("body",)), home.signer)


def clothed(couple, *edits, other="", scope=NARROW):
    """Keep the record of a portrait in other clothes, and of another face where `edits` name it."""
    given = couple.give("body", scope, edits=("body", "clothes"))
    made_of = {"likeness": couple.source.picture.sha256, "body": couple.target.picture.sha256}
    made_of["clothes"] = other or made_of["body"]
    records = {"likeness": couple.give("likeness")} if "likeness" in edits else {}
    parents = {Parent(edit, made_of[edit]): records.get(edit, given) for edit in edits}
    signer = couple.source.signer
    couple.store.save(record_edit(CHILD, parents, Licensee("here", key_id=signer.key_id), NOW, signer))
    return given


def test_other_clothes_need_the_leave_of_who_wears_them_alone(couple):
    given = clothed(couple, "clothes")
    assert [each.record for each in couple.ask().parents] == [given]
    end(couple, given)
    assert reason(couple) == "revoked"


def test_a_face_and_clothes_at_once_are_one_output_of_who_wears_them(couple):
    given = clothed(couple, "likeness", "body", "clothes", scope=replace(NARROW, max_outputs=1))
    with couple.ask() as leave:
        assert [each.edit for each in leave.record.parents] == ["likeness", "body", "clothes"]
        leave.count("a film", NOW)
    assert couple.store.ledger.made(given.authorization_id) == 1


def test_clothes_of_another_body_make_no_record(couple):
    clothed(couple, "likeness", "body", "clothes", other=couple.source.picture.sha256)
    assert reason(couple) == "incomplete"

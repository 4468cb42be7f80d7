"""What was revoked stays revoked; a list that is stale, gone, changed or older than one seen closes the gate."""

import pytest

from avatar.errors import InputError, RefusedError
from avatar.ledger import stores
from avatar.ledger.keys import Signer
from avatar.ledger.keys.files import write_private
from avatar.ledger.stores import rotate
from avatar.permission.consent import standing
from avatar.permission.consent.issue import Terms
from avatar.permission.consent.lists import Revocation, sign_list
from avatar.permission.consent.request import accept
from avatar.permission.consent.revoking import honour, revoke, state, write
from tests.consents import DAY, NARROW, NOW, with_issuer


def reason(home, **use):
    with pytest.raises(RefusedError) as caught:
        home.ask(**use)
    return caught.value.reason, str(caught.value)


def own_list(home):
    return home.store.folder / "revocations.json"


def agency_list(home, agency, number=1, issued=NOW, revoked=()):
    path = home.image.parent / f"list-{number}.json"
    write(sign_list(agency, number, issued, 7, revoked), path)
    return path


def test_what_is_revoked_is_refused_and_a_new_record_counts(home):
    record = home.give()
    assert home.ask()
    found = revoke(home.store, record.authorization_id[:8], "asked to")
    assert [each.authorization_id for each in found.revoked] == [record.authorization_id]
    assert reason(home)[0] == "revoked"
    home.give()
    assert home.ask()


def test_a_record_revoked_later_was_valid_when_the_clip_was_made(home):
    record = home.give()
    home.store.ledger.revoke(record.authorization_id, "2026-11-20T00:00:00Z", "")
    home.store.lists.issue(NOW)
    assert standing(record, home.store, NOW).reason == "revoked"
    assert standing(record, home.store, NOW, at=NOW - DAY / 2).reason == "revoked"
    earlier = home.make("self", Terms(NOW - 9 * DAY, NARROW))
    home.store.ledger.revoke(earlier.authorization_id, "2026-11-20T00:00:00Z", "")
    assert standing(earlier, home.store, NOW, at=NOW - 5 * DAY).is_valid


def test_our_own_stale_list_is_signed_anew_while_its_key_is_at_hand(home):
    home.give()
    first = home.store.lists.issue(NOW - 60 * DAY)
    assert home.ask()
    assert home.store.lists.own(NOW).number == first.number + 1


def test_our_own_stale_list_closes_the_gate_when_its_key_is_locked(home):
    home.give()
    home.store.lists.issue(NOW - 60 * DAY)
    rotate(home.folder, "revocation", b"a passphrase")
    what, sentence = reason(home)
    assert what == "list"
    assert "avatar consent revoke --refresh" in sentence
    assert home.ask(unlock=lambda _what: b"a passphrase")


def test_a_list_that_was_changed_or_is_gone_closes_the_gate_until_it_is_signed_anew(home):
    record = home.give()
    revoke(home.store, record.authorization_id)
    text = own_list(home).read_text()
    own_list(home).write_text(text.replace(record.authorization_id, "0" * 32))
    assert reason(home)[0] == "list"
    own_list(home).unlink()
    assert reason(home)[0] == "list"
    home.store.lists.issue(NOW)
    assert reason(home)[0] == "revoked"


def test_an_older_list_put_back_closes_the_gate(home):
    record = home.give()
    home.store.lists.issue(NOW)
    earlier = own_list(home).read_bytes()
    revoke(home.store, record.authorization_id)
    own_list(home).write_bytes(earlier)
    assert reason(home)[0] == "list"


def test_a_lost_ledger_does_not_bring_a_revoked_record_back(home):
    record = home.give()
    revoke(home.store, record.authorization_id)
    (home.store.folder / "ledger.sqlite").unlink()
    assert reason(home)[0] == "stores"
    home.store.lists.issue(NOW)  # from the list that is there; the ledger is another one all the same
    assert reason(home)[0] == "stores"
    stores.accept(home.folder, "the disk was lost")
    assert reason(home)[0] == "revoked"


def test_the_list_of_another_issuer_has_to_be_here_and_fresh(home):
    agency = Signer.new()
    home.give(revocation=with_issuer(agency))
    assert reason(home)[0] == "list"
    home.store.lists.import_list(agency_list(home, agency), agency.public_key)
    assert home.ask()
    assert home.ask(now=NOW + 7 * DAY)
    what, sentence = reason(home, now=NOW + 8 * DAY)
    assert what == "list"
    assert "revoke --import" in sentence


def test_what_another_issuer_revokes_is_revoked(home):
    agency = Signer.new()
    record = home.give("attested", revocation=with_issuer(agency))
    entry = Revocation(record.authorization_id, "2026-11-20T00:00:00Z")
    honour(home.store, agency_list(home, agency, revoked=(entry,)))
    assert reason(home)[0] == "revoked"


def test_an_older_list_of_another_issuer_is_not_taken(home):
    agency = Signer.new()
    home.give(revocation=with_issuer(agency))
    honour(home.store, agency_list(home, agency, 5))
    with pytest.raises(RefusedError, match="number 5 was seen"):
        honour(home.store, agency_list(home, agency, 4))
    folder = home.store.folder / "lists"
    (folder / f"{agency.key_id}.json").write_bytes(agency_list(home, agency, 4).read_bytes())
    assert reason(home)[0] == "list"


def test_a_forged_list_of_another_issuer_is_not_taken(home):
    agency = Signer.new()
    home.give(revocation=with_issuer(agency))
    path = agency_list(home, agency)
    path.write_text(path.read_text().replace('"number": 1', '"number": 2'))
    with pytest.raises(RefusedError, match="not signed"):
        honour(home.store, path)


def test_the_person_shown_can_revoke_with_their_own_key(home):
    person, key = Signer.new(), home.image.parent / "me.key"
    write_private(key, person)
    record = accept(home.store, home.answered(person, Terms(NOW - DAY, NARROW)), person.key_id, NOW - DAY)
    assert home.ask()
    path = home.image.parent / "revocation.json"
    write(state(record.authorization_id, "changed my mind", key), path)
    honour(home.store, path)
    assert reason(home)[0] == "revoked"


def test_a_stranger_cannot_revoke(home):
    stranger, key = Signer.new(), home.image.parent / "stranger.key"
    write_private(key, stranger)
    record = home.give("subject-signed")
    path = home.image.parent / "revocation.json"
    write(state(record.authorization_id, "", key), path)
    with pytest.raises(RefusedError, match=stranger.key_id):
        honour(home.store, path)
    assert home.ask()


@pytest.mark.parametrize("authorization", ["000000", "abc", ""])
def test_an_id_that_is_not_there_is_bad_input(home, authorization):
    home.give()
    with pytest.raises(InputError, match="avatar consent list"):
        revoke(home.store, authorization)

"""A video gets another face as long as both people allow it, for what it is for: nothing is measured without that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar.clip.meanwhile import Look
from avatar.clip.request import ClipRequest
from avatar.data import Utterance
from avatar.errors import RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.consent.record import EDITED, Picture, Scope
from avatar.portrait.cards import Source
from avatar.portrait.read import read_photo
from avatar.runtime.hashing import file_sha256
from avatar.swapping import leave
from avatar.swapping.body import Body
from avatar.swapping.words import Words
from tests.consents import DAY, NARROW, NOW, Home, make_home

pytestmark = pytest.mark.slow

EDITS = ("likeness", "body")
WORDS = Words("Hello there.", (Utterance("Hello there.", "en-GB"),), ("emma",))
DRAWN = Picture("c" * 64, "0" * 16)
FACTS = {"keep": "0.8"}


class Couple:
    """One home, with somebody whose face it is and somebody who is seen in a video."""

    def __init__(self, folder):
        self.source = make_home(folder)
        other = make_home(folder / "other", 1)
        self.target = Home(self.source.folder, read_photo(other.image), other.image)
        self.home = self.source.folder
        place = self.source.image
        self.face = Source(place, place.read_bytes(), file_sha256(place))
        self.body = Body(Look(self.target.photo.content_hash, self.target.picture.phash), "talk.mp4")

    def give(self, edit, scope=NARROW, **terms):
        owner = self.source if edit == "likeness" else self.target
        return owner.give("self", scope, **{"edits": (edit,)} | terms)

    def ask(self, purpose="marketing", channel="website", words=WORDS, **more):
        request = ClipRequest.from_options(
            words.text, "talk.mp4", purpose=purpose, channel=channel, **{"territory": "CN", "product": "Card"} | more
        )
        return leave.ask(request, self.face, "me.jpg", self.body, words, self.home)

    def film(self, **use):
        """Ask as if a face had been drawn, and begin to film it."""
        clearance = self.ask(**use).film_of(DRAWN, FACTS)
        with clearance.permit(DRAWN.sha256, WORDS.said) as permit:
            return permit


@pytest.fixture
def couple(tmp_path, monkeypatch):
    for clock in ("permission.consent.gate.read_clock", "edit.leave.now", "swapping.leave.now"):
        monkeypatch.setattr(f"avatar.{clock}", lambda: NOW)
    return Couple(tmp_path)


def test_what_both_allow_is_filmed_under_a_record_that_names_both(couple):
    given = {edit: couple.give(edit) for edit in EDITS}
    permit = couple.film()
    assert permit.authorization.type == EDITED
    assert {each.edit: each.authorization_id for each in permit.parents} == {
        edit: record.authorization_id for edit, record in given.items()
    }
    assert [each.edit for each in permit.parents] == list(EDITS)
    (entry,) = (each for each in read_entries(audit_folder(couple.home)) if each["what"] == "portrait.edit")
    assert entry["details"]["body_authorization"] == given["body"].authorization_id
    assert couple.film().authorization.authorization_id == permit.authorization.authorization_id, "no second record"


TRIALS = {
    "missing": None,
    "allows no edit": {"edits": ()},
    "allows the other edit": {"edits": "other"},
    "expired": {"expires": NOW - DAY / 2},
    "not yet": {"not_before": NOW + DAY},
    "kept too long": {"keep_until": NOW - DAY / 4, "not_before": NOW - DAY / 2},
    "another purpose": {"scope": replace(NARROW, purposes=("education",))},
    "another channel": {"scope": replace(NARROW, channels=("branch",))},
    "another territory": {"scope": replace(NARROW, territories=("US-CA",))},
    "another language": {"scope": replace(NARROW, languages=("zh",))},
    "another product": {"scope": replace(NARROW, products=("Tea",))},
    "another voice": {"scope": replace(NARROW, voices=("bob",))},
    "revoked": "revoked",
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("trial", TRIALS)
def test_one_of_both_who_does_not_allow_it_ends_it_before_anything_is_measured(couple, edit, trial):
    other = EDITS[1 - EDITS.index(edit)]
    couple.give(other)
    terms = TRIALS[trial]
    if terms == "revoked":
        record = couple.give(edit)
        couple.source.store.ledger.revoke(record.authorization_id, "2026-11-21T00:00:00Z", "")
    elif terms is not None:
        own = {"edits": (edit,)} | terms
        couple.give(edit, **own | ({"edits": (other,)} if own["edits"] == "other" else {}))
    with pytest.raises(RefusedError) as refused:
        couple.ask()
    assert refused.value.exit_code == 3
    entries = [each["what"] for each in read_entries(audit_folder(couple.home))]
    assert "refuse" in entries
    assert "portrait.edit" not in entries


def test_what_ends_between_the_asking_and_the_film_ends_the_film(couple):
    for edit in EDITS:
        record = couple.give(edit)
    asked = couple.ask().film_of(DRAWN, FACTS)
    couple.source.store.ledger.revoke(record.authorization_id, "2026-11-21T00:00:00Z", "")
    with pytest.raises(RefusedError, match="whose body it shows"), asked.permit(DRAWN.sha256, WORDS.said):
        pass


def test_the_words_are_judged_again_for_the_new_face(couple):
    for edit in EDITS:
        couple.give(edit, Scope())
    fraud = "我是公安局的警察，请把您的验证码告诉我，并把钱转到安全账户。"
    with pytest.raises(RefusedError):
        couple.ask(words=Words(fraud, (Utterance(fraud, "zh-CN"),), ("emma",)))

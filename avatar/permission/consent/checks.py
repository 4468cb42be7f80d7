"""Whether a record counts at a moment, whatever is made with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from avatar.permission.consent.earlier import limits
from avatar.permission.consent.faults import ClockError, ConsentError, stated
from avatar.permission.consent.moments import read_moment, written
from avatar.permission.consent.record import ATTESTED, EDITED, NO_REAL_SUBJECT, SELF, SUBJECT_SIGNED, Record
from avatar.permission.consent.signatures import require_signatures
from avatar.permission.consent.vocabulary import EDITS, MADE_OF

if TYPE_CHECKING:
    from avatar.ledger.keys import Unlock
    from avatar.permission.consent.record import Parent
    from avatar.permission.consent.store import ConsentStore

_DOES = {
    "likeness": "its face on somebody else",
    "body": "somebody else's face on it",
    "clothes": "other clothes on it",
}
"""what an edit is, in the sentence of a refusal"""
_PATIENCE = timedelta(days=1)
"""that clocks may differ"""
_LIFETIME = timedelta(days=50 * 365)
"""of an installation: a clock that shows a later day is wrong"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a record."""

    is_valid: bool
    reason: str
    """"valid", or one word of `ConsentError.reason\""""
    why: str
    """a clause; empty when valid"""


def require_standing(
    record: Record, store: ConsentStore, now: datetime, unlock: Unlock | None = None, *, at: datetime | None = None
) -> None:
    """Raise `ConsentError` unless the record is signed by those who must, complete, in its time and not revoked.

    With `at`, an earlier moment, it is judged as of then: what was revoked later does not count.
    """
    require_signatures(record, store.trust())
    require_complete(record)
    _require_time(record, at or now)
    _require_not_revoked(record, _revocations(record, store, now, unlock), at)
    if record.type != EDITED and record.portrait and store.is_edited(record.portrait[0].sha256):
        raise ConsentError("edited", "its picture is an edited portrait, which those alone allow whom it is made of")
    for parent in record.parents:
        require_granted(parent, store, now, unlock, at=at)


def require_granted(
    parent: Parent, store: ConsentStore, now: datetime, unlock: Unlock | None = None, *, at: datetime | None = None
) -> Record:
    """Give a record that stands for a photo, and allows that it is edited so.

    Raise `ConsentError` if none does, with the reason of the latest that names the edit, else of the latest.
    """
    told: Standing | None = None
    is_named = False
    for record in store.covering(parent.sha256):
        found = standing(record, store, now, unlock, at=at, edit=parent.edit)
        if found.is_valid:
            return record
        if told is None or (not is_named and record.grants(parent.edit)):
            told, is_named = found, record.grants(parent.edit)
    absent = ConsentError("absent", "there is no authorization for it")
    raise of_parent(parent, stated(told.reason, told.why) if told else absent)


def require_edit(record: Record, edit: str) -> None:
    """Raise `ConsentError` unless a record allows that its photo is edited so."""
    if record.type == EDITED:
        raise ConsentError("edited", "it is an edited portrait, and what was made of photos is not edited again")
    if not record.grants(edit):
        does = _DOES[edit]
        raise ConsentError("edit", f"its authorization does not allow {does} (it has no edit {edit!r})")


def of_parent(parent: Parent, fault: ConsentError) -> ConsentError:
    """Say of which photo, of those that a portrait is made of, a fault is."""
    of = "face" if parent.edit == EDITS[0] else "body"  # whoever wears other clothes is shown with theirs
    return stated(fault.reason, f"the photo {parent.sha256[:8]}, whose {of} it shows, may not be used for it: {fault}")


def standing(  # noqa: PLR0913 - whose record, when, and what for
    record: Record,
    store: ConsentStore,
    now: datetime,
    unlock: Unlock | None = None,
    *,
    at: datetime | None = None,
    edit: str = "",
) -> Standing:
    """Tell how a record stands, without raising: `at` the moment of creation, or now; for an `edit`, or as it is."""
    try:
        if edit:
            require_edit(record, edit)
        require_standing(record, store, now, unlock, at=at)
    except ConsentError as fault:
        return Standing(False, fault.reason, str(fault))
    return Standing(True, "valid", "")


def require_complete(record: Record) -> None:
    """Raise `ConsentError` if a record lacks what its type needs besides signatures."""
    if record.type == ATTESTED and (record.evidence is None or not record.evidence.form_sha256):
        raise ConsentError("incomplete", "its authorization is attested without the hash of a signed form")
    if record.type == SUBJECT_SIGNED and record.challenge is None:
        raise ConsentError("incomplete", "its authorization was signed without a challenge")
    if record.type in {SELF, SUBJECT_SIGNED} and record.legal.separate_biometric_consent is None:
        what = "face" if record.portrait else "voice"
        raise ConsentError("incomplete", f"its authorization lacks the separate consent to processing the {what}")
    if record.type == EDITED:
        _require_parents(record)
    if record.type not in {NO_REAL_SUBJECT, EDITED} and record.portrait and not record.legal.portrait_consent:
        raise ConsentError("incomplete", "its authorization lacks the consent to the use of the likeness")
    if record.type != NO_REAL_SUBJECT and record.voice and not record.legal.voice_consent:
        raise ConsentError("incomplete", "its authorization lacks the consent to the use of the voice")
    unkept = limits(record.retired)
    if unkept:
        raise ConsentError(
            "unenforced", f"its authorization sets the limit {unkept[0]!r}, which this version of avatar does not keep"
        )
    if record.subject.is_minor and not record.subject.guardian:
        raise ConsentError("incomplete", "its authorization is a minor's and names no guardian")


def _require_parents(record: Record) -> None:
    """Raise `ConsentError` unless each part of an edited portrait is of one photo, and clothes are on the body's."""
    made_of = {parent.edit: parent.sha256 for parent in record.parents}
    if tuple(sorted(parent.edit for parent in record.parents)) not in MADE_OF:
        raise ConsentError("incomplete", "its authorization does not name one photo for the face and one for the body")
    if len({made_of[edit] for edit in ("body", "clothes") if edit in made_of}) > 1:
        raise ConsentError("incomplete", "its authorization names two photos for one body")


def require_sound(store: ConsentStore, now: datetime, unlock: Unlock | None = None) -> datetime:
    """Give the moment that records are judged by: now, or the latest that was seen, if the clock has gone back.

    Raise `ConsentError` if a store of the home was emptied, lost or put back, or if the clock shows a time more than a
    day before the latest.
    """
    store.require_whole(unlock)
    require_clock(store, now)
    latest = datetime.fromtimestamp(store.ledger.latest_moment(), timezone.utc)
    return max(now, latest)


def require_clock(store: ConsentStore, now: datetime) -> None:
    """Raise `ConsentError` if the clock shows a time more than a day before the latest that was seen."""
    moment, latest = now.timestamp(), store.ledger.latest_moment()
    if moment < latest - _PATIENCE.total_seconds():
        raise ClockError(
            "the computer's clock has gone back by more than a day, so no date can be checked (set it right; if it "
            "was wrong before and is right now: avatar consent clock --accept)",
        )
    store.ledger.see_moment(moment)


def _require_time(record: Record, now: datetime) -> None:
    issued = read_moment(record.issued_at)
    if now < read_moment(record.not_before):
        if now < issued - _PATIENCE:
            raise ClockError(_wrong(now, f"before its authorization was signed, on {record.issued_at}"))
        raise ConsentError("early", f"its authorization begins only on {record.not_before}")
    if now > read_moment(record.expires_at):
        if now > issued + _LIFETIME:
            raise ClockError(_wrong(now, f"long after its authorization was signed, on {record.issued_at}"))
        raise ConsentError("expired", f"its authorization ended on {record.expires_at}")
    kept = record.legal.retention_until
    if kept is not None and now > read_moment(kept):
        what = "photo" if record.portrait else "recording"
        raise ConsentError("retention", f"its {what} was to be kept only until {kept}, and has to be deleted")


def _wrong(now: datetime, when: str) -> str:
    return f"the computer's clock says {written(now)}, which is {when}; set the clock right"


def _revocations(record: Record, store: ConsentStore, now: datetime, unlock: Unlock | None) -> dict[str, str]:
    """Give the moments of everything revoked that may concern a record, from lists that are fresh now."""
    lists = [store.lists.own(now, unlock)]
    if record.revocation is not None:
        issuer = record.revocation
        lists.append(store.lists.foreign(issuer.public_key, now, issuer.contact))
    found = {name: at for name, (at, _why) in store.ledger.revoked().items()}
    for entry in (entry for each in lists for entry in each.revoked):
        found[entry.authorization_id] = min(entry.at, found.get(entry.authorization_id, entry.at))
    return found


def _require_not_revoked(record: Record, revoked: dict[str, str], at: datetime | None) -> None:
    since = revoked.get(record.authorization_id)
    if since is not None and (at is None or read_moment(since) <= at):
        raise ConsentError("revoked", f"its authorization was revoked on {since}")

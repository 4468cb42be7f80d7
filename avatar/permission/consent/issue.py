"""Making records: of one's own photo, on a signed form, of a synthetic person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.outside.cleaning import is_plain
from avatar.permission.consent import wording
from avatar.permission.consent.moments import after, read_moment, written
from avatar.permission.consent.record import (
    ATTESTED,
    EDITED,
    NO_REAL_SUBJECT,
    SCHEMA,
    SELF,
    Consent,
    Evidence,
    Issuer,
    Legal,
    Licensee,
    Parent,
    Picture,
    Record,
    Sample,
    Scope,
    Subject,
)
from avatar.permission.consent.signatures import signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from avatar.ledger.keys import Signer

YEAR = 365
NOBODY = "nobody: a synthetic person"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an authorization allows and from when to when."""

    now: datetime
    """moment of issue"""
    scope: Scope
    not_before: datetime | None = None
    """None: from now on"""
    expires: datetime | None = None
    """None: for a year"""
    revocation: Issuer | None = None
    """whose revocation list counts too"""
    keep_until: datetime | None = None
    """until when the photo may be kept; None: not limited"""
    edits: tuple[str, ...] = ()
    """what else may be made of the photo, of `vocabulary.EDITS`"""


def draft(  # noqa: PLR0913 - the parts of a record
    kind: str,
    about: Picture | Sample,
    subject: Subject,
    terms: Terms,
    *,
    licensee: Licensee | None = None,
    legal: Legal | None = None,
    evidence: Evidence | None = None,
) -> Record:
    """Compose a record that nobody has signed yet.

    Raise `InputError` if it ends before it begins, or if a name in it reads otherwise than it is spelled.
    """
    begin = terms.not_before or terms.now
    end = terms.expires or after(begin, YEAR)
    if end <= begin:
        raise InputError(f"The authorization would end on {written(end)}, before it begins; choose a later --expires.")
    kept = terms.keep_until
    if kept is not None and kept <= begin:
        raise InputError(
            f"The photo would have to be deleted on {written(kept)}, before the authorization begins; choose a later "
            "--keep-until."
        )
    if terms.edits and isinstance(about, Sample):
        raise InputError("A recording of a voice is not edited; leave --edit out.")
    if subject.is_minor and not subject.guardian:
        raise InputError("A minor's authorization needs who consents for them; name the guardian with --guardian NAME.")
    record = Record(
        schema=SCHEMA,
        authorization_id=secrets.token_hex(16),
        type=kind,
        issued_at=written(terms.now),
        not_before=written(begin),
        expires_at=written(end),
        subject=subject,
        portrait=(about,) if isinstance(about, Picture) else (),
        voice=(about,) if isinstance(about, Sample) else (),
        scope=terms.scope,
        edits=terms.edits,
        legal=replace(legal or Legal(), retention_until=None if kept is None else written(kept)),
        licensee=licensee,
        evidence=evidence,
        revocation=terms.revocation,
    )
    if not is_plain(record.as_json()):  # what is read would not be what is signed
        raise InputError(
            "A name or a term of the authorization holds line ends, signs that turn a text's direction, or signs that "
            "are not seen; write it on one line, without them."
        )
    return record


def sign_own(about: Picture | Sample, name: str, terms: Terms, signer: Signer) -> Record:
    """Authorize one's own photo, or the voice in a recording of oneself, for oneself."""
    subject = Subject(name=name, public_key=signer.public_key.as_text())
    licensee = Licensee(name=name, key_id=signer.key_id)
    legal = agreed(name, terms.now, is_voice=isinstance(about, Sample), edits=terms.edits)
    return signed(draft(SELF, about, subject, terms, licensee=licensee, legal=legal), "subject", signer)


def attest(  # noqa: PLR0913 - who, what, for whom, and the proof
    about: Picture | Sample, subject: Subject, licensee: Licensee, terms: Terms, evidence: Evidence, signer: Signer
) -> Record:
    """Attest as the licensee that the person shown or heard has signed a form.

    Raise `InputError` without the form's hash.
    """
    if not evidence.form_sha256:
        raise InputError("An attestation needs the scan of the signed form; give it with --form SCAN.pdf.")
    legal = Legal(voice_consent=True) if isinstance(about, Sample) else Legal(portrait_consent=True)
    record = draft(ATTESTED, about, subject, terms, licensee=licensee, legal=legal, evidence=evidence)
    return signed(record, "licensee", signer)


def declare_synthetic(
    about: Picture | Sample, licensee: Licensee, terms: Terms, note: str | None, signer: Signer
) -> Record:
    """Declare as the licensee that nobody who exists is shown in the picture, or heard in the recording."""
    evidence = Evidence(note=note) if note else None
    record = draft(NO_REAL_SUBJECT, about, Subject(name=NOBODY), terms, licensee=licensee, evidence=evidence)
    return signed(record, "licensee", signer)


def declare_shipped(picture: Picture, terms: Terms, note: str, signer: Signer) -> Record:
    """Declare as the project that a shipped picture shows nobody who exists; anyone may use it."""
    record = draft(NO_REAL_SUBJECT, picture, Subject(name=NOBODY), terms, evidence=Evidence(note=note))
    return signed(record, "project", signer)


def record_edit(
    picture: Picture, parents: Mapping[Parent, Record], licensee: Licensee, now: datetime, signer: Signer
) -> Record:
    """Write down of which photos an edited portrait is made; `parents` are those, with the records that allow it.

    It ends when the first of those does, and grants nothing by itself: see `checks.require_standing`.
    """
    ends = [read_moment(each.expires_at) for each in parents.values()]
    kept = [read_moment(until) for each in parents.values() if (until := each.legal.retention_until)]
    terms = Terms(now, Scope(), expires=min(ends), keep_until=min(kept, default=None))
    bare = draft(NO_REAL_SUBJECT, picture, Subject(), terms, licensee=licensee)
    return signed(replace(bare, type=EDITED, parents=tuple(parents)), "licensee", signer)


def agreed(licensee: str, now: datetime, *, is_voice: bool = False, edits: Sequence[str] = ()) -> Legal:
    """Write down that the text of `wording` was agreed to."""
    consent = Consent(wording.VERSION, wording.text_hash(licensee, is_voice=is_voice, edits=edits), written(now))
    if is_voice:
        return Legal(voice_consent=True, separate_biometric_consent=consent)
    return Legal(portrait_consent=True, separate_biometric_consent=consent)

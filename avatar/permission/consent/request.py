"""Asking a person elsewhere: a request with a one-time challenge, their signed answer, and its acceptance."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.errors import InputError, RefusedError
from avatar.ledger.canonical import digest, parse
from avatar.outside.cleaning import is_plain
from avatar.outside.documents import read_bytes
from avatar.permission.consent import wording
from avatar.permission.consent.checks import require_complete
from avatar.permission.consent.faults import ConsentError
from avatar.permission.consent.form import from_json, to_json
from avatar.permission.consent.issue import agreed, draft
from avatar.permission.consent.moments import after, read_moment, written
from avatar.permission.consent.record import SUBJECT_SIGNED, Challenge, Legal, Record
from avatar.permission.consent.signatures import require_signatures, signed

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from avatar.ledger.keys import Signer, Unlock
    from avatar.permission.consent.issue import Terms
    from avatar.permission.consent.record import Licensee, Picture, Subject
    from avatar.permission.consent.store import ConsentStore

SCHEMA = "avatar.consent-request/1"
DAYS = 14
"""until a challenge can no longer be answered"""
_LARGEST_PICTURE = 20_000_000
_EMBEDDED = re.compile(r'<script type="application/json" id="request">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person is asked to sign."""

    schema: str
    """`SCHEMA`"""
    record: Record
    """the authorization, not signed yet"""
    text: str
    """what the person agrees to, in both languages"""
    picture: str
    """the photo's file, base64"""
    picture_name: str
    """of the file"""

    def __post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise InputError(f"The request's schema is {self.schema[:40]!r}, not {SCHEMA!r}; update avatar.")

    def as_json(self) -> dict[str, object]:
        """Write the request as a JSON object."""
        return to_json(self)

    def picture_file(self) -> bytes:
        """Give the photo's file."""
        try:
            return base64.b64decode(self.picture, validate=True)
        except ValueError as fault:
            raise InputError("The photo in the request is damaged; ask for the request again.") from fault


def pose(  # noqa: PLR0913 - who is asked what by whom
    store: ConsentStore, image: Path, picture: Picture, subject: Subject, licensee: Licensee, terms: Terms
) -> Request:
    """Make a request and remember its challenge. Raise `InputError` for a photo too large to send along."""
    if image.stat().st_size > _LARGEST_PICTURE:
        raise InputError(f"The photo {str(image)!r} is larger than 20 MB; send a smaller one and use that.")
    challenge = Challenge(secrets.token_hex(16), written(after(terms.now, DAYS)))
    record = replace(
        draft(SUBJECT_SIGNED, picture, subject, terms, licensee=licensee, legal=Legal(portrait_consent=True)),
        challenge=challenge,
    )
    store.ledger.pose(challenge.nonce, _asked(record))
    content = base64.b64encode(image.read_bytes()).decode()
    return Request(SCHEMA, record, wording.wording(licensee.name, edits=record.edits), content, image.name)


def read_request(path: Path) -> Request:
    """Read a request from its JSON file or its page. Raise `InputError` if it is neither."""
    try:
        content = read_bytes(path)
    except ValueError as fault:
        raise InputError(f"The request {str(path)!r} is none: {fault}; ask for it again.") from fault
    except OSError as fault:
        raise InputError(
            f"The request {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    embedded = _EMBEDDED.search(content.decode("utf-8", "replace"))
    if embedded:
        content = embedded.group(1).encode()
    request = from_json(Request, parse(content, str(path)), f"The request {str(path)!r}")
    if not is_plain(request.record.as_json()):  # what is shown would not be what is signed
        raise InputError(
            f"The names or terms in the request {str(path)!r} hold signs that are not seen, or that turn a text round; "
            "do not sign it, and ask why."
        )
    return request


def answer(request: Request, seen_sha256: str, signer: Signer, now: datetime) -> Record:
    """Sign a request as the person shown. `seen_sha256` is of the pixels of the photo that came with it.

    Raise `RefusedError` if the request speaks of another photo or another text, or comes too late.
    """
    record = request.record
    challenge, licensee = record.challenge, record.licensee
    if challenge is None or licensee is None or record.type != SUBJECT_SIGNED or record.signatures:
        raise RefusedError("The request is not one that a person can sign; ask for it again.")
    if [picture.sha256 for picture in record.portrait] != [seen_sha256]:
        raise RefusedError("The request speaks of another photo than the one it shows; do not sign it, and ask why.")
    if request.text != wording.wording(licensee.name, edits=record.edits):
        raise RefusedError("The request shows another text than version 1 of avatar's; do not sign it, and ask why.")
    if now > read_moment(challenge.expires_at):
        raise RefusedError(f"The request had to be answered until {challenge.expires_at}; ask for a new one.")
    subject = replace(record.subject, public_key=signer.public_key.as_text())
    legal = replace(agreed(licensee.name, now, edits=record.edits), retention_until=record.legal.retention_until)
    return signed(replace(record, subject=subject, legal=legal), "subject", signer)


def accept(
    store: ConsentStore, record: Record, subject_key: str, now: datetime, unlock: Unlock | None = None
) -> Record:
    """Accept an answer once, add the licensee's signature, and keep the record.

    `subject_key` is the key id that the person has told by another way. Raise `RefusedError` if the answer is to
    another question, comes too late, comes again, or was signed with another key.
    """
    challenge = record.challenge
    known = store.ledger.challenge(challenge.nonce) if challenge else None
    if challenge is None or known is None:
        raise RefusedError("The answer is to no request of this installation; import it where the request was made.")
    if known[1] is not None:
        raise RefusedError(f"The answer was accepted already, on {known[1]}; a challenge is good for once.")
    if now > read_moment(challenge.expires_at):
        raise RefusedError(f"The answer had to be here until {challenge.expires_at}; make a new request.")
    if known[0] != _asked(record):
        raise RefusedError("The answer is to something else than what was asked; make a new request.")
    if [signature.kid for signature in record.signatures] != [subject_key]:
        raise RefusedError(
            f"The answer is not signed with the key {subject_key[:32]!r}; ask the person for their key id."
        )
    consent = record.legal.separate_biometric_consent
    agreed_to = "" if record.licensee is None else wording.text_hash(record.licensee.name, edits=record.edits)
    if consent is None or consent.text_sha256 != agreed_to:
        raise RefusedError("The answer agrees to another text than the one that was shown; make a new request.")
    accepted = signed(record, "licensee", store.keys.load_signer("consent", unlock))
    try:
        require_signatures(accepted, store.trust())
        require_complete(accepted)
    except ConsentError as fault:
        raise RefusedError(f"The answer {challenge.nonce[:8]} does not count: {fault}; make a new request.") from fault
    if not store.ledger.answer(challenge.nonce, written(now)):
        raise RefusedError("The answer was accepted already, a moment ago; a challenge is good for once.")
    store.save(accepted, unlock)
    return accepted


def _asked(record: Record) -> str:
    """Hash what was asked: the record without what the person adds to it."""
    legal = Legal(retention_until=record.legal.retention_until)
    bare = replace(record, subject=replace(record.subject, public_key=None), legal=legal, signatures=())
    return digest(bare.as_json())

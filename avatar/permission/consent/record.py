"""The authorization record: who may show whom, how, where and until when.

The form is that of a signed JSON object (RFC 8785, Ed25519). A list of a scope that is left out means "any"; an empty
list is an error, because one reader would take it for "any" and the next for "none".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from avatar.errors import InputError
from avatar.ledger.canonical import canonical, digest
from avatar.ledger.keys.signing import PublicKey
from avatar.permission.consent.earlier import FIRST, joined, split
from avatar.permission.consent.form import from_json, to_json
from avatar.permission.consent.moments import read_moment
from avatar.permission.consent.vocabulary import edits

SCHEMA = "avatar.consent/2"
"""what is written; `earlier.FIRST` is read as well"""
SELF, SUBJECT_SIGNED, ATTESTED, NO_REAL_SUBJECT = "self", "subject-signed", "attested", "no-real-subject"
EDITED = "edited"
"""the type of a picture that was made here of others: it stands as long as what allows those"""
STATEMENTS = {
    SELF: "own photo, as the holder of this installation's key declares",
    SUBJECT_SIGNED: "signed by the person shown, accepted by the licensee",
    ATTESTED: "attested, not subject-signed",
    NO_REAL_SUBJECT: "no real subject: a synthetic person",
    EDITED: "an edited portrait, by leave of those whose photos it is made of",
}
"""What each type of record is shown as."""
VOICE_STATEMENTS = {
    SELF: "own voice, as the holder of this installation's key declares",
    SUBJECT_SIGNED: "signed by the person heard, accepted by the licensee",
    ATTESTED: "attested, not subject-signed",
    NO_REAL_SUBJECT: "no real subject: a synthetic voice",
}
"""The same of those about recordings of a voice."""
ROLES = ("subject", "licensee", "project")


@dataclass(frozen=True, slots=True)
class Subject:
    """The person shown."""

    name: str | None = None
    """full name, or a pseudonym that the licensee can resolve"""
    public_key: str | None = None
    """base64; the key that the person signs with, where the person signs"""
    is_minor: bool = False
    """not of age where the person lives"""
    guardian: str | None = None
    """who consents for a minor"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo that is covered, and no other."""

    sha256: str
    """of the upright sRGB pixels, hex"""
    phash: str | None = None
    """perceptual hash, 16 hex digits: a hint that finds look-alikes, never a permission"""


@dataclass(frozen=True, slots=True)
class Parent:
    """One photo that an edited portrait is made of."""

    edit: str
    """what was taken of it, one of `vocabulary.EDITS`"""
    sha256: str
    """of its upright sRGB pixels, hex"""

    def __post_init__(self) -> None:
        edits((self.edit,))


@dataclass(frozen=True, slots=True)
class Sample:
    """One recording of a voice that is covered, and no other."""

    sha256: str
    """of the file, hex"""


@dataclass(frozen=True, slots=True)
class Licensee:
    """Who may use the picture."""

    name: str
    """of the company or person"""
    uscc: str | None = None
    """Unified Social Credit Code, 18 signs"""
    lei: str | None = None
    """Legal Entity Identifier, 20 signs"""
    key_id: str | None = None
    """of the licensee's consent key"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the picture may be used for; a list that is left out means any."""

    purposes: tuple[str, ...] = ()
    """of `vocabulary.PURPOSES`, or x-..."""
    channels: tuple[str, ...] = ()
    """of `vocabulary.CHANNELS`, or x-..."""
    territories: tuple[str, ...] = ()
    """ISO 3166: "CN", or a part, "US-CA"; a country covers its parts"""
    languages: tuple[str, ...] = ()
    """BCP-47; "zh" covers "zh-CN\""""
    products: tuple[str, ...] = ()
    """names of the licensee's own"""
    voices: tuple[str, ...] = ()
    """names of voice cards that may be heard with the face"""
    max_outputs: int | None = None
    """finished clips, 1 or more"""

    def __post_init__(self) -> None:
        if self.max_outputs is not None and self.max_outputs < 1:
            raise InputError(f"The number of outputs {self.max_outputs} must be 1 or more; leave it out for no limit.")


@dataclass(frozen=True, slots=True)
class Consent:
    """The separate consent to the processing of a face (PIPL 28-29)."""

    text_version: str
    """of `wording`"""
    text_sha256: str
    """of the text that was shown, hex"""
    given_at: str
    """moment"""


@dataclass(frozen=True, slots=True)
class Legal:
    """What the person agreed to."""

    portrait_consent: bool = False
    """to the use of the likeness (Civil Code 1019)"""
    separate_biometric_consent: Consent | None = None
    """to the processing of the face, or of the voice"""
    voice_consent: bool | None = None
    """to the use of the voice (Civil Code 1023)"""
    retention_until: str | None = None
    """moment until which the photo, and what is made of it here, may be kept: after it nothing is allowed"""

    def __post_init__(self) -> None:
        if self.retention_until is not None:
            read_moment(self.retention_until)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a licensee can show for an attestation."""

    form_sha256: str | None = None
    """of the scanned form, hex"""
    consent_media_sha256: str | None = None
    """of a recording in which the person consents, hex: for people to look at, as all of this"""
    note: str | None = None
    """where the originals are kept"""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose revocation list counts besides the licensee's own."""

    public_key: str
    """base64"""
    contact: str | None = None
    """where a list is asked for: said when one is needed"""

    def __post_init__(self) -> None:
        PublicKey.from_text(self.public_key)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What makes an answer good for once."""

    nonce: str
    """hex"""
    expires_at: str
    """moment until which the answer must be back"""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over the record without its signatures, in a role."""

    role: str
    """one of `ROLES`"""
    alg: str
    """"Ed25519\""""
    kid: str
    """key id"""
    sig: str
    """base64"""


@dataclass(frozen=True, slots=True)
class Record:
    """One authorization."""

    schema: str
    """`SCHEMA` or `earlier.FIRST`"""
    authorization_id: str
    """32 hex digits"""
    type: str
    """one of `STATEMENTS`"""
    issued_at: str
    """moment"""
    not_before: str
    """moment"""
    expires_at: str
    """moment"""
    subject: Subject
    scope: Scope
    portrait: tuple[Picture, ...] = ()
    """photos that it covers"""
    voice: tuple[Sample, ...] = ()
    """recordings that it covers: a synthetic voice may be made of them"""
    edits: tuple[str, ...] = ()
    """what else may be made of the photo, of `vocabulary.EDITS`; left out: nothing"""
    parents: tuple[Parent, ...] = ()
    """the photos that an edited portrait is made of"""
    legal: Legal = Legal()
    licensee: Licensee | None = None
    """None: anyone"""
    evidence: Evidence | None = None
    revocation: Issuer | None = None
    """whose list counts too"""
    challenge: Challenge | None = None
    signatures: tuple[Signature, ...] = ()
    retired: str = ""
    """a JSON object of fields of the first schema that are gone, for the signatures cover them; see `earlier`"""

    def __post_init__(self) -> None:
        if self.schema not in (FIRST, SCHEMA):
            raise InputError(f"The record's schema is {self.schema[:40]!r}, not {SCHEMA!r}; update avatar.")
        if self.type not in STATEMENTS:
            raise InputError(f"The record's type {self.type[:40]!r} is not one of: {', '.join(STATEMENTS)}.")
        if len(self.authorization_id) != 32 or set(self.authorization_id) - set("0123456789abcdef"):
            raise InputError(f"The authorization id {self.authorization_id[:40]!r} is not made of 32 hex digits.")
        if bool(self.portrait) == bool(self.voice):
            raise InputError("A record is about photos or about recordings of a voice; ask for the file again.")
        if (self.type == EDITED) != bool(self.parents) or (self.voice and (self.edits or self.parents)):
            raise InputError("A record of an edited portrait, and no other, names the photos that it is made of.")
        edits(self.edits)
        for moment in (self.issued_at, self.not_before, self.expires_at):
            read_moment(moment)

    @property
    def statement(self) -> str:
        """Say in words what stands behind the record."""
        return STATEMENTS[self.type] if self.portrait else VOICE_STATEMENTS[self.type]

    def grants(self, edit: str) -> bool:
        """Tell whether the photo may be edited so: a person has said it, or the project, of people who don't exist.

        An edited portrait grants nothing: whatever is made anew is made of the photos themselves.
        """
        is_shipped = self.type == NO_REAL_SUBJECT and any(each.role == "project" for each in self.signatures)
        return bool(self.portrait) and self.type != EDITED and (edit in self.edits or is_shipped)

    @property
    def sha256(self) -> str:
        """Give the hash of the whole record, signatures and all, hex."""
        return digest(self.as_json())

    def as_json(self) -> dict[str, object]:
        """Write the record as a JSON object."""
        written = to_json(self)
        retired = written.pop("retired")
        return joined(written, str(retired)) if retired else written

    def message(self, role: str) -> bytes:
        """Give what is signed in a role: the role itself and all of the record but its signatures."""
        return canonical({"role": role, "record": replace(self, signatures=()).as_json()})

    @classmethod
    def from_json(cls, value: object, where: str = "The record") -> Record:
        """Read a record. Raise `InputError` if it is not one."""
        if not isinstance(value, dict) or value.get("schema") != FIRST:
            return _without_retired(from_json(cls, value, where), where)
        rest, retired = split(value, where)
        return replace(_without_retired(from_json(cls, rest, where), where), retired=retired)


def _without_retired(record: Record, where: str) -> Record:
    if record.retired:
        raise InputError(f"{where} has the unknown field 'retired'; it may need a newer version of avatar.")
    return record

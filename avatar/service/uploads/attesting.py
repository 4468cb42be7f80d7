"""What is agreed to when a portrait is enrolled over HTTP: an answer of the person's, or an owner's own word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from avatar.errors import InputError
from avatar.service.videos.asked import Strict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.permission.consent import Record
    from avatar.permission.consent.issue import Terms
    from avatar.permission.consent.record import Picture
    from avatar.permission.consent.store import ConsentStore

_Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
_Words = Annotated[list[_Name], Field(max_length=30)]
KINDS = ("self", "form", "synthetic")


class Attested(Strict):
    """What whoever sits at this machine says of a photo, as `avatar consent` asks for it at a shell."""

    kind: Literal["self", "form", "synthetic"] = Field(
        description="self: it shows me; form: the person shown has signed a form; synthetic: it shows nobody who exists"
    )
    agreed: Literal[True] = Field(description="the words of `GET /v1/consent/wording` were shown and agreed to")
    subject: _Name | None = Field(default=None, description="who is shown; of kind self: your name")
    licensee: _Name | None = Field(default=None, description="of kind form and synthetic: who uses it, you")
    note: _Name | None = Field(default=None, description="where the originals are kept, or how the picture was made")
    purposes: _Words = Field(default_factory=list, description="what for; none: as at a shell")
    channels: _Words = Field(default_factory=list, description="how it is shown; none: any")
    languages: _Words = Field(default_factory=list, description="that may be spoken; none: any")
    voices: _Words = Field(default_factory=list, description="that may be heard with the face; none: any")
    edits: _Words = Field(
        default_factory=list,
        description="what else may be made of the photo, docs/edit.md; none: it is moved and nothing else",
    )
    max_outputs: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(default=None, description="most clips")
    expires: date | None = Field(default=None, description="last day; none: in a year")


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown of a person's agreement, and of the scan of a form."""

    answer: Path | None = None
    """a signed answer to a request of this installation"""
    subject_key: str = ""
    """id of the key that it is signed with, as the person has told it"""
    form_sha256: str = ""
    """of the scan of a signed form, hex"""


def take_answer(store: ConsentStore, shown: Shown) -> Record:
    """Accept a person's signed answer, once. Raise `RefusedError` or `InputError` if it does not count."""
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.request import accept
    from avatar.permission.consent.store import read_record

    if shown.answer is None or not shown.subject_key:
        raise InputError("A consent goes with subject_key, the key id that the person has told you by another way.")
    return accept(store, read_record(shown.answer), shown.subject_key, now())


def attest(store: ConsentStore, picture: Picture, attested: Attested, shown: Shown) -> Record:
    """Write down what an owner says, and keep it. Raise `InputError` for what is missing."""
    from avatar.permission.consent import issue
    from avatar.permission.consent.record import Evidence, Licensee, Subject

    terms, signer = _terms(attested), store.keys.load_signer("consent", None)
    if attested.kind == "self":
        record = issue.sign_own(picture, _need(attested.subject, "subject"), terms, signer)
    else:
        firm = Licensee(_need(attested.licensee, "licensee"), key_id=signer.key_id)
        if attested.kind == "synthetic":
            record = issue.declare_synthetic(picture, firm, terms, attested.note, signer)
        else:
            if not shown.form_sha256:
                raise InputError("An attestation needs the scan of the signed form; send it as the part `form`.")
            evidence = Evidence(shown.form_sha256, None, attested.note)
            person = Subject(name=_need(attested.subject, "subject"))
            record = issue.attest(picture, person, firm, terms, evidence, signer)
    store.save(record)
    return record


def _need(value: str | None, name: str) -> str:
    if value is None:
        raise InputError(f"This kind of attestation needs {name}; give a name.")
    return value


def _terms(attested: Attested) -> Terms:
    from avatar.permission.consent.issue import Terms
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.record import Scope
    from avatar.permission.consent.vocabulary import OWN_USE, channels, edits, languages, purposes

    wanted = purposes(attested.purposes) or (OWN_USE if attested.kind == "self" else ())
    scope = Scope(
        purposes=wanted,
        channels=channels(attested.channels),
        languages=languages(attested.languages),
        voices=tuple(attested.voices),
        max_outputs=attested.max_outputs,
    )
    last = attested.expires
    end = None if last is None else datetime.combine(last, time(23, 59, 59), timezone.utc)
    return Terms(now(), scope, None, end, edits=tuple(dict.fromkeys(edits(attested.edits))))


def wording(kind: str, name: str, edits: Sequence[str] = ()) -> str:
    """Give the words that are agreed to, with those of the edits. Raise `InputError` for one that is not known."""
    from avatar.permission.consent import vocabulary
    from avatar.permission.consent.wording import wording as own

    granted = tuple(dict.fromkeys(vocabulary.edits(edits)))
    if kind == "self":
        return own(name, edits=granted)
    besides = f" It may also be edited: {', '.join(granted)}." if granted else ""
    if kind == "form":
        films = f"The person shown has signed a form that allows {name} to make films of this photo"
        return f"{films}, and I keep it.{besides}"
    return f"This picture shows nobody who exists: it was made by a machine, and is like no real person.{besides}"

"""What a refusal says to do: the command that would make an authorization."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from avatar.permission.consent.faults import ConsentError, stated
from avatar.permission.consent.record import ATTESTED, EDITED, SELF, SUBJECT_SIGNED

if TYPE_CHECKING:
    from avatar.permission.consent.record import Record
    from avatar.permission.consent.scope import Use

_NOT_SIGNED = ("list", "clock", "stores")
"""reasons that no new record cures"""


def cure(picture: str, record: Record | None, reason: ConsentError, use: Use | None = None, what: str = "photo") -> str:
    """Say what to do: the command that makes an authorization of the same type as the latest."""
    if reason.reason in _NOT_SIGNED:
        return ""
    if record is None:
        return f"if it is your own {what}, sign: {_command(picture, None)} (else see: avatar consent --help)"
    if record.type == EDITED:
        return "ask whoever that is, or make another one: avatar portrait edit --help"
    if record.type == SELF:
        wider = f" --purpose {use.purpose}" if use and reason.reason == "purpose" else ""
        return f"sign your {what} anew: {_command(picture, record)}{wider}"
    ways = {SUBJECT_SIGNED: "ask anew", ATTESTED: "have a form signed"}
    return f"{ways.get(record.type, 'declare it')}: {_command(picture, record)}"


def cure_of_edit(picture: str, record: Record | None, reason: ConsentError, edit: str) -> str:
    """Say what to do where an edit is not allowed."""
    if reason.reason == "edited" or (record is not None and record.type == EDITED):
        return "name the photos that it is made of instead"
    if reason.reason in _NOT_SIGNED:
        return ""
    return f"whoever is shown has to agree to that edit: {_command(picture, record)} --edit {edit}"


def refused(picture: str, reason: ConsentError, remedy: str = "", what: str = "portrait") -> ConsentError:
    """Make a whole sentence of a reason."""
    sentence = f"The {what} {picture!r} is not authorized: {reason}{'; ' + remedy if remedy else ''}."
    return stated(reason.reason, sentence)


def _command(picture: str, record: Record | None) -> str:
    image = shlex.quote(picture)
    if record is None or record.type == SELF:
        return f"avatar consent sign {image} --self"
    if record.type == SUBJECT_SIGNED:
        return f"avatar consent request {image} --subject NAME --licensee NAME -o request.html"
    if record.type == ATTESTED:
        return f"avatar consent attest {image} --subject NAME --licensee NAME --form SCAN"
    return f"avatar consent declare {image} --licensee NAME"

"""Whether what is wanted lies within what was allowed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.permission.consent.faults import ConsentError
from avatar.permission.consent.vocabulary import covers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.permission.consent.record import Licensee, Record


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody wants to make of a portrait."""

    purpose: str
    channel: str
    languages: tuple[str, ...]
    """BCP-47, every one that is spoken"""
    territory: str | None = None
    """ISO 3166; None: not said"""
    product: str | None = None
    """None: not said"""
    voices: tuple[str, ...] = ()
    """names of the voice cards, every one that is heard; () : not said"""
    licensee: str | None = None
    """name, USCC or LEI of who uses it; None: whoever holds this installation's keys"""


def require_scope(record: Record, use: Use) -> None:
    """Raise `ConsentError` for the first limit of the record that the use oversteps.

    Where the record has a limit and the use does not say, that is overstepping too.
    """
    scope = record.scope
    _require_word("purpose", scope.purposes, use.purpose)
    _require_word("channel", scope.channels, use.channel)
    for language in use.languages or ("und",):
        _require_tag("language", scope.languages, language)
    _require_tag("territory", scope.territories, use.territory)
    _require_word("product", [_folded(name) for name in scope.products], use.product and _folded(use.product))
    for voice in use.voices or (None,):
        _require_word("voice", scope.voices, voice)
    _require_licensee(record.licensee, use.licensee)


def _require_word(what: str, granted: Sequence[str], wanted: str | None) -> None:
    if granted and wanted not in granted:
        raise _overstepped(what, granted, wanted)


def _require_tag(what: str, granted: Sequence[str], wanted: str | None) -> None:
    if granted and not any(wanted is not None and covers(tag, wanted) for tag in granted):
        raise _overstepped(what, granted, wanted)


def _require_licensee(granted: Licensee | None, wanted: str | None) -> None:
    if granted is None or wanted is None:
        return  # anyone may; or the signature has shown already that it is one of our own
    names = [_folded(name) for name in (granted.name, granted.uscc, granted.lei) if name]
    if _folded(wanted) not in names:
        raise ConsentError("licensee", f"its authorization is for another licensee than {wanted!r}")


def _overstepped(what: str, granted: Sequence[str], wanted: str | None) -> ConsentError:
    allowed = ", ".join(granted)
    if wanted is None:
        return ConsentError(what, f"its authorization is limited to the {what} {allowed}, and none was said")
    return ConsentError(what, f"its authorization covers the {what} {allowed}, not {wanted!r}")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

"""Whether a photo may be measured and kept: somebody has to have agreed, as for a clip, but for whatever use."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.clip.lending import loans
from avatar.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.permission.consent import Record
    from avatar.portrait.cards import PortraitCard, Source
    from avatar.portrait.store import PortraitStore


@dataclass(frozen=True, slots=True)
class Overdue:
    """A portrait that is kept here though nobody agrees to that any longer."""

    name: str
    """of the portrait"""
    why: str
    """a sentence"""

    @property
    def sentence(self) -> str:
        """Say what has to be done."""
        return f"{self.why} To delete what is kept of it: avatar portrait remove {self.name}"


def admit(source: Source, name: str, home: Path) -> None:
    """Let a photo be taken apart and kept, and log it. `name` is what the caller calls it, `home` a home's data.

    Raise `RefusedError` with the reason and the cure where no authorization of it stands.
    """
    from avatar.ledger.audit import Event
    from avatar.ledger.stores import open_log

    log = open_log(home)
    log.require_writable()
    pixels, likeness = _hashes(source)
    try:
        record = _agreed(pixels, likeness, name, home)
    except RefusedError:
        log.append(Event("refuse", portrait=pixels, decision="refuse"))
        raise
    log.append(Event("enroll", portrait=pixels, authorization=record.authorization_id, decision="allow"))


def is_agreed(source: Source, home: Path) -> bool:
    """Tell whether what is measured in a photo may be kept."""
    try:
        _agreed(*_hashes(source), str(source.path), home)
    except RefusedError:
        return False
    return True


def overdue(home: Path) -> list[Overdue]:
    """Find the enrolled portraits of a home's data that have to be deleted, or agreed to anew."""
    from avatar.portrait.store import PortraitStore

    store, found = PortraitStore(home=home), []
    for card in store.list():
        why = "" if card.is_shipped else _objection(store, card, home)
        if why:
            found.append(Overdue(card.name, why))
    return found


def overdue_voices(home: Path) -> list[str]:
    """Find the recordings of a home's voices that have to be deleted, or agreed to anew: a sentence for each."""
    from avatar.speech.voices import voices

    objections = [(loan.card, _voice_objection(loan, home)) for loan in loans(voices((home / "voices",)))]
    return [f"{why} Or delete it, and the card {card!r} with it." for card, why in objections if why]


def _voice_objection(loan: Loan, home: Path) -> str:
    from avatar.permission.consent.gate import require_agreed_voice

    try:
        require_agreed_voice(loan.sha256, recording=loan.recording, home=home)
    except RefusedError as fault:
        return str(fault)
    return ""


def _objection(store: PortraitStore, card: PortraitCard, home: Path) -> str:
    pixels, likeness = (card.pixels, None) if card.pixels else _hashes(store.read_file(card.path))
    try:
        _agreed(pixels, likeness, card.name, home)
    except RefusedError as fault:
        return str(fault)
    return ""


def _agreed(pixels: str, likeness: str | None, name: str, home: Path) -> Record:
    from avatar.permission.consent.gate import require_agreed

    return require_agreed(pixels, likeness, picture=name, home=home)


def _hashes(source: Source) -> tuple[str, str]:
    from avatar.permission.consent import perceptual_hash
    from avatar.portrait.read import read_photo

    photo = read_photo(source.path, source.content)
    return photo.content_hash, perceptual_hash(photo.pixels)

"""The one function that every way to a picture goes through before any work is done."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from avatar.errors import RefusedError
from avatar.permission.consent.checks import (
    of_parent,
    require_edit,
    require_granted,
    require_sound,
    require_standing,
    standing,
)
from avatar.permission.consent.cures import cure, cure_of_edit, refused
from avatar.permission.consent.faults import ConsentError, stated
from avatar.permission.consent.moments import now as read_clock
from avatar.permission.consent.moments import written
from avatar.permission.consent.record import Parent, Record
from avatar.permission.consent.scope import Use, require_scope
from avatar.permission.consent.store import ConsentStore
from avatar.permission.consent.vocabulary import channels, purposes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from typing_extensions import Self

    from avatar.ledger.keys import Unlock


@dataclass(slots=True)
class Authorization:
    """Leave to make one output, which ends when that is counted or its place given back.

    As a context manager it gives its place back unless the output was counted.
    """

    record: Record
    """what allows it"""
    use: Use
    """what it was given for"""
    _store: ConsentStore = field(repr=False)
    _token: str = field(repr=False)
    _unlock: Unlock | None = field(repr=False, default=None)
    parents: tuple[Authorization, ...] = ()
    """leave for each photo that an edited portrait is made of, in the order of its record"""
    _counted: str | None = None
    _is_over: bool = False

    @property
    def authorization_id(self) -> str:
        """Name the record; no personal data."""
        return self.record.authorization_id

    @property
    def type(self) -> str:
        """Give the record's type, one of `record.STATEMENTS`."""
        return self.record.type

    @property
    def statement(self) -> str:
        """Say what stands behind it, like "attested, not subject-signed"."""
        return self.record.statement

    @property
    def record_sha256(self) -> str:
        """Give the hash of the signed record, hex: what a credential or log carries."""
        return self.record.sha256

    def covers(self, parent: Parent) -> bool:
        """Tell whether this leave is for a photo that an edited portrait is made of, and allows that edit too.

        One film of it is one output, whatever was changed.
        """
        return self.record.grants(parent.edit) and any(each.sha256 == parent.sha256 for each in self.record.portrait)

    def count(self, output: str = "", now: datetime | None = None) -> int:
        """Count the finished output, named by its content id, once; give how many there are of this record.

        Raise `RefusedError` for another output than the one that was counted, and when the leave has ended.
        """
        if self._counted == output:
            return self._store.ledger.made(self.authorization_id)
        if self._is_over:
            raise RefusedError("This leave was for one output and has ended; ask the gate again for another one.")
        moment = written(now or read_clock())
        for each in self.parents:
            each.count(output, now)
        made = self._store.counter.count(self.record, self._token, output, moment, self._unlock)
        self._counted, self._is_over = output, True
        return made

    def require_still(self, language: Sequence[str], voices: Sequence[str], now: datetime | None = None) -> None:
        """Look again whether the record allows this output, in these languages and voices: it may go on for hours.

        Nothing is counted and no place is held. Raise `ConsentError` for a record that was revoked, has run out, is
        gone, or does not cover them.
        """
        moment = require_sound(self._store, now or read_clock(), self._unlock)
        is_voice = not self.record.portrait
        covered = (self.record.voice if is_voice else self.record.portrait)[0].sha256
        kept = self._store.covering(covered, is_voice=is_voice)
        if all(each.sha256 != self.record.sha256 for each in kept):
            raise ConsentError("absent", "its authorization is gone")
        require_standing(self.record, self._store, moment, self._unlock)
        require_scope(self.record, replace(self.use, languages=tuple(language), voices=tuple(voices)))
        for each in self.parents:
            each.require_still(language, voices, now)

    def release(self) -> None:
        """Give the place back, for an output that did not come about; the leave ends with that."""
        self._is_over = True
        for each in self.parents:
            each.release()
        if self._counted is None and self.record.scope.max_outputs is not None:
            self._store.counter.release(self._token)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.release()


def authorize(  # noqa: PLR0913 - what a record may limit
    portrait_hash: str,
    phash: str | None = None,
    *,
    purpose: str,
    channel: str,
    language: str | Sequence[str],
    territory: str | None = None,
    product: str | None = None,
    licensee: str | None = None,
    voices: Sequence[str] = (),
    now: datetime | None = None,
    picture: str = "IMG",
    home: Path | None = None,
    unlock: Unlock | None = None,
) -> Authorization:
    """Give leave to make one output of exactly this picture for this use at this moment.

    `portrait_hash` is the sha256 of the upright sRGB pixels (`portrait.read.Photo.content_hash`), `phash` the hint of
    `likeness.perceptual_hash`, `language` every language that is spoken, `voices` the names of all that are heard,
    `picture` how the caller names the photo. A limited record holds a place until the output is counted or released.

    Raise `InputError` for a purpose or channel that `vocabulary` does not know, and `ConsentError`, a `RefusedError`,
    with the reason and the cure. There is no way around it: no option, no environment variable.
    """
    languages = (language,) if isinstance(language, str) else tuple(language)
    (wanted,), (way,) = purposes((purpose,)), channels((channel,))
    use = Use(wanted, way, languages, territory, product, tuple(voices), licensee)
    store, moment = _sound(home, now, picture, unlock=unlock)
    found = _tried(store.covering(portrait_hash), use, store, moment, unlock)
    if isinstance(found, Authorization):
        return found
    latest, reason = found[0] if found else (None, _absent(store, portrait_hash, phash))
    raise refused(picture, reason, cure(picture, latest, reason, use)) from reason


def authorize_voice(  # noqa: PLR0913 - what a record may limit
    recording_hash: str,
    *,
    purpose: str,
    channel: str,
    language: Sequence[str],
    territory: str | None = None,
    product: str | None = None,
    licensee: str | None = None,
    voice: str,
    now: datetime | None = None,
    recording: str = "RECORDING",
    home: Path | None = None,
    unlock: Unlock | None = None,
) -> Authorization:
    """Give leave to make one output in which a synthetic voice sounds like the person in a recording.

    `recording_hash` is the sha256 of its file, `recording` how the caller names it, `voice` the name of the card; the
    rest is as for `authorize`, and so is what is raised. An authorization of a photo is none of a voice.
    """
    (wanted,), (way,) = purposes((purpose,)), channels((channel,))
    use = Use(wanted, way, tuple(language), territory, product, (voice,), licensee)
    store, moment = _sound(home, now, recording, "voice in the recording", unlock)
    found = _tried(store.covering(recording_hash, is_voice=True), use, store, moment, unlock)
    if isinstance(found, Authorization):
        return found
    absent = ConsentError("absent", "there is no authorization for this recording")
    latest, reason = found[0] if found else (None, absent)
    remedy = cure(recording, latest, reason, use, "voice")
    raise refused(recording, reason, remedy, "voice in the recording") from reason


def require_agreed(
    portrait_hash: str,
    phash: str | None = None,
    *,
    now: datetime | None = None,
    picture: str = "IMG",
    home: Path | None = None,
) -> Record:
    """Give a record that stands for exactly this picture, whatever it allows: leave to measure the face and keep it.

    The arguments are those of `authorize`. Raise `ConsentError` with the reason and the cure.
    """
    store, moment = _sound(home, now, picture)
    objections: list[tuple[Record, ConsentError]] = []
    for record in store.covering(portrait_hash):
        found = standing(record, store, moment)
        if found.is_valid:
            return record
        objections.append((record, stated(found.reason, found.why)))
    latest, reason = objections[0] if objections else (None, _absent(store, portrait_hash, phash))
    raise refused(picture, reason, cure(picture, latest, reason)) from reason


def require_editable(  # noqa: PLR0913 - which photo, for what, by whose records
    portrait_hash: str,
    edit: str,
    phash: str | None = None,
    *,
    now: datetime | None = None,
    picture: str = "IMG",
    home: Path | None = None,
) -> Record:
    """Give a record that stands for exactly this picture and allows an edit, one of `vocabulary.EDITS`.

    The other arguments are those of `authorize`. Raise `ConsentError` with the reason and the cure.
    """
    store, moment = _sound(home, now, picture)
    try:
        return require_granted(Parent(edit, portrait_hash), store, moment)
    except ConsentError:
        latest, reason = _objection(store, portrait_hash, edit, moment, phash)
    raise refused(picture, reason, cure_of_edit(picture, latest, reason, edit)) from reason


def _objection(
    store: ConsentStore, sha256: str, edit: str, now: datetime, phash: str | None
) -> tuple[Record | None, ConsentError]:
    """Give the latest record of a photo, of those that name the edit if any does, and why it does not allow it."""
    kept = list(store.covering(sha256))
    record = next((each for each in kept if each.grants(edit)), kept[0] if kept else None)
    if record is None:
        return None, _absent(store, sha256, phash)
    try:
        require_standing(record, store, now)
        require_edit(record, edit)
    except ConsentError as fault:
        return record, fault
    return record, ConsentError("absent", "there is no authorization for this edit")


def require_agreed_voice(
    recording_hash: str, *, now: datetime | None = None, recording: str = "RECORDING", home: Path | None = None
) -> Record:
    """Give a record that stands for exactly this recording, whatever it allows: leave to keep it as a voice.

    Raise `ConsentError` with the reason and the cure.
    """
    store, moment = _sound(home, now, recording, "voice in the recording")
    objections: list[tuple[Record, ConsentError]] = []
    for record in store.covering(recording_hash, is_voice=True):
        found = standing(record, store, moment)
        if found.is_valid:
            return record
        objections.append((record, stated(found.reason, found.why)))
    absent = ConsentError("absent", "there is no authorization for this recording")
    latest, reason = objections[0] if objections else (None, absent)
    remedy = cure(recording, latest, reason, what="voice")
    raise refused(recording, reason, remedy, "voice in the recording") from reason


def _sound(
    home: Path | None, now: datetime | None, name: str, what: str = "portrait", unlock: Unlock | None = None
) -> tuple[ConsentStore, datetime]:
    """Give the records of a home, if all its stores are whole, and the moment that they are judged by."""
    store = ConsentStore(home)
    try:
        return store, require_sound(store, now or read_clock(), unlock)
    except ConsentError as fault:
        raise refused(name, fault, what=what) from fault


def _tried(
    records: Iterable[Record], use: Use, store: ConsentStore, now: datetime, unlock: Unlock | None
) -> Authorization | list[tuple[Record, ConsentError]]:
    """Give the first leave that a record gives, or why each gives none."""
    refused: list[tuple[Record, ConsentError]] = []
    for record in records:
        found = _attempt(record, use, store, now, unlock)
        if isinstance(found, Authorization):
            return found
        refused.append((record, found))
    return refused


def _attempt(
    record: Record, use: Use, store: ConsentStore, now: datetime, unlock: Unlock | None
) -> Authorization | ConsentError:
    try:
        return _given(record, use, store, now, unlock)
    except ConsentError as fault:
        if fault.reason in ("expired", "retention"):
            store.ledger.see_moment(now.timestamp(), is_exact=True)  # a clock put back does not make it count again
        return fault


def _given(record: Record, use: Use, store: ConsentStore, now: datetime, unlock: Unlock | None) -> Authorization:
    require_standing(record, store, now, unlock)
    require_scope(record, use)
    parents: list[Authorization] = []
    try:
        for parent in record.parents:
            same = (each for each in parents if each.covers(parent))
            found = next(same, None) or _of_parent(parent, use, store, now, unlock)
            parents.append(found)  # those before are given back
        token = secrets.token_hex(16)
        store.counter.reserve(record, token, now.timestamp(), unlock)
    except BaseException:
        for each in parents:
            each.release()
        raise
    return Authorization(record, use, store, token, unlock, tuple(parents))


def _of_parent(parent: Parent, use: Use, store: ConsentStore, now: datetime, unlock: Unlock | None) -> Authorization:
    """Give leave for a photo that an edited portrait is made of: for the same use, by a record that allows the edit."""
    granting = (record for record in store.covering(parent.sha256) if record.grants(parent.edit))
    found = _tried(granting, use, store, now, unlock)
    if isinstance(found, Authorization):
        return found
    reason = found[0][1] if found else ConsentError("edit", f"no authorization allows the edit {parent.edit!r}")
    raise of_parent(parent, reason)


def _absent(store: ConsentStore, sha256: str, phash: str | None) -> ConsentError:
    damaged = store.damaged(sha256)
    if damaged is not None:
        return ConsentError("forged", f"its authorization {str(damaged)!r} is damaged or was changed")
    alike = store.looking_alike(phash) if phash else None
    if alike is None:
        return ConsentError("absent", "there is no authorization for this picture")
    return ConsentError(
        "absent",
        f"it looks like the picture of authorization {alike.authorization_id[:8]}, but its pixels are others, and a "
        "crop, a changed or a newly saved copy is not covered",
    )

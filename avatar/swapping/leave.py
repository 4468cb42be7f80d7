"""Leave to give a video another face: both people's, before anything is measured, and again for the film itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.judged import audit_log
from avatar.clip.meanwhile import look_at
from avatar.clip.permit import clear, let_in
from avatar.edit.leave import BODY, LIKENESS, agreed, recorded
from avatar.permission.consent import ConsentStore, standing
from avatar.permission.consent.moments import now
from avatar.permission.consent.record import EDITED
from avatar.text import languages_spoken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.clip.permit import Clearance
    from avatar.clip.request import ClipRequest
    from avatar.permission.consent.record import Parent, Picture, Record
    from avatar.portrait.cards import Source
    from avatar.swapping.body import Body
    from avatar.swapping.words import Words


@dataclass(frozen=True, slots=True)
class Leave:
    """What both people have allowed, and what is said."""

    parents: Mapping[Parent, Record]
    """what is taken of which photo, and the record that allows it"""
    clearance: Clearance
    """for the photo of whoever is seen in the video, saying what is said in it"""

    def film_of(self, picture: Picture, facts: Mapping[str, str]) -> Clearance:
        """Keep the record of the face that was made, which names both photos; give leave to film it.

        `picture` is the frame that it was laid on; `facts` are logged. A record that stands already is taken again.
        """
        home = self.clearance.home
        record = _standing(picture.sha256, self.parents, home) or recorded(picture, self.parents, home, facts)
        return replace(
            self.clearance,
            authorization_id=record.authorization_id,
            portrait_hash=picture.sha256,
            shown_hash=picture.sha256,
            likeness=picture.phash or "",
        )


def editable(face: Source, face_name: str, body: Body, home: Path) -> dict[Parent, Record]:
    """Ask whether one's face may be put on the other. Raise `RefusedError`, which is logged, with reason and cure."""
    audit_log(home).require_writable()
    first = agreed(LIKENESS, look_at(face), face_name, home)
    return dict((first, agreed(BODY, body.look, body.name, home)))


def ask(  # noqa: PLR0913 - whose face, whose body, what is said, and what for
    request: ClipRequest, face: Source, face_name: str, body: Body, words: Words, home: Path
) -> Leave:
    """Ask both for leave to this edit, and to this use: the same purpose, channel, language, place, product and voice.

    The words are judged as those of a new clip. Raise `RefusedError` with the reason and the cure; it is logged.
    """
    parents = editable(face, face_name, body, home)
    asked = clear(request, body.look, words.said, words.voices, home, words.lent, is_silent=words.is_silent)
    spoken = languages_spoken(words.said)
    let_in(look_at(face), face_name, request.occasion, spoken, asked.text_hash, home, words.voices).release()
    return Leave(parents, asked)


def _standing(sha256: str, parents: Mapping[Parent, Record], home: Path) -> Record | None:
    """Find a record of the same picture, of the same photos, that counts."""
    store, moment = ConsentStore(home), now()
    for record in store.covering(sha256):
        if record.type == EDITED and set(record.parents) == set(parents) and standing(record, store, moment).is_valid:
            return record
    return None

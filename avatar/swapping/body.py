"""Who is seen in a video that gets another face.

A film that was made here is known by its bytes. Any other shows whom its user says only if their photo was authorized
here, and a network knows them in the video, which is looked at when both have been asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.clip.meanwhile import Look, look_at
from avatar.clip.seen import made_here
from avatar.errors import InputError, RefusedError

if TYPE_CHECKING:
    from avatar.marks.registry.facts import Facts
    from avatar.portrait.cards import Source
    from avatar.portrait.store import PortraitStore
    from avatar.runtime.folders import Home
    from avatar.swapping.video import Video


@dataclass(frozen=True, slots=True)
class Body:
    """Whoever is seen in a video."""

    look: Look
    """at the photo that an authorization of theirs is of"""
    name: str
    """what the caller calls it"""
    made: Facts | None = None
    """what the registry knows of the video; None: it was not made here"""
    photo: Source | None = None
    """the file of that photo, for a video that was not made here"""


def find_body(video: Video, named: str | None, store: PortraitStore, home: Home) -> Body:
    """Find out who is seen in a video; `named` is the portrait that its user says it is, None: nobody has said.

    Raise `RefusedError` where nobody can be asked, or more than one would have to be, `InputError` for an edited face.
    """
    facts = made_here(video.film, home.data, by_marks=False)
    photo = None if named is None else store.read(named)
    if facts is not None:
        body = _made_here(video, facts)
        if photo is not None and look_at(photo).content_hash != body.look.content_hash:
            raise InputError(f"The film {video.name!r} was made of another photo than {named!r}; leave --body out.")
        return body
    if photo is None or named is None:
        raise RefusedError(
            f"Nobody knows who is seen in {video.name!r}, as it is no film that was made here, or was changed since. "
            "Name an enrolled portrait of that person, who has allowed it (avatar consent sign PHOTO --self --edit "
            "body): --body NAME"
        )
    return Body(look_at(photo), named, None, photo)


def _made_here(video: Video, facts: Facts) -> Body:
    if facts.parents:
        raise InputError(
            f"The film {video.name!r} shows an edited face already, and cannot be edited again; take the video that it "
            "was made of."
        )
    return Body(Look(facts.portrait_sha256, ""), video.name, facts)

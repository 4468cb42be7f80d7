"""Who is seen in a video, for it is they who have to allow it: nobody else's word counts.

A film that was made here is known by its bytes, and the registry's signed row names the photo that is shown in it. Any
other video shows whom its user says only if their photo was authorized here, and a network knows them in the video.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.clip.meanwhile import Look, look_at
from avatar.errors import InputError, NotInstalledError, RefusedError
from avatar.identity import Guard
from avatar.identity.texture import TextureEmbedder
from avatar.identity.weights import INSTALL
from avatar.marks.registry import Registry

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.identity.embedders import Embedder
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

    Raise `RefusedError` where nobody can be asked, `InputError` where more than one would have to be.
    """
    rows = Registry(home.data).by_file(video.film.sha256)
    photo = None if named is None else store.read(named)
    if rows:
        body = _made_here(video, rows[0].facts, is_sound=rows[0].is_sound)
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


def _made_here(video: Video, facts: Facts, *, is_sound: bool) -> Body:
    if not is_sound:
        raise RefusedError(
            f"The registry's row of {video.name!r} was changed, so nobody knows who is seen in it; look with: avatar "
            "audit verify"
        )
    if facts.parents:
        raise InputError(
            f"The film {video.name!r} shows an edited face already, and cannot be edited again; take the video that it "
            "was made of."
        )
    if len(facts.shown) != 1 or not facts.portrait_sha256:
        raise InputError(f"The film {video.name!r} does not show exactly one person; take the clips one by one.")
    return Body(Look(facts.portrait_sha256, ""), video.name, facts)


def require_known(video: Video, body: Body, portrait: Portrait, embedder: Embedder) -> float:
    """Give how like the photo of the body the face of a video is, all through it.

    Raise `RefusedError` where it is not the same person's, `NotInstalledError` where nothing here can tell.
    """
    if isinstance(embedder, TextureEmbedder):
        raise NotInstalledError(
            f"Whether {video.name!r} shows {body.name!r} can only be told by a network that knows people; install it "
            f"with: {INSTALL}"
        )
    guard = Guard(embedder, embedder.embed(portrait.image, portrait.landmarks))
    verdict = guard.watch(video.film.path, video.film.seconds)
    if verdict.likeness is None or verdict.is_alarm:
        seen = "no face can be judged" if verdict.likeness is None else f"the likeness is {verdict.likeness:.2f}"
        raise RefusedError(
            f"{video.name!r} does not show {body.name!r} ({seen}, at least {guard.floor:g} is needed, "
            f"{embedder.name}), so whoever is seen in it has not allowed this."
        )
    return verdict.likeness

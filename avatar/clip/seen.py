"""Who is seen in a ready film, for it is they who have to allow what is made of it: nobody else's word counts.

A film that was made here is known by its bytes or its marks, and the registry's signed row names the photo that is
shown in it. Any other shows whom its user says only if what compares faces finds them in it.
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from avatar.clip.judged import log
from avatar.clip.verifying import verified
from avatar.errors import RefusedError
from avatar.identity import Guard, numbers_of
from avatar.ledger.audit import Event
from avatar.marks.registry import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.permit import Clearance
    from avatar.data import Portrait
    from avatar.identity import Verdict
    from avatar.identity.embedders import Embedder
    from avatar.marks.registry import Facts


class Film(Protocol):
    """A film that lies somewhere."""

    @property
    def path(self) -> Path:
        """Where that is."""
        ...

    @property
    def sha256(self) -> str:
        """Name its bytes, hex."""
        ...

    @property
    def seconds(self) -> float:
        """Give its length, s."""
        ...


def made_here(film: Film, home: Path, *, by_marks: bool) -> Facts | None:
    """Find what is known of a film that was made here, by its bytes, else by its marks where they count; None: nothing.

    Raise `RefusedError` where its row was changed, or where it shows more than one person, or a drawn one.
    """
    registry, name = Registry(home), film.path.name
    entries = registry.by_file(film.sha256)
    if not entries and by_marks:
        (told,) = verified([film.path], home)
        content_id = str(told.report.get("content_id") or "")
        entries = registry.by_content(content_id) if content_id else []
    if not entries:
        return None
    facts = next((each.facts for each in entries if each.is_sound), None)
    if facts is None:
        raise RefusedError(
            f"The registry's row of {name!r} was changed, so nobody knows who is seen in it; look with: avatar audit "
            "verify"
        )
    if len({each.portrait_sha256 for each in facts.shown}) != 1 or not facts.portrait_sha256:
        raise RefusedError(
            f"The film {name!r} does not show exactly one person who was photographed; give one of the clips that it "
            "is put together of."
        )
    return facts


def require_seen(  # noqa: PLR0913 - where, whom, by what, and whose leave it is logged with
    film: Film, portrait: Portrait, name: str, embedder: Embedder, clearance: Clearance, option: str
) -> Verdict:
    """Give how like a portrait, called `name`, the face of a film is, from beginning to end.

    Raise `RefusedError`, which is logged, where it is another's or cannot be compared; `option` says whose it is.
    """
    guard = Guard(embedder, numbers_of(portrait, embedder, clearance.home))
    seen = guard.watch(film.path, film.seconds)
    if seen.likeness is not None and not seen.is_alarm:
        return seen
    found = {} if seen.likeness is None else {"likeness": f"{seen.likeness:.3f}", "likeness_by": seen.way}
    details = {"film": film.sha256} | found
    log(
        clearance.home,
        Event(
            "refuse",
            portrait=clearance.portrait_hash,
            authorization=clearance.authorization_id,
            decision="refuse",
            details=details,
        ),
    )
    if seen.likeness is None:
        raise RefusedError(
            f"No face in {film.path.name!r} can be compared with {name!r}, so nobody knows whether it is theirs; give "
            "a film of a face that looks at the camera."
        )
    raise RefusedError(
        f"The face in {film.path.name!r} is not that of {name!r}: around {seen.time:.1f} s its likeness is "
        f"{seen.likeness:.2f}, and at least {seen.floor:g} is expected ({seen.way}), so whoever is seen has not "
        f"allowed this. Say whose portrait it is with {option} NAME."
    )

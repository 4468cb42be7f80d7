"""Give a portrait away as a rig: somebody has to have agreed that it is shown on pages, and each time is logged.

Whoever gives a rig away gives the photo away: it asks for the channel "website", wherever the file goes.
"""

# Shapes no clip.

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.judged import log, require_log
from avatar.clip.meanwhile import Look
from avatar.clip.permit import admit, let_in
from avatar.clip.rigs import rig_of
from avatar.errors import OutputError
from avatar.film.parts import hidden
from avatar.portrait.store import PortraitStore
from avatar.runtime.access import told
from avatar.runtime.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avatar.clip.request import Occasion
    from avatar.data import Portrait
    from avatar.permission.consent import Authorization
    from avatar.runtime.folders import Home

CHANNEL = "website"
"""what a permission has to allow"""
ENDING = ".glb"


@dataclass(frozen=True, slots=True)
class Given:
    """A rig that was let out."""

    rig_id: str
    """what names the file by its content, hex"""
    content: bytes
    """of the file"""
    authorization_id: str
    """of the record that allows it"""
    portrait_hash: str
    """sha256 of the upright pixels of the photo, hex"""


def export(reference: str, output: Path, size: tuple[int, int], occasion: Occasion, home: Home) -> Given:
    """Write a portrait's rig to a file, counted as one output and logged before it is there.

    Raise `RefusedError` with the reason and the cure where no authorization covers the channel "website".
    """
    if output.suffix.lower() != ENDING:
        raise OutputError(f"The rig is a GLB file; give it a name that ends in {ENDING}, not {output.name!r}.")
    require_log(home.data)
    store = PortraitStore(home=home.data)
    source = store.read(reference)
    portrait_hash, authorization = admit(source, reference, replace(occasion, channel=CHANNEL), home.data)
    with authorization:
        portrait = store.load_or_enroll(source)
        given = _given(portrait, size, home, portrait_hash, authorization)
        with _beside(output, given.content):
            authorization.count(given.rig_id)
            _log(given, "export", home)
    return given


def may_lend(portrait: Portrait, occasion: Occasion, home: Home) -> str:
    """Ask whether a rig may be lent, and name the record that allows it.

    Raise `RefusedError` with the reason and the cure where no authorization covers the channel "website".
    """
    with _asked(portrait, occasion, home) as authorization:
        return authorization.authorization_id


def lent(portrait: Portrait, size: tuple[int, int], occasion: Occasion, home: Home) -> Given:
    """Give a rig to whoever draws it while we speak for it: what is said is counted, and that it is lent, `tell`.

    Raise as `may_lend` does.
    """
    with _asked(portrait, occasion, home) as authorization:
        return _given(portrait, size, home, portrait.content_hash, authorization)


def tell(given: Given, home: Home) -> None:
    """Log that a rig is lent, before it is."""
    require_log(home.data)
    _log(given, "lend", home)


def _asked(portrait: Portrait, occasion: Occasion, home: Home) -> Authorization:
    look = Look(portrait.content_hash, "")
    return let_in(look, portrait.name, replace(occasion, channel=CHANNEL), (), "", home.data)


def _given(
    portrait: Portrait, size: tuple[int, int], home: Home, portrait_hash: str, authorization: Authorization
) -> Given:
    allowed = replace(portrait, authorization_id=authorization.authorization_id)
    return Given(*rig_of(allowed, size, home), authorization.authorization_id, portrait_hash)


def _log(given: Given, how: str, home: Home) -> None:
    from avatar.ledger.audit import Event

    log(
        home.data,
        Event(
            f"rig.{how}",
            portrait=given.portrait_hash,
            authorization=given.authorization_id,
            output=given.rig_id,
            decision="allow",
            details={"channel": CHANNEL},
        ),
    )


@contextmanager
def _beside(output: Path, content: bytes) -> Iterator[None]:
    """Write a file that gets its name when the block ends well."""
    with told(output, "choose another name with -o"), unfinished(hidden(output)) as part:
        part.write_bytes(content)
        yield
        part.replace(output)

"""Leave to show whoever is seen in a ready film before something else.

A film that was made here says by its marks whose portrait it shows. Of any other, somebody has to say it, and that
whoever was filmed agrees. Either way what compares faces has to recognize the portrait's in it, and the portrait's own
authorization has to cover what the new film is for, as of any film.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.driven import UNDETERMINED, log_performer, performer_of
from avatar.clip.judged import require_log
from avatar.clip.lending import loans
from avatar.clip.meanwhile import look_at
from avatar.clip.permit import clear
from avatar.clip.seen import made_here, require_seen
from avatar.data import Utterance
from avatar.errors import InputError, RefusedError
from avatar.identity import choose
from avatar.portrait.store import PortraitStore
from avatar.speech.voices import voice_folders
from avatar.speech.voices import voices as installed

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.clip.permit import Clearance
    from avatar.clip.request import ClipRequest
    from avatar.identity import Verdict
    from avatar.marks.registry import Facts
    from avatar.matting.source import ReadyFilm
    from avatar.portrait.cards import Source
    from avatar.runtime.folders import Home


@dataclass(frozen=True, slots=True)
class Leave:
    """What was let in."""

    clearance: Clearance
    """for the portrait of whoever is seen, which counts each film"""
    known: Facts | None
    """what is known of the film where it was made here"""
    seen: Verdict
    """how like the portrait its face is"""


def granted(  # noqa: PLR0913 - which film, for what, whose it is said to be, and where
    film: ReadyFilm,
    request: ClipRequest,
    portrait: str | None,
    performer: str | Path | None,
    home: Home,
    *,
    is_heard: bool,
) -> Leave:
    """Ask whether a film may be shown anew; `request` says what for, `portrait` and `performer` who says whose it is.

    Raise `RefusedError`, which is logged, where somebody has not agreed or is not recognized, with the cure.
    """
    require_log(home.data)
    known = made_here(film, home.data, by_marks=True)
    store = PortraitStore(home=home.data)
    if known is None:
        if portrait is None:
            raise RefusedError(
                f"The film {film.path.name!r} was not made here, so nobody knows who is seen in it; say whose portrait "
                "that is, and that whoever was filmed agrees: --portrait NAME --performer-consent self"
            )
        agreed = performer_of(performer, film.path.name, "be shown before another background")
    source, name = _source(store, known, portrait, film)
    look = look_at(source)
    if known is not None and look.content_hash != known.portrait_sha256:
        raise InputError(
            f"The film {film.path.name!r} was made here of another portrait than {name!r}; leave --portrait out."
        )
    tongue = request.settings.text.language
    said = (Utterance("", UNDETERMINED if tongue == "auto" else tongue),)
    voices = known.voices if known else _heard(film, request) if is_heard else ()
    request = replace(request, portrait=name)
    lent = _lent(voices, home)
    clearance = clear(request, look, said, voices, home.data, lent, is_silent=known is not None or not is_heard)
    if known is not None:
        clearance = replace(clearance, text_hash=known.text_sha256)
    else:
        log_performer(agreed, film.sha256, clearance)
    seen = require_seen(film, store.load_or_enroll(source), name, choose(home), clearance, "--portrait")
    return Leave(clearance, known, seen)


def _source(store: PortraitStore, known: Facts | None, portrait: str | None, film: ReadyFilm) -> tuple[Source, str]:
    if portrait is not None:
        return store.read(portrait), portrait
    assert known is not None  # or somebody has said whose it is
    for card in store.list():
        source = store.read(card.name)
        if (card.pixels or look_at(source).content_hash) == known.portrait_sha256:
            return source, card.name
    raise InputError(
        f"The film {film.path.name!r} was made here of a photo that is not among the portraits; say which with "
        "--portrait PHOTO."
    )


def _heard(film: ReadyFilm, request: ClipRequest) -> tuple[str, ...]:
    return (request.speaker or f"recording:{film.sha256[:16]}",)


def _lent(voices: tuple[str, ...], home: Home) -> tuple[Loan, ...]:
    """Find the voices in a film that are somebody's, who have to agree as well."""
    return loans([card for card in installed(voice_folders(home.data)) if card.name in voices])

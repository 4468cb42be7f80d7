"""Those in whose voices somebody speaks: they have to agree to that, as whoever is shown does to a picture.

A voice card may name a recording, in whose voice its engine speaks. Leave is asked for before any work, and again for
each output, which is counted; without it nothing is said.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.data import CloneOptions
from avatar.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from avatar.clip.request import Occasion
    from avatar.data import VoiceCard
    from avatar.ledger.audit import AuditLog
    from avatar.permission.consent import Authorization


@dataclass(frozen=True, slots=True)
class Loan:
    """A voice that is somebody's."""

    card: str
    """name of the card that speaks in it"""
    recording: str
    """path of the recording"""
    sha256: str
    """of its file, hex, which the engine holds it to; "": it is not there"""


def loans(cards: Sequence[VoiceCard]) -> tuple[Loan, ...]:
    """Name the voices among those of `cards` that are somebody's, each once."""
    lent: dict[str, Loan] = {}
    for card in cards:
        name = card.options.recording if isinstance(card.options, CloneOptions) else ""
        if name:
            path = str(card.folder / name) if card.folder else name
            lent[card.name] = Loan(card.name, path, dict(card.files).get(name, ""))
    return tuple(lent.values())


def require_lent(card: VoiceCard, lent: Sequence[Loan]) -> None:
    """Raise `RefusedError` for a voice that is somebody's and not among those that they agreed to lend."""
    for loan in loans((card,)):
        if loan not in lent:
            raise RefusedError(
                f"The voice {card.name!r} is somebody's, and nobody was asked whether it may speak here; "
                "choose another one, or say it with avatar say or avatar speak, which ask."
            )


@contextmanager
def agreed(
    lent: Sequence[Loan], occasion: Occasion, languages: Collection[str], home: Path, log: AuditLog
) -> Iterator[tuple[Authorization, ...]]:
    """Ask for leave to speak in these voices, for one output: its places are given back unless they were counted.

    Refusals are logged. Raise `RefusedError` with the reason and the cure.
    """
    from avatar.ledger.audit import Event
    from avatar.permission.consent import authorize_voice

    with ExitStack() as stack:
        try:
            given = tuple(
                stack.enter_context(
                    authorize_voice(
                        each.sha256,
                        purpose=occasion.purpose,
                        channel=occasion.channel,
                        language=sorted(languages),
                        territory=occasion.territory,
                        product=occasion.product,
                        licensee=occasion.licensee,
                        voice=each.card,
                        recording=each.recording,
                        home=home,
                    )
                )
                for each in lent
            )
        except RefusedError:
            log.append(Event("refuse", voice=",".join(each.card for each in lent), decision="refuse"))
            raise
        yield given

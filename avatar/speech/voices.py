"""The voices that there are: the shipped cards, the user's own, and those that the engines bring themselves."""

from __future__ import annotations

import difflib
import re
from itertools import chain
from typing import TYPE_CHECKING

from avatar import backends
from avatar.data import GENDERS, VoiceCard
from avatar.data.language import primary_subtag
from avatar.errors import NotInstalledError, VoiceError
from avatar.runtime.access import is_file, listed
from avatar.runtime.folders import shipped, user_data
from avatar.speech.cards import CARD, read_card
from avatar.speech.engines import engine_named, leaves_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

ALIASES = {"cmn": "zh", "no": "nb", "iw": "he", "in": "id"}
"""Languages by another name than the one that our cards use."""


def voice_folders(home: Path | None = None) -> tuple[Path, ...]:
    """Say where cards lie: the shipped ones, then those of a home's data (None: the usual one's)."""
    return shipped("voices"), (home or user_data()) / "voices"


def voices(folders: Sequence[Path] | None = None) -> tuple[VoiceCard, ...]:
    """List every card: those of `folders` (None: `voice_folders`), then those of the engines; an earlier name wins."""
    return _without_doubles((*_cards(folders), *_engines_cards()))


def find_voice(name: str, folders: Sequence[Path] | None = None) -> VoiceCard:
    """Find a card by its name; raise `VoiceError` with the nearest names if there is none."""
    for folder in folders or voice_folders():
        if re.fullmatch(r"[\w.-]+", name) and is_file(folder / name / CARD):
            return read_card(folder / name / CARD)
    cards = {card.name: card for card in voices(folders)}
    if name in cards:
        return cards[name]
    near = difflib.get_close_matches(name, cards, n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise VoiceError(f"There is no voice {name!r}.{hint} `avatar voice list` shows all {len(cards)}.")


def default_voice(
    language: str, gender: str | None = None, engine: str | None = None, folders: Sequence[Path] | None = None
) -> VoiceCard:
    """Choose the voice of a language: the same region before any, a card before an engine's own, female before male.

    Of any engine that works on this machine, or of the one that is named: no text leaves it unasked. Raise `VoiceError`
    for a language that nobody speaks.
    """
    primary, *subtags = language.lower().split("-")
    wanted = "-".join((ALIASES.get(primary, primary), *subtags))
    own = list(_of(gender, engine, _cards(folders)))
    for card in chain(own, _of(gender, engine, _engines_cards(wanted))):
        if card.language.lower() == wanted and (engine or not leaves_machine(card)):
            return card
    for card in chain(own, _of(gender, engine, _engines_cards())):
        if primary_subtag(card.language) == primary_subtag(wanted) and (engine or not leaves_machine(card)):
            return card
    known = sorted({primary_subtag(card.language) for card in _of(gender, engine, voices(folders))})
    who = f"{gender} voice" if gender else "voice"
    raise VoiceError(
        f"There is no {who} for the language {language!r}; choose one of {', '.join(known)}, "
        "or look at `avatar voice list`."
    )


def card_faults() -> tuple[str, ...]:
    """Say of each of the user's cards that cannot be read why, sentences: the others are there without it."""
    return tuple(str(fault) for fault in _read_all(user_data() / "voices") if not isinstance(fault, VoiceCard))


def _cards(folders: Sequence[Path] | None) -> tuple[VoiceCard, ...]:
    return _without_doubles(card for folder in folders or voice_folders() for card in _cards_in(folder))


def _engines_cards(language: str | None = None) -> Iterator[VoiceCard]:
    """Yield what the engines bring; with a language, what those bring that may speak it."""
    for name in backends.available("speech"):
        yield from _brought_by(name, language)


def _brought_by(name: str, language: str | None) -> tuple[VoiceCard, ...]:
    try:
        engine = engine_named(name)
    except NotInstalledError:
        return ()  # the others can still be listed; `avatar doctor` says what this one lacks
    return engine.voices() if language is None or language in engine.capabilities.languages else ()


def _without_doubles(cards: Iterable[VoiceCard]) -> tuple[VoiceCard, ...]:
    found: dict[str, VoiceCard] = {}
    for card in cards:
        found.setdefault(card.name, card)
    return tuple(found.values())


def _of(gender: str | None, engine: str | None, cards: Iterable[VoiceCard]) -> Iterator[VoiceCard]:
    return (card for card in cards if gender in (None, card.gender) and engine in (None, card.engine))


def _read_all(folder: Path) -> Iterator[VoiceCard | VoiceError | NotInstalledError]:
    for place in (each / CARD for each in listed(folder, "*")):
        if is_file(place):
            try:
                yield read_card(place)
            except (VoiceError, NotInstalledError) as fault:
                yield fault


def _cards_in(folder: Path) -> list[VoiceCard]:
    cards = [card for card in _read_all(folder) if isinstance(card, VoiceCard)]
    return sorted(cards, key=lambda card: (GENDERS.index(card.gender), not card.preferred, card.name))

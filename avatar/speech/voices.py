"""Voice cards: the shipped ones, the user's own, and two for every language of espeak-ng."""

from __future__ import annotations

import difflib
import re
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING

from avatar.data.language import primary_subtag
from avatar.errors import NotInstalledError, VoiceError
from avatar.runtime.access import is_file, listed, told
from avatar.runtime.folders import shipped, user_data
from avatar.runtime.toml import read_toml
from avatar.speech.espeak.data import espeak_voices, languages_of_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from avatar.speech.espeak.data import EspeakVoice

GENDERS = ("female", "male", "neutral")
ESPEAK_LICENCE = "GPL-3.0-or-later (espeak-ng, run as a separate process); the sound is yours"
FEMALE_VARIANT = "+f1"
"""espeak's female voice without echo, which would fill the silence of closed lips."""

ALIASES = {"cmn": "zh", "no": "nb", "iw": "he", "in": "id"}
"""Languages by another name than the one that our cards use."""


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """Who speaks, and how."""

    name: str
    """what `--voice` takes; the name of the card's folder"""
    language: str
    """BCP-47"""
    engine: str
    """name of the speech backend, "espeak" """
    engine_voice: str
    """what the engine calls it; for espeak "folder/voice+variant" """
    gender: str
    """"female", "male" or "neutral" """
    licence: str
    """of the voice and its sound"""
    pitch: int = 50
    """0-99; 50 is the engine voice's own"""
    range: int = 50
    """liveliness of the pitch, 0-99; 50 is the engine voice's own"""
    rate: int = 160
    """words per minute as espeak counts them, 80-450"""
    presence: int = -3
    """dB around 3.5 kHz, -12 to 6; espeak buzzes there"""
    description: str = ""
    """a line for the list of voices"""
    source: str = ""
    """where it comes from"""

    def __post_init__(self) -> None:
        for field in fields(self):
            value, kind = getattr(self, field.name), int if field.name in _BOUNDS else str
            if type(value) is not kind:
                raise VoiceError(
                    f"The voice card {self.name!r} has {field.name} = {value!r}; it must be "
                    f"{'a whole number' if kind is int else 'text in quotes'}."
                )
        for name, (least, most) in _BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise VoiceError(
                    f"The voice card {self.name!r} has {name} = {getattr(self, name)}; "
                    f"it must be from {least} to {most}."
                )
        if self.gender not in GENDERS:
            raise VoiceError(
                f"The voice card {self.name!r} has gender = {self.gender!r}; it must be one of {', '.join(GENDERS)}."
            )


_LONGEST = 1_000_000
"""bytes of a card; more is no card, and a device never ends"""
_BOUNDS = {"pitch": (0, 99), "range": (0, 99), "rate": (80, 450), "presence": (-12, 6)}


def voices() -> tuple[VoiceCard, ...]:
    """List every card: shipped, the user's own, then espeak's languages; an earlier name wins."""
    return _without_doubles((*_cards(), *_espeak_cards()))


def _cards() -> tuple[VoiceCard, ...]:
    """List the shipped cards and the user's own."""
    return _without_doubles((*_cards_in(shipped("voices")), *_cards_in(user_data() / "voices")))


def _without_doubles(cards: Iterable[VoiceCard]) -> tuple[VoiceCard, ...]:
    found: dict[str, VoiceCard] = {}
    for card in cards:
        found.setdefault(card.name, card)
    return tuple(found.values())


def find_voice(name: str) -> VoiceCard:
    """Find a card by its name; raise `VoiceError` with the nearest names if there is none."""
    for folder in (shipped("voices"), user_data() / "voices"):
        if re.fullmatch(r"[\w.-]+", name) and is_file(folder / name / "card.toml"):
            return read_card(folder / name / "card.toml")
    cards = {card.name: card for card in voices()}
    if name in cards:
        return cards[name]
    near = difflib.get_close_matches(name, cards, n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise VoiceError(f"There is no voice {name!r}.{hint} `avatar voice list` shows all {len(cards)}.")


def default_voice(language: str, gender: str | None = None) -> VoiceCard:
    """Choose the voice of a language: the same region before any, shipped before made, female before male.

    Raise `VoiceError` for a language that nobody speaks.
    """
    primary, *subtags = language.lower().split("-")
    primary = ALIASES.get(primary, primary)
    wanted = "-".join((primary, *subtags))
    # Reading espeak's hundred files is put off until it is known that one of them is wanted.
    own = _of(gender, _cards())
    with_espeak = _of(gender, voices() if wanted in languages_of_files() else ())
    for card in (*own, *with_espeak):
        if card.language.lower() == wanted:
            return card
    cards = own if any(primary_subtag(card.language) == primary for card in own) else _of(gender, voices())
    for card in cards:
        if primary_subtag(card.language) == primary:
            return card
    known = sorted({primary_subtag(card.language) for card in cards})
    who = f"{gender} voice" if gender else "voice"
    raise VoiceError(
        f"There is no {who} for the language {language!r}; choose one of {', '.join(known)}, "
        "or look at `avatar voice list`."
    )


def _of(gender: str | None, cards: Iterable[VoiceCard]) -> list[VoiceCard]:
    return [card for card in cards if gender in (None, card.gender)]


def read_card(path: Path) -> VoiceCard:
    """Read and check one card.toml; raise `VoiceError` with what is wrong in it."""
    try:
        with told(path), path.open("rb") as file:
            content = file.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise VoiceError(f"The voice card {str(path)!r} is longer than {_LONGEST} bytes; it is no card.")
        entries = read_toml(content.decode())
    except ValueError as fault:
        raise VoiceError(f"The voice card {str(path)!r} is not valid TOML ({fault}); correct that line.") from None
    entries = {"name": path.parent.name, **entries}
    known = {field.name for field in fields(VoiceCard)}
    needed = {field.name for field in fields(VoiceCard) if field.default is MISSING}
    for problem, names in (("does not know", set(entries) - known), ("lacks", needed - set(entries))):
        if names:
            raise VoiceError(
                f"The voice card {str(path)!r} {problem} {', '.join(sorted(names))}; "
                f"a card has {', '.join(field.name for field in fields(VoiceCard))}."
            )
    if entries["name"] != path.parent.name:
        raise VoiceError(
            f"The voice card {str(path)!r} has the name {entries['name']!r}; it must be that of its folder, "
            f"{path.parent.name!r}."
        )
    return VoiceCard(**entries)


def card_faults() -> tuple[str, ...]:
    """Say of each of the user's cards that cannot be read why, sentences: the others are there without it."""
    return tuple(str(fault) for fault in _read_all(user_data() / "voices") if isinstance(fault, VoiceError))


def _read_all(folder: Path) -> Iterator[VoiceCard | VoiceError]:
    for place in (each / "card.toml" for each in listed(folder, "*")):
        if is_file(place):
            try:
                yield read_card(place)
            except VoiceError as fault:
                yield fault


def _cards_in(folder: Path) -> list[VoiceCard]:
    cards = [card for card in _read_all(folder) if isinstance(card, VoiceCard)]
    return sorted(cards, key=lambda card: (GENDERS.index(card.gender), card.name))


def _espeak_cards() -> list[VoiceCard]:
    """Make a male and a female card for each of espeak's voices."""
    try:
        found = espeak_voices()
    except NotInstalledError:
        return []  # other engines' voices can still be listed; speaking with espeak says what is missing
    return [card for voice in found for card in _pair(voice)]


def _pair(voice: EspeakVoice) -> list[VoiceCard]:
    name = f"espeak-{voice.language.lower()}"
    return [
        VoiceCard(
            name=name + ending,
            language=voice.language,
            engine="espeak",
            engine_voice=voice.file + variant,
            gender=gender,
            licence=ESPEAK_LICENCE,
            description=f"{voice.title}, {gender}, formant synthesis",
            pitch=pitch,
            presence=presence,
            source="espeak-ng",
        )
        for ending, variant, gender, pitch, presence in (
            ("", "", "male", 50, -4),
            ("-female", FEMALE_VARIANT, "female", 60, -6),
        )
    ]

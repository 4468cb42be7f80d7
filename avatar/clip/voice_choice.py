"""Which voice says which sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.data import Prosody
from avatar.data.language import primary_subtag
from avatar.errors import VoiceError
from avatar.speech.engines import capabilities_of, engine_named, in_language, leaves_machine
from avatar.speech.voices import default_voice, find_voice, voice_folders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.data import Utterance, VoiceCard


FAST = "fast"
"""asked for as a voice: the quickest there is, of each language"""
_FAST_ENGINE = "espeak"


@dataclass(frozen=True, slots=True)
class Cast:
    """One voice per utterance."""

    cards: tuple[VoiceCard, ...]
    """in the order of the utterances"""
    warnings: tuple[str, ...]
    """what differs from what was asked for, sentences"""


Casting = Callable[["Sequence[Utterance]", "str | None", "str | None", "Path | None", str], Cast]
"""what chooses voices as `cast` does"""


def cast(
    utterances: Sequence[Utterance],
    wanted: str | None,
    gender: str | None = None,
    home: Path | None = None,
    main: str = "",
) -> Cast:
    """Let the wanted voice say what is in its language, and others of its gender, else of the one given, the rest.

    Without a wish it is the usual voice of the `main` language, else of the first. Where its engine can, it says the
    other languages too: one person has one voice. `FAST` lets the quickest voice of each language say it. Cards are
    those of a home's data (None: the usual one's), and the shipped ones.
    """
    folders = voice_folders(home)
    engine = _FAST_ENGINE if wanted == FAST else None
    star = find_voice(wanted, folders) if wanted and not engine else None
    gender = (star.gender if star else gender) or None
    languages = tuple(dict.fromkeys(utterance.language for utterance in utterances))
    native = {
        language: _choose(language, star, gender, engine, folders)
        for language in dict.fromkeys((*((main or languages[0],) if star is None else ()), *languages))
    }
    leading = star or native[main or languages[0]]
    choice = {language: _in_one_voice(leading, language, native[language]) for language in languages}
    directed, unknown = _directed(utterances, choice, folders)
    warnings = [
        f"The voice {star.name!r} does not speak {language!r}; {card.name!r} says those sentences."
        for language, card in choice.items()
        if star is not None and card.name != star.name
    ]
    warnings += [
        f"The voice {name!r} is a service: the text that it says leaves this machine."
        for name, card in {card.name: card for card in directed}.items()
        if leaves_machine(card)
    ]
    return Cast(directed, (*warnings, *unknown, *_unheeded(utterances, directed)))


def _directed(
    utterances: Sequence[Utterance], choice: dict[str, VoiceCard], folders: Sequence[Path]
) -> tuple[tuple[VoiceCard, ...], tuple[str, ...]]:
    """Give who says each utterance, where the text asks for a voice that one; and sentences on voices there are not."""
    named = {each.voice: _found(each.voice, folders) for each in utterances if each.voice}
    cards = []
    for utterance in utterances:
        usual, asked = choice[utterance.language], named.get(utterance.voice)
        is_native = asked and primary_subtag(asked.language) == primary_subtag(utterance.language)
        cards.append(asked if asked and is_native else _in_one_voice(asked or usual, utterance.language, usual))
    lacking = tuple(
        f"There is no voice {name!r}, which the text asks for; the usual one says it."
        for name in named
        if not named[name]
    )
    return tuple(cards), lacking


def _found(name: str, folders: Sequence[Path]) -> VoiceCard | None:
    try:
        return find_voice(name, folders)
    except VoiceError:
        return None


def _unheeded(utterances: Sequence[Utterance], cards: Sequence[VoiceCard]) -> list[str]:
    """Say which voices do not do what the text asks of them."""
    said = list(zip(utterances, cards, strict=True))
    directed = {card.name: card for utterance, card in said if replace(utterance.prosody, volume=0.0) != Prosody()}
    spelled = {card.name: card for utterance, card in said if any(each.ipa for each in utterance.pronunciations)}
    return [
        *(
            f"The voice {name!r} keeps its own rate and pitch, whatever the text asks for."
            for name, card in directed.items()
            if not capabilities_of(card).heeds_prosody
        ),
        *(
            f"The voice {name!r} reads no phones: it says those words in its own way."
            for name, card in spelled.items()
            if not capabilities_of(card).reads_ipa
        ),
    ]


def language_of_voice(wanted: str | None, home: Path | None = None) -> tuple[str, bool]:
    """Name the language of a voice that is asked for (BCP-47; "": none is), and whether it can speak no other.

    Raise `VoiceError` if there is no such voice.
    """
    if not wanted or wanted == FAST:
        return "", False
    star = find_voice(wanted, voice_folders(home))
    return star.language, not engine_named(star.engine).capabilities.is_polyglot


def _in_one_voice(leading: VoiceCard, language: str, native: VoiceCard) -> VoiceCard:
    """Let the leading voice say another language as its native would, if it can; else it is the native who says it."""
    if native.engine != leading.engine or primary_subtag(leading.language) == primary_subtag(language):
        return native
    return in_language(leading, native)


def _choose(
    language: str, star: VoiceCard | None, gender: str | None, engine: str | None, folders: Sequence[Path]
) -> VoiceCard:
    if star is not None and primary_subtag(star.language) == primary_subtag(language):
        return star
    try:
        return default_voice(language, gender, engine, folders)
    except VoiceError:
        return default_voice(language, None, engine, folders)

"""Which networks a portrait is taken apart with: those that somebody names, else those that it was enrolled with."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import PortraitError
from avatar.neural.devices import computes_on
from avatar.neural.models import SHELF, located
from avatar.settings import EMBEDDED, NOBODY, NetworkFile, PortraitSettings

if TYPE_CHECKING:
    from avatar.data.network import NetworkFacts
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.folders import Home

TASKS = ("upscale", "restore", "matting")
"""what a network may do when a photo is taken apart; the settings that name one are called the same"""


def choice_of(card: PortraitCard | None) -> PortraitSettings:
    """Give what a portrait was enrolled with, as far as somebody chose. Raise `InputError` for a card of nonsense."""
    if card is None:
        return PortraitSettings()
    named: dict[str, Any] = {task: NetworkFile(name) if (name := getattr(card, task)) else None for task in TASKS}
    return PortraitSettings(
        by=card.upscale_by,
        area=card.upscale_area or None,
        fidelity=card.fidelity,
        detector=card.detector or None,
        **named,
    )


def with_choice(card: PortraitCard, settings: PortraitSettings, home: Home) -> PortraitCard:
    """Let a card say how its photo was taken apart, where that is not the usual way."""
    usual, said = PortraitSettings().settled(), settings.settled()
    named: dict[str, Any] = {task: _named(getattr(said, task), home) for task in TASKS}
    return replace(
        card,
        upscale_by=said.by,
        upscale_area=said.area if said.area and said.area != usual.area else "",
        fidelity=said.fidelity if said.restore else None,
        detector="" if said.finder == usual.finder else said.finder,
        **named,
    )


def as_enrolled(asked: PortraitSettings, card: PortraitCard | None) -> PortraitSettings:
    """Fill in what nobody has said as the portrait was enrolled, else as usual.

    Raise `PortraitError` where it was enrolled with a file that is gone.
    """
    choice = choice_of(card)
    settled = asked.settled(choice)
    for task in TASKS:
        network = getattr(settled, task)
        is_enrolled = getattr(asked, task) is None and network is not None
        if card and is_enrolled and Path(network.name).is_absolute() and not Path(network.name).is_file():
            raise PortraitError(
                f"The portrait {card.name!r} was enrolled with the network {network.name!r}, which is gone; bring it "
                f"back, or say --{task} none, or name another one."
            )
    return settled


def found(settings: PortraitSettings, home: Home) -> PortraitSettings:
    """Find the files of the networks that settings name. Raise as `neural.models.located` does."""
    named: dict[str, Any] = {task: find(getattr(settings, task), task, home)[0] for task in TASKS}
    return replace(settings, **named)


def computed_on(settings: PortraitSettings) -> str:
    """Tell where those networks compute that settings name and whose files are found: cuda where one does, else cpu.

    Who finds the face is not asked: on either its numbers are as long.
    """
    named = [each for task in TASKS if (each := getattr(settings, task)) is not None and each.path]
    places = {computes_on(Path(each.path), settings.device) for each in named}
    return "cuda" if "cuda" in places else "cpu"


def idle(network: str, iod: float) -> str:
    """Say that an upscaler which somebody named had nothing to do with a face of `iod` px from eye to eye."""
    return (
        f"The face has {iod:.0f} px from eye to eye and needs no more, so {network!r} had nothing to do; with "
        "--upscale-by 2 it is enlarged all the same."
    )


def find(asked: NetworkFile | None, task: str, home: Home) -> tuple[NetworkFile | None, NetworkFacts | None]:
    """Find one network: its file, and what it is. Raise as `neural.models.located` does."""
    if asked is None or asked.name == NOBODY or (task == "upscale" and asked.name == EMBEDDED):
        return asked, None
    there = located(asked.path or asked.name, task, home)
    return NetworkFile(there.facts.name, str(there.path), there.facts.sha256), there.facts


def _named(network: NetworkFile | None, home: Home) -> str:
    """Name a network so that it is found again: an installed one by its name, another by its place."""
    if network is None or not network.path:
        return network.name if network else ""
    place = Path(network.path).absolute()
    return network.name if (home.data / SHELF).absolute() in place.parents else str(place)

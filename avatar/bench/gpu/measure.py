"""Networks one after the other, alone and in whole films."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING, cast

import torch

from avatar.bench.gpu.films import film_fps
from avatar.bench.gpu.pace import paced
from avatar.bench.gpu.trials import TRIALS, untrained
from avatar.bench.origin import Origin, origin
from avatar.neural.devices import torch_device
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILM_GOAL = 60.0
"""pictures per second of a whole film at 1080p, on a data-centre card"""
_FULL = (1920, 1080)
_COUNTS = (1, 8, 32)
"""pictures at once on a card; a processor gains nothing by more than one"""
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class NetworkSpeed:
    """How fast a network is at one way of working."""

    name: str
    """of the network"""
    pixels: str
    """what goes in and comes out"""
    precision: str
    """full or half"""
    count: int
    """pictures at once"""
    fps: float
    """pictures per second"""
    memory: float | None
    """MiB of the card at most; None without a card"""
    goal: float
    """pictures per second that are wanted of a data-centre card"""


@dataclass(frozen=True, slots=True)
class NetworkFilm:
    """How fast a whole film is made with a network."""

    name: str
    """of the network"""
    size: tuple[int, int]
    """width, height, px"""
    fps: float
    """pictures per second, once the first one is there"""
    goal: float
    """that are wanted at 1920x1080 of a data-centre card"""


@dataclass(frozen=True, slots=True)
class NetworkSpeeds:
    """What was measured."""

    origin: Origin
    """when, where and with what"""
    device: str
    """the card's name, or the processor"""
    library: str
    """torch and its version"""
    alone: tuple[NetworkSpeed, ...]
    """without anything round them"""
    films: tuple[NetworkFilm, ...]
    """with everything"""

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar bench gpu --json`."""
        return asdict(self)


def measure_networks(  # noqa: PLR0913 - what, where, how often, and who watches
    names: Sequence[str] = (),
    device: str = "auto",
    counts: Sequence[int] = (),
    size: tuple[int, int] | str = "",
    seconds: float = 3.0,
    watch: Watch = unwatched,
) -> NetworkSpeeds:
    """Time networks by their names, at so many pictures at once, and films of a size, or "none".

    What is left open is all there is on a graphics card; on a processor, what it gets done within minutes. Raise
    `NotInstalledError` for a card that is not there.
    """
    where = torch_device(device)
    has_card = where.type == "cuda"
    names = names or (tuple(TRIALS) if has_card else tuple(name for name in TRIALS if TRIALS[name].draws))
    counts = counts or (_COUNTS if has_card else (1,))
    film = (_FULL if has_card else None) if size == "" else None if size == "none" else cast("tuple[int, int]", size)
    turns = [
        (name, is_half, count)
        for name in names
        for is_half, count in (product((False, True) if has_card else (False,), counts) if TRIALS[name].draws else ())
    ]
    turns += [(name, has_card, 1) for name in names if not TRIALS[name].draws]
    filmed = [name for name in names if film is not None and TRIALS[name].draws]
    alone, films = list[NetworkSpeed](), list[NetworkFilm]()
    steps = len(turns) + len(filmed)
    for done, (name, is_half, count) in enumerate(turns):
        watch("measuring", done, steps)
        alone.append(_alone(name, where, is_half, count, seconds))
    for done, name in enumerate(filmed, len(turns)):
        watch("measuring", done, steps)
        with untrained(name) as files:
            fps = film_fps(name, files, where.type, film or _FULL, seconds)
        films.append(NetworkFilm(TRIALS[name].name, film or _FULL, fps, _FILM_GOAL))
    watch("measuring", steps, steps)
    return NetworkSpeeds(origin(), _named(where), f"torch {torch.__version__}", tuple(alone), tuple(films))


def _alone(name: str, device: torch.device, is_half: bool, count: int, seconds: float) -> NetworkSpeed:
    trial, has_card = TRIALS[name], device.type == "cuda"
    if has_card:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)
    turn = trial.prepare(device, is_half, count)
    pace = paced(turn, torch.cuda.synchronize if has_card else _at_once, count, seconds)
    memory = torch.cuda.max_memory_allocated(device) / _MIB if has_card else None
    return NetworkSpeed(trial.name, trial.pixels, "half" if is_half else "full", count, pace.fps, memory, trial.goal)


def _at_once() -> None:
    """Wait for nothing: without a card all is done when a call comes back."""


def _named(device: torch.device) -> str:
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    return f"no card: {torch.get_num_threads()} threads of the processor"

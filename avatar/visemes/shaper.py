"""Phones to lips: articulations are blended, contacts laid over them, and the result is written in ARKit's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import TONGUE_TIP, LipTrack
from avatar.visemes import contacts
from avatar.visemes.dominance import RATE, blend, smoothed
from avatar.visemes.gestures import gestures_of
from avatar.visemes.opening import opening_of
from avatar.visemes.targets import CHANNELS, class_of
from avatar.visemes.undershoot import LIVELIEST, undershoot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Phone
    from avatar.settings import LipSettings
    from avatar.visemes.gestures import Gesture

LIP_NAMES: tuple[str, ...] = (
    "jawOpen",
    "mouthClose",
    "mouthFunnel",
    "mouthPucker",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "tongueOut",
    TONGUE_TIP,
)
"""Columns of the lip tracks made here."""

_PAST_CONTACT = 0.17
"""mouthClose beyond jawOpen in a seal: a negative aperture (Löfqvist and Gracco 1997)"""
_JAW_IN_SEAL = 0.65
"""share of its drop that the jaw gives up while the lips hold"""
_BITE_GAP = 0.0
"""jawOpen that is left open behind a bitten lip"""
_BITE_BARES = 0.17
"""mouthUpperUp that shows the edge of the upper teeth on it"""
_BITE_TUCKS = 0.6
"""mouthRollLower that draws it in under them"""
_PRESSED_BACK = 0.2
"""share of its pucker that a rounded lip gives up to seal"""
_NARROW_GAP = 0.08
"""the same between the lips of ɸ β"""
_PREPARES = 0.15
"""s that the mouth gets ready before the first sound (100-200 ms)"""
_SETTLES = 0.26
"""s that it takes to come to rest after the last one"""
_LEAST_PUCKER = 0.7
"""of a u, w or y, however short"""
_ROUNDS_AHEAD = 0.07
"""s before and after it in which the lips come and go"""
_PARTING = ("jaw", "lower", "upper")
"""channels that part the lips"""
_AS_SEEN = 0.65
"""A landmark detector reads a rendered opening 1.2-1.4 times as large as the mesh makes it (four portraits, zh, en):
the targets hold for what is seen."""


class ArticulatoryShaper:
    """Shape the mouth from articulatory features, for the sounds of any language."""

    def __init__(self, settings: LipSettings) -> None:
        self._settings = settings

    def shape(self, phones: Sequence[Phone], seconds: float) -> LipTrack:
        """Give the mouth weights at 100 Hz from 0 to `seconds` s; zero, which is sealed at rest, in longer silences.

        The musts hold at any speed of speech: every p b m seals for at least 50 ms, or 30 if it is shorter itself, f v
        meet the upper teeth, vowels open, silence is still.
        """
        samples = round(seconds * RATE) + 1
        gestures = gestures_of(phones, max(seconds, 0.0))
        touches = contacts.contacts_of(gestures, _PREPARES, _SETTLES)
        seal = contacts.degree(touches, "seal", samples)
        channels = blend(gestures, samples) * self._strengths()
        floor = _vowel_floor(gestures, samples) * self._settings.strength * _AS_SEEN
        channels[:, 0] = np.maximum(channels[:, 0], floor)
        _round(channels, _rounding(gestures, samples))
        channels *= presence(gestures, samples)[:, None]
        # Bilabials own the jaw: it rises with the lips instead of leaving all the way to them.
        free = 1 - _JAW_IN_SEAL * smoothed(seal[:, None], 0.025)[:, 0]
        bite, narrow = (contacts.degree(touches, kind, samples) for kind in ("bite", "narrow"))
        channel = dict(zip(CHANNELS, channels.T, strict=True))

        def parted(by: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
            parting = dict(zip(_PARTING, by.T, strict=True))
            parting["jaw"] = parting["jaw"] * free
            return _in_arkit(channel | parting, seal=seal, bite=bite, narrow=narrow)

        quick = undershoot(
            np.stack([channel[name] for name in _PARTING], axis=1),
            lambda by: opening_of(parted(by)) * (1 - bite),
            _is_spoken(gestures, samples),
            LIVELIEST * max(1.0, self._settings.strength),
        )
        weights = parted(quick)
        times = (np.arange(samples) / RATE).astype(np.float32)
        return LipTrack(times, LIP_NAMES, np.stack([weights[name] for name in LIP_NAMES], axis=1).astype(np.float32))

    def _strengths(self) -> NDArray[np.float64]:
        # The tongue does not grow with the lips.
        strength = {"tip": 1.0, "out": 1.0, "jaw": self._settings.strength * _AS_SEEN}
        return np.array([strength.get(channel, self._settings.strength) for channel in CHANNELS])


def presence(gestures: Sequence[Gesture], samples: int) -> NDArray[np.float64]:
    """Draw where the mouth is at work (samples,): 1 in speech, easing to 0 in each rest and up again before its end."""
    times = np.arange(samples) / RATE
    curve = np.ones(samples)
    for index, gesture in enumerate(gestures):
        if not gesture.is_rest:
            continue
        low, high = max(0, int(gesture.start * RATE)), min(samples, int(np.ceil(gesture.end * RATE)) + 1)
        inside = times[low:high]
        is_edge = index == 0 or index + 1 == len(gestures)
        settles = min(_SETTLES, (0.9 if is_edge else 0.5) * gesture.seconds)
        prepares = min(_PREPARES, (0.9 if is_edge else 0.45) * gesture.seconds)
        leaving = 1 - contacts.eased((inside - gesture.start) / settles) if index else np.zeros(len(inside))
        arriving = contacts.eased((inside - gesture.end + prepares) / prepares)
        if index + 1 == len(gestures):
            arriving = np.zeros(len(inside))
        curve[low:high] = np.minimum(curve[low:high], np.maximum(leaving, arriving))
    return curve


def _is_spoken(gestures: Sequence[Gesture], samples: int) -> NDArray[np.bool_]:
    """Tell where the mouth does not rest (samples,)."""
    spoken = np.ones(samples, np.bool_)
    for gesture in gestures:
        if gesture.is_rest:
            spoken[int(np.ceil(gesture.start * RATE)) : int(gesture.end * RATE) + 1] = False
    return spoken


def _rounding(gestures: Sequence[Gesture], samples: int) -> NDArray[np.float64]:
    """Say where a u, w or y has to be seen (samples,), 0-1: the shortest of them reach their shape too."""
    degree = np.zeros(samples)
    for gesture in gestures:
        if class_of(gesture.sound) not in ("close round vowel", "front round vowel"):
            continue
        middle, reach = (gesture.start + gesture.end) / 2, gesture.seconds / 2 + _ROUNDS_AHEAD
        low, high = max(0, int((middle - reach) * RATE)), min(samples, int((middle + reach) * RATE) + 2)
        away = np.abs(np.arange(low, high) / RATE - middle) / reach
        degree[low:high] = np.maximum(degree[low:high], contacts.eased(np.clip(1.6 * (1 - away), 0, 1)))
    return degree


def _round(channels: NDArray[np.float64], degree: NDArray[np.float64]) -> None:
    """Pucker at least so far, in place, and let nothing spread the lips meanwhile."""
    pucker, stretch, smile = (CHANNELS.index(name) for name in ("pucker", "stretch", "smile"))
    channels[:, pucker] = np.maximum(channels[:, pucker], _LEAST_PUCKER * degree)
    channels[:, [stretch, smile]] *= 1 - 0.85 * degree[:, None]


def _vowel_floor(gestures: Sequence[Gesture], samples: int) -> NDArray[np.float64]:
    """Say how far the jaw must drop in each vowel at least, so that none is swallowed by its neighbours."""
    floor = np.zeros(samples)
    for gesture in gestures:
        if not gesture.sound.is_vowel:
            continue
        reach = 0.02 + gesture.seconds / 2
        low = max(0, int((gesture.start - 0.02) * RATE))
        high = min(samples, int((gesture.end + 0.02) * RATE) + 2)
        away = np.abs(np.arange(low, high) / RATE - (gesture.start + gesture.end) / 2) / reach
        height = 0.62 * gesture.target.jaw * min(1.0, gesture.seconds / 0.07)
        floor[low:high] = np.maximum(floor[low:high], height * contacts.eased(1 - away))
    return floor


def _in_arkit(
    channel: dict[str, NDArray[np.float64]],
    *,
    seal: NDArray[np.float64],
    bite: NDArray[np.float64],
    narrow: NDArray[np.float64],
) -> dict[str, NDArray[np.float64]]:
    """Write channels and contacts (T,) as ARKit weights (T,). Contacts cancel what would keep the lips apart."""
    touch = np.maximum(bite, seal)
    apart = 1 - seal
    jaw = np.clip(channel["jaw"], 0.0, 1.0 - _PAST_CONTACT)
    closed = seal * (jaw + _PAST_CONTACT)
    closed = np.maximum(closed, bite * np.maximum(jaw - _BITE_GAP, 0.0))
    closed = np.maximum(closed, narrow * np.maximum(jaw - _NARROW_GAP, 0.0))
    lower, upper = channel["lower"] * (1 - touch), channel["upper"] * (1 - touch) + _BITE_BARES * bite * apart
    weights = {
        "jawOpen": jaw,
        "mouthClose": closed,
        # A rounded lip seals by puckering, for ARKit's funnel would part it, but by less than in its vowel: lips that
        # are pushed far out show so much of their insides that they look apart.
        "mouthFunnel": channel["funnel"] * apart * (1 - 0.9 * bite),
        "mouthPucker": channel["pucker"] * (1 - _PRESSED_BACK * seal) + 0.35 * channel["funnel"] * seal,
        "mouthRollLower": np.maximum(_BITE_TUCKS * bite, 0.2 * seal),
        "mouthRollUpper": 0.12 * seal,
        "mouthShrugLower": 0.35 * seal,
        "tongueOut": channel["out"] * apart,
        TONGUE_TIP: channel["tip"],
    }
    sides = {"Smile": channel["smile"], "Stretch": channel["stretch"], "Press": 0.25 * seal, "LowerDown": lower}
    for name, values in (*sides.items(), ("UpperUp", upper)):
        weights[f"mouth{name}Left"] = weights[f"mouth{name}Right"] = values
    return {name: np.clip(values, 0.0, 1.0) for name, values in weights.items()}

"""How fast a row has to be said to take as long as it may, predicted before anything renders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.clip.fitting import Fitted, predicted
from avatar.clip.fitting import fit as fit_spoken
from avatar.clip.script import read_script
from avatar.settings import RATES, TextSettings

if TYPE_CHECKING:
    from typing import Any

    from avatar.campaign.sheet.campaign import Fit
    from avatar.runtime.folders import Home

__all__ = ["Fitted", "fit", "options_of"]


def fit(  # noqa: PLR0913 - what is said, by whom, in which time
    text: str,
    voice: str | None,
    language: str,
    seconds: float | tuple[float, float],
    limits: tuple[float, float] = RATES,
    home: Home | None = None,
) -> Fitted:
    """Predict how fast a text has to be said to take so many seconds, or at least and at most so many.

    It takes some hundredths of a second, for nothing but espeak speaks. The film that is made then with the option
    `seconds` finds its rate with one real try. Raise `TextError` or `VoiceError` for what cannot be said.
    """
    from avatar.runtime.folders import Home as Homes

    place = (home or Homes.usual()).data
    script = read_script(text, TextSettings(language=language), place, voice)
    wanted = seconds if isinstance(seconds, tuple) else (0.0, seconds)
    return fit_spoken(predicted(script, place), wanted, limits)


def options_of(wanted: Fit | None) -> dict[str, Any]:
    """Give the options of a clip that is to take as long as a campaign or a row says."""
    if wanted is None or wanted.longest <= 0:
        return {}
    longest = min(wanted.longest, 3600.0)
    return {"seconds": f"{wanted.shortest:g}-{longest:g}", "rates": f"{wanted.slowest:g}-{wanted.fastest:g}"}

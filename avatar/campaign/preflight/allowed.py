"""What was agreed to, and what the rules for scripts say: asked of those who are asked when a clip is made.

Nothing is counted, logged or put up for review by that: a place that a limited authorization holds for the question is
given back at once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from avatar.clip.judged import Asked, foreseen
from avatar.errors import AvatarError
from avatar.permission.consent import ConsentError, authorize, authorize_voice
from avatar.permission.policy import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.campaign.preflight.people import Shown, Spoken
    from avatar.clip.lending import Loan
    from avatar.clip.request import ClipRequest
    from avatar.permission.consent import Record
    from avatar.permission.policy import Decision
    from avatar.runtime.folders import Home

_KEYS = {"language": "languages", "voice": "voices"}
"""keys of campaign.yaml by the word of what an authorization does not cover, where they are not the same"""
_NAMED = ("purpose", "channel", "territory", "product", "licensee")
"""what is called in campaign.yaml as in an authorization"""


class Gate:
    """Asks each question of a campaign once."""

    def __init__(self, home: Home) -> None:
        self._home = home.data
        self._policy = load_policy(home=home.data)
        self._judged: dict[tuple[object, ...], tuple[Decision, str]] = {}
        self._agreed: dict[tuple[object, ...], Record | AvatarError] = {}
        self._wanted: Counter[str] = Counter()
        self._records: dict[str, Record] = {}

    def judge(self, request: ClipRequest, shown: Shown | None, spoken: Spoken) -> tuple[Decision, str]:
        """Say what the rules for scripts say: allow, hold or refuse, and a sentence; "" where there is none."""
        asked = Asked(
            spoken.text, request.settings.text.language, request.occasion.purpose, shown.pixels if shown else ""
        )
        key = (asked, spoken.heard, spoken.languages)
        if key not in self._judged:
            self._judged[key] = foreseen(self._home, self._policy, asked, spoken.heard, spoken.languages)
        return self._judged[key]

    def refusals(self, request: ClipRequest, shown: Shown, spoken: Spoken, clips: int = 1) -> Iterator[tuple[str, str]]:
        """Yield (key of campaign.yaml, sentence) for what nobody has agreed to; so many `clips` are made of it."""
        occasion = request.occasion
        key = (request.portrait, occasion, spoken.languages, spoken.voices)
        found = self._ask(key, partial(self._picture, request, shown, spoken))
        if isinstance(found, AvatarError):
            yield _key(found, "portrait"), str(found)
        else:
            self._records[found.authorization_id] = found
            self._wanted[found.authorization_id] += clips
        for loan in spoken.lent:
            lent = self._ask((loan, occasion, spoken.languages), partial(self._voice, request, spoken, loan))
            if isinstance(lent, AvatarError):
                yield _key(lent, "voices"), str(lent)

    def beyond(self) -> Iterator[str]:
        """Yield a sentence for each authorization that allows fewer clips than this campaign has."""
        from avatar.permission.consent import ConsentStore

        ledger = ConsentStore(self._home).ledger
        for name, record in self._records.items():
            limit = record.scope.max_outputs
            if limit is None:
                continue
            left = max(0, limit - ledger.made(name))
            if self._wanted[name] > left:
                yield (
                    f"The authorization {name[:8]} allows {left} more clips, and this campaign wants "
                    f"{self._wanted[name]}; those that are made already don't count again. Ask for more, or make fewer."
                )

    def _ask(self, key: tuple[object, ...], ask: Callable[[], Record]) -> Record | AvatarError:
        if key not in self._agreed:
            try:
                self._agreed[key] = ask()
            except AvatarError as fault:
                self._agreed[key] = fault
        return self._agreed[key]

    def _picture(self, request: ClipRequest, shown: Shown, spoken: Spoken) -> Record:
        use = self._use(request, spoken)
        with authorize(shown.pixels, shown.likeness, voices=spoken.voices, picture=request.portrait, **use) as leave:
            return leave.record

    def _voice(self, request: ClipRequest, spoken: Spoken, loan: Loan) -> Record:
        use = self._use(request, spoken)
        with authorize_voice(loan.sha256, voice=loan.card, recording=loan.recording, **use) as leave:
            return leave.record

    def _use(self, request: ClipRequest, spoken: Spoken) -> dict[str, Any]:
        """Give what every authorization is asked for."""
        return {**asdict(request.occasion), "language": spoken.languages, "home": self._home}


def _key(fault: AvatarError, otherwise: str) -> str:
    reason = fault.reason if isinstance(fault, ConsentError) else ""
    return reason if reason in _NAMED else _KEYS.get(reason, otherwise)

"""Leave for one stream in which texts are said that nobody knows when it begins: a conversation.

It is asked for and counted once, before anything is seen. Before each text the record is looked at again, and the
policy judges the text. What was found of the record holds for half a second, for everybody who asks the same.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from avatar.clip.judged import Asked, audit_log, log, require, require_log, tell_unknown
from avatar.clip.lending import agreed
from avatar.clip.permit import Permit, let_in
from avatar.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.clip.meanwhile import Look
    from avatar.clip.request import Occasion
    from avatar.clip.script import Script
    from avatar.permission.consent import Authorization

HOLDS = 0.5
"""s for which what was found of a record is believed"""
_MOST = 1000
"""findings that are remembered"""
_found: dict[tuple[str, str, frozenset[str], frozenset[str]], float] = {}
_looking = Lock()


class Leave:
    """Leave to show one photo in one stream. As a context manager it gives its place back unless it was counted."""

    def __init__(  # noqa: PLR0913 - what the gate asks, and by what the stream is counted
        self,
        look: Look,
        name: str,
        occasion: Occasion,
        home: Path,
        content_id: str,
        languages: Collection[str] = (),
    ) -> None:
        """Ask the gate. `name` is what the caller calls the photo, `home` whose records count: a home's data.

        `content_id` is of the stream, 32 hex digits. Raise `RefusedError` with the reason and the cure.
        """
        self._look, self._occasion, self._home = look, occasion, home
        self._authorization = let_in(look, name, occasion, languages, "", home)
        self._lent: dict[Loan, Authorization] = {}
        self._content_id, self._is_begun = content_id, False

    def __enter__(self) -> Leave:
        return self

    def __exit__(self, *_: object) -> None:
        self._authorization.release()

    @property
    def authorization_id(self) -> str:
        """Name the record; no personal data."""
        return self._authorization.authorization_id

    def begin(self, versions: Mapping[str, str]) -> None:
        """Count the stream and log it, before anything of it is seen; once."""
        if not self._is_begun:
            self.silent().done(self._content_id, "", (), versions)
            self._is_begun = True

    def require_still(self, languages: Collection[str] = (), voices: Collection[str] = ()) -> None:
        """Look at the record again. Raise `RefusedError` if it does not allow this any longer; that is logged."""
        asked = (str(self._home), self._authorization.record_sha256, frozenset(languages), frozenset(voices))
        now = time.monotonic()
        if now - _found.get(asked, -HOLDS) < HOLDS:
            return
        try:
            self._authorization.require_still(sorted(languages), sorted(voices))
        except RefusedError as fault:
            self._log_refusal()
            raise RefusedError(f"The portrait may not say this: {str(fault).rstrip('.')}.") from fault
        with _looking:
            if len(_found) >= _MOST:
                _found.clear()
            _found[asked] = now

    def clear(self, script: Script, language: str) -> Permit:
        """Give leave to say a text in the stream. `language` is what the reader was told, BCP-47 or "auto".

        Raise `RefusedError` with the reason: the record does not cover it, or the rules for scripts forbid it, or
        people have to look at it first.
        """
        from avatar.ledger.audit import text_sha256

        self.require_still(script.languages, script.voices)
        self._judge(script, language)  # first: what may not be said uses up nobody's voice
        lent = self._borrow(script.lent, script.languages)
        return Permit(self._authorization, self._look.content_hash, text_sha256(script.text), self._home, lent)

    def silent(self) -> Permit:
        """Give what the marks of pictures need in which nothing is said; the stream is counted by `begin`."""
        return Permit(self._authorization, self._look.content_hash, "", self._home)

    def said(self, permit: Permit, asset: str, voices: Sequence[str]) -> None:
        """Log a passage before it is heard; `asset` is what its watermark says, hex."""
        from avatar.ledger.audit import Event

        log(
            self._home,
            Event(
                "say",
                portrait=self._look.content_hash,
                authorization=self.authorization_id,
                voice=",".join(voices),
                text=permit.text_hash,
                decision="allow",
                details={"content_id": self._content_id, "asset": asset},
            ),
        )

    def _judge(self, script: Script, language: str) -> None:
        from dataclasses import replace

        from avatar.permission.policy import load_policy

        home, purpose = self._home, self._occasion.purpose
        policy, asked = load_policy(home=home), Asked(script.text, language, purpose, self._look.content_hash)
        verdict = policy.judge(script.text, language=language, purpose=purpose)
        require(home, verdict, asked, self.authorization_id)
        if spoken := script.heard:  # other words than those that are written
            judged = policy.judge(spoken, language=language, purpose=purpose)
            require(home, judged, replace(asked, text=spoken), self.authorization_id)
        tell_unknown(home, policy, verdict, script.languages, asked, self.authorization_id)

    def _borrow(self, loans: Sequence[Loan], languages: Collection[str]) -> tuple[Authorization, ...]:
        """Ask those in whose voices something is said: they are asked and counted once, and looked at again."""
        for loan in loans:
            if loan in self._lent:
                self._lent[loan].require_still(sorted(languages), (loan.card,))
                continue
            with agreed((loan,), self._occasion, languages, self._home, audit_log(self._home)) as given:
                require_log(self._home)
                for each in given:
                    each.count(self._content_id)
                    self._lent[loan] = each
        return tuple(self._lent[loan] for loan in loans)

    def _log_refusal(self) -> None:
        from avatar.ledger.audit import Event

        log(self._home, Event("refuse", portrait=self._look.content_hash, decision="refuse"))

"""What the policy says of answers: asked before a word of them is given away, and logged without the text."""

from __future__ import annotations

from pathlib import Path

from avatar.permission.policy import Verdict

MOST_KEPT = 4000
"""texts whose passing is remembered"""


class Judge:
    """The rules of one home, for one purpose."""

    def __init__(self, home: Path, purpose: str, language: str = "auto") -> None:
        """Read the rules. Raise `InputError` for a rule file that cannot be used."""
        from avatar.permission.policy import load_policy
        from avatar.permission.policy.settings import read_policy_settings

        self._home, self._purpose, self._language = home, purpose, language
        self._policy = load_policy(home=home)
        self._refuses_unknown = read_policy_settings(home).unknown_language == "refuse"
        self._passed: dict[str, None] = {}

    def passes(self, text: str, language: str = "") -> bool:
        """Tell whether a text may be said; nothing is logged. What would wait for review is not said either."""
        if text in self._passed:
            return True
        verdict = self._verdict(text, language)
        is_good = verdict.decision == "allow" and (verdict.is_covered or not self._refuses_unknown)
        if is_good:
            if len(self._passed) >= MOST_KEPT:
                self._passed.clear()
            self._passed[text] = None
        return is_good

    def refuse(self, text: str, language: str = "") -> None:
        """Log that a text is not said: its hash and the rules that object."""
        from avatar.clip.judged import log
        from avatar.ledger.audit import Event, text_sha256

        verdict = self._verdict(text, language)
        what = verdict.decision if verdict.decision != "allow" else "policy.unknown"
        event = Event(what, text=text_sha256(text), decision="refuse", rules=verdict.rules, details={"by": "brain"})
        log(self._home, event)

    def _verdict(self, text: str, language: str) -> Verdict:
        return self._policy.judge(text, language=language or self._language, purpose=self._purpose)

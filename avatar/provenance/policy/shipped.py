"""The policy that ships here: rules, and a trained classifier beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.provenance.policy.judging import SHIPPED, RulePolicy
from avatar.provenance.policy.lexicon import read_lexicon
from avatar.provenance.policy.trained import TrainedPolicy
from avatar.provenance.policy.verdict import Verdict, strictest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class ShippedPolicy:
    """The rules, with those of more folders, and the classifier."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Read the rules. Raise `InputError` for a file that cannot be used."""
        self._rules = RulePolicy(folders)
        self._trained = TrainedPolicy()
        shipped = read_lexicon((SHIPPED,)).rules
        self._adding = {rule.id for rule in shipped if rule.weights and rule.decision == "hold"}

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Ask both. Raise `NotInstalledError` if the classifier's file cannot be used.

        What shipped rules merely add up is dropped where the classifier is sure of the contrary.
        """
        ruled = self._rules.judge(text, language=language, purpose=purpose)
        learned = self._trained.judge(text, language=language, purpose=purpose)
        kept = ruled.findings
        if kept and all(own.rule in self._adding and own.decision == "hold" for own in kept):
            kept = () if self._trained.clears(text, language) else kept
        findings = tuple(sorted((*kept, *learned.findings), key=lambda own: own.start))
        return Verdict(strictest([own.decision for own in findings]), findings, ruled.is_covered)

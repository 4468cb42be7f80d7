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

    from avatar.provenance.policy.verdict import Finding


CERTAIN = frozenset(
    {
        "codes.ask",
        "codes.relay",
        "figures.claim",
        "figures.office",
        "minors.sexual",
        "sexual.explicit",
    }
)
"""Rules that the classifier does not overrule."""


class ShippedPolicy:
    """The rules, with those of more folders, and the classifier."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Read the rules. Raise `InputError` for a file that cannot be used."""
        self._rules = RulePolicy(folders)
        self._trained = TrainedPolicy()
        self._unsure = {rule.id for rule in read_lexicon((SHIPPED,)).rules} - CERTAIN

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Ask both. Raise `NotInstalledError` if the classifier's file cannot be used.

        What shipped rules found does not count where the classifier is sure enough of the contrary, but for `CERTAIN`.
        """
        ruled = self._rules.judge(text, language=language, purpose=purpose)
        learned = self._trained.judge(text, language=language, purpose=purpose)
        kept = [own for own in ruled.findings if not self._is_cleared(own, text, language)]
        findings = tuple(sorted((*kept, *learned.findings), key=lambda own: own.start))
        return Verdict(strictest([own.decision for own in findings]), findings, ruled.is_covered)

    def _is_cleared(self, finding: Finding, text: str, language: str) -> bool:
        return finding.rule in self._unsure and self._trained.clears(finding, text, language)

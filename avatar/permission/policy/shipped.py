"""The policy that ships here: rules, and a trained classifier beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.permission.policy.judging import SHIPPED, RulePolicy
from avatar.permission.policy.lexicon import read_lexicon
from avatar.permission.policy.trained import TrainedPolicy
from avatar.permission.policy.verdict import Verdict, strictest
from avatar.permission.policy.weighing import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.permission.policy.verdict import Finding


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
ABROAD = ".abroad"
"""In the names of rules for languages whose models were trained on less: these overrule no refusal."""
AGREED, NEAR = 3, 100
"""Rules that agree on a place are not overruled either: so many, so many characters apart at most."""


class ShippedPolicy:
    """The rules, with those of more folders, and the classifier."""

    def __init__(self, folders: Sequence[Path] = (), weights: Path = FOLDER) -> None:
        """Read the rules. Raise `InputError` for a file that cannot be used."""
        self._rules = RulePolicy(folders)
        self._trained = TrainedPolicy(weights)
        shipped = {rule.id for rule in read_lexicon((SHIPPED,)).rules}
        self._unsure = shipped - CERTAIN

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Ask both. Raise `NotInstalledError` if the classifier's file cannot be used."""
        ruled = self._rules.judge(text, language=language, purpose=purpose)
        learned = self._trained.judge(text, language=language, purpose=purpose)
        found = (*self.kept(ruled.findings, text), *learned.findings)
        findings = tuple(sorted(found, key=lambda own: own.start))
        return Verdict(strictest([own.decision for own in findings]), findings, ruled.is_covered)

    def kept(self, findings: Sequence[Finding], text: str) -> list[Finding]:
        """Leave out what does not count of what rules found in `text`.

        That is where the classifier is sure enough of the contrary, but for `CERTAIN` and where several rules agree.
        """
        return [own for own in findings if not self._is_cleared(own, findings, text)]

    def _is_cleared(self, finding: Finding, findings: Sequence[Finding], text: str) -> bool:
        if finding.rule not in self._unsure or len(_beside(finding, findings)) >= AGREED:
            return False
        abroad = ABROAD in finding.rule
        if abroad and finding.decision == "refuse":
            return False
        return self._trained.clears(finding, text, abroad=abroad)


def _beside(finding: Finding, findings: Sequence[Finding]) -> set[str]:
    """Name the rules that object to this place or one beside it."""
    return {own.rule for own in findings if own.start < finding.end + NEAR and finding.start < own.end + NEAR}

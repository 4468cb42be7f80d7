"""What a policy says about a script, and what anything must do that wants to be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Decision = Literal["allow", "hold", "refuse"]

STRICTNESS: tuple[Decision, ...] = ("allow", "hold", "refuse")
"""From mild to strict; of several decisions the strictest holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a script that a rule objects to."""

    rule: str
    """id of the rule, such as "codes.ask\""""
    category: str
    """what kind of harm, such as "codes\""""
    decision: Decision
    """what the rule alone would have decided: "hold" or "refuse\""""
    start: int
    """first character of the place, counted in the text as it was given"""
    end: int
    """one past its last character"""
    why: str
    """a sentence for the person who wrote the script"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says about one script."""

    decision: Decision
    """the strictest of the findings' decisions; "allow" without any"""
    findings: tuple[Finding, ...] = ()
    """in the order of the text, one per rule"""
    is_covered: bool = True
    """whether the policy knows the script's language at all; "allow" means little if it does not"""

    @property
    def rules(self) -> tuple[str, ...]:
        """Name the rules that objected: what an audit log may keep, since it holds no text."""
        return tuple(finding.rule for finding in self.findings)


class Policy(Protocol):
    """Something that judges scripts: the rules that ship here, a classifier behind HTTP, a language model."""

    def judge(self, text: str, *, language: str, purpose: str) -> Verdict:
        """Judge what would be heard of `text`, in a BCP-47 language or "auto", made for `purpose`."""
        ...


def strictest(decisions: list[Decision]) -> Decision:
    """Give the strictest of several decisions, "allow" for none."""
    return max(decisions, key=STRICTNESS.index, default="allow")

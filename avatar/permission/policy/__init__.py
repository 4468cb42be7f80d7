"""Whether a script may be spoken at all: rules and a classifier that ship here, and what is plugged in beside them."""

from __future__ import annotations

from avatar.permission.policy.judging import RulePolicy
from avatar.permission.policy.plugging import Together, load_policy
from avatar.permission.policy.shipped import ShippedPolicy
from avatar.permission.policy.verdict import Decision, Finding, Policy, Verdict

__all__ = [
    "Decision",
    "Finding",
    "Policy",
    "RulePolicy",
    "ShippedPolicy",
    "Together",
    "Verdict",
    "load_policy",
]

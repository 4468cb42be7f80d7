"""Whether a script may be spoken at all: rules that ship here, and whatever classifier is plugged in beside them."""

from __future__ import annotations

from avatar.provenance.policy.judging import RulePolicy
from avatar.provenance.policy.plugging import Together, available_policies, load_policy
from avatar.provenance.policy.verdict import Decision, Finding, Policy, Verdict

__all__ = ["Decision", "Finding", "Policy", "RulePolicy", "Together", "Verdict", "available_policies", "load_policy"]

"""Find policies by name, and let several judge together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.errors import NotInstalledError
from avatar.provenance.policy.shipped import ShippedPolicy
from avatar.provenance.policy.verdict import Verdict, strictest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.provenance.policy.verdict import Decision, Policy

GROUP = "avatar.policy"
"""Entry points of this group are called without arguments and give a `Policy`."""


class Together:
    """Several policies: the strictest decides, and all their findings are kept."""

    def __init__(self, *policies: Policy) -> None:
        self._policies = policies

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Ask every policy; the language is covered if one of them knows it."""
        verdicts = [policy.judge(text, language=language, purpose=purpose) for policy in self._policies]
        findings = tuple(finding for verdict in verdicts for finding in verdict.findings)
        decisions: list[Decision] = [verdict.decision for verdict in verdicts]
        return Verdict(strictest(decisions), findings, any(verdict.is_covered for verdict in verdicts))


def load_policy(names: Sequence[str] = (), folders: Sequence[Path] = ()) -> Policy:
    """Give what ships here with the rules of `folders`, and beside it the plugged policies of these names.

    Raise `NotInstalledError` for a name that no installed package brings. What ships here cannot be left out.
    """
    shipped = ShippedPolicy(folders)
    return Together(shipped, *(_plugged(name) for name in names)) if names else shipped


def available_policies() -> tuple[str, ...]:
    """Name what other packages have plugged in."""
    return tuple(sorted(_points()))


def _points() -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}


def _plugged(name: str) -> Policy:
    points = _points()
    if name not in points:
        raise NotInstalledError(
            f"There is no policy {name!r} here; available: {', '.join(sorted(points)) or 'none beside the rules'}. "
            f"Install the package that brings it (entry point {GROUP}), for example with: pip install avatar-{name}"
        )
    try:
        policy: Policy = points[name].load()()
    except (ImportError, AttributeError) as fault:
        raise NotInstalledError(
            f"The policy {name!r} cannot be loaded ({fault}); reinstall the package that brings it."
        ) from fault
    return policy

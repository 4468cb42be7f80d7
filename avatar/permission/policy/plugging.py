"""Find policies by name, and let several judge together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, NotInstalledError
from avatar.permission.policy.settings import read_policy_settings
from avatar.permission.policy.shipped import ShippedPolicy
from avatar.permission.policy.verdict import Verdict, strictest
from avatar.runtime.access import listed
from avatar.runtime.folders import user_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.permission.policy.verdict import Decision, Policy

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


def load_policy(
    names: Sequence[str] | None = None, folders: Sequence[Path] | None = None, home: Path | None = None
) -> Policy:
    """Give what ships here with the rules of `folders`, and beside it the plugged policies of these names.

    None stands for what `[policy]` says in config.toml of a home's data (None: the usual one's): so the gate judges.
    Raise `InputError` for a folder without rules, `NotInstalledError` for a name that no installed package brings. What
    ships here cannot be left out.
    """
    if names is None or folders is None:
        settings = read_policy_settings(home)
        names = settings.plugins if names is None else names
        folders = [_rules(folder, home) for folder in settings.rules] if folders is None else folders
    shipped = ShippedPolicy(folders)
    return Together(shipped, *(_plugged(name) for name in names)) if names else shipped


def _rules(folder: str, home: Path | None) -> Path:
    """Find a folder of the settings file, as seen from the user's data. A rule that is not found must not be silent."""
    place = (home or user_data()) / Path(folder).expanduser()
    if not listed(place, "*.toml"):
        raise InputError(f"The folder {str(place)!r} of [policy] has no rule files (*.toml); correct config.toml.")
    return place


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

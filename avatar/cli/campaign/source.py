"""What `avatar campaign run` is given: a campaign with its table, or jobs that were planned before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from avatar.campaign.job import Job, Problem

_OUTPUTS = "outputs"
"""folder of the films where nobody says another"""


_CAMPAIGNS = (".yaml", ".yml")
"""endings of a campaign's file"""
_FILES = ("campaign.yaml", "campaign.yml")
"""names of it"""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be made, and where to."""

    jobs: tuple[Job, ...]
    """clips"""
    problems: tuple[Problem, ...]
    """what is wrong with the table"""
    folder: str
    """of the films, a path or a URL"""


def planned(reference: str, to: str | None, *, is_quiet: bool = False, is_unreviewed: bool = False) -> Planned:
    """Read a campaign. Raise `InputError` if there is none."""
    path = Path(reference).expanduser()
    if path.suffix == ".jsonl":
        return _jobs(path, to)
    from avatar.cli.campaign.check import looked_at

    checked = looked_at(path, is_quiet=is_quiet, is_unreviewed=is_unreviewed)
    return Planned(checked.jobs, checked.problems, to or checked.campaign.place)


def outputs_of(reference: str) -> str:
    """Give where films lie: of a campaign.yaml or its folder what that says, else what was given."""
    path = Path(reference).expanduser()
    if "://" in reference or not (path.suffix in _CAMPAIGNS or any((path / name).is_file() for name in _FILES)):
        return reference
    from avatar.campaign.sheet.reading import read_campaign

    return str(read_campaign(path).place)


def _jobs(path: Path, to: str | None) -> Planned:
    from avatar.campaign.running.manifest import jobs_in

    try:
        jobs = jobs_in(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise InputError(f"The jobs {str(path)!r} cannot be read ({fault.strerror}); check the name.") from fault
    except (ValueError, TypeError, KeyError) as fault:
        raise InputError(f"The jobs {str(path)!r} are not a line of JSON each ({fault}); plan them anew.") from fault
    if not jobs:
        raise InputError(f"The jobs {str(path)!r} are none; plan at least one clip.")
    return Planned(jobs, (), to or str(path.absolute().parent / _OUTPUTS / jobs[0].campaign))

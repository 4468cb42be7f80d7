"""How far a campaign is: a bar for the whole and one for each clip that is being made, on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.outside.cleaning import on_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from avatar.campaign.job import Job, Outcome

_SIGNS = {"done": "[green]✓[/green]", "reused": "[dim]=[/dim]", "failed": "[red]✗[/red]", "refused": "[red]⊘[/red]"}
"""of what became of a clip"""


@dataclass(slots=True)
class Shown:
    """The bars of one run."""

    progress: Progress | None
    """who draws them; None: nobody looks"""
    whole: TaskID | None = None
    """the bar of all clips"""
    clips: dict[str, TaskID] = field(default_factory=dict)
    """the bars of those that are being made, by their input hashes"""

    def tell(self, job: Job, stage: str, done: int, total: int) -> None:
        """Move the bar of a clip."""
        if self.progress is None:
            return
        if job.input_hash not in self.clips:
            self.clips[job.input_hash] = self.progress.add_task(_named(job), total=None)
        self.progress.update(
            self.clips[job.input_hash], description=f"{_named(job)}  {stage}", completed=done, total=total or None
        )

    def ended(self, job: Job, outcome: Outcome) -> None:
        """Count a clip; say what is wrong with one that failed."""
        if self.progress is None:
            return
        if (task := self.clips.pop(job.input_hash, None)) is not None:
            self.progress.remove_task(task)
        if self.whole is not None:
            self.progress.advance(self.whole)
        if outcome.state != "reused":
            self.progress.console.print(
                f"{_SIGNS.get(outcome.state, '?')} {_named(job)}  ", end="", highlight=False, markup=True
            )
            self.progress.console.print(on_lines(outcome.message or outcome.output), highlight=False, markup=False)


@contextmanager
def bars(count: int, *, is_quiet: bool) -> Iterator[Shown]:
    """Show the bars of so many clips while the block runs."""
    if is_quiet or not sys.stderr.isatty():
        yield Shown(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(compact=True), console=Console(stderr=True), transient=True) as drawn:
        yield Shown(drawn, drawn.add_task("all clips", total=count))


def _named(job: Job) -> str:
    return f"{job.row} {job.language} {job.slug}"[:24]

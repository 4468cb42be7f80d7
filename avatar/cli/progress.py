"""How far the work is, on standard error: bars on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.outside.cleaning import on_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from avatar.runtime.watch import Watch


@contextmanager
def shown(is_quiet: bool) -> Iterator[Watch]:
    """Give a watch that draws one line per stage while the block runs."""
    if is_quiet or not sys.stderr.isatty():
        yield _unseen
        return
    with _bars() as progress:
        yield _Bars(progress)


@contextmanager
def transfers(is_quiet: bool) -> Iterator[Watch]:
    """Give a watch that draws one line per file that is fetched, in bytes, while the block runs."""
    if is_quiet or not sys.stderr.isatty():
        yield _unseen
        return
    with _byte_bars() as progress:
        yield _Bars(progress)


def warn(warnings: tuple[str, ...]) -> None:
    """Say each warning on standard error."""
    import typer

    for sentence in warnings:
        typer.echo(f"avatar: {on_lines(sentence)}", err=True)


def _unseen(stage: str, done: int, total: int) -> None:
    """Draw nothing."""


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    return Progress(
        SpinnerColumn(finished_text="[green]✓[/green]"),
        TextColumn("{task.description:<16}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(elapsed_when_finished=True, compact=True),
        console=Console(stderr=True),
    )


def _byte_bars() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    return Progress(
        SpinnerColumn(finished_text="[green]✓[/green]"),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(elapsed_when_finished=True, compact=True),
        console=Console(stderr=True),
    )


class _Bars:
    """One bar per stage, drawn as the watch is called."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Move the bar of `stage` to `done` of `total`."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total or None, pace="")
        task = self._progress.tasks[self._tasks[stage]]
        pace = f"{task.speed:.0f} fps" if stage == "rendering" and task.speed else ""
        self._progress.update(task.id, completed=done, total=total or None, pace=pace)

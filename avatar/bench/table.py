"""What the bench found, as a table for people: on a terminal and as a page in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.inspection.page import format_figure, format_limit
from avatar.inspection.report import ROWS
from avatar.runtime.access import whole_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from avatar.bench.quality import Quality
    from avatar.bench.trial import Trial
    from avatar.bench.worst import Extreme
    from avatar.inspection.report import Figure, Row

WORST_HEADER = ("#", "measure", "worst", "limit", "verdict", "clips that pass", "worst clip")
_FOUND = """# Quality

Clips that `avatar` made, measured by `avatar inspect` on the finished MP4: each portrait says the text of each
language, at each speed and size. The first table is the promise: the **worst** case of each figure over all clips,
not the mean.

- date: {date}
- commit: {commit}
- machine: {machine}
- clips: {count}, {passed} of which pass every row
- command: `{command}`

## The worst of each figure

{worst}

## Each clip

Columns are the rows of the first table; figures stand in its order, those that fail in bold. "-": this clip does not
have what would be measured, or too little of it to judge by.

{clips}
"""


def worst_lines(quality: Quality) -> list[tuple[str, ...]]:
    """Lay out the worst of each figure, in the order of `WORST_HEADER`."""
    return [_worst_line(extreme) for extreme in quality.worst]


def clip_lines(quality: Quality) -> list[tuple[str, ...]]:
    """Lay out one line per clip: its name, its verdict, its rows; a failing figure ends in "!"."""
    return [_clip_line(trial, lambda text: f"{text}!") for trial in quality.trials]


def clip_header() -> tuple[str, ...]:
    """Name the columns of `clip_lines`."""
    return ("clip", "verdict", *(str(number) for number in range(1, ROWS + 1)))


def refusals(quality: Quality) -> list[str]:
    """Say why there is nothing to show of some clips."""
    return [f"{trial.cell.name}: {trial.refusal}" for trial in quality.trials if trial.refusal]


def as_markdown(quality: Quality) -> str:
    """Write the page that is published."""
    clips = [_clip_line(trial, lambda text: f"**{text}**") for trial in quality.trials]
    refused = "".join(f"\n- {sentence}" for sentence in refusals(quality))
    return _FOUND.format(
        date=quality.origin.date,
        commit=quality.origin.commit,
        machine=quality.origin.machine,
        count=len(quality.trials),
        passed=sum(trial.passed for trial in quality.trials),
        command=quality.matrix.command(),
        worst=lay_out(WORST_HEADER, worst_lines(quality)),
        clips=lay_out(clip_header(), clips) + (f"\n\nRefused:\n{refused}" if refused else ""),
    )


def write_markdown(quality: Quality, page: Path) -> None:
    """Write the page. Raise `OutputError` if it cannot be written."""
    write_page(as_markdown(quality), page)


def write_page(text: str, page: Path) -> None:
    """Write a page, whole or not at all. Raise `OutputError` if it cannot be written."""
    with whole_page(page, "page") as part:
        part.write_text(text, encoding="utf-8")


def _worst_line(extreme: Extreme) -> tuple[str, ...]:
    verdict = "not judged" if not extreme.judged else "pass" if extreme.passed == extreme.judged else "fail"
    share = f"{extreme.passed} of {extreme.judged}"
    figure = extreme.figure
    return (str(extreme.row), extreme.name, format_figure(figure), format_limit(figure), verdict, share, extreme.where)


def _clip_line(trial: Trial, mark: Callable[[str], str]) -> tuple[str, ...]:
    if trial.refusal:
        return (trial.cell.name, mark("refused"), *([""] * ROWS))
    verdict = "pass" if trial.passed else mark("fail")
    lost = trial.frames - trial.faces_found
    if lost:
        verdict += f", no face in {lost} of {trial.frames} frames"
    return (trial.cell.name, verdict, *(_row(row, mark) for row in trial.rows))


def _row(row: Row, mark: Callable[[str], str]) -> str:
    return " / ".join(_value(figure, mark) for figure in row.figures)


def _value(figure: Figure, mark: Callable[[str], str]) -> str:
    if figure.value is None or not figure.judged:
        return "-"
    text = f"{figure.value:.0f}" if abs(figure.value) >= 100 else f"{round(figure.value, 3):.3g}"
    return mark(text) if figure.passed is False else text


def lay_out(header: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """Lay a table out in Markdown."""
    rows = [header, tuple("---" for _ in header), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)

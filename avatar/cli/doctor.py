"""`avatar doctor`: what is installed, what is ready, and what each missing part needs."""

from __future__ import annotations

import typer

from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json

EXAMPLES = examples("avatar doctor", "avatar doctor --json")
_UNREADY = 4


def doctor(
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Say whether everything that `avatar say` works with is in place; exit code 4 if not."""
    from avatar.cli.result import print_json, print_line
    from avatar.doctor import examine

    report = examine()
    if json:
        print_json(report.as_json())
    else:
        for line in report.as_lines():
            print_line(line)
    if not report.ready:
        raise typer.Exit(_UNREADY)

"""Each fault on the page of security is held by tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HELD = re.compile(r"`(tests/[\w/]+\.py)` `(test_\w+)`")


def rows():
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    table = page.partition("## Every fault found, and its verdict now")[2]
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


def test_every_fault_has_a_verdict_and_a_test_that_is_there():
    assert len(rows()) >= 29
    for row in rows():
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 5 and all(cells), row
        held = HELD.findall(cells[4])
        assert held, row
        for path, name in held:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)

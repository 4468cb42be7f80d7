"""Examples under each command's help."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """Lay out example command lines as the end of a help page."""
    return "\n\n".join(["[bold]Examples[/bold]", *(f"  {line}".replace("[", r"\[") for line in lines)])

"""What is wrong with a template, or with what it is filled with: all of it at once."""

from __future__ import annotations

from avatar.errors import InputError


class TemplateFault(InputError):  # noqa: N818 - the parts of a campaign call it so
    """Say why a template cannot be filled."""

    def __init__(self, name: str, faults: tuple[tuple[str, str], ...]) -> None:
        """Take the template's name and what is wrong: the variable ("": none of them), and a sentence."""
        self.faults = faults
        """(variable, sentence) each"""
        told = " ".join(f"{variable}: {sentence}" if variable else sentence for variable, sentence in faults)
        super().__init__(f"The template {name!r} cannot be filled. {told}")

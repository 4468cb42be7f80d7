"""Words of cards, which somebody else may have written, as answers tell them: without signs that are not seen."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from avatar.outside.cleaning import on_one_line

Shown = Annotated[str, AfterValidator(on_one_line)]
"""a text for a list, on one line"""

"""The options that say what an authorization allows."""

from __future__ import annotations

from typing import Annotated

import typer

from avatar.provenance.consent.issue import YEAR, Terms
from avatar.provenance.consent.moments import after, now, read_day, written
from avatar.provenance.consent.record import Record, Scope
from avatar.provenance.consent.vocabulary import CHANNELS, PURPOSES, channels, languages, purposes, territories


def _listed(name: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=f"{what}; may be repeated; left out: any.")
    return option


PurposeList = Annotated[
    list[str],
    typer.Option("--purpose", help=f"What for: {', '.join(PURPOSES)}, or x-...; may be repeated."),
]
ChannelList = Annotated[list[str], _listed("--channel", f"How it is shown: {', '.join(CHANNELS)}, or x-...")]
LanguageList = Annotated[list[str], _listed("--language", "Spoken language, like zh or pt-BR")]
TerritoryList = Annotated[list[str], _listed("--territory", "Where it is shown, like CN or US-CA")]
ProductList = Annotated[list[str], _listed("--product", "Name of a product")]
MaxOutputs = Annotated[
    int | None, typer.Option("--max-outputs", min=1, help="Most finished clips.", show_default=False)
]
NotBefore = Annotated[str | None, typer.Option("--not-before", help="First moment, like 2027-01-01T00:00:00Z.")]
Expires = Annotated[str | None, typer.Option("--expires", help="Last day, like 2027-12-31.", show_default="in a year")]
Uscc = Annotated[str | None, typer.Option("--uscc", help="The licensee's unified social credit code.")]
Lei = Annotated[str | None, typer.Option("--lei", help="The licensee's Legal Entity Identifier.")]


def read_terms(  # noqa: PLR0913 - one parameter per option
    purpose: list[str],
    channel: list[str],
    language: list[str],
    territory: list[str],
    product: list[str],
    max_outputs: int | None,
    not_before: str | None,
    expires: str | None,
) -> Terms:
    """Check the options and put them together. Raise `InputError` for one that cannot be used."""
    scope = Scope(
        purposes=purposes(purpose),
        channels=channels(channel),
        territories=territories(territory),
        languages=languages(language),
        products=tuple(product),
        max_outputs=max_outputs,
    )
    begin, end = (read_day(text) if text else None for text in (not_before, expires))
    return Terms(now(), scope, begin, end)


def in_words(terms: Terms) -> str:
    """Say the limits, one per line."""
    end = terms.expires or after(terms.not_before or terms.now, YEAR)
    return "\n".join([*scope_lines(terms.scope), f"until: {written(end)}"])


def in_words_of(record: Record) -> str:
    """Say the limits of a record, one per line."""
    return "\n".join([*scope_lines(record.scope), f"until: {record.expires_at}"])


def scope_lines(scope: Scope) -> list[str]:
    """Say what a scope allows, one line per kind of limit."""
    limits = (
        ("purposes", scope.purposes),
        ("channels", scope.channels),
        ("languages", scope.languages),
        ("territories", scope.territories),
        ("products", scope.products),
    )
    lines = [f"{name}: {', '.join(words) or 'any'}" for name, words in limits]
    return [*lines, f"outputs: {scope.max_outputs or 'any number'}"]

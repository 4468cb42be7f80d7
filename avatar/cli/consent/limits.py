"""The options that say what an authorization allows, and who and what it is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, get_annotations, signature
from typing import Annotated

import typer

from avatar.permission.consent.issue import YEAR, Terms
from avatar.permission.consent.moments import after, now, read_day, written
from avatar.permission.consent.record import Record, Scope
from avatar.permission.consent.vocabulary import CHANNELS, PURPOSES, channels, languages, purposes, territories

Image = Annotated[str, typer.Argument(help="The photo, or the name of a portrait.", show_default=False)]
Shown = Annotated[str, typer.Option("--subject", help="Who is shown.", show_default=False)]
Firm = Annotated[str, typer.Option("--licensee", help="Who uses it: you.", show_default=False)]
Guardian = Annotated[str | None, typer.Option("--guardian", help="Who consents for a minor.")]
Uscc = Annotated[str | None, typer.Option("--uscc", help="The licensee's unified social credit code.")]
Lei = Annotated[str | None, typer.Option("--lei", help="The licensee's Legal Entity Identifier.")]


def _listed(name: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=f"{what}; may be repeated; left out: any.")
    return option


def read_terms(  # noqa: PLR0913 - one parameter per option
    purpose: Annotated[
        list[str],
        typer.Option("--purpose", help=f"What for: {', '.join(PURPOSES)}, or x-...; may be repeated."),
    ] = [],  # noqa: B006 - typer copies it
    channel: Annotated[list[str], _listed("--channel", f"How it is shown: {', '.join(CHANNELS)}, or x-...")] = [],  # noqa: B006
    language: Annotated[list[str], _listed("--language", "Spoken language, like zh or pt-BR")] = [],  # noqa: B006
    territory: Annotated[list[str], _listed("--territory", "Where it is shown, like CN or US-CA")] = [],  # noqa: B006
    product: Annotated[list[str], _listed("--product", "Name of a product")] = [],  # noqa: B006
    voice: Annotated[list[str], _listed("--voice", "Name of a voice that may be heard with the face")] = [],  # noqa: B006
    max_outputs: Annotated[
        int | None, typer.Option("--max-outputs", min=1, help="Most finished clips.", show_default=False)
    ] = None,
    not_before: Annotated[
        str | None, typer.Option("--not-before", help="First moment, like 2027-01-01T00:00:00Z.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", help="Last day, like 2027-12-31.", show_default="in a year")
    ] = None,
    keep_until: Annotated[
        str | None,
        typer.Option("--keep-until", help="Last day on which the photo may be kept here.", show_default="not limited"),
    ] = None,
) -> Terms:
    """Check the options and put them together. Raise `InputError` for one that cannot be used."""
    scope = Scope(
        purposes=purposes(purpose),
        channels=channels(channel),
        territories=territories(territory),
        languages=languages(language),
        products=tuple(product),
        voices=tuple(voice),
        max_outputs=max_outputs,
    )
    begin, end, kept = (read_day(text) if text else None for text in (not_before, expires, keep_until))
    return Terms(now(), scope, begin, end, keep_until=kept)


def limited(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of `read_terms`, or those of these names, in the place of its parameter `terms`."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        read: Callable[..., Terms] = read_terms
        wanted = names or tuple(signature(read).parameters)

        @wraps(command)
        def run(**given: object) -> None:
            options = {name: given.pop(name) for name in wanted}
            command(**given, terms=read(**options))

        own = _parameters(command)
        place = [each.name for each in own].index("terms")
        own[place : place + 1] = [each for each in _parameters(read_terms) if each.name in wanted]
        run.__signature__ = signature(command).replace(parameters=own)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in own}
        return run

    return decorate


def _parameters(function: Callable[..., object]) -> list[Parameter]:
    """List the parameters with their annotations as typer reads them."""
    # `get_type_hints` makes what has None for its default optional once more, before Python 3.11, and hides the option.
    hints = get_annotations(function, eval_str=True)
    return [
        each.replace(annotation=hints[each.name], kind=Parameter.KEYWORD_ONLY)
        for each in signature(function).parameters.values()
    ]


def in_words(terms: Terms) -> str:
    """Say the limits, one per line."""
    end = terms.expires or after(terms.not_before or terms.now, YEAR)
    kept = written(terms.keep_until) if terms.keep_until else None
    return "\n".join([*scope_lines(terms.scope), *until_lines(written(end), kept)])


def in_words_of(record: Record) -> str:
    """Say the limits of a record, one per line."""
    return "\n".join([*scope_lines(record.scope), *until_lines(record.expires_at, record.legal.retention_until)])


def until_lines(expires: str, kept: str | None) -> list[str]:
    """Say until when."""
    return [f"until: {expires}", *([f"photo kept until: {kept}"] if kept else [])]


def scope_lines(scope: Scope) -> list[str]:
    """Say what a scope allows, one line per kind of limit."""
    limits = (
        ("purposes", scope.purposes),
        ("channels", scope.channels),
        ("languages", scope.languages),
        ("territories", scope.territories),
        ("products", scope.products),
        ("voices", scope.voices),
    )
    lines = [f"{name}: {', '.join(words) or 'any'}" for name, words in limits]
    return [*lines, f"outputs: {scope.max_outputs or 'any number'}"]

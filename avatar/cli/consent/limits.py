"""The options that say what an authorization allows, and who and what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, date, datetime, time, timezone
from functools import wraps
from inspect import Parameter, get_annotations, signature
from typing import Annotated

import typer

from avatar.errors import InputError
from avatar.permission.consent.issue import YEAR, Terms
from avatar.permission.consent.moments import after, now, read_moment, written
from avatar.permission.consent.record import Record, Scope
from avatar.permission.consent.vocabulary import (
    CHANNELS,
    EDITS,
    PURPOSES,
    channels,
    edits,
    languages,
    purposes,
    territories,
)

Image = Annotated[str, typer.Argument(help="The photo, or the name of a portrait.", show_default=False)]
About = Annotated[
    str, typer.Argument(help="The photo, the name of a portrait, or a recording of a voice.", show_default=False)
]
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def filled(given: str | list[str] | None) -> str | list[str] | None:
    """Raise `BadParameter` for an option that was given without any word in it, as by an unset variable of a shell."""
    for text in [given] if isinstance(given, str) else given or ():
        if not text.strip():
            raise typer.BadParameter(f"{text!r} says nothing; give it a word, or leave it out")
    return given


Shown = Annotated[str, typer.Option("--subject", help="Who is shown.", show_default=False, callback=filled)]
Firm = Annotated[str, typer.Option("--licensee", help="Who uses it: you.", show_default=False, callback=filled)]
Guardian = Annotated[str | None, typer.Option("--guardian", help="Who consents for a minor.", callback=filled)]
Uscc = Annotated[str | None, typer.Option("--uscc", help="The licensee's unified social credit code.", callback=filled)]
Lei = Annotated[str | None, typer.Option("--lei", help="The licensee's Legal Entity Identifier.", callback=filled)]


def _listed(name: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        name, help=f"{what}; may be repeated; left out: any.", callback=filled
    )
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
        str | None, typer.Option("--not-before", help="First day or moment, like 2027-01-01 or 2027-01-01T09:00:00Z.")
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(
            "--expires", help="Last day or moment, like 2027-12-31 or 2027-12-31T18:00:00Z.", show_default="in a year"
        ),
    ] = None,
    keep_until: Annotated[
        str | None,
        typer.Option("--keep-until", help="Last day on which the photo may be kept here.", show_default="not limited"),
    ] = None,
    edit: Annotated[
        list[str],
        typer.Option(
            "--edit",
            help=f"What else may be made of the photo: {', '.join(EDITS)} (its face on somebody else, somebody else's "
            "face on it, other clothes on it); may be repeated; left out: nothing.",
            callback=filled,
        ),
    ] = [],  # noqa: B006
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
    begin = None if not_before is None else _read_limit(not_before, time(0, 0, 0))
    end = None if expires is None else _read_limit(expires, time(23, 59, 59))
    if begin is not None and end is None and begin.year >= MAXYEAR:
        raise InputError(
            f"There is no year after {not_before!r}, in which it could end; choose an earlier --not-before."
        )
    kept = None if keep_until is None else _read_limit(keep_until, time(23, 59, 59))
    return Terms(now(), scope, begin, end, keep_until=kept, edits=tuple(dict.fromkeys(edits(edit))))


def _read_limit(text: str, of_day: time) -> datetime:
    """Read a moment as itself, and a day as this time of it, UTC. Raise `InputError` if it is neither."""
    if _DAY.fullmatch(text) is None:
        return read_moment(text)
    try:
        return datetime.combine(date.fromisoformat(text), of_day, timezone.utc)
    except ValueError:
        raise InputError(f"The calendar has no day {text!r}; write one like 2027-12-31.") from None


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
    return "\n".join([*scope_lines(terms.scope), *edit_lines(terms.edits), *until_lines(written(end), kept)])


def in_words_of(record: Record) -> str:
    """Say the limits of a record, one per line."""
    until = until_lines(record.expires_at, record.legal.retention_until)
    return "\n".join([*scope_lines(record.scope), *edit_lines(record.edits), *until])


def edit_lines(edits: Sequence[str]) -> list[str]:
    """Say which edits are allowed, if any are."""
    return [f"edits: {', '.join(edits)}"] if edits else []


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

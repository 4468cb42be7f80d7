"""What is asked and said when something is had from elsewhere, or goes again: the same for voices and networks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from avatar.cli.asking import Yes, is_terminal, require_agreement
from avatar.cli.options import Debug, Json, Quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from avatar.downloads.entry import Entry
    from avatar.downloads.installing import Installed
    from avatar.downloads.receipts import Removed
    from avatar.downloads.shelf import Shelf
    from avatar.downloads.store import Way
    from avatar.runtime.folders import Home

Given = Annotated[
    Path | None,
    typer.Option(
        "--from", help="Take it from this file, archive or folder, and not from the network.", show_default=False
    ),
]
Accepted = Annotated[
    list[str] | None,
    typer.Option(
        "--accept-licence",
        help="Agree to a licence that binds, by its own name or that of what it is for; may be repeated.",
        show_default=False,
    ),
]


class Shop(Protocol):
    """What one kind of thing is had from, `neural.shop` or `speech.shop`."""

    KIND: Shelf
    """what it is called, and where it lies"""

    def chosen(self, names: Sequence[str], home: Home) -> tuple[Entry, ...]:
        """Find what is named. Raise `InputError` for a name that cannot be had."""
        ...

    def install(
        self, entries: Sequence[Entry], home: Home, way: Way, accepted: Collection[str], given: Path | None
    ) -> Iterator[Installed]:
        """Install it, one after the other. Raise as `downloads.installing.install` does."""
        ...

    def remove(self, name: str, home: Home) -> Removed:
        """Take it away."""
        ...

    def require_installed(self, name: str, home: Home) -> None:
        """Raise `InputError` for what `install` has not brought."""
        ...


def installing(shop: Callable[[], Shop], help_: str, listing: str) -> Callable[..., None]:
    """Make the command that gets things from a shop, which is loaded when it is needed, by names of a `listing`."""

    def install(  # noqa: PLR0913 - one parameter per option of the command
        names: list[str],
        given: Given = None,
        accepted: Accepted = None,
        json: Json = False,
        quiet: Quiet = False,
        debug: Debug = False,  # read at the edge, before parsing
    ) -> None:
        from avatar.runtime.folders import Home

        home, source = Home.usual(), shop()
        entries = source.chosen(names, home)
        accepting = agreed(source.KIND, entries, accepted or (), is_quiet=quiet)
        get(lambda way: source.install(entries, home, way, accepting, given), home, as_json=json, is_quiet=quiet)

    return _named(install, help_, f"Names of `{listing}`.")


def removing(shop: Callable[[], Shop], help_: str, what: str) -> Callable[..., None]:
    """Make the command that takes things away again which came from a shop."""

    def remove(
        names: list[str],
        yes: Yes = False,
        json: Json = False,
        debug: Debug = False,  # read at the edge, before parsing
    ) -> None:
        from avatar.runtime.folders import Home

        home, source = Home.usual(), shop()
        for name in names:
            source.require_installed(name, home)
        take_away(names, lambda name: source.remove(name, home), yes=yes, as_json=json)

    return _named(remove, help_, f"{what} that were installed.")


def _named(command: Callable[..., None], help_: str, names: str) -> Callable[..., None]:
    command.__doc__ = help_
    command.__annotations__["names"] = Annotated[list[str], typer.Argument(help=names, show_default=False)]
    return command


def agreed(shelf: Shelf, entries: Sequence[Entry], accepted: Sequence[str], *, is_quiet: bool) -> set[str]:
    """Ask for each licence that binds, where somebody can be asked, and tell the others; give what was agreed to.

    Raise `RefusedError` for one that nobody agrees to.
    """
    from avatar.cli.progress import warn

    asked = _asked(entries, accepted)
    names = {*accepted, *asked}
    shelf.require_agreement(entries, names)
    if not is_quiet:
        warn(tuple(_terms(entry) for entry in entries if entry.name not in asked))
    return names


def get(install: Callable[[Way], Iterable[Installed]], home: Home, *, as_json: bool, is_quiet: bool) -> None:
    """Install, with progress, and say what is there; of several, those before one that fails are there."""
    from avatar.cli.progress import transfers, warn
    from avatar.cli.result import print_json, print_line
    from avatar.downloads.settings import DownloadSettings
    from avatar.downloads.store import Way
    from avatar.runtime.config import read_table
    from avatar.runtime.network import Network

    settings = read_table("downloads", DownloadSettings, home.data)
    done: list[Installed] = []
    try:
        with transfers(is_quiet=is_quiet) as watch:
            done.extend(install(Way(Network.of_this_process(), settings, watch=watch)))
    finally:
        if not is_quiet:
            warn(tuple(f"{each.name}: {note}" for each in done for note in each.notes))
        for each in () if as_json else done:
            print_line(each.folder)
    if as_json:
        print_json({"installed": [asdict(each) for each in done]})


def take_away(names: Sequence[str], remove: Callable[[str], Removed], *, yes: bool, as_json: bool) -> None:
    """Remove what was installed, once somebody has agreed."""
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json, print_line
    from avatar.runtime.sizes import in_words

    listed = ", ".join(names)
    require_agreement(f"To be removed: {listed}", "Remove?", is_given=yes, otherwise="so nothing was removed")
    done = [remove(name) for name in dict.fromkeys(names)]
    for each in done:
        if each.kept:
            warn((f"{each.name}: {', '.join(each.kept)} was changed or added since, and stays.",))
        if not as_json:
            print_line(f"{each.name} removed, {in_words(each.size)}")
    if as_json:
        print_json({"removed": [asdict(each) for each in done]})


def size_of(entry: Entry) -> str:
    """Say how much is fetched, in a column."""
    from avatar.runtime.sizes import in_words

    return in_words(entry.size) if entry.size else "?"


def licence_of(entry: Entry) -> str:
    """Name a licence, in a column, and whether somebody has to agree to it."""
    return entry.licence + (" (agree)" if entry.needs_agreement else "")


def _asked(entries: Sequence[Entry], accepted: Sequence[str]) -> list[str]:
    binding = [each for each in entries if each.needs_agreement and not {each.name, each.licence} & set(accepted)]
    if not is_terminal():
        return []
    for entry in binding:
        require_agreement(_terms(entry), "Do you keep to that?", is_given=False, otherwise="so nothing was installed")
    return [entry.name for entry in binding]


def _terms(entry: Entry) -> str:
    """Say under which licence something is, and how much is fetched."""
    size = size_of(entry) if entry.size else "a size that nobody publishes"
    note = f" {entry.note}" if entry.note else ""
    return f"{entry.name}: {entry.licence} ({entry.terms}), {size}.{note}"

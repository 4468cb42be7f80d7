"""`avatar serve`: films, sounds and conversations over HTTP, and the keys of those who may ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avatar.cli.commands import HELP_OPTIONS
from avatar.cli.examples import examples
from avatar.cli.options import Debug, Json
from avatar.errors import InputError, NotInstalledError
from avatar.runtime.system import HAS_MODES

if TYPE_CHECKING:
    from avatar.service.config import ServiceConfig, Tenant

INSTALL = 'pip install "avatar[service]"'
app = typer.Typer(
    context_settings=HELP_OPTIONS,
    epilog=examples(
        "avatar serve",
        "avatar serve --studio",
        "avatar serve --port 9000 --portrait xiaochen --origin https://www.bank.example",
        "avatar serve --config /etc/avatar/serve.toml",
        "avatar serve key new --scope videos,speech",
    ),
)
key = typer.Typer(
    help="Make, list and remove the keys with which other programs come in.",
    no_args_is_help=True,
    epilog=examples("avatar serve key new", "avatar serve key list", "avatar serve key remove 3f9a01bc"),
)
app.add_typer(key, name="key")
Config = Annotated[
    Path | None,
    typer.Option("--config", help="Settings, TOML; without it each portrait is an agent.", show_default=False),
]
TenantName = Annotated[str, typer.Option("--tenant", help="Whose key it is.")]


@app.callback(invoke_without_command=True)
def serve(  # noqa: PLR0913 - one parameter per option of the command
    context: typer.Context,
    config: Config = None,
    host: Annotated[
        str | None,
        typer.Option("--host", help="Address to listen at; from elsewhere only with a key.", show_default="127.0.0.1"),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65_535, help="0: any that is free.", show_default="8080")
    ] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", min=0, max=256, help="0: one per core.", show_default="0")
    ] = None,
    studio: Annotated[bool, typer.Option("--studio", help="Show the studio, a page for one person, at /.")] = False,
    portrait: Annotated[
        list[str] | None, typer.Option("--portrait", help="Name of a portrait that becomes an agent; repeat it.")
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option("--origin", help="Of pages that may speak with every agent, https://HOST; repeat it."),
    ] = None,
    grace: Annotated[
        float | None,
        typer.Option("--grace", min=0, max=3600, help="Seconds to finish speaking when stopped.", show_default="20"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Read the settings, say what is wrong, and stop.")] = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Serve films, sounds and conversations over HTTP, for pages and other programs.

    Without a key only this machine is served. A key comes from `avatar serve key new`, or from AVATAR_API_KEY.
    """
    if context.invoked_subcommand is not None:
        return
    _require_parts()
    from avatar.cli.result import print_line, print_table
    from avatar.service.logs import id_of
    from avatar.service.reading import require_closed
    from avatar.service.run.parent import Parent, with_own_key

    settings = _settings(config, portrait or [], origin or [])
    given = {"host": host, "port": port, "processes": processes, "grace": grace, "has_studio": studio or None}
    settings = _with(settings, {name: value for name, value in given.items() if value is not None})
    if not HAS_MODES:
        raise NotInstalledError("The service shares a port among processes, as Windows does not; run it in WSL.")
    parent = Parent(with_own_key(settings), print_line)
    if check:
        require_closed(settings.server.host, has_keys=parent.has_keys)
        named = (("tenant", settings.tenants), ("agent", settings.agents))
        rows = [(kind, each.name, id_of(each.name)) for kind, several in named for each in several]
        print_table(("what", "name", "in the log"), rows)
        return
    parent.run()


@key.command("new", epilog=examples("avatar serve key new", "avatar serve key new --scope sessions --tenant bank"))
def new_key(
    scope: Annotated[
        str | None,
        typer.Option("--scope", help="Of videos, speech, sessions, portraits, admin; commas between. Else all."),
    ] = None,
    tenant: TenantName = "default",
    config: Config = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Make a key and print it, once: only its hash is kept. Running servers know it at once."""
    _require_parts()
    from avatar.cli.result import print_json, print_line
    from avatar.service.doors.keys import EVERYTHING, KeyFile, digest_of, read_scopes

    try:
        scopes = read_scopes(scope) if scope is not None else EVERYTHING
    except ValueError as fault:
        raise InputError(f"In --scope {scope!r}, {fault}.") from None
    if not scopes:
        raise InputError("A key that is good for nothing lets nobody in; name a --scope, or leave it out for all.")
    owner = _tenant(config, tenant)
    made = KeyFile(owner.home.data, owner.name).add(scopes)
    if json:
        print_json({"key": made, "id": digest_of(made)[:12], "tenant": owner.name, "scopes": sorted(scopes)})
    else:
        print_line(made)


@key.command("list", epilog=examples("avatar serve key list", "avatar serve key list --tenant bank --json"))
def list_keys(
    tenant: TenantName = "default",
    config: Config = None,
    json: Json = False,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """List a tenant's keys by their ids, which stand in the log."""
    _require_parts()
    from avatar.cli.result import print_json, print_table
    from avatar.service.doors.keys import KeyFile

    owner = _tenant(config, tenant)
    known = KeyFile(owner.home.data, owner.name).read()
    if json:
        print_json({"keys": [{"id": each.id, "scopes": sorted(each.scopes)} for each in known]})
    else:
        print_table(("id", "scopes"), [(each.id, ", ".join(sorted(each.scopes))) for each in known])


@key.command("remove", epilog=examples("avatar serve key remove 3f9a01bc"))
def remove_key(
    id: Annotated[str, typer.Argument(help="An id of `avatar serve key list`, or its first digits.")],  # noqa: A002
    tenant: TenantName = "default",
    config: Config = None,
    debug: Debug = False,  # read at the edge, before parsing
) -> None:
    """Forget a key: whoever shows it is no longer let in, by running servers neither."""
    _require_parts()
    from avatar.service.doors.keys import KeyFile

    owner = _tenant(config, tenant)
    if len(id) < 4 or not KeyFile(owner.home.data, owner.name).remove(id):
        raise InputError(
            f"There is no key with the id {id!r}; `avatar serve key list` shows them, give 4 digits or more."
        )


def _require_parts() -> None:
    """Raise `NotInstalledError` where what the service is made with is not here."""
    from importlib import import_module

    try:
        for module in ("fastapi", "uvicorn", "httpx", "python_multipart", "prometheus_client", "websockets"):
            import_module(module)
    except ImportError as fault:
        raise NotInstalledError(f"The service needs the Python module {fault.name!r}; run: {INSTALL}") from None


def _settings(config: Path | None, portraits: list[str], origins: list[str]) -> ServiceConfig:
    from avatar.service.reading import read_config

    return read_config(config, portraits, origins)


def _with(settings: ServiceConfig, given: dict[str, object]) -> ServiceConfig:
    from dataclasses import replace

    return replace(settings, server=replace(settings.server, **given))  # type: ignore[arg-type]


def _tenant(config: Path | None, name: str) -> Tenant:
    settings = _settings(config, [], [])
    found = next((each for each in settings.tenants if each.name == name), None)
    if found is None:
        known = ", ".join(each.name for each in settings.tenants)
        raise InputError(
            f"There is no tenant {name!r}; there are: {known}. --config names the settings that know more."
        )
    return found

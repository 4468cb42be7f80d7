"""The settings of the service, read from a TOML file, or made for one machine where there is none."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from avatar.errors import AvatarError, InputError
from avatar.runtime.access import told
from avatar.runtime.folders import Home
from avatar.runtime.toml import read_toml
from avatar.service.choices import known_networks
from avatar.service.config import (
    Agent,
    BrainSettings,
    EnrolmentSettings,
    FilmsSettings,
    LimitSettings,
    ServerSettings,
    ServiceConfig,
    Tenant,
    TranscriptionSettings,
)
from avatar.service.doors.caller import USUAL
from avatar.service.doors.keys import Key, read_key
from avatar.service.doors.origins import OWN, is_loopback
from avatar.service.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = re.compile(r"[\w-]{1,64}")
_ORIGIN = re.compile(r"https?://[^/\s?#@]+")
_LONGEST = 1_000_000
"""bytes of a settings file"""


def read_config(file: Path | None, portraits: Sequence[str] = (), origins: Sequence[str] = ()) -> ServiceConfig:
    """Read the settings in a file; without one, those of the usual home, where each of its portraits is an agent.

    Of the `portraits`, where they are named, agents are made besides those of the file. `origins` may speak with every
    agent. Raise `InputError` with the file, the setting and the cure.
    """
    config = _read(file) if file else ServiceConfig(ServerSettings(), (Tenant(USUAL, _usual()),), ())
    if portraits or not config.agents:
        config = replace(config, agents=config.agents + _agents_of(config, portraits))
    for origin in origins:
        require_origin(origin, "--origin")
    agents = tuple(replace(agent, origins=(*agent.origins, *origins)) for agent in config.agents)
    return checked(replace(config, agents=agents))


def checked(config: ServiceConfig) -> ServiceConfig:
    """Give the settings if they go together. Raise `InputError` if they don't."""
    from avatar.clip.voice_choice import FAST
    from avatar.portrait.store import PortraitStore
    from avatar.service.brain.opening import require_brain
    from avatar.service.hearing.endpoint import Transcriber
    from avatar.speech.voices import find_voice, voice_folders

    for agent in config.agents:
        home = next(tenant.home.data for tenant in config.tenants if tenant.name == agent.tenant)
        try:
            PortraitStore(home=home, names_only=True).show(agent.portrait)
            if agent.voice is not None and agent.voice != FAST:
                find_voice(agent.voice, voice_folders(home))
            require_brain(agent)
            if agent.transcription.url:
                Transcriber(agent.transcription, agent.name)
        except AvatarError as fault:
            raise InputError(f"The agent {agent.name!r} cannot speak: {fault}") from fault
    return config


def require_origin(origin: str, where: str) -> None:
    """Raise `InputError` for what is no origin of a page."""
    if origin != OWN and not (_ORIGIN.fullmatch(origin) and origin == origin.lower()):
        raise InputError(
            f"{where} has the origin {origin!r}; write scheme, host and port alone, in small letters, such as "
            f"https://www.bank.example, or {OWN!r} for the service's own pages."
        )


def _read(file: Path) -> ServiceConfig:
    top = Table(file.absolute(), "", _parsed(file))
    top.require_known(("server", "tenants", "agents", "limits", "films", "enrolment"))
    server = top.inner("server").into(ServerSettings)
    tenants, keys = _tenants(top.inner("tenants"))
    agents = tuple(_agent(table, tenants) for table in _each(top.inner("agents")))
    limits, films = top.inner("limits").into(LimitSettings), top.inner("films").into(FilmsSettings)
    enrolment = top.inner("enrolment").into(EnrolmentSettings)
    _require_networks(enrolment.networks, tenants, top.inner("enrolment"))
    config = ServiceConfig(server, tenants, agents, keys, limits, films, enrolment)
    _check_numbers(top, config)
    return config


def _require_networks(networks: Sequence[str], tenants: Sequence[Tenant], table: Table) -> None:
    for name in networks:
        if any(name not in known_networks(tenant.home) for tenant in tenants):
            raise table.fault(f"offers the network {name!r}, which no catalogue has; see `avatar model available`")


def _parsed(file: Path) -> dict[str, Any]:
    try:
        with told(file, "name another file with --config"), file.open("rb") as opened:
            content = opened.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise InputError(f"The settings file {str(file)!r} is longer than {_LONGEST} bytes; it is none.")
        return read_toml(content.decode())
    except ValueError as fault:
        raise InputError(f"The settings file {str(file)!r} is not valid TOML ({fault}); correct it.") from None


def _each(table: Table) -> list[Table]:
    for name in table.content:
        if not _NAME.fullmatch(name):
            raise table.fault(f"has the name {name!r}; use up to 64 letters, digits, _ and -")
    return [table.inner(name) for name in table.content]


def _short(table: Table) -> str:
    return table.name.partition(".")[2]


def _tenants(table: Table) -> tuple[tuple[Tenant, ...], tuple[Key, ...]]:
    tenants, keys = list[Tenant](), list[Key]()
    for each in _each(table):
        each.require_known(("home", "keys"))
        name, place = _short(each), each.content.get("home")
        if not isinstance(place, str) or not place:
            raise each.fault('lacks home; write home = "/var/lib/avatar/NAME", a folder of its own')
        home = Home.at(each.file.parent / Path(place).expanduser())
        for other in tenants:
            if other.home.data.resolve() == home.data.resolve():
                raise each.fault(f"has the same home as {other.name!r}; give each tenant a folder of its own")
        tenants.append(Tenant(name, home))
        keys += _keys(each, name)
    return (tuple(tenants) or (Tenant(USUAL, _usual()),)), tuple(keys)


def _keys(table: Table, tenant: str) -> list[Key]:
    lines = table.content.get("keys", [])
    if not isinstance(lines, list):
        raise table.fault(f"has keys = {lines!r}; write a list in [ ]")
    try:
        return [read_key(str(line), tenant) for line in lines]
    except ValueError as fault:
        raise table.fault(f"has a key that cannot be used: {fault}") from None


def _agent(table: Table, tenants: Sequence[Tenant]) -> Agent:
    if len(tenants) == 1:
        table.content.setdefault("tenant", tenants[0].name)
    brain = table.inner("brain").into(BrainSettings)
    transcription = table.inner("transcription").into(TranscriptionSettings)
    agent = table.into(Agent, aside=("brain", "transcription"), given={"name": _short(table)})
    if agent.tenant not in {tenant.name for tenant in tenants}:
        raise table.fault(
            f"has the tenant {agent.tenant!r}, which [tenants] does not name; add [tenants.{agent.tenant}]"
        )
    for name, value, known in (
        ("mode", agent.mode, ("browser", "stream")),
        ("brain.kind", brain.kind, ("faq", "chat")),
    ):
        if value not in known:
            raise table.fault(f"has {name} = {value!r}; use {' or '.join(known)}")
    for origin in agent.origins:
        require_origin(origin, f"In {str(table.file)!r}, [{table.name}]")
    return replace(agent, brain=brain, transcription=transcription)


def _check_numbers(top: Table, config: ServiceConfig) -> None:
    server, limits = config.server, config.limits
    if not 0 <= server.port < 65_536:
        raise top.inner("server").fault(f"has port = {server.port}; use 1 to 65535, or 0 for any that is free")
    if not 0 <= server.processes <= 256:
        raise top.inner("server").fault(f"has processes = {server.processes}; use 1 to 256, or 0 for one per core")
    if server.public_url and not _is_address(server.public_url):
        raise top.inner("server").fault(
            f"has public_url = {server.public_url!r}; write it as https://avatar.bank.example"
        )
    for name in limits.__slots__:
        if getattr(limits, name) <= 0:
            raise top.inner("limits").fault(f"has {name} = {getattr(limits, name):g}; use more than 0")


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment


def _agents_of(config: ServiceConfig, portraits: Sequence[str]) -> tuple[Agent, ...]:
    """Make an agent of each portrait that is named, or of all."""
    from avatar.portrait.store import PortraitStore

    tenant = next((each for each in config.tenants if each.name == USUAL), config.tenants[0])
    store = PortraitStore(home=tenant.home.data, names_only=True)
    names = [store.show(name).name for name in portraits] or [card.name for card in store.list()]
    taken = {agent.name for agent in config.agents}
    return tuple(
        Agent(agent, tenant.name, name, origins=(OWN,))
        for name in dict.fromkeys(names)
        if (agent := re.sub(r"[^\w-]+", "-", name)[:64]) not in taken
    )


def require_closed(host: str, *, has_keys: bool) -> None:
    """Raise `InputError` if anybody could come in from elsewhere without a key."""
    if not has_keys and not is_loopback(f"[{host}]" if ":" in host else host):
        raise InputError(
            f"Without a key nobody is let in from elsewhere, so {host!r} cannot be served; make one with "
            "`avatar serve key new`, or set AVATAR_API_KEY, or serve 127.0.0.1."
        )


def _usual() -> Home:
    home = Home.usual()
    return Home(home.data.absolute(), home.cache.absolute())

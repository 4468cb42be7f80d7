"""What an operator writes: the server, who its tenants are, and which agents speak on whose pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.runtime.folders import Home
    from avatar.service.doors.keys import Key


@dataclass(frozen=True, slots=True)
class Tenant:
    """Somebody with a home of their own: portraits, voices, consents, keys, log and registry apart."""

    name: str
    """letters, digits, - and _"""
    home: Home
    """whose everything it is"""


@dataclass(frozen=True, slots=True)
class BrainSettings:
    """Who thinks of answers."""

    kind: str = "faq"
    """faq | chat"""
    faq: Path | None = None
    """of questions and answers; None: the demonstration that is shipped"""
    url: str = ""
    """of an OpenAI-compatible endpoint, up to and without /chat/completions"""
    model: str = ""
    """its name there"""
    key_env: str = ""
    """name of the environment variable that holds the endpoint's key"""
    system: str = ""
    """what the model is told first"""
    instead: str = ""
    """what is said in place of a sentence that is refused; "": the usual words in its language"""
    broken: str = ""
    """what is said where the endpoint does not answer, or breaks off; "": the usual words in the visitor's language"""
    seconds: float = 20.0
    """that the endpoint may take to its first word"""


@dataclass(frozen=True, slots=True)
class TranscriptionSettings:
    """Who writes spoken questions down."""

    url: str = ""
    """of an OpenAI-compatible endpoint, up to and without /audio/transcriptions; "": nobody, pages use the browser's"""
    model: str = "whisper-1"
    """its name there"""
    key_env: str = ""
    """name of the environment variable that holds the endpoint's key"""
    seconds: float = 20.0
    """that it may take"""
    largest_mb: float = 10.0
    """of a question, MB"""


@dataclass(frozen=True, slots=True)
class Agent:
    """A portrait that speaks with a voice on somebody's pages."""

    name: str
    tenant: str
    portrait: str
    """name of an enrolled or shipped portrait"""
    voice: str | None = None
    """name of a voice card; None: the default voice of each sentence's language"""
    language: str = "auto"
    """BCP-47, of what is said"""
    origins: tuple[str, ...] = ()
    """of pages that may open sessions without a key, such as https://www.bank.example, or "own": the pages that this
    service sends; none: only with a key"""
    mode: str = "browser"
    """browser | stream: who draws, unless the page asks for the other"""
    size: tuple[int, int] = (512, 512)
    """width and height, px, of what the server draws"""
    title: str = ""
    """as pages call it, and as it calls itself; "": its name"""
    greeting: str = ""
    """said when somebody opens the conversation; "": nothing"""
    brain: BrainSettings = field(default_factory=BrainSettings)
    transcription: TranscriptionSettings = field(default_factory=TranscriptionSettings)

    @property
    def shown_name(self) -> str:
        """What pages call it, and what it calls itself."""
        return self.title or self.name[:1].upper() + self.name[1:]


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The server itself."""

    host: str = "127.0.0.1"
    port: int = 8080
    processes: int = 0
    """that share the port; 0: one per core"""
    public_url: str = ""
    """as visitors reach it, such as https://avatar.bank.example; "": as they have asked"""
    sessions: int = 0
    """that one process has open at a time; 0: as many as it can serve well, as is measured when it starts"""
    has_studio: bool = False
    """the page for one person on their own machine, at /"""
    grace: float = 20.0
    """seconds in which, when the server is to stop, what is being said may be finished"""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """addresses of reverse proxies, whose X-Forwarded-For and -Proto are believed"""


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How much anybody may ask for."""

    body_mb: float = 1.0
    """of a request, MB"""
    upload_mb: float = 100.0
    """of a request that carries a file, MB"""
    seconds: float = 20.0
    """without the next piece of a request"""
    requests: float = 6000.0
    """a minute, of one key; an address without one may send a tenth"""
    at_once: float = 1000.0
    """of them, before that rate counts; of an address a tenth"""
    sessions: float = 60.0
    """opened a minute from one address without a key, other than this machine's own"""
    connections: int = 4000
    """that a process holds open"""
    portraits_mb: float = 1024.0
    """of memory for portraits in each process, MB"""


@dataclass(frozen=True, slots=True)
class FilmsSettings:
    """Films that are made while nobody waits, and what is told of them."""

    at_once: int = 1
    """films in the making: each uses all cores that it can get"""
    waiting: int = 64
    """films of one tenant that may wait; beyond that 429 says when to come again"""
    keep_hours: float = 72.0
    """that films, timelines and reports are kept"""
    film_seconds: float = 3600.0
    """that making one may take"""
    has_loopback_webhooks: bool = False
    """webhooks may be http addresses on this very machine, for trials"""


@dataclass(frozen=True, slots=True)
class EnrolmentSettings:
    """With what photos that come in may be taken apart."""

    networks: tuple[str, ...] = ()
    """names of networks and detectors that a request may ask for, besides those that come along; never files. Whoever
    sits at this machine may ask for any that is installed"""


@dataclass(frozen=True, slots=True)
class ServiceConfig:
    """All of it."""

    server: ServerSettings
    tenants: tuple[Tenant, ...]
    agents: tuple[Agent, ...]
    keys: tuple[Key, ...] = ()
    """of other programs; those that `avatar serve key new` has made lie in the tenants' homes"""
    limits: LimitSettings = field(default_factory=LimitSettings)
    films: FilmsSettings = field(default_factory=FilmsSettings)
    enrolment: EnrolmentSettings = field(default_factory=EnrolmentSettings)

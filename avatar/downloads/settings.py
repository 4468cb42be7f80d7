"""What a person has set for downloads: the table [downloads] of a home's config.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

NPM = "https://registry.npmjs.org/"
PYPI = "https://pypi.org/simple/"


@dataclass(frozen=True, slots=True)
class DownloadSettings:
    """Where downloads come from."""

    mirrors: Mapping[str, str] = field(default_factory=dict)
    """what an address begins with, and what to put in its place: {"https://huggingface.co/" = "https://mirror.example/hf/"}"""
    only_mirrors: bool = False
    """nothing else is asked: what no mirror stands for is not fetched"""
    npm: str = NPM
    """registry of npm packages"""
    pypi: str = PYPI
    """index of Python packages (PEP 503 or 691)"""

    def __post_init__(self) -> None:
        if not isinstance(self.mirrors, dict) or not all(isinstance(to, str) for to in self.mirrors.values()):
            raise InputError(
                f"[downloads] has mirrors = {self.mirrors!r}; write what an address begins with and what takes its "
                'place: mirrors = { "https://huggingface.co/" = "https://mirror.example/hf/" }.'
            )
        for name in ("npm", "pypi"):
            if not str(getattr(self, name)).startswith(("https://", "http://")):
                raise InputError(f"[downloads] has {name} = {getattr(self, name)!r}; give an address, https://...")

    def places(self, urls: tuple[str, ...]) -> tuple[str, ...]:
        """Give the addresses to ask, mirrors first; without those that may not be asked."""
        mirrored = [
            to + url.removeprefix(start) for url in urls for start, to in self.mirrors.items() if url.startswith(start)
        ]
        return tuple(dict.fromkeys((*mirrored, *(() if self.only_mirrors else urls))))

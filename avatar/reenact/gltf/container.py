"""The file's form: glTF 2.0 in one binary, its numbers and pictures one after the other behind a JSON head."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC, VERSION = b"glTF", 2
HEAD, BODY = b"JSON", b"BIN\0"
COMPONENTS = {"i1": 5120, "u1": 5121, "i2": 5122, "u2": 5123, "u4": 5125, "f4": 5126}
"""glTF's numbers for kinds of numbers"""
_SHAPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3"}
_VERTICES, _INDICES = 34962, 34963


class Container:
    """A file that is being put together."""

    def __init__(self) -> None:
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self.images: list[dict[str, Any]] = []
        self._body = bytearray()

    @property
    def size(self) -> int:
        """Give the bytes of what is kept so far."""
        return len(self._body)

    def bytes_of(self, content: bytes, **more: int) -> int:
        """Keep bytes, and give their bufferView's number."""
        self._body += bytes(-len(self._body) % 4)
        self.views.append({"buffer": 0, "byteOffset": len(self._body), "byteLength": len(content), **more})
        self._body += content
        return len(self.views) - 1

    def numbers(self, array: NDArray[np.generic], step: float = 1.0) -> dict[str, Any]:
        """Keep an array that only our own readers know, and describe it; what is meant is `step` times what is kept."""
        flat = np.ascontiguousarray(array)
        view = self.bytes_of(flat.astype(flat.dtype.newbyteorder("<")).tobytes())
        return {"view": view, "type": flat.dtype.name, "shape": list(flat.shape), "step": step}

    def vertices(self, array: NDArray[np.float32], *, is_bounded: bool = False) -> int:
        """Keep an attribute of vertices (V, C), and give its accessor's number."""
        view = self.bytes_of(array.astype("<f4").tobytes(), target=_VERTICES)
        entry = {"bufferView": view, "componentType": 5126, "count": len(array), "type": _SHAPES[array.shape[1]]}
        return self._accessor(entry | (_bounds(array) if is_bounded else {}))

    def colours(self, array: NDArray[Any]) -> int:
        """Keep a colour and an alpha for each vertex (V, 4), 0-255, and give its accessor's number."""
        view = self.bytes_of(array.astype(np.uint8).tobytes(), target=_VERTICES)
        return self._accessor(
            {"bufferView": view, "componentType": 5121, "normalized": True, "count": len(array), "type": "VEC4"}
        )

    def indices(self, triangles: NDArray[np.int32], *, is_drawn: bool = True) -> int:
        """Keep triangles (F, 3), and give their accessor's number."""
        kind = np.dtype(np.uint16 if triangles.max(initial=0) < 65535 else np.uint32)
        more = {"target": _INDICES} if is_drawn else {}
        view = self.bytes_of(triangles.astype(kind.newbyteorder("<")).tobytes(), **more)
        return self._accessor(
            {"bufferView": view, "componentType": _number(kind), "count": triangles.size, "type": "SCALAR"}
        )

    def nothing(self, count: int) -> int:
        """Give the number of an accessor of so many vertices that don't move."""
        entry = {"componentType": 5126, "count": count, "type": "VEC3"}
        return self._accessor(entry | {"min": [0.0] * 3, "max": [0.0] * 3})

    def sparse(self, array: NDArray[np.generic], count: int, where: int, places: NDArray[Any]) -> int:
        """Keep what moves of `count` vertices, (N, 3) at `places` that the bufferView `where` holds: an accessor."""
        kind = array.dtype
        view = self.bytes_of(array.astype(kind.newbyteorder("<")).tobytes())
        held = {"bufferView": where, "componentType": _number(places.dtype)}
        entry = {
            "componentType": _number(kind),
            "count": count,
            "type": "VEC3",
            "sparse": {"count": len(places), "indices": held, "values": {"bufferView": view}},
        }
        whole = array if len(places) == count else np.concatenate([array, np.zeros((1, 3), kind)])
        return self._accessor(entry | _bounds(whole))

    def picture(self, content: bytes, kind: str, name: str) -> int:
        """Keep a picture's file, and give its image's number."""
        self.images.append({"bufferView": self.bytes_of(content), "mimeType": f"image/{kind}", "name": name})
        return len(self.images) - 1

    def finish(self, head: dict[str, Any]) -> bytes:
        """Give the file; `head` is all but what was kept here."""
        self._body += bytes(-len(self._body) % 4)
        kept = {"accessors": self.accessors, "bufferViews": self.views, "images": self.images}
        whole = head | kept | {"buffers": [{"byteLength": len(self._body)}]}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        text += b" " * (-len(text) % 4)
        parts = struct.pack("<I4s", len(text), HEAD) + text + struct.pack("<I4s", len(self._body), BODY) + self._body
        return struct.pack("<4sII", MAGIC, VERSION, 12 + len(parts)) + parts

    def _accessor(self, entry: dict[str, Any]) -> int:
        self.accessors.append(entry)
        return len(self.accessors) - 1


def _number(kind: np.dtype[Any]) -> int:
    return COMPONENTS[f"{kind.kind}{kind.itemsize}"]


def _bounds(array: NDArray[Any]) -> dict[str, list[float]]:
    return {"min": array.min(axis=0).tolist(), "max": array.max(axis=0).tolist()}


def parts(content: bytes) -> tuple[dict[str, Any], memoryview]:
    """Take a file apart again: its head and its body. Raise `ValueError` if it is none."""
    if len(content) < 28:
        raise ValueError("not a glTF 2.0 binary")
    magic, version, length, size, head = struct.unpack_from("<4sIII4s", content)
    if (magic, version, head) != (MAGIC, VERSION, HEAD) or length != len(content):
        raise ValueError("not a glTF 2.0 binary")
    return json.loads(content[20 : 20 + size]), memoryview(content)[28 + size :]

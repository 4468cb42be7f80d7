"""Read a rig back: what the mesh renderer draws from, out of the file alone. Other readers can be held against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import ARKIT_NAMES
from avatar.reenact.gltf.container import COMPONENTS, parts
from avatar.reenact.gltf.person import IOD
from avatar.reenact.gltf.pictures import decoded

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KINDS: dict[int, str] = {number: f"<{name}" for name, number in COMPONENTS.items()}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3}


@dataclass(frozen=True, slots=True)
class RigFile:
    """A file that has been opened."""

    head: dict[str, Any]
    """its JSON"""
    body: memoryview
    """its numbers and pictures"""

    @classmethod
    def open(cls, content: bytes) -> RigFile:
        """Open a file. Raise `ValueError` if it is no binary glTF."""
        return cls(*parts(content))

    @property
    def described(self) -> dict[str, Any]:
        """Give what stands in `extras.avatar`."""
        described: dict[str, Any] = self.head["extras"]["avatar"]
        return described

    def bytes_of(self, view: int) -> memoryview:
        """Give a bufferView's bytes."""
        entry = self.head["bufferViews"][view]
        return self.body[entry["byteOffset"] :][: entry["byteLength"]]

    def numbers(self, entry: dict[str, Any]) -> NDArray[np.float64]:
        """Give an array of `extras.avatar`."""
        kind = np.dtype(entry["type"]).newbyteorder("<")
        found = np.frombuffer(self.bytes_of(entry["view"]), kind).reshape(entry["shape"])
        return np.asarray(found * float(entry["step"]), np.float64)

    def accessor(self, number: int) -> NDArray[np.float64]:
        """Give an accessor's values, (count, C)."""
        entry = self.head["accessors"][number]
        kind, width = _KINDS[entry["componentType"]], _WIDTHS[entry["type"]]
        whole = np.zeros((entry["count"], width))
        if "bufferView" in entry:
            whole[:] = np.frombuffer(self.bytes_of(entry["bufferView"]), kind).reshape(whole.shape)
        if sparse := entry.get("sparse"):
            held = _KINDS[sparse["indices"]["componentType"]]
            places = np.frombuffer(self.bytes_of(sparse["indices"]["bufferView"]), held)
            values = np.frombuffer(self.bytes_of(sparse["values"]["bufferView"]), kind)
            whole[places[: sparse["count"]]] = values[: width * sparse["count"]].reshape(-1, width)
        return whole

    def picture(self, number: int) -> NDArray[np.uint8]:
        """Give a picture (h, w, 3 or 4), straight alpha."""
        return decoded(bytes(self.bytes_of(self.head["images"][number]["bufferView"])))

    def resting(self) -> NDArray[np.float64]:
        """Give the vertices at rest (V, 3), px of the portrait."""
        found: NDArray[np.float64] = self.accessor(self._attributes()["POSITION"]) * float(self.described["step"])
        return found

    def texture_places(self) -> NDArray[np.float64]:
        """Give each vertex's place in the person's picture (V, 2), texels."""
        size = np.array(self.described["canvas"]["person_size"], np.float64)
        found: NDArray[np.float64] = self.accessor(self._attributes()["TEXCOORD_0"]) * size
        return found

    def shapes(self) -> NDArray[np.float64]:
        """Give what each of `ARKIT_NAMES` moves (52, V, 3), px of the portrait."""
        targets = self.head["meshes"][0]["primitives"][0]["targets"]
        found = np.stack([self.accessor(target["POSITION"]) for target in targets])
        return np.asarray(found * float(self.described["step"]), np.float64)

    def triangles(self) -> NDArray[np.int64]:
        """Give all triangles (F, 3) in painter's order."""
        named = self.described["triangles"]
        return np.concatenate(
            [self.accessor(named[part]).reshape(-1, 3).astype(np.int64) for part in ("around", "lips", "face")]
        )

    def shades(self) -> NDArray[np.float64]:
        """Give the changes of brightness (52, V)."""
        entry = self.described["rig"]["shades"]
        table = np.zeros((len(ARKIT_NAMES), len(self.numbers(self.described["rig"]["head_weight"]))))
        rows = np.repeat(entry["columns"], entry["counts"])
        table[rows, self.numbers(entry["vertices"]).astype(int)] = self.numbers(entry["values"])
        return table

    def lip_pull(self) -> NDArray[np.float64]:
        """Give the shares (2, V, n) that vertices take of each lip pair's correction."""
        rig = self.described["rig"]
        entry, pull = (
            rig["lip_pull"],
            np.zeros((2, len(self.numbers(rig["head_weight"])), rig["upper_lip"]["shape"][0])),
        )
        lips = np.repeat([0, 1], [entry["lips"]["upper"], entry["lips"]["lower"]])
        vertices, pairs = (self.numbers(entry[name]).astype(int) for name in ("vertices", "pairs"))
        pull[lips, vertices, pairs] = self.numbers(entry["shares"])
        return pull

    def _attributes(self) -> dict[str, int]:
        attributes: dict[str, int] = self.head["meshes"][0]["primitives"][0]["attributes"]
        return attributes

    def metres(self) -> float:
        """Give what a px of the portrait is in the scene, m."""
        return float(IOD / self.described["rig"]["unit"])

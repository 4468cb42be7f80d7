"""A file of weights from outside, looked through before a library reads it: numbers are in it, and nothing else.

Libraries for weights refuse to run code; but a pickle of a hundred bytes may also ask for arrays of gigabytes, for a
memory as long as a number says, or for a tensor whose billion cells are one number. Here it is followed with nothing
behind its names: whatever no such file needs is refused.
"""

# Shapes no clip.

from __future__ import annotations

import io
import pickle
import pickletools
import struct
import zipfile
import zlib
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from avatar.outside.archives import require_unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from typing import IO

_LARGEST = 64_000_000
"""bytes of a pickle beside the numbers that is followed at all"""
_MEMO = 10_000_000
"""things that a pickle may count on coming back to"""
_REPEATED = 100_000_000
"""numbers that tensors may have beyond those in the file: views that overlap become whole when they are loaded"""
_PARTS = 5
"""pickles at the beginning of a file of torch before 1.6: a number, a version, the machine, the weights, their keys"""
_REBUILT = {"_rebuild_tensor", "_rebuild_tensor_v2"}
_INERT = {
    ("collections", "OrderedDict"),
    ("typing", "OrderedDict"),
    ("torch", "Size"),
    ("torch", "device"),
    ("torch._utils", "_rebuild_parameter"),
    ("torch.nn.parameter", "Parameter"),
    ("_codecs", "encode"),
    ("numpy", "dtype"),
    ("numpy.core.multiarray", "scalar"),
    ("numpy._core.multiarray", "scalar"),
}
_KINDS = {
    *("float16", "float32", "float64", "bfloat16", "complex64", "complex128", "bool"),
    *("uint8", "int8", "int16", "int32", "int64"),
}


_FAULTS = (
    pickle.UnpicklingError, ValueError, EOFError, TypeError, LookupError, AttributeError, OverflowError,
    RecursionError, NotImplementedError, RuntimeError, struct.error, zlib.error, AssertionError,
)  # fmt: skip
"""what a file that is none may raise"""


@dataclass(frozen=True, slots=True)
class _Storage:
    """Numbers that lie elsewhere in the file."""

    count: int
    """of them"""


def require_weights(path: Path, besides: Collection[str] = ()) -> None:
    """Raise `ValueError` for a file in which there is anything but weights, or more than it can hold.

    `besides` are names that its reader needs, too, such as "collections.defaultdict", and "TTS." for all classes of
    modules that begin so; that nothing of theirs is run is up to the reader. Of safetensors nothing is followed: its
    reader compares what it says of itself with its size.
    """
    if path.suffix.lower() == ".safetensors":
        return
    require_unpacked(path)
    try:
        if zipfile.is_zipfile(path):
            _follow_archive(path, besides)
        else:
            with path.open("rb") as file:
                for _ in range(_PARTS):
                    _follow(file, path.stat().st_size, besides)
    except (*_FAULTS, zipfile.BadZipFile) as fault:
        raise ValueError(str(fault) or type(fault).__name__) from fault


def _follow_archive(path: Path, besides: Collection[str]) -> None:
    with zipfile.ZipFile(path) as archive:
        most = sum(each.file_size for each in archive.infolist())  # numbers have a byte or more
        for each in archive.infolist():
            if each.filename.endswith(".pkl"):
                if each.file_size > _LARGEST:
                    raise ValueError(f"its pickle has {each.file_size:,} bytes")
                _follow(io.BytesIO(archive.read(each)), most, besides)


def _follow(file: IO[bytes], most: int, besides: Collection[str]) -> None:
    """Follow one pickle, and stand after it."""
    begin = file.tell()
    for operation, argument, place in pickletools.genops(file):
        if (place or 0) - begin > _LARGEST:
            raise ValueError("its pickle is too long")
        if operation.name in ("PUT", "BINPUT", "LONG_BINPUT") and isinstance(argument, int) and argument > _MEMO:
            raise ValueError(f"it comes back to thing number {argument}")
    end = file.tell()
    file.seek(begin)
    _Inert(io.BytesIO(file.read(end - begin)), most, besides).load()


class _Inert(pickle._Unpickler):  # the one in Python: that in C fills as much memory as a pickle says
    """Reads a pickle with nothing behind its names."""

    def __init__(self, file: IO[bytes], most: int, besides: Collection[str]) -> None:
        super().__init__(file, encoding="latin1")
        self._most, self._besides, self._repeated = most, besides, 0

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Give what stands for a name."""
        if module == "torch._utils" and name in _REBUILT:
            return self._tensor
        is_number = module == "torch" and (name in _KINDS or name.endswith("Storage"))
        if is_number or (module, name) in _INERT or any(_is_named(module, name, each) for each in self._besides):
            return _Thing
        raise pickle.UnpicklingError(f"{module}.{name} is no weight")

    def persistent_load(self, pid: Any) -> object:  # noqa: ANN401 - whatever the file says
        """Give what stands for numbers elsewhere in the file."""
        count = pid[4] if isinstance(pid, tuple) and len(pid) > 4 else None
        if not isinstance(count, int) or not 0 <= count <= self._most:
            raise pickle.UnpicklingError("numbers are named that are not in it")
        return _Storage(count)

    def _tensor(self, storage: object, offset: object, size: object, stride: object, *_more: object) -> _Thing:
        """Stand for a tensor. Raise `UnpicklingError` where they are far larger than what they are made of."""
        whole = [offset, *_whole(size), *_whole(stride)]
        if not isinstance(storage, _Storage) or any(type(each) is not int or each < 0 for each in whole):
            raise pickle.UnpicklingError("a tensor is of no numbers")
        self._repeated += max(prod(_whole(size)) - storage.count, 0)
        if self._repeated > _REPEATED:
            raise pickle.UnpicklingError(f"a tensor of {size} is made of {storage.count} numbers")
        return _Thing()


class _Thing(dict[object, object]):
    """Stands for anything that is built: it may be filled, and does nothing."""

    def __init__(self, *_given: object) -> None:
        super().__init__()

    def __call__(self, *_given: object) -> _Thing:
        return self

    def __setstate__(self, _state: object) -> None:
        return


def _is_named(module: str, name: str, known: str) -> bool:
    """Tell whether a name is one of those that are known; of all that begins so, classes alone.

    A name with a dot leads on from a module to what that has imported, such as "os.system"; a function may be anything.
    """
    if not known.endswith("."):
        return f"{module}.{name}" == known
    return f"{module}.".startswith(known) and name.isidentifier() and name[0].isupper()


def _whole(size: object) -> tuple[Any, ...]:
    return size if isinstance(size, tuple) else ()

"""The library of C2PA, loaded from where it is installed and from nowhere else.

It looks for its native code in the working folder first. There may be none any more; and whatever somebody has put into
a folder of downloads must not be run because a film is made there.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from inspect import getattr_static
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """Let this thread's `Path.cwd()` give a folder meanwhile; the folder that the process works in stays."""
    mine, own = get_ident(), getattr_static(Path, "cwd")  # a class above has it, from Python 3.13 on
    is_inherited = "cwd" not in Path.__dict__

    def cwd(kind: type[Path]) -> Any:  # noqa: ANN401 - a path of whatever class
        return kind(folder) if get_ident() == mine else own.__get__(None, kind)()

    Path.cwd = classmethod(cwd)  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        if is_inherited:
            del Path.cwd
        else:
            Path.cwd = own  # type: ignore[method-assign]


_found = find_spec("c2pa")
with _working_in(Path(_found.origin).parent if _found and _found.origin else Path(__file__).parent):
    from c2pa import Builder, C2paError, C2paSigningAlg, Context, Reader, Signer

__all__ = ["Builder", "C2paError", "C2paSigningAlg", "Context", "Reader", "Signer"]

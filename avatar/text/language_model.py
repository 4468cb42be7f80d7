"""How likely each language is by the statistics of its bytes: the naive Bayes model of py3langid, as it comes.

Unpacking it takes half a second, so it is kept in the folder for what can be made again, and mapped from there.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from avatar.errors import NotInstalledError, OutputError, TextError
from avatar.runtime.folders import user_cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NAMES = {"no": "nb"}
"""what the model calls otherwise than BCP-47 does"""
_SHARES, _STEPS, _REST = "shares.npy", "steps.npy", "rest.npz"
"""28 and 39 MB that are mapped, and what is small; written in this order"""


def likelihoods(sample: str) -> dict[str, float]:
    """Give each language that the model was taught its share of 1 (BCP-47); equal shares without any evidence.

    The first call takes some hundredths of a second, the very first half a second. Raise `NotInstalledError` without
    py3langid, and `TextError` where no folder may be written, not even that for temporary files.
    """
    return {_NAMES.get(label, label): share for label, share in _ranked()(sample)}


@lru_cache
def _ranked() -> Callable[[str], list[tuple[str, float]]]:
    try:
        from py3langid.langid import LanguageIdentifier
    except ImportError:
        raise NotInstalledError(
            "Telling languages apart needs the package py3langid, which is not installed; "
            "install it with: pip install py3langid, or name the language of the text"
        ) from None
    if version("py3langid").startswith("0.2."):  # what goes with numpy 1.26: quick to unpack, a little less often right
        early: Callable[[str], list[tuple[str, float]]] = LanguageIdentifier.from_pickled_model(
            "data/model.plzma", norm_probs=True
        ).rank
        return early
    folder = _folder()
    shares, priors, labels, steps, rows, found = (_kept(folder) if folder else None) or _unpacked(folder)
    identifier = LanguageIdentifier(shares, priors, labels, steps, found, norm_probs=True, tk_row=rows)
    ranked: Callable[[str], list[tuple[str, float]]] = identifier.rank
    return ranked


def _folder() -> Path | None:
    with suppress(OutputError):  # a home that may not be written costs time, not the reading
        return user_cache() / "language" / f"py3langid-{version('py3langid')}"
    return None


def _kept(folder: Path) -> tuple[Any, ...] | None:
    """Map the tables that were kept; None if they are not there, or not whole."""
    from zipfile import BadZipFile

    import numpy as np

    with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile), np.load(folder / _REST) as rest:
        shares, steps = (np.load(folder / name, mmap_mode="r") for name in (_SHARES, _STEPS))
        # A view of bare memory gives Python's own numbers, four times as quickly as an array does.
        labels, rows, found = (rest[name].tolist() for name in ("labels", "rows", "found"))
        return shares, rest["priors"], labels, memoryview(steps), rows, found
    return None


def _unpacked(folder: Path | None) -> tuple[Any, ...]:
    """Unpack the tables of the library, and keep them in a folder if that may be."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE
    from py3langid.modelio import load_model

    try:
        tables: tuple[Any, ...] = load_model(MODEL_DIR / MODEL_FILE)
    except OSError as fault:
        raise TextError(
            f"The model that tells languages apart cannot be unpacked ({fault.strerror or fault}); make room for "
            "100 MB in the folder for temporary files, point TMPDIR to another, or name the language of the text."
        ) from fault
    if folder:
        with suppress(OSError):
            _keep(folder, tables)
    return tables


def _keep(folder: Path, tables: tuple[Any, ...]) -> None:
    import io

    import numpy as np

    from avatar.runtime.archive import write

    shares, priors, labels, steps, rows, found = tables
    for name, table in ((_SHARES, shares), (_STEPS, np.asarray(steps))):
        content = io.BytesIO()
        np.save(content, table)
        write(content.getbuffer(), folder / name)
    content = io.BytesIO()
    np.savez(content, priors=priors, labels=labels, rows=np.asarray(rows), found=found)
    write(content.getbuffer(), folder / _REST)

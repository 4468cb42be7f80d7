"""How likely each language is by the statistics of its bytes: the naive Bayes model of py3langid, as it comes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError, TextError

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {"no": "nb"}
"""what the model calls otherwise than BCP-47 does"""


def likelihoods(sample: str) -> dict[str, float]:
    """Give each language that the model was taught its share of 1 (BCP-47); equal shares without any evidence.

    The first call unpacks the model: half a second, once. Raise `NotInstalledError` without py3langid, and `TextError`
    where no folder for temporary files may be written.
    """
    return {_NAMES.get(label, label): share for label, share in _ranked()(sample)}


@lru_cache
def _ranked() -> Callable[[str], list[tuple[str, float]]]:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        raise NotInstalledError(
            "Telling languages apart needs the package py3langid, which is not installed; "
            "install it with: pip install py3langid, or name the language of the text"
        ) from None
    try:
        ranked: Callable[[str], list[tuple[str, float]]]
        ranked = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).rank
    except OSError as fault:
        raise TextError(
            f"The model that tells languages apart cannot be unpacked ({fault.strerror or fault}); make room for "
            "100 MB in the folder for temporary files, point TMPDIR to another, or name the language of the text."
        ) from fault
    return ranked

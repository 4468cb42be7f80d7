"""Train the classifier of avatar.permission.policy.trained from the scripts beside this file.

    python tests/measure/policy_training.py                    # writes avatar/permission/policy/weights/scripts.npz
    python tests/measure/policy_training.py --validate FOLDER  # leaves out one writer after the other and writes none

The same scripts give the same file. The held-out part is read by policy_trials.py only.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from avatar.permission.policy import RulePolicy
from avatar.permission.policy.features import BUCKETS, Kinds, Seen, array_of
from avatar.permission.policy.judging import SHIPPED
from avatar.permission.policy.lexicon import read_lexicon
from avatar.permission.policy.trained import sentences_of, windows_of
from avatar.permission.policy.weighing import CATEGORIES, FORMAT, KINDS, KINDS_SHARE, WEIGHTS, Weights
from avatar.runtime.hashing import file_sha256

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.measure.policy_reading import Script, corpus, own_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITERS = tuple(f"writer_{letter}" for letter in "abcdefghij")
"""who had not seen the rules: each is left out once"""
STRENGTH = 200.0
"""of the scripts against the penalty on weights"""
SMOOTHING = 0.4
"""Scripts that each thing is thought to be in beforehand, harmful and harmless"""
OFTEN = 2
"""Scripts that a thing must be in to count"""
HOLD_AT, HOLD_MORE, DROP_HOLD, DROP_REFUSE = 0.9, 0.75, -0.25, -0.75
"""Logits: what holds a short script, how much more per e-fold of windows, and what clears a script of rules that hold,
and of rules that refuse; chosen by --validate."""


def scripts() -> list[Script]:
    """Give all that may be trained on."""
    told = [script for script in corpus() if script.part != "held_out"]
    return told + [script for script in own_scripts() if "abroad" not in script.part]


class Content(NamedTuple):
    """What the classifier sees of a script."""

    whole: Seen
    windows: list[Seen]


def content_of(text: str, kinds: Kinds) -> Content:
    """Look at a script as the classifier does."""
    sentences = sentences_of(text, kinds, read_lexicon((SHIPPED,)).sounds)
    whole = Seen(
        frozenset().union(*(own.seen.pieces for own in sentences)),
        frozenset().union(*(own.seen.kinds for own in sentences)),
    )
    return Content(whole, [seen for _, _, seen in windows_of(sentences)])


def trained(told: list[Script], seen: list[Content], kinds: Kinds) -> dict[str, np.ndarray]:
    """Fit the models; give the content of the weights file."""
    rows = [np.concatenate((array_of(own.whole.pieces), BUCKETS + array_of(own.whole.kinds))) for own in seen]
    table = _table(rows, BUCKETS + kinds.size)
    places = np.flatnonzero(np.asarray(table.sum(axis=0)).ravel() >= OFTEN)
    table, pieces = table[:, places], int(np.searchsorted(places, BUCKETS))
    harmful = np.array([script.harmful for script in told])
    names = np.array([script.category for script in told])
    chosen = [*(~harmful | (names == category) for category in CATEGORIES), np.ones(len(told), dtype=bool)]
    counts, weights, scales = zip(*(_model(table[own], harmful[own], pieces) for own in chosen), strict=True)
    return {
        "format": np.array(FORMAT),
        "kinds": np.array(file_sha256(KINDS)),
        "gaps": np.diff(places, prepend=0).astype(np.uint32),
        "count": np.array(counts),
        "weigh": np.array(weights),
        "scales": np.array(scales).T,
        "thresholds": np.array([HOLD_AT, HOLD_MORE, DROP_HOLD, DROP_REFUSE]),
    }


def _model(table: sparse.csr_matrix, harmful: np.ndarray, pieces: int) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Fit one model; give what each thing counts, its weight, and the scales of both with the bias."""
    count = _ratios(table, harmful, pieces)
    count_scale = count.max() / 255
    count = np.round(count / count_scale).astype(np.uint8)
    fitted = _fit(_normed(table, count * count_scale, pieces), harmful)
    weigh = fitted[:-1] * count * count_scale
    weigh_scale = np.abs(weigh).max() / 127
    return count, np.round(weigh / weigh_scale).astype(np.int8), [count_scale, weigh_scale, fitted[-1]]


def _table(rows: list[np.ndarray], size: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate(rows)
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), size))


def _ratios(table: sparse.csr_matrix, harmful: np.ndarray, pieces: int) -> np.ndarray:
    """Give the |log ratio| of how often each thing is in harmful and harmless scripts (Wang and Manning 2012)."""
    ratios = np.zeros(table.shape[1])
    for part in (slice(0, pieces), slice(pieces, None)):
        own = table[:, part]
        there = np.asarray(own.sum(axis=0)).ravel() > 0
        ours, others = (np.asarray(own[rows].sum(axis=0)).ravel() + SMOOTHING for rows in (harmful, ~harmful))
        ratios[part] = there * np.abs(np.log(ours / ours[there].sum()) - np.log(others / others[there].sum()))
    return ratios


def _normed(table: sparse.csr_matrix, count: np.ndarray, pieces: int) -> sparse.csr_matrix:
    parts = []
    for part, share in ((slice(0, pieces), 1.0), (slice(pieces, None), KINDS_SHARE)):
        own = table[:, part] @ sparse.diags(count[part])
        norm = np.sqrt(np.asarray(own.multiply(own).sum(axis=1)).ravel())
        parts.append(sparse.diags(share / np.maximum(norm, 1e-9)) @ own)
    return sparse.hstack(parts).tocsr()


def _fit(table: sparse.csr_matrix, labels: np.ndarray) -> np.ndarray:
    """Fit a logistic regression with a quadratic penalty; the last value is the bias."""
    signs = np.where(labels, 1.0, -1.0)
    turned = table.T.tocsr()

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (table @ values[:-1] + values[-1])
        pull = -STRENGTH * signs / (1 + np.exp(np.clip(margins, -50, 50)))
        total = STRENGTH * np.logaddexp(0, -margins).sum() + 0.5 * values[:-1] @ values[:-1]
        return total, np.append(turned @ pull + values[:-1], pull.sum())

    start = np.zeros(table.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def write(content: dict[str, np.ndarray], path: Path) -> None:
    """Write the weights file."""
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **content)


def without_writer(folder: Path) -> Iterator[tuple[str, Path]]:
    """Train ten times, each time without one writer; give the writer, and the weights file in `folder`."""
    kinds = Kinds(KINDS)
    told = scripts()
    seen = [content_of(script.text, kinds) for script in told]
    for writer in WRITERS:
        rest = [at for at, script in enumerate(told) if script.part != writer]
        path = folder / f"without_{writer}.npz"
        write(trained([told[at] for at in rest], [seen[at] for at in rest], kinds), path)
        yield writer, path


def validate(folder: Path) -> None:
    """Leave out one writer after the other and print, script by script, what the models and the rules say."""
    kinds = Kinds(KINDS)
    rules = RulePolicy()
    for writer, path in without_writer(folder):
        weights = Weights(path)
        for script in (own for own in scripts() if own.part == writer):
            verdict = rules.judge(script.text, language="auto", purpose=script.purpose)
            row = {
                "script": script._asdict(),
                "scores": [weights.score(window) for window in content_of(script.text, kinds).windows],
                "rules": {finding.rule: finding.decision for finding in verdict.findings},
            }
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    """Train, or validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--validate", type=Path, metavar="FOLDER", help="for the models without one writer")
    options = parser.parse_args()
    if options.validate:
        return validate(options.validate)
    kinds = Kinds(KINDS)
    told = scripts()
    write(trained(told, [content_of(script.text, kinds) for script in told], kinds), WEIGHTS)
    return None


if __name__ == "__main__":
    main()

"""Train the classifier of avatar.permission.policy.trained from the scripts beside this file.

    python tests/measure/policy_training.py                    # writes avatar/permission/policy/weights/scripts.npz
    python tests/measure/policy_training.py --validate FOLDER  # leaves out one writer after the other and writes none

The same scripts give the same file. The held-out part is read by policy_trials.py only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from avatar.permission.policy import RulePolicy
from avatar.permission.policy.features import BUCKETS, Seen
from avatar.permission.policy.judging import SHIPPED
from avatar.permission.policy.lexicon import read_lexicon
from avatar.permission.policy.tongues import FIRST
from avatar.permission.policy.trained import Look, sentences_of, stretches_of
from avatar.permission.policy.weighing import (
    CATEGORIES,
    FOLDER,
    FORMAT,
    MODELS,
    SENSES,
    SHARES,
    Lists,
    Weights,
    files_of,
    places_of,
)
from avatar.runtime.hashing import file_sha256

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.measure.policy_reading import Script, corpus, manners, own_scripts, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WEIGHTS, KINDS = files_of(FOLDER, FIRST)
WRITERS = tuple(f"writer_{letter}" for letter in "abcdefghij")
"""who had not seen the rules: each is left out once"""
STRENGTH = 200.0
"""of the scripts against the penalty on weights"""
SMOOTHING = 0.4
"""Scripts that each thing is thought to be in beforehand, harmful and harmless"""
OFTEN = 2
"""Scripts that a thing must be in to count"""
HOLD_AT, HOLD_MORE, DROP_HOLD, DROP_REFUSE = THRESHOLDS = 0.4, 0.75, -0.65, -1.7
"""Logits: what holds a short script, how much more per e-fold of windows, and what clears a script of rules that hold,
and of rules that refuse. Chosen by what models say of writers whom they never saw, and by what ships."""


def scripts() -> list[Script]:
    """Give all that may be trained on."""
    told = [script for script in corpus() if script.part != "held_out"]
    told += [script for script in own_scripts() if "abroad" not in script.part] + manners()
    return told + [script for script in strangers() if script.language in ("en", "zh")]


class Content(NamedTuple):
    """What the classifier sees of a script."""

    whole: Seen
    windows: list[Seen]


def content_of(text: str, lists: Lists) -> Content:
    """Look at a script as the classifier does."""
    sentences, look = sentences_of(text, read_lexicon((SHIPPED,)).sounds), Look()
    return Content(look.seen(sentences, lists), [look.seen(own.sentences, lists) for own in stretches_of(sentences)])


class Fitted(NamedTuple):
    """What the training finds."""

    places: np.ndarray
    """of what counts, as in `places_of`"""
    count: np.ndarray
    """what each counts for each model, shape (models, places)"""
    weigh: np.ndarray
    """its weight, of the same shape"""
    scales: np.ndarray
    """of both, and the bias, shape (3, models)"""

    def content(self, kinds: Sequence[Path], thresholds: Sequence[float]) -> dict[str, np.ndarray]:
        """Give what a weights file holds, for the lists of kinds that it may be used with."""
        return {
            "format": np.array(FORMAT),
            "lists": np.array(" ".join(map(file_sha256, (*kinds, SENSES)))),
            "gaps": np.diff(self.places, prepend=0).astype(np.uint32),
            "count": self.count,
            "weigh": self.weigh,
            "scales": self.scales,
            "thresholds": np.array(thresholds),
        }


def row_of(text: str, lists: Lists) -> np.ndarray:
    """Give the places of what is in a script."""
    return np.concatenate(places_of(content_of(text, lists).whole, lists))


class Start(NamedTuple):
    """What another classifier knows of kinds and senses of words, from which a training may begin."""

    places: np.ndarray
    """as in `Fitted`, without pieces"""
    count: np.ndarray
    """what each counts, not scaled any more, shape (models, places)"""
    weigh: np.ndarray
    """its weight, of the same shape"""

    @classmethod
    def read(cls, path: Path) -> Start:
        """Take it from a weights file."""
        with np.load(path) as file:
            places = np.cumsum(file["gaps"], dtype=np.int64)
            own = places >= BUCKETS
            count, weigh = (
                file[name][:, own] * scales[:, None]
                for name, scales in zip(("count", "weigh"), file["scales"], strict=False)
            )
        return cls(places[own], count, weigh)


NOTHING = Start(np.zeros(0, np.int64), np.zeros((MODELS, 0)), np.zeros((MODELS, 0)))


def trained(told: Sequence[Script], rows: Sequence[np.ndarray], lists: Lists, start: Start = NOTHING) -> Fitted:
    """Fit the models to scripts of which `rows` tells what is in them, by these lists or others of the same kinds."""
    table = _table(rows, BUCKETS + lists.size)
    places = np.union1d(np.flatnonzero(np.asarray(table.sum(axis=0)).ravel() >= OFTEN), start.places)
    table, ends = table[:, places], np.searchsorted(places, [0, BUCKETS, BUCKETS + lists.kinds.size, table.shape[1]])
    parts = [slice(int(first), int(last)) for first, last in pairwise(ends)]
    known = np.searchsorted(places, start.places)
    harmful = np.array([script.harmful for script in told])
    names = np.array([script.category for script in told])
    chosen = [*(~harmful | (names == category) for category in CATEGORIES), np.ones(len(told), dtype=bool)]
    models = []
    for own, count, weigh in zip(chosen, start.count, start.weigh, strict=True):
        counts, pull = _ratios(table[own], harmful[own], parts), np.zeros(len(places))
        counts[known] = count
        pull[known] = np.divide(weigh, count, out=np.zeros_like(weigh), where=count > 0)
        models.append(_model(table[own], harmful[own], parts, counts, pull))
    counts, weights, scales = zip(*models, strict=True)
    return Fitted(places, np.array(counts), np.array(weights), np.array(scales).T)


def _model(
    table: sparse.csr_matrix, harmful: np.ndarray, parts: Sequence[slice], count: np.ndarray, pull: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Fit one model; give what each thing counts, its weight, and the scales of both with the bias."""
    count_scale = count.max() / 255
    count = np.round(count / count_scale).astype(np.uint8)
    fitted = _fit(_normed(table, count * count_scale, parts), harmful, pull)
    weigh = fitted[:-1] * count * count_scale
    weigh_scale = np.abs(weigh).max() / 127
    return count, np.round(weigh / weigh_scale).astype(np.int8), [count_scale, weigh_scale, fitted[-1]]


def _table(rows: Sequence[np.ndarray], size: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate(rows)
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), size))


def _ratios(table: sparse.csr_matrix, harmful: np.ndarray, parts: Sequence[slice]) -> np.ndarray:
    """Give the |log ratio| of how often each thing is in harmful and harmless scripts (Wang and Manning 2012)."""
    ratios = np.zeros(table.shape[1])
    for part in parts:
        own = table[:, part]
        there = np.asarray(own.sum(axis=0)).ravel() > 0
        ours, others = (np.asarray(own[rows].sum(axis=0)).ravel() + SMOOTHING for rows in (harmful, ~harmful))
        ratios[part] = there * np.abs(np.log(ours / ours[there].sum()) - np.log(others / others[there].sum()))
    return ratios


def _normed(table: sparse.csr_matrix, count: np.ndarray, parts: Sequence[slice]) -> sparse.csr_matrix:
    found = []
    for part, share in zip(parts, SHARES, strict=True):
        own = table[:, part] @ sparse.diags(count[part])
        norm = np.sqrt(np.asarray(own.multiply(own).sum(axis=1)).ravel())
        found.append(sparse.diags(share / np.maximum(norm, 1e-9)) @ own)
    return sparse.hstack(found).tocsr()


def _fit(table: sparse.csr_matrix, labels: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Fit a logistic regression with a quadratic penalty on what departs from `pull`; the last value is the bias."""
    signs = np.where(labels, 1.0, -1.0)
    turned = table.T.tocsr()

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (table @ values[:-1] + values[-1])
        push = -STRENGTH * signs / (1 + np.exp(np.clip(margins, -50, 50)))
        apart = values[:-1] - pull
        total = STRENGTH * np.logaddexp(0, -margins).sum() + 0.5 * apart @ apart
        return total, np.append(turned @ push + apart, push.sum())

    return minimize(loss, np.append(pull, 0.0), jac=True, method="L-BFGS-B", options={"maxiter": 120}).x


def write(content: dict[str, np.ndarray], path: Path) -> None:
    """Write the weights file."""
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **content)


def without_writer(folder: Path, together: int = 1) -> Iterator[tuple[str, Path]]:
    """Train without one writer, or several together; give the writer, and a folder with weights in `folder`."""
    lists = Lists.read(FIRST)
    told = scripts()
    rows = [row_of(script.text, lists) for script in told]
    for first in range(0, len(WRITERS), together):
        out = WRITERS[first : first + together]
        rest = [at for at, script in enumerate(told) if script.part not in out]
        fitted = trained([told[at] for at in rest], [rows[at] for at in rest], lists)
        own = folder / f"without_{out[0]}"
        shutil.copytree(FOLDER, own)
        write(fitted.content([KINDS], THRESHOLDS), own / WEIGHTS.name)
        yield from ((writer, own) for writer in out)


def validate(folder: Path) -> None:
    """Leave out one writer after the other and print, script by script, what the models and the rules say."""
    rules = RulePolicy()
    for writer, own in without_writer(folder):
        weights = Weights(own / WEIGHTS.name, KINDS)
        for script in (each for each in scripts() if each.part == writer):
            verdict = rules.judge(script.text, language="auto", purpose=script.purpose)
            row = {
                "script": script._asdict(),
                "scores": [weights.score(window) for window in content_of(script.text, weights.lists).windows],
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
    lists = Lists.read(FIRST)
    told = scripts()
    rows = [row_of(script.text, lists) for script in told]
    write(trained(told, rows, lists).content([KINDS], THRESHOLDS), WEIGHTS)
    return None


if __name__ == "__main__":
    main()

"""Read the labelled scripts that lie beside this file: policy_scripts.toml and the files of policy_corpus."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent


class Script(NamedTuple):
    """One labelled script."""

    text: str
    category: str
    harmful: bool
    purpose: str
    part: str
    """its part in policy_scripts.toml, or its file in policy_corpus"""
    language: str
    """"zh" or "en", for those of policy_abroad one of five others; "" in policy_scripts.toml, which does not say"""


def own_scripts() -> list[Script]:
    """Give those that were written with the rules."""
    return [
        Script(text, own["category"], own["harmful"], own["purpose"], own["part"], "")
        for own in tomllib.loads((HERE / "policy_scripts.toml").read_text(encoding="utf-8"))["set"]
        for text in own["texts"]
    ]


def corpus() -> list[Script]:
    """Give those of the writers, file after file."""
    found = []
    for path in sorted((HERE / "policy_corpus").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        found += [
            Script(row["text"], row["category"], row["harmful"], row["purpose"], path.stem, row["lang"]) for row in rows
        ]
    return found


def manners() -> list[Script]:
    """Give those in Chinese and English which one author wrote in many manners, half of them near the line.

    A part is a manner and its language ("letter en"). The files are like those of `abroad`.
    """
    return [own._replace(part=f"{own.part} {own.language}") for own in _by_manner("policy_manners")]


def abroad() -> list[Script]:
    """Give those in other languages, which one author wrote in the manner of several writers.

    A line "# NAME" tells whose manner follows; others are category, + (harmful) or -, and the text after a tab.
    """
    return _by_manner("policy_abroad")


def strangers() -> list[Script]:
    """Give those of writers who had seen neither rules nor corpus, each in the languages and manners of their own.

    A part is a writer ("m"). The files are like those of `abroad`, and named for writer and language ("m_zh").
    """
    return [own._replace(part=own.language[0], language=own.language[2:]) for own in _by_manner("policy_writers")]


def _by_manner(folder: str) -> list[Script]:
    found = []
    for path in sorted((HERE / folder).glob("*.txt")):
        part = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                part = line[2:]
            else:
                kind, text = line.split("\t")
                found.append(Script(text, kind[:-1], kind[-1] == "+", "", part, path.stem))
    return found


def sheets() -> list[Script]:
    """Give those of policy_hands, sheet after sheet; each line is + (harmful) or -, language, category, text."""
    found = []
    for path in sorted((HERE / "policy_hands").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, language, category, text = line.split("\t")
            found.append(Script(text, category, kind == "+", "", path.stem, language))
    return found

"""Read a file of questions and answers: TOML, or CSV as spreadsheets write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from avatar.data.language import primary_subtag
from avatar.errors import InputError
from avatar.runtime.access import told
from avatar.runtime.folders import shipped
from avatar.runtime.toml import read_toml
from avatar.service.brain.faq.entry import Entry, Faq
from avatar.service.brain.phrases import language_of

LARGEST = 8_000_000
"""bytes of a file"""
_KEYS = ("id", "ask", "answer", "more")
_COLUMNS = ("question", "answer", "language")


def demonstration() -> Path:
    """Find the questions and answers of a bank that ship as a demonstration."""
    return shipped("templates") / "faq" / "bank.toml"


def read_faq(path: Path) -> Faq:
    """Read a file. Raise `InputError` that names the place and the cure for what cannot be used."""
    with told(path):
        content = path.read_bytes()
    if len(content) > LARGEST:
        raise InputError(f"The file {str(path)!r} has more than {LARGEST:,} bytes; split it among several agents.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(
            f"The file {str(path)!r} is not UTF-8 (byte {fault.start}); save it as UTF-8 (in Excel: CSV UTF-8)."
        ) from fault
    faq = _csv(text, path) if path.suffix.lower() in (".csv", ".tsv") else _toml(text, path)
    if not faq.entries:
        raise InputError(f"The file {str(path)!r} has no questions; write at least one, as docs/brain.md shows.")
    return faq


def _toml(text: str, path: Path) -> Faq:
    try:
        content = read_toml(text)
    except ValueError as fault:
        raise InputError(f"The file {str(path)!r} is not valid TOML ({fault}); correct it.") from fault
    if unknown := sorted(set(content) - {"question", "synonyms", "glossary"}):
        raise InputError(f"{str(path)!r} has {unknown[0]!r}; use [[question]], synonyms and [glossary].")
    questions = content.get("question", [])
    if not isinstance(questions, list):
        raise InputError(f"In {str(path)!r}, question is no list of tables; write each under [[question]].")
    entries = tuple(_entry(each, number, path) for number, each in enumerate(questions, 1))
    if doubled := _doubled(entries):
        raise InputError(f"In {str(path)!r}, two questions have the id {doubled!r}; give each its own.")
    return Faq(entries, _synonyms(content.get("synonyms", []), path), _glossary(content.get("glossary", {}), path))


def _entry(table: Any, number: int, path: Path) -> Entry:  # noqa: ANN401 - whatever somebody wrote
    place = f"[[question]] number {number} of {str(path)!r}"
    if not isinstance(table, dict):
        raise InputError(f"{place} is no table; write ask and answer below it.")
    if unknown := sorted(set(table) - set(_KEYS)):
        raise InputError(f"{place} has {unknown[0]!r}; use {', '.join(_KEYS)}.")
    asked = {key: tuple(_texts(value, place, "ask")) for key, value in _by_language(table.get("ask"), place, "ask")}
    answers = {key: _text(value, place) for key, value in _by_language(table.get("answer"), place, "answer")}
    more = {key: _text(value, place) for key, value in _by_language(table.get("more", {}), place, "more")}
    if not asked or not answers:
        raise InputError(f"{place} lacks {'a question' if not asked else 'an answer'}; write both, ask and answer.")
    return Entry(str(table.get("id", f"question-{number}")), asked, answers, more)


def _by_language(value: Any, place: str, key: str) -> list[tuple[str, Any]]:  # noqa: ANN401
    """Sort what is given by language: it is written so, or the text tells which it is in."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [(primary_subtag(str(language)), each) for language, each in value.items()]
    found: dict[str, list[str]] = {}
    for text in _texts(value, place, key):
        found.setdefault(language_of(text), []).append(text)
    if key == "ask":
        return list(found.items())
    return [(language, " ".join(texts)) for language, texts in found.items()]


def _texts(value: Any, place: str, key: str) -> list[str]:  # noqa: ANN401
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(each, str) and each.strip() for each in texts):
        raise InputError(f"In {place}, {key} is not a text or a list of texts; write them in quotes.")
    return [each.strip() for each in texts]


def _text(value: Any, place: str) -> str:  # noqa: ANN401
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"In {place}, an answer is not a text; write it in quotes.")
    return value.strip()


def _synonyms(value: Any, path: Path) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401
    is_good = isinstance(value, list) and all(
        isinstance(group, list) and all(isinstance(word, str) for word in group) for group in value
    )
    if not is_good:
        raise InputError(f'In {str(path)!r}, synonyms is no list of lists; write synonyms = [["lost", "stolen"]].')
    return tuple(tuple(group) for group in value)


def _glossary(value: Any, path: Path) -> dict[str, str]:  # noqa: ANN401
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise InputError(f'In {str(path)!r}, [glossary] is no table of texts; write "term" = "what it means".')
    return dict(value)


def _csv(text: str, path: Path) -> Faq:
    """Read rows of question, answer and perhaps language; rows with the same answer ask for the same thing."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
    except csv.Error as fault:
        raise InputError(f"The file {str(path)!r} is not valid CSV ({fault}); save it again from the table.") from fault
    names = {str(name).strip().lower() for name in (rows[0] if rows else ())}
    if rows and not {"question", "answer"} <= names:
        raise InputError(f"{str(path)!r} lacks a column; its first line must be: {','.join(_COLUMNS)}")
    found: dict[tuple[str, str], list[str]] = {}
    for number, raw in enumerate(rows, 2):
        row = {str(name).strip().lower(): (value or "").strip() for name, value in raw.items() if isinstance(name, str)}
        if not row["question"] and not row["answer"]:
            continue
        if not row["question"] or not row["answer"]:
            raise InputError(f"Line {number} of {str(path)!r} lacks a question or an answer; write both.")
        language = primary_subtag(row.get("language", "")) if row.get("language") else language_of(row["question"])
        found.setdefault((language, row["answer"]), []).append(row["question"])
    entries = [
        Entry(f"question-{number}", {language: tuple(questions)}, {language: answer})
        for number, ((language, answer), questions) in enumerate(found.items(), 1)
    ]
    return Faq(tuple(entries))


def _doubled(entries: tuple[Entry, ...]) -> str:
    names = [each.name for each in entries]
    return next((name for name in names if names.count(name) > 1), "")

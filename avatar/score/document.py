"""The timeline beside a clip, schema `avatar.timeline/1`, read as a score and written without its curves."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import MOTION_NAMES, Phone
from avatar.errors import InputError
from avatar.score.draft import Draft, Mark, Moment
from avatar.score.spelling import spelled
from avatar.visemes import look_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.score.score import Score

SCHEMA = "avatar.timeline/1"
TEXTS = ("text", "language", "voice", "emotion", "clip")
"""what is told of the whole in words"""
SIZES = ("mouth", "head", "blink")
"""what is told of it in numbers, 1 being natural"""


def read_document(text: str, origin: str) -> Draft:
    """Read a timeline. Raise `InputError` if it is none, or says something else than its schema allows."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{origin} is not JSON ({fault}); give the timeline of a clip.") from fault
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise InputError(f"{origin} is not a timeline of the schema {SCHEMA!r}; give the one beside a clip.")
    try:
        return Draft(
            origin,
            tuple(Mark(float(each["start"]), float(each["end"]), str(each["text"])) for each in content["words"]),
            tuple(_phones(content["phones"], content.get("accents", ()))),
            None,
            tuple(
                Moment(float(each["time"]), str(each["kind"]), float(each["amount"]))
                for each in content.get("cues", ())
            ),
            facts_of(content) | _curves(content),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise InputError(
            f"{origin} is not a whole timeline ({type(fault).__name__}: {fault}); export it from its clip again."
        ) from fault


def facts_of(content: dict[str, Any]) -> dict[str, Any]:
    """Take what is told of the whole out of a document or a table. Raise `ValueError` or `TypeError` for nonsense."""
    facts: dict[str, Any] = {name: str(content[name]) for name in TEXTS if name in content}
    facts |= {name: float(content[name]) for name in SIZES if name in content}
    facts |= {name: int(content[name]) for name in ("seed", "frames") if content.get(name) is not None}
    if "portrait" in content:
        named = content["portrait"]
        facts["portrait"] = str(named["name"] if isinstance(named, dict) else named)
    if content.get("size"):
        size = content["size"]
        width, height = str(size).lower().split("x") if isinstance(size, str) else size
        facts["size"] = int(width), int(height)
    if "fps" in content:
        facts["fps"] = as_rate(content["fps"])
    return facts


def as_rate(value: object) -> Fraction:
    """Read a frame rate: 25, "30000/1001", or 29.97003, which means the same."""
    rate = Fraction(str(value)).limit_denominator(1001)
    if not 1 <= rate <= 1000:
        raise ValueError(f"a frame rate of {value}")
    return rate


def write_document(score: Score) -> str:
    """Write a score as a timeline, one thing on a line."""
    facts = json.dumps(header(score), ensure_ascii=False, indent=2)[:-2]
    lists = {
        "words": [{"text": word.text, "start": word.start, "end": word.end} for word in score.words],
        "cues": [{"kind": cue.kind, "amount": cue.amount, "time": cue.time} for cue in score.cues],
        "phones": [_written(phone) for phone in score.phones],
        "accents": [_accent(index, phone) for index, phone in enumerate(score.phones) if phone.stress or phone.tone],
    }
    parts = [f'  "{name}": [{_lines(items)}]' for name, items in lists.items()]
    return ",\n".join([facts, *parts]) + "\n}\n"


def header(score: Score) -> dict[str, object]:
    """Give what is told of the whole, without what nobody knows."""
    rate = score.fps.numerator if score.fps.denominator == 1 else str(score.fps)
    facts: dict[str, object] = {"schema": SCHEMA}
    facts |= {name: value for name in TEXTS if (value := getattr(score, name))}
    facts |= {"portrait": score.portrait} if score.portrait else {}
    facts |= {"size": f"{score.size[0]}x{score.size[1]}"} if score.size else {}
    facts |= {"fps": rate}
    facts |= {"frames": score.frames} if score.frames else {}
    facts |= {"seed": score.seed} if score.seed is not None else {}
    return facts | {name: value for name in SIZES if (value := getattr(score, name)) != 1.0}


def _lines(items: list[dict[str, object]]) -> str:
    lines = [f"    {json.dumps(item, ensure_ascii=False)}" for item in items]
    return "\n" + ",\n".join(lines) + "\n  " if lines else ""


def _written(phone: Phone) -> dict[str, object]:
    return {"ipa": phone.ipa, "start": phone.start, "end": phone.end, "viseme": look_of(phone)}


def _accent(index: int, phone: Phone) -> dict[str, object]:
    told: dict[str, object] = {"phone": index, "stress": phone.stress, "tone": phone.tone}
    return {name: value for name, value in told.items() if value or name == "phone"}


def _phones(phones: Sequence[dict[str, Any]], accents: Sequence[dict[str, Any]]) -> Iterator[Mark]:
    """Read what is seen of the phones; those that are silent and look so are gaps."""
    by_phone = {int(each["phone"]): each for each in accents}
    for index, told in enumerate(phones):
        accent = by_phone.get(index, {})
        stress, tone = int(accent.get("stress", 0)), accent.get("tone")
        if stress not in (0, 1, 2) or tone not in (None, 1, 2, 3, 4, 5):
            raise ValueError(f"stress {stress}, tone {tone}")
        ipa, look = str(told["ipa"]), str(told.get("viseme") or "")
        if ipa.strip() or look not in ("", "silence"):
            text = spelled(Phone(ipa, 0.0, 1.0, stress, tone))
            yield Mark(float(told["start"]), float(told["end"]), text, look)


def _curves(content: dict[str, Any]) -> dict[str, Any]:
    """Take the motion out of a document that has all of it."""
    if "curves" not in content or "motion" not in content:
        return {}
    names: list[str] = []
    rows: list[NDArray[np.float32]] = []
    for told in (content["curves"], content["motion"]):
        names += told["names"]
        rows.append(np.array(told["values"], np.float32).reshape(-1, len(told["names"])))
    if sorted(names) != sorted(MOTION_NAMES) or len(rows[0]) != len(rows[1]) or len(rows[0]) != content["frames"]:
        return {}
    table = np.concatenate(rows, axis=1)[:, [names.index(name) for name in MOTION_NAMES]]
    return {"motion": np.ascontiguousarray(table), "names": tuple(content["curves"]["names"])}

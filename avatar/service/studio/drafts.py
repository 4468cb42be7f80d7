"""What is found in a text while somebody writes it: its language and length, what is unsure, what stands against it.

Nothing is made, counted or logged: that is done when a preview or a film is asked for, which asks the same again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from avatar.errors import AvatarError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.script import Script
    from avatar.permission.policy import Verdict
    from avatar.portrait.cards import PortraitCard
    from avatar.service.studio.asked import DraftAsked


def check(asked: DraftAsked, home: Path) -> dict[str, Any]:
    """Read a draft in a home's data."""
    from avatar.portrait.store import PortraitStore

    told: dict[str, Any] = {
        "languages": [],
        "characters": len(asked.text.strip()),
        "sentences": 0,
        "seconds": 0.0,
        "warnings": [],
        "findings": [],
        "decision": "allow",
        "fault": "",
        "uncovered": "",
    }
    card = PortraitStore(home=home).show(asked.portrait)
    try:
        script = _script(asked, card, home)
    except AvatarError as fault:
        return told | {"fault": str(fault)}
    told |= _read(script, asked) | _judged(script, asked, card, home)
    return told | {"uncovered": _uncovered(script, asked, card, home)}


def _script(asked: DraftAsked, card: PortraitCard, home: Path) -> Script:
    from avatar.clip.script import read_script
    from avatar.settings import TextSettings

    settings = TextSettings(language=asked.language)
    return read_script(asked.text, settings, home, asked.voice or None, card.gender or None, asked.emotion)


def _read(script: Script, asked: DraftAsked) -> dict[str, Any]:
    from avatar.settings import MotionSettings

    lengths = Counter[str]()
    for each in script.utterances:
        lengths[each.language] += len(each.text)
    passages = script.passages(MotionSettings(), asked.speed)
    return {
        "languages": [language for language, _ in lengths.most_common()],
        "sentences": sum(not each.continues for each in script.utterances),
        "seconds": round(sum(each.expected(asked.speed) for each in passages), 1),
        "warnings": list(script.warnings),
    }


def _judged(script: Script, asked: DraftAsked, card: PortraitCard, home: Path) -> dict[str, Any]:
    """Ask the policy as the gate will; a text that was approved by people passes."""
    from avatar.permission.policy import load_policy
    from avatar.permission.review import ReviewQueue, review_key
    from avatar.service.studio.portraits import look
    from avatar.text import heard

    policy = load_policy(home=home)
    verdict = policy.judge(script.text, language=asked.language, purpose=asked.purpose)
    spoken = heard(script.utterances)
    if verdict.decision == "allow" and spoken:
        verdict = policy.judge(spoken, language=asked.language, purpose=asked.purpose)
    if verdict.decision == "hold":
        key = review_key(script.text, look(card).content_hash, asked.purpose)
        if ReviewQueue(home=home).approved(key):
            return {}
    judged = {"decision": verdict.decision, "findings": _places(verdict, script.text, asked.text)}
    return judged if verdict.is_covered else judged | {"warnings": [*script.warnings, _UNREAD]}


_UNREAD = "No policy here knows the language of this text: nobody has looked at what it says."


def _places(verdict: Verdict, judged: str, written: str) -> list[dict[str, Any]]:
    """Say where in the text as it was written something is objected to; 0 to 0 where that is not known."""
    told = []
    for each in verdict.findings:
        start, end = each.start, each.end
        if judged != written:
            start = written.find(judged[start:end])
            end = start + each.end - each.start if start >= 0 else 0
        told.append(
            {
                "start": max(start, 0),
                "end": end,
                "decision": each.decision,
                "category": each.category,
                "why": each.why,
            }
        )
    return told


def _uncovered(script: Script, asked: DraftAsked, card: PortraitCard, home: Path) -> str:
    """Say why the permission does not cover this use; "" where it does."""
    from avatar.permission.consent import authorize
    from avatar.service.studio.portraits import look

    seen = look(card)
    try:
        with authorize(
            seen.content_hash,
            seen.likeness,
            purpose=asked.purpose,
            channel=asked.channel,
            language=sorted(script.languages),
            voices=script.voices,
            picture=asked.portrait,
            home=home,
        ):
            return ""
    except RefusedError as fault:
        return str(fault)

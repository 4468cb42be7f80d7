"""What the policy says of a text, told and logged: held for review, refused, or let through with a word of warning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.errors import HeldError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from avatar.ledger.audit import AuditLog, Event
    from avatar.permission.policy import Decision, Policy, Verdict

_PLACE = 80
"""characters that are shown of what is objected to"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a review decides about."""

    text: str
    language: str
    """BCP-47, or "auto" """
    purpose: str
    portrait: str = ""
    """sha256 of the portrait's pixels, hex; "" where nobody is shown"""


def unshown(policy: Policy, request: Asked) -> Verdict:
    """Judge what is said where nobody is shown: what passes for its purpose alone waits for review."""
    verdict = policy.judge(request.text, language=request.language, purpose=request.purpose)
    if verdict.decision != "allow":
        return verdict
    plain = policy.judge(request.text, language=request.language, purpose="")
    return verdict if plain.decision == "allow" else replace(plain, decision="hold")


def require(home: Path, verdict: Verdict, request: Asked, authorization_id: str = "") -> None:
    """Log what the policy objects to; hold the text for review where the policy says so."""
    from avatar.ledger.audit import Event, text_sha256
    from avatar.permission.review import ReviewQueue, review_key

    if verdict.decision == "allow":
        return
    queue, text = ReviewQueue(home=home), request.text
    is_approved = verdict.decision == "hold" and queue.approved(review_key(text, request.portrait, request.purpose))
    log(
        home,
        Event(
            "review.passed" if is_approved else verdict.decision,
            portrait=request.portrait,
            authorization=authorization_id,
            text=text_sha256(text),
            decision="allow" if is_approved else verdict.decision,
            rules=verdict.rules,
        ),
    )
    if is_approved:
        return
    if verdict.decision == "hold":
        entry = queue.submit(
            text,
            portrait=request.portrait,
            purpose=request.purpose,
            language=request.language,
            rules=verdict.rules,
        )
        raise HeldError(
            f"This text waits for review ({_objections(text, verdict)}); when it is approved, run the same command "
            f"again: avatar review approve {entry.key[:12]} --reviewer NAME --reason WHY",
            entry.key,
        )
    raise RefusedError(f"This text is not made into a clip ({_objections(text, verdict)}); change it and try again.")


def tell_unknown(  # noqa: PLR0913 - what was found, of what
    home: Path, policy: Policy, verdict: Verdict, spoken: Collection[str], request: Asked, authorization_id: str = ""
) -> tuple[str, ...]:
    """Log that no policy knows a language of the text, and say so; refuse where this home is set to."""
    from avatar.ledger.audit import Event, text_sha256
    from avatar.permission.policy.settings import read_policy_settings

    # Letters alone make Italian pass for English: what was found in the text knows better.
    unknown = sorted(each for each in spoken if not policy.judge("", language=each, purpose="").is_covered)
    if verdict.is_covered and not unknown:
        return ()
    is_refused = read_policy_settings(home).unknown_language == "refuse"
    log(
        home,
        Event(
            "policy.unknown",
            portrait=request.portrait,
            authorization=authorization_id,
            text=text_sha256(request.text),
            decision="refuse" if is_refused else "allow",
            details={"languages": ",".join(unknown)},
        ),
    )
    what = f"No policy here knows the language of this text ({', '.join(unknown) or request.language})"
    if is_refused:
        raise RefusedError(f"{what}, and unknown_language in config.toml refuses it; plug in a policy that knows it.")
    return (f"{what}: nobody has looked at what it says.",)


def foreseen(home: Path, policy: Policy, request: Asked, heard: str, spoken: Collection[str]) -> tuple[Decision, str]:
    """Say what `require` and `tell_unknown` would say of a text: nothing is logged, and nobody is asked.

    What is `heard` of it is judged as well, where that is in other words. Give the decision and a sentence; "" where
    there is nothing to say.
    """
    from avatar.permission.policy.settings import read_policy_settings
    from avatar.permission.review import ReviewQueue, review_key

    for text in filter(None, (request.text, heard)):
        verdict = policy.judge(text, language=request.language, purpose=request.purpose)
        if verdict.decision == "refuse":
            return "refuse", f"This text is not made into a clip ({_objections(text, verdict)}); change it."
        key = review_key(text, request.portrait, request.purpose)
        if verdict.decision == "hold" and not ReviewQueue(home=home).approved(key):
            return "hold", (
                f"People have to look at this text first ({_objections(text, verdict)}); it is put up for review when "
                "it is to be made, see: avatar review list"
            )
    unknown = sorted(each for each in spoken if not policy.judge("", language=each, purpose="").is_covered)
    if not unknown:
        return "allow", ""
    is_refused = read_policy_settings(home).unknown_language == "refuse"
    what = f"No policy here knows the language of this text ({', '.join(unknown)})"
    if is_refused:
        return "refuse", f"{what}, and unknown_language in config.toml refuses it; plug in a policy that knows it."
    return "allow", f"{what}: nobody has looked at what it says."


def tell_unread(home: Path, what: str, request: Asked, authorization_id: str) -> tuple[str, ...]:
    """Log that nobody has read what is said, and say so; refuse where this home is set to."""
    from avatar.ledger.audit import Event, text_sha256
    from avatar.permission.policy.settings import read_policy_settings

    is_refused = read_policy_settings(home).unknown_language == "refuse"
    log(
        home,
        Event(
            "policy.unread",
            portrait=request.portrait,
            authorization=authorization_id,
            text=text_sha256(request.text),
            decision="refuse" if is_refused else "allow",
        ),
    )
    if is_refused:
        raise RefusedError(
            f"Nobody has read {what}, and unknown_language in config.toml refuses that; give the text that is said."
        )
    return (f"Nobody has read {what}: no policy has judged it. Give its text to have it judged, and for exact lips.",)


def _objections(text: str, verdict: Verdict) -> str:
    """Say what is objected to, in words: the first finding that decided, with the place in the text."""
    finding = next((each for each in verdict.findings if each.decision == verdict.decision), verdict.findings[0])
    place = " ".join(text[finding.start : finding.end].split())
    place = place if len(place) <= _PLACE else f"{place[:_PLACE]}..."
    return f"rule {finding.rule}, {place!r}: {finding.why.rstrip('.')}"


def require_log(home: Path) -> None:
    """Raise an `AvatarError` if what is made could not be logged: told before the work, not after it."""
    audit_log(home).require_writable()


def log(home: Path, event: Event) -> None:
    """Write an event into the log of a home's data."""
    audit_log(home).append(event)


def audit_log(home: Path) -> AuditLog:
    """Open the log of a home's data, with its key."""
    from avatar.ledger.stores import open_log

    return open_log(home)

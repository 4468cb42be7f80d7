"""Whether a clip may be made at all, asked before any work: the person's authorization, then what is to be said.

Every way to a picture goes through `clear`, or where nothing is said through `admit`, and every way to mere sound
through `clear_script`: there is no option and no environment variable around it. What is decided is logged, without
the text and without names.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.lending import agreed
from avatar.clip.request import Occasion
from avatar.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.clip.meanwhile import Look
    from avatar.clip.request import ClipRequest
    from avatar.data import Utterance
    from avatar.ledger.audit import AuditLog, Event
    from avatar.permission.consent import Authorization
    from avatar.permission.policy import Policy, Verdict
    from avatar.portrait.cards import Source

_PLACE = 80
"""characters that are shown of what is objected to"""


@dataclass(frozen=True, slots=True)
class Clearance:
    """What was let in: one picture that says one text. It holds no place: each film and stream asks for a permit."""

    authorization_id: str
    """of the record that allowed it when it was asked for"""
    portrait_hash: str
    """sha256 of the upright pixels of the authorized photo, hex"""
    shown_hash: str
    """sha256 of the pixels that are shown, hex: the photo's, unless the bench measures what it derived from them"""
    likeness: str
    """perceptual hash of the photo, 16 hex digits"""
    name: str
    """what the caller calls the photo"""
    said: tuple[Utterance, ...]
    """what is said"""
    text_hash: str
    """sha256 of what is said, hex"""
    occasion: Occasion
    """what it is for"""
    home: Path
    """whose records, keys and log count: a home's data"""
    voices: tuple[str, ...] = ()
    """names of the voices that are heard"""
    warnings: tuple[str, ...] = ()
    """what was not looked at, sentences"""
    lent: tuple[Loan, ...] = ()
    """voices that are somebody's"""

    def besides(self, seconds: float) -> Clearance:
        """Tell that so many seconds of a recording say something else than the text that was judged.

        Log it, and give the same clearance with a warning. Raise `RefusedError` where this home is set to.
        """
        asked = _Request("", "", self.occasion.purpose, self.portrait_hash)
        what = f"{seconds:.1f} s of what is said in the recording"
        return replace(self, warnings=self.warnings + _unread(self.home, what, asked, self.authorization_id))

    @contextmanager
    def permit(self, shown_hash: str, said: Sequence[Utterance]) -> Iterator[Permit]:
        """Ask the gate again, now that a film or stream really begins, for the one that is made in this block.

        Its place is given back at the end of the block unless it was counted. Raise `RefusedError` with the reason, and
        for another picture or text than what was let in.
        """
        if shown_hash != self.shown_hash or tuple(said) != self.said:
            raise RefusedError("This permission is for another picture or text; ask for what is to be shown and said.")
        languages = {utterance.language for utterance in self.said}
        with (
            _authorized(
                self.portrait_hash,
                self.likeness,
                self.name,
                self.occasion,
                languages,
                self.text_hash,
                self.home,
                self.voices,
            ) as authorization,
            agreed(self.lent, self.occasion, languages, self.home, _audit_log(self.home)) as lent,
        ):
            yield Permit(authorization, self.portrait_hash, self.text_hash, self.home, lent)


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to make one film, or to show one stream."""

    authorization: Authorization
    """the record that allows it; counts outputs"""
    portrait_hash: str
    """sha256 of the upright pixels of the authorized photo, hex"""
    text_hash: str
    """sha256 of what is said, hex"""
    home: Path
    """whose log it stands in: a home's data"""
    lent: tuple[Authorization, ...] = ()
    """the records that allow to speak in somebody's voice"""

    def done(self, content_id: str, sha256: str, voices: Sequence[str], versions: Mapping[str, str]) -> None:
        """Count it and log it, before anybody sees it: a film with the hash of its file, a stream with ""."""
        from avatar.ledger.audit import Event

        _require_log(self.home)  # or a place would be used up for a film that is never seen
        for each in (self.authorization, *self.lent):
            each.count(content_id)
        _log(
            self.home,
            Event(
                "render" if sha256 else "stream",
                portrait=self.portrait_hash,
                authorization=self.authorization.authorization_id,
                voice=",".join(voices),
                text=self.text_hash,
                models=versions,
                output=sha256,
                decision="allow",
                details={"content_id": content_id} | _named(self.lent),
            ),
        )


@dataclass(frozen=True, slots=True)
class ScriptClearance:
    """Leave to say one text where nobody is shown."""

    text_hash: str
    """sha256 of what is said, hex"""
    purpose: str
    """what for"""
    home: Path
    """whose log it stands in: a home's data"""
    warnings: tuple[str, ...] = ()
    """what was not looked at, sentences"""
    lent: tuple[Loan, ...] = ()
    """voices that are somebody's"""
    languages: frozenset[str] = frozenset()
    """that are spoken, BCP-47"""

    def done(self, content_id: str, sha256: str, voices: Sequence[str], versions: Mapping[str, str]) -> None:
        """Count and log one finished sound file with its hash before it is seen, or with "" sound in memory.

        Raise `RefusedError` where somebody's voice may no longer be used.
        """
        from avatar.ledger.audit import Event

        with agreed(self.lent, Occasion(self.purpose), self.languages, self.home, _audit_log(self.home)) as lent:
            for each in lent:
                each.count(content_id)
            _log(
                self.home,
                Event(
                    "speak",
                    voice=",".join(voices),
                    text=self.text_hash,
                    models=versions,
                    output=sha256,
                    decision="allow",
                    details={"content_id": content_id, "purpose": self.purpose} | _named(lent),
                ),
            )


def clear(  # noqa: PLR0913 - what is shown, said and heard
    request: ClipRequest,
    look: Look,
    utterances: Sequence[Utterance],
    voices: Sequence[str],
    home: Path,
    lent: tuple[Loan, ...] = (),
) -> Clearance:
    """Give leave to make a clip of exactly this photo, saying this, for this occasion.

    `look` is at the photo, as it will be taken apart; `voices` are the names of those that are heard, `lent`
    those among them that are somebody's. Raise `RefusedError` with the reason and the cure: no authorization covers
    it, the rules for scripts forbid it, or people have to look at it first.
    """
    from avatar.ledger.audit import text_sha256
    from avatar.permission.policy import load_policy
    from avatar.text import heard, unmarked

    _require_log(home)
    text = unmarked(request.text)
    languages = {utterance.language for utterance in utterances}
    authorization = _let_in(look, request.portrait, request.occasion, languages, text_sha256(text), home, voices)
    log = _audit_log(home)
    with authorization, agreed(lent, request.occasion, languages, home, log):  # places are held only while it is made
        policy, language = load_policy(home=home), request.settings.text.language
        asked = _Request(text, language, request.occasion.purpose, look.content_hash)
        if not text.strip():  # a voice always has one: this is a sound that somebody gives
            warnings = _unread(home, "what is said in the recording", asked, authorization.authorization_id)
        else:
            verdict = policy.judge(text, language=language, purpose=request.occasion.purpose)
            _require(home, verdict, asked, authorization.authorization_id)
            if spoken := heard(utterances):  # other words than those that are written
                judged = policy.judge(spoken, language=language, purpose=request.occasion.purpose)
                _require(home, judged, replace(asked, text=spoken), authorization.authorization_id)
            warnings = _unknown(home, policy, verdict, languages, asked, authorization.authorization_id)
    return Clearance(
        authorization.authorization_id,
        look.content_hash,
        look.content_hash,
        look.likeness,
        request.portrait,
        tuple(utterances),
        text_sha256(text),
        request.occasion,
        home,
        tuple(voices),
        warnings,
        lent,
    )


def admit(source: Source, name: str, occasion: Occasion, home: Path) -> tuple[str, Authorization]:
    """Let a photo in, with which nothing is said, if an authorization covers it.

    Give the sha256 of its pixels, and the authorization. `name` is what the caller calls it. Raise `RefusedError` with
    the reason and the cure.
    """
    from avatar.clip.meanwhile import look_at

    look = look_at(source)
    return look.content_hash, _let_in(look, name, occasion, (), "", home)


def _let_in(  # noqa: PLR0913 - what the gate asks
    look: Look,
    name: str,
    occasion: Occasion,
    languages: Collection[str],
    text_hash: str,
    home: Path,
    voices: Sequence[str] = (),
) -> Authorization:
    return _authorized(look.content_hash, look.likeness, name, occasion, languages, text_hash, home, voices)


def _authorized(  # noqa: PLR0913 - what the gate asks, and what is logged of a refusal
    portrait_hash: str,
    likeness: str,
    name: str,
    occasion: Occasion,
    languages: Collection[str],
    text_hash: str,
    home: Path,
    voices: Sequence[str],
) -> Authorization:
    """Ask the gate, and log it when it refuses."""
    from avatar.ledger.audit import Event
    from avatar.permission.consent import authorize

    try:
        return authorize(
            portrait_hash,
            likeness,
            purpose=occasion.purpose,
            channel=occasion.channel,
            language=sorted(languages),
            territory=occasion.territory,
            product=occasion.product,
            licensee=occasion.licensee,
            voices=voices,
            picture=name,
            home=home,
        )
    except RefusedError:
        _log(home, Event("refuse", portrait=portrait_hash, text=text_hash, decision="refuse"))
        raise


def clear_script(  # noqa: PLR0913 - what is said and heard, what for, and whose records count
    text: str,
    language: str,
    purpose: str,
    spoken: Collection[str],
    home: Path,
    lent: tuple[Loan, ...] = (),
    heard: str = "",
) -> ScriptClearance:
    """Give leave to say a text where nobody is shown: only those whose voices are `lent` have to agree.

    What is `heard` of it is judged as well, where that is in other words.

    No authorization stands behind the purpose either: a text that passes only because of its purpose waits for review.
    `spoken` are the languages found in it. Raise `InputError` for an unknown purpose, `RefusedError` with reason and
    cure.
    """
    from avatar.ledger.audit import text_sha256
    from avatar.permission.consent.vocabulary import purposes
    from avatar.permission.policy import load_policy

    purposes((purpose,))
    _require_log(home)
    with agreed(lent, Occasion(purpose), spoken, home, _audit_log(home)):
        pass  # places are held only while it is logged
    policy = load_policy(home=home)
    request = _Request(text, language, purpose)
    verdict = _unshown(policy, request)
    _require(home, verdict, request)
    if heard:
        said = replace(request, text=heard)
        _require(home, _unshown(policy, said), said)
    warnings = _unknown(home, policy, verdict, spoken, request)
    return ScriptClearance(text_sha256(text), purpose, home, warnings, lent, frozenset(spoken))


@dataclass(frozen=True, slots=True)
class _Request:
    """What a review decides about."""

    text: str
    language: str
    """BCP-47, or "auto" """
    purpose: str
    portrait: str = ""
    """sha256 of the portrait's pixels, hex; "" where nobody is shown"""


def _unshown(policy: Policy, request: _Request) -> Verdict:
    """Judge what is said where nobody is shown: what passes for its purpose alone waits for review."""
    verdict = policy.judge(request.text, language=request.language, purpose=request.purpose)
    if verdict.decision != "allow":
        return verdict
    plain = policy.judge(request.text, language=request.language, purpose="")
    return verdict if plain.decision == "allow" else replace(plain, decision="hold")


def _require(home: Path, verdict: Verdict, request: _Request, authorization_id: str = "") -> None:
    """Log what the policy objects to; hold the text for review where the policy says so."""
    from avatar.ledger.audit import Event, text_sha256
    from avatar.permission.review import ReviewQueue, review_key

    if verdict.decision == "allow":
        return
    queue, text = ReviewQueue(home=home), request.text
    is_approved = verdict.decision == "hold" and queue.approved(review_key(text, request.portrait, request.purpose))
    _log(
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
        raise RefusedError(
            f"This text waits for review ({_objections(text, verdict)}); when it is approved, run the same command "
            f"again: avatar review approve {entry.key[:12]} --reviewer NAME --reason WHY"
        )
    raise RefusedError(f"This text is not made into a clip ({_objections(text, verdict)}); change it and try again.")


def _unknown(  # noqa: PLR0913 - what was found, of what
    home: Path, policy: Policy, verdict: Verdict, spoken: Collection[str], request: _Request, authorization_id: str = ""
) -> tuple[str, ...]:
    """Log that no policy knows a language of the text, and say so; refuse where this home is set to."""
    from avatar.ledger.audit import Event, text_sha256
    from avatar.permission.policy.settings import read_policy_settings

    # Letters alone make Italian pass for English: what was found in the text knows better.
    unknown = sorted(each for each in spoken if not policy.judge("", language=each, purpose="").is_covered)
    if verdict.is_covered and not unknown:
        return ()
    is_refused = read_policy_settings(home).unknown_language == "refuse"
    _log(
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


def _unread(home: Path, what: str, request: _Request, authorization_id: str) -> tuple[str, ...]:
    """Log that nobody has read what is said, and say so; refuse where this home is set to."""
    from avatar.ledger.audit import Event, text_sha256
    from avatar.permission.policy.settings import read_policy_settings

    is_refused = read_policy_settings(home).unknown_language == "refuse"
    _log(
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


def _named(lent: Sequence[Authorization]) -> dict[str, str]:
    """Name the records that allow to speak in somebody's voice, for the log."""
    return {"voice_authorizations": ",".join(each.authorization_id for each in lent)} if lent else {}


def _require_log(home: Path) -> None:
    """Raise an `AvatarError` if what is made could not be logged: told before the work, not after it."""
    _audit_log(home).require_writable()


def _log(home: Path, event: Event) -> None:
    _audit_log(home).append(event)


def _audit_log(home: Path) -> AuditLog:
    from avatar.ledger.audit import AuditLog, audit_folder
    from avatar.ledger.keys import load_signer

    return AuditLog(audit_folder(home), load_signer("log", folder=home / "keys"))

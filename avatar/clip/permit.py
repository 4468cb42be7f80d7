"""Whether a clip may be made at all, asked before any work: the person's authorization, then what is to be said.

Every way to a picture goes through `clear`, or where nothing is said through `admit`, in a conversation through
`clip.leave`, text by text, and every way to mere sound through `clear_script`: there is no option and no environment
variable around it. What is decided is logged, without the text and without names.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.clip.judged import Asked, audit_log, log, require, require_log, tell_unknown, tell_unread, unshown
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
    from avatar.marks.registry import Parent
    from avatar.permission.consent import Authorization
    from avatar.portrait.cards import Source


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
        asked = Asked("", "", self.occasion.purpose, self.portrait_hash)
        what = f"{seconds:.1f} s of what is said in the recording"
        return replace(self, warnings=self.warnings + tell_unread(self.home, what, asked, self.authorization_id))

    @contextmanager
    def permit(self, shown_hash: str, said: Sequence[Utterance]) -> Iterator[Permit]:
        """Ask the gate again, now that a film or stream really begins, for the one that is made in this block.

        Its place is given back at the end of the block unless it was counted. Raise `RefusedError` with the reason, and
        for another picture or text than what was let in.
        """
        if shown_hash != self.shown_hash or tuple(said) != self.said:
            raise RefusedError("This permission is for another picture or text; ask for what is to be shown and said.")
        from avatar.text import languages_spoken

        languages = languages_spoken(self.said)
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
            agreed(self.lent, self.occasion, languages, self.home, audit_log(self.home)) as lent,
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

    @property
    def parents(self) -> tuple[Parent, ...]:
        """Name the photos that an edited portrait was made of, for its marks."""
        return parents_of(self.authorization)

    def done(
        self,
        content_id: str,
        sha256: str,
        voices: Sequence[str],
        versions: Mapping[str, str],
        seen: Mapping[str, str] | None = None,
    ) -> None:
        """Count it and log it, before anybody sees it: a film with the hash of its file, a stream with "".

        `seen` is what was found out about it, for the log.
        """
        from avatar.ledger.audit import Event

        require_log(self.home)  # or a place would be used up for a film that is never seen
        for each in (self.authorization, *self.lent):
            each.count(content_id)
        log(
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
                details={"content_id": content_id} | _named(self.lent) | dict(seen or {}),
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

        with agreed(self.lent, Occasion(self.purpose), self.languages, self.home, audit_log(self.home)) as lent:
            for each in lent:
                each.count(content_id)
            log(
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


def parents_of(authorization: Authorization) -> tuple[Parent, ...]:
    """Name the photos that an edited portrait was made of, and the records that allow it."""
    from avatar.marks.registry import Parent

    made_of = zip(authorization.record.parents, authorization.parents, strict=True)
    return tuple(Parent(one.edit, one.sha256, leave.authorization_id, leave.record_sha256) for one, leave in made_of)


def clear(  # noqa: PLR0913 - what is shown, said and heard
    request: ClipRequest,
    look: Look,
    utterances: Sequence[Utterance],
    voices: Sequence[str],
    home: Path,
    lent: tuple[Loan, ...] = (),
    *,
    is_silent: bool = False,
) -> Clearance:
    """Give leave to make a clip of exactly this photo, saying this, for this occasion.

    `look` is at the photo, as it will be taken apart; `voices` are the names of those that are heard, `lent` those
    among them that are somebody's; where it `is_silent`, nothing is heard and nothing judged. Raise `RefusedError`
    with the reason and the cure: no authorization covers it, the rules for scripts forbid it, or people have to look at
    it first.
    """
    from avatar.ledger.audit import text_sha256
    from avatar.permission.policy import load_policy
    from avatar.text import heard, languages_spoken, unmarked

    require_log(home)
    text = unmarked(request.text)
    languages = languages_spoken(utterances)
    authorization = let_in(look, request.portrait, request.occasion, languages, text_sha256(text), home, voices)
    log = audit_log(home)
    with authorization, agreed(lent, request.occasion, languages, home, log):  # places are held only while it is made
        policy, language = load_policy(home=home), request.settings.text.language
        asked = Asked(text, language, request.occasion.purpose, look.content_hash)
        if is_silent:
            warnings: tuple[str, ...] = ()
        elif not text.strip():  # a voice always has one: this is a sound that somebody gives
            warnings = tell_unread(home, "what is said in the recording", asked, authorization.authorization_id)
        else:
            verdict = policy.judge(text, language=language, purpose=request.occasion.purpose)
            require(home, verdict, asked, authorization.authorization_id)
            if spoken := heard(utterances):  # other words than those that are written
                judged = policy.judge(spoken, language=language, purpose=request.occasion.purpose)
                require(home, judged, replace(asked, text=spoken), authorization.authorization_id)
            warnings = tell_unknown(home, policy, verdict, languages, asked, authorization.authorization_id)
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
    return look.content_hash, let_in(look, name, occasion, (), "", home)


def let_in(  # noqa: PLR0913 - what the gate asks
    look: Look,
    name: str,
    occasion: Occasion,
    languages: Collection[str],
    text_hash: str,
    home: Path,
    voices: Sequence[str] = (),
) -> Authorization:
    """Ask the gate whether a photo that was looked at may be shown saying something, and log it when it refuses."""
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
        log(home, Event("refuse", portrait=portrait_hash, text=text_hash, decision="refuse"))
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
    require_log(home)
    with agreed(lent, Occasion(purpose), spoken, home, audit_log(home)):
        pass  # places are held only while it is logged
    policy = load_policy(home=home)
    request = Asked(text, language, purpose)
    verdict = unshown(policy, request)
    require(home, verdict, request)
    if heard:
        said = replace(request, text=heard)
        require(home, unshown(policy, said), said)
    warnings = tell_unknown(home, policy, verdict, spoken, request)
    return ScriptClearance(text_sha256(text), purpose, home, warnings, lent, frozenset(spoken))


def _named(lent: Sequence[Authorization]) -> dict[str, str]:
    """Name the records that allow to speak in somebody's voice, for the log."""
    return {"voice_authorizations": ",".join(each.authorization_id for each in lent)} if lent else {}

"""A campaign becomes jobs and problems, before anything renders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from avatar.campaign.job import Job, Problem
from avatar.campaign.languages.texts import approved
from avatar.campaign.preflight.allowed import Gate
from avatar.campaign.preflight.jobs import pins_of, planned
from avatar.campaign.preflight.lengths import Length, fitted_length, length_of
from avatar.campaign.preflight.letters import missing_letters, wrong_letters
from avatar.campaign.preflight.looks import Looks
from avatar.campaign.preflight.people import People, Shown, Spoken
from avatar.campaign.preflight.scenes import Scenes
from avatar.campaign.sheet.campaign import Campaign
from avatar.campaign.sheet.opening import read_table
from avatar.campaign.sheet.reading import read_campaign
from avatar.campaign.sheet.variants import Look, Variant, read_sheet
from avatar.clip.request import ClipRequest
from avatar.errors import AvatarError, InputError, VoiceError
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avatar.campaign.sheet.table import Table
    from avatar.clip.script import Script
    from avatar.runtime.folders import Home


_USUAL = {"subtitles": "file"}
"""options of a campaign's clips where nobody says another"""


@dataclass(frozen=True, slots=True)
class Checked:
    """A campaign that was looked at."""

    jobs: tuple[Job, ...]
    """what can be made, in the order of rows, languages and shapes"""
    problems: tuple[Problem, ...]
    """what its owner should look at, in the same order"""
    campaign: Campaign
    """what was looked at"""
    table: Table
    """its table"""
    seconds: dict[str, float] = field(default_factory=dict)
    """of each film, roughly, by the job's input hash"""

    @property
    def fatal(self) -> tuple[Problem, ...]:
        """Problems without whose end something is not made."""
        return tuple(each for each in self.problems if each.is_fatal)


def check(campaign: Campaign | Path, home: Home, watch: Watch = unwatched, *, is_unreviewed: bool = False) -> Checked:
    """Look at a campaign, of which nothing is made by that, nor counted or logged.

    With `is_unreviewed` translations count that nobody has approved. Raise `InputError` where its file or its table
    cannot be read at all.
    """
    read = campaign if isinstance(campaign, Campaign) else read_campaign(campaign)
    return _Checking(read, home, watch, is_unreviewed=is_unreviewed).all()


class _Checking:
    """One campaign that is looked at."""

    def __init__(self, campaign: Campaign, home: Home, watch: Watch, *, is_unreviewed: bool) -> None:
        self._home, self._watch = home, watch
        self._table = read_table(campaign.table, campaign.sheet, campaign.encoding)
        told, untranslated = approved(campaign, self._table, is_unreviewed=is_unreviewed)
        self._sheet = read_sheet(campaign, told)
        self._campaign = replace(campaign, languages=campaign.languages or self._sheet.columns.languages)
        self._people, self._gate, self._looks = People(home), Gate(home), Looks(home)
        self._problems = [*untranslated, *self._sheet.problems]
        self._requests: dict[str, ClipRequest | InputError] = {}
        self._seconds: dict[str, float] = {}
        self._scenes = self._read_template()

    def all(self) -> Checked:
        """Look at every row in every language."""
        jobs, variants = list[Job](), self._sheet.variants
        self._watch("checking", 0, len(variants))
        for done, variant in enumerate(variants, 1):
            jobs += self._jobs(variant)
            self._watch("checking", done, len(variants))
        self._problems += [Problem(0, "portrait", "", sentence, False) for sentence in self._gate.beyond()]
        order = {language: place for place, language in enumerate(self._campaign.languages)}
        problems = sorted(
            dict.fromkeys(self._problems), key=lambda each: (each.row, order.get(each.language, -1), not each.is_fatal)
        )
        return Checked(tuple(jobs), tuple(problems), self._campaign, self._table, self._seconds)

    def _read_template(self) -> Scenes | None:
        if self._campaign.template is None:
            return None
        try:
            scenes = Scenes(self._campaign, self._home)
        except InputError as fault:
            self._problems.append(Problem(0, "template", "", str(fault)))
            return None
        self._campaign = replace(self._campaign, shapes=scenes.shapes)
        self._problems += [
            Problem(0, column, "", sentence, is_fatal)
            for column, sentence, is_fatal in scenes.faults(self._sheet.columns)
        ]
        return scenes

    def _jobs(self, variant: Variant) -> Iterator[Job]:
        """Look at one row in one language, and yield its jobs where nothing fatal was found."""
        if self._campaign.template is not None and self._scenes is None:
            return
        told = len(self._problems)
        if variant.look is not None:
            looking = self._in_its_look(variant, variant.look)
            if looking is None:
                return
            variant = looking
        shown = self._shown(variant)
        first = self._request(variant, next(iter(self._campaign.shapes.values())), {})
        spoken = self._spoken(variant, first, shown) if first else None
        if first and spoken:
            self._judge(variant, first, shown, spoken)
        scenes = {shape: self._scene(variant, size) for shape, size in self._campaign.shapes.items() if self._scenes}
        if first and spoken:
            self._examine(variant, first, spoken, scenes)
        if any(each.is_fatal for each in self._problems[told:]) or shown is None or spoken is None:
            return
        yield from self._planned(variant, (shown, spoken), scenes)

    def _planned(
        self, variant: Variant, people: tuple[Shown, Spoken], scenes: dict[str, dict[str, Any] | None]
    ) -> Iterator[Job]:
        usual = float(variant.options.get("speed", self._campaign.options.get("speed", 1.0)))
        length, chosen = self._length(variant, people[1].script, usual)
        if length.warning:
            self._tell(variant, variant.values.column("text"), length.warning, is_fatal=False)
        options = {**_USUAL, **self._campaign.options, **variant.options, **chosen}
        pins = pins_of(variant.voice, people[0], self._scenes.version if self._scenes else "", self._home)
        for shape, size in self._campaign.shapes.items():
            request = self._request(variant, size, chosen)
            if request is None:
                return
            job = planned(self._campaign, variant, shape, request, people, pins, scenes.get(shape), options)
            around = request.settings.motion
            self._seconds[job.input_hash] = around.lead_in + length.seconds + around.lead_out
            yield job

    def _length(self, variant: Variant, script: Script, usual: float) -> tuple[Length, dict[str, Any]]:
        """Give how long a clip is, and the options with which it is."""
        plain = self._request(variant, next(iter(self._campaign.shapes.values())), {})
        if variant.fit is not None and usual == 1.0 and plain is not None:
            return fitted_length(script, variant.fit, plain.settings.motion, self._home)
        length = length_of(script, usual, variant.fit)
        return length, {"speed": length.speed} if length.speed != usual else {}

    def _in_its_look(self, variant: Variant, look: Look) -> Variant | None:
        """Give a row with the portrait that looks as it says; None where there is none, which is told."""
        if self._shown(variant) is None:
            return None
        try:
            return replace(variant, portrait=self._looks.portrait(variant.portrait, look))
        except AvatarError as fault:
            name = fault.about or ("face" if look.face else "garment")
            self._tell(variant, variant.values.column(name), str(fault))
            return None

    def _shown(self, variant: Variant) -> Shown | None:
        try:
            return self._people.shown(variant.portrait)
        except AvatarError as fault:
            self._tell(variant, variant.values.column("portrait"), str(fault))
            return None

    def _request(self, variant: Variant, size: tuple[int, int], more: dict[str, Any]) -> ClipRequest | None:
        """Make the request that stands for a row's clip in one size; its text is not looked at for that."""
        asked: dict[str, Any] = {**_USUAL, **self._campaign.options, **variant.options, **more}
        asked |= {"size": size, "voice": variant.voice, "language": variant.language}
        key = repr((variant.portrait, asked))
        if key not in self._requests:
            try:
                self._requests[key] = ClipRequest.from_options("", variant.portrait, None, **asked)
            except InputError as fault:
                self._requests[key] = fault
        found = self._requests[key]
        if isinstance(found, InputError):
            self._tell(variant, "", str(found))
            return None
        return replace(found, text=variant.text)

    def _spoken(self, variant: Variant, request: ClipRequest, shown: Shown | None) -> Spoken | None:
        try:
            return self._people.spoken(variant, request, shown.gender if shown else None)
        except VoiceError as fault:
            self._tell(variant, self._place(variant, "voices"), str(fault))
        except AvatarError as fault:
            self._tell(variant, variant.values.column("text"), str(fault))
        return None

    def _judge(self, variant: Variant, request: ClipRequest, shown: Shown | None, spoken: Spoken) -> None:
        """Tell what may not be said or shown, or cannot be written."""
        text = variant.values.column("text")
        decision, sentence = self._gate.judge(request, shown, spoken)
        if decision == "allow" and sentence:  # of a language, not of a text
            self._problems.append(Problem(0, "languages", variant.language, sentence, False))
        elif sentence:
            self._tell(variant, text, sentence, is_fatal=decision == "refuse")
        if shown is not None:
            for key, refusal in self._gate.refusals(request, shown, spoken, len(self._campaign.shapes)):
                self._tell(variant, self._place(variant, key), refusal)
        if doubt := wrong_letters(spoken.text, variant.language):
            self._tell(variant, text, doubt, is_fatal=False)
        for warning in spoken.script.warnings:
            self._tell(variant, text, warning, is_fatal=False)

    def _examine(
        self, variant: Variant, request: ClipRequest, spoken: Spoken, scenes: dict[str, dict[str, Any] | None]
    ) -> None:
        """Tell what subtitles in the pictures have no font for; a template may have them whoever asks for them."""
        settings = request.settings.subtitles
        is_shown = any((scene or {}).get("captions", {}).get("are_shown") for scene in scenes.values())
        is_drawn = settings.are_burned or is_shown
        if is_drawn and (lack := missing_letters(spoken.text, variant.language, settings)):
            self._tell(variant, variant.values.column("text"), lack)

    def _scene(self, variant: Variant, size: tuple[int, int]) -> dict[str, Any] | None:
        assert self._scenes is not None
        scene, faults = self._scenes.filled(variant, size)
        for column, sentence in faults:
            self._tell(variant, column, sentence)
        return scene

    def _place(self, variant: Variant, key: str) -> str:
        """Name the column that says it for this row, else the key of campaign.yaml."""
        name = {"voices": "voice", "languages": "language"}.get(key, key)
        header = variant.values.column(name)
        return header if variant.values.text(name) and header in variant.values.headers else key

    def _tell(self, variant: Variant, column: str, sentence: str, *, is_fatal: bool = True) -> None:
        self._problems.append(Problem(variant.row, column, variant.language, sentence, is_fatal))

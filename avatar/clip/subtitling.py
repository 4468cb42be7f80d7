"""How what is said in a clip can be read: its captions, what they look like, and the files of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.runtime.hashing import value_sha256
from avatar.settings import SubtitleSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from avatar.clip.passages import Passage
    from avatar.clip.script import Script
    from avatar.data import Word
    from avatar.data.scene import Scene
    from avatar.film.track import Track
    from avatar.finish.subtitles import Fonts
    from avatar.finish.subtitles.burn import Typesetter
    from avatar.settings import Settings
    from avatar.subtitles import AssLook, Caption, Pace, Shape
    from avatar.subtitles.style import Style

_LONGEST = 21.0
"""em of a line: 42 letters, as most broadcasters have it"""
_LONGEST_DENSE = 18.0
"""em of a line of Chinese or Japanese"""
_DENSE = frozenset(("zh", "cmn", "yue", "hak", "ja"))


@dataclass(frozen=True, slots=True)
class Subtitling:
    """The subtitles of one clip, as far as they are settled before its first word."""

    settings: SubtitleSettings = field(default_factory=SubtitleSettings)
    size: tuple[int, int] = (1920, 1080)
    """width, height of the film, px"""
    language: str = "und"
    """BCP-47, of most of what is said"""
    second: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """by the name of a passage, what each of its utterances is in the second language"""
    others: tuple[Caption, ...] = ()
    """the second language where it came with times of its own"""
    fonts: Fonts | None = None
    """that draw what is said, where that is burned in"""
    second_fonts: Fonts | None = None
    """that draw its translation"""
    free: tuple[int, int, int, int] = (0, 0, 0, 0)
    """left, top, right, bottom of where they are burned in, px"""
    warnings: tuple[str, ...] = ()
    """sentences"""

    @property
    def style(self) -> Style:
        """How they look."""
        from avatar.subtitles.style import Style, read_style

        return Style() if self.settings.style is None else read_style(self.settings.style, "the subtitle style")

    @property
    def pace(self) -> Pace:
        """How much of them can be read at once."""
        from avatar.subtitles import Pace

        style, (width, height) = self.style, self.size
        room = self.free[2] - self.free[0] if self.fonts else width * (1 - 2 * style.place.side)
        room /= style.text.size * min(width, height)
        usual = _LONGEST_DENSE if self.language.split("-")[0] in _DENSE else _LONGEST
        # Of two languages each has one line, so that they hide no more of the picture.
        return Pace(em=min(usual, room), lines=1 if self._is_bilingual else style.place.lines)

    @property
    def shape(self) -> Shape:
        """How they are cut into lines where nobody draws them here."""
        from avatar.subtitles import Shape

        return Shape(self.pace.em, self.style.place.lines)

    def captions(self, passage: Passage, words: Sequence[Word], seconds: float, start: float) -> tuple[Caption, ...]:
        """Give the captions of a passage that lasts so many s and begins at `start` s of the clip."""
        if self.settings.kind == "none":
            return ()
        from avatar.subtitles import captions, moved
        from avatar.subtitles.second import at_their_times

        found = captions(said_in(passage), words, self.language, self.pace, seconds)
        found = tuple(moved(caption, start) for caption in self._translated(found, passage))
        return tuple(at_their_times(found, self.others, self.pace.em)) if self.others else found

    def announced(self, label: str, seconds: float) -> tuple[Caption, ...]:
        """Give the caption of a label that is spoken before all else, in so many s."""
        if self.settings.kind == "none":
            return ()
        from avatar.subtitles import Caption

        return (Caption(label, 0.0, max(0.0, seconds - self.pace.gap), (), self.language),)

    def key(self, passage: Passage, first: int) -> object:
        """Give what of the subtitles shapes the pictures of a passage whose first frame has the index `first`."""
        if not self.settings.are_burned:
            return None
        second = self.second.get(passage.name)
        timed = [first, value_sha256([asdict(each) for each in self.others])] if self.others else None
        letters = {"style": self.settings.style, "language": self.language, "fonts": self.versions()}
        return letters | {"second": second, "timed": timed}

    def typesetter(self) -> Typesetter | None:
        """Give who burns them in; None where nobody does."""
        if self.fonts is None:
            return None
        from avatar.finish.subtitles.burn import Typesetter

        return Typesetter(self.style, self.size, self.fonts, self.second_fonts, self.free)

    def track(self) -> Track | None:
        """Say what a film's track of them is; None where it has none."""
        if self.settings.kind != "soft":
            return None
        from avatar.film.track import Track
        from avatar.subtitles.ass import ass_header

        plain = replace(self.look, highlight=self.look.colour, font="Sans-Serif", is_bold=False)
        return Track(self.language, ass_header(self.look), ass_header(plain))

    def text(self, caption: Caption, codec: str) -> str:
        """Write one caption as a track of this codec wants it."""
        from avatar.subtitles.ass import ass_text
        from avatar.subtitles.srt import srt_text
        from avatar.subtitles.vtt import vtt_text

        return {"ass": ass_text, "webvtt": vtt_text}.get(codec, srt_text)(caption, self.shape)

    def versions(self) -> dict[str, str]:
        """Name the fonts that shape the pictures, with their content."""
        faces = [face for each in (self.fonts, self.second_fonts) if each for face in each.faces]
        return {f"{face.family} {face.style}": face.digest() for face in faces}

    def files(self, captions: Sequence[Caption]) -> dict[str, Iterable[str]]:
        """Write the files that were asked for, by the ending of their names."""
        if self.settings.kind != "file":
            return {}
        from avatar.subtitles import ass, srt, vtt

        shape = self.shape
        return {
            ".srt": [srt(captions, shape)],
            ".vtt": [vtt(captions, shape, _css(self.style.highlight.colour))],
            ".ass": [ass(captions, shape, self.look)],
        }

    @property
    def look(self) -> AssLook:
        """How a player that knows styles shows them."""
        from avatar.subtitles import AssLook

        style, (width, height) = self.style, self.size
        em = style.text.size * min(width, height)
        highlight = style.highlight.colour if style.highlight.colour[3] else style.text.colour
        return AssLook(
            self.size,
            style.text.font or AssLook().font,
            em,
            em * style.second.size,
            style.text.bold,
            style.text.colour,
            highlight,
            style.outline.colour,
            style.outline.width * em,
            style.shadow.offset * em,
            style.box.colour if style.box.colour[3] else None,
            style.place.position == "top",
            round(style.place.side * width),
            round(style.place.margin * height),
        )

    @property
    def _is_bilingual(self) -> bool:
        return bool(self.second or self.others)

    def _translated(self, found: Sequence[Caption], passage: Passage) -> list[Caption]:
        """Give captions what their utterances are in the second language."""
        texts = self.second.get(passage.name)
        if not texts:
            return list(found)
        from avatar.subtitles.second import with_second

        return with_second(found, [each.text for each in passage.utterances], texts, self.pace.em)


def subtitling(
    settings: Settings,
    script: Script,
    passages: Sequence[Passage],
    label: str = "en",
    scene: Scene | None = None,
) -> Subtitling:
    """Settle the subtitles of a clip whose label is in a language.

    Burned in they stand where the scene has a place for them; without one, where their style says.

    Raise `InputError` for a second language that does not go with the text.

    Where they are burned in, raise `NotInstalledError` for letters that no font has.
    """
    asked, size = settings.subtitles, (settings.film.width, settings.film.height)
    if asked.kind == "none":
        if asked.style is not None or asked.second is not None:
            raise InputError("A style or a second language is of no use without subtitles; choose soft, burn or file.")
        return Subtitling()
    if not any(utterance.text.strip() for utterance in script.utterances):
        raise InputError("There are no words that could be read: without its text a recording has no subtitles.")
    found = Subtitling(asked, size, script.language)
    if asked.second is not None:
        from avatar.subtitles.second import dealt_to_sentences, read_second

        second = read_second(asked.second)
        if second.lines:
            texts = dealt_to_sentences(second.lines, [each.text for each in script.utterances])
            found = replace(found, second=_by_passage(texts, script, passages))
        found = replace(found, others=second.captions)
    return _burned(found, script, label, scene) if asked.are_burned else found


def require_stream(settings: SubtitleSettings) -> None:
    """Raise `InputError` for subtitles that a stream has no place for."""
    if settings.kind in ("soft", "file"):
        raise InputError(
            f"A stream has no place for subtitles of the kind {settings.kind!r}; choose burn, or write a film."
        )


def said_in(passage: Passage) -> str:
    """Give what is said in a passage, as it is read."""
    from avatar.subtitles.clusters import is_dense

    whole = ""
    for utterance in passage.utterances:
        is_close = not whole or is_dense(utterance.text[:1]) or whole[-1] in "。！？…」』”）；"
        whole += utterance.text if is_close else f" {utterance.text}"
    return whole


def _by_passage(texts: Sequence[str], script: Script, passages: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """Give each passage the second language of its utterances: some of a script may not be heard in a recording."""
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    for passage in passages:
        own: list[str] = []
        for utterance in passage.utterances:
            same = (index for index in range(at, len(texts)) if script.utterances[index].text == utterance.text)
            index = next(same, None)
            own.append("" if index is None else texts[index])
            at = at if index is None else index + 1
        found[passage.name] = tuple(own)
    return found


def _burned(found: Subtitling, script: Script, label: str, scene: Scene | None) -> Subtitling:
    """Find the fonts, and the place that the label leaves."""
    from avatar.finish.label import LabelFilter
    from avatar.finish.subtitles import choose, is_picture
    from avatar.finish.subtitles.burn import free_box, free_part
    from avatar.subtitles.second import read_second
    from avatar.text.language import languages_of

    box = scene.captions.box if scene else None
    plate = LabelFilter(label, found.size, scene.label if scene else "bottom right").place
    free = free_part(found.style, found.size, plate) if box is None else free_box(box, found.size, plate)
    found = replace(found, free=free)
    style = found.style.text
    text = "".join(each.text for each in script.utterances)
    fonts = choose(text, found.language, style.font, is_bold=style.bold)
    if pictures := "".join(dict.fromkeys(filter(is_picture, text))):
        told = f"The subtitles leave out {pictures}, which fonts of letters lack; choose soft or file to keep them."
        found = replace(found, warnings=(told,))
    if found.settings.second is None:
        return replace(found, fonts=fonts)
    other = read_second(found.settings.second).text
    (language,) = languages_of([other])
    second = choose(other, language, found.style.second.font, is_bold=style.bold)
    return replace(found, fonts=fonts, second_fonts=second)


def _css(colour: tuple[int, int, int, float]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3]) if colour[3] else ""

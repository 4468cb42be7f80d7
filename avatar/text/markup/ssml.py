"""SSML: its tags become fenced stretches and pauses, unknown ones are left out with a warning.

A text needs no `<speak>` around it. Where it has none, only names of SSML are tags: "a < b" and "list<int>" stay.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.data import Prosody
from avatar.errors import TextError
from avatar.text.hypertext import is_tag
from avatar.text.language_tags import normal_tag
from avatar.text.markup import attributes, readings, say_as
from avatar.text.markup.spans import Fenced, Note

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = re.compile(
    r"<!--(?:(?!-->).){0,2000}-->|<\?[^<>]*\?>|<!DOCTYPE[^<>]*>|<!\[CDATA\[(?P<literal>(?:(?!\]\]>).){0,20000})\]\]>"
    r"|<(?P<closes>/?)(?P<name>[A-Za-z][\w:.-]{0,40})(?=[\s/>])"
    r"(?:(?P<rest>(?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*)>|(?P<loose>[^<>]*)>)",
    re.DOTALL | re.IGNORECASE,
)
"""a tag, with quotes that may hold a >, or else with none that close"""
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|[“”]([^“”]*)[“”]|([^\s\"'<>/]+))")
_TELLING = re.compile(
    r"<\s*/?\s*(?:speak|break|prosody|emphasis|say-as|phoneme|lang|voice|audio|desc|lexicon|metadata|par|seq|media|token)\b"
    r"|<(?:sub\s+alias|mark\s+name|w\s+role)|<[a-z]+:[a-z-]+[\s/>]|<s>|</s>",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<\s*speak\b", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"<\s*/?\s*(?:speak|break|prosody|emphasis|say-as|phoneme|voice|lang)\b[^<>]*(?=<|$)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?。！？…]\s*$")
_SILENT = frozenset(("meta", "metadata", "lexicon", "desc", "title"))
"""tags whose content is not said"""
_PASSED = frozenset(("speak", "audio", "par", "seq", "media", "token", "w", "lookup"))
"""tags that change nothing here"""


def is_ssml(text: str) -> bool:
    """Tell whether a text holds a tag of SSML."""
    return "<" in text and _TELLING.search(text) is not None


def unescaped(text: str) -> str:
    """Resolve the entities of a document that was put into another as text."""
    return html.unescape(text)


@dataclass(slots=True)
class _Open:
    """A tag that is open."""

    name: str
    closing: str
    """what is put where it closes"""
    is_silent: bool = False


def read(text: str) -> Fenced:
    """Read SSML: the text without tags, with its stretches fenced. Raise `TextError` for a tag without its `>`."""
    return _Reader(text).read()


class _Reader:
    """One reading of one document."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_document = _ROOT.search(text) is not None
        self._out: list[str] = []
        self._stack: list[_Open] = []
        self._fenced = Fenced("")
        self._silent = 0

    def read(self) -> Fenced:
        end = 0
        for match in _TAG.finditer(self._text):
            self._say(self._text[end : match.start()])
            end = match.end()
            if match["literal"] is not None:
                self._say(match["literal"], is_literal=True)
            elif match["name"]:
                self._tag(match)
        self._say(self._text[end:])
        for each in reversed(self._stack):
            self._out.append(each.closing)
            if each.name != "speak":
                self._warn(f"The tag <{each.name}> is never closed; it counts to the end of the text.")
        self._fenced.text = "".join(self._out)
        return self._fenced

    def _say(self, text: str, *, is_literal: bool = False) -> None:
        if self._silent or not text:
            return
        if not is_literal and self._is_document and (found := _UNFINISHED.search(text)):
            raise TextError(
                f"The SSML tag {found[0].strip()[:40]!r} has no '>'; close it, or write &lt; for the sign <."
            )
        self._out.append(text)

    def _tag(self, match: re.Match[str]) -> None:
        name, rest = match["name"].lower(), match["rest"] or match["loose"] or ""
        values = {
            found[1].lower(): html.unescape(next(filter(None, found.groups()[1:]), ""))
            for found in _ATTRIBUTE.finditer(rest)
        }
        if self._is_left(name, values, is_closing=bool(match["closes"])):
            self._out += [] if self._silent else [match[0]]
            return
        if match["closes"]:
            self._close(name)
            return
        is_empty = rest.rstrip().endswith("/") or name in ("break", "mark", "meta", "lexicon", "lookup")
        opening, closing = self._effect(name, values, is_empty=is_empty)
        if not self._silent:
            self._out.append(opening)
        if not is_empty:
            is_silent = name in _SILENT or (
                name == "say-as" and say_as.KINDS.get(values.get("interpret-as", "")) == "bleep"
            )
            self._silent += is_silent
            self._stack.append(_Open(name, closing, is_silent))

    def _is_left(self, name: str, values: dict[str, str], *, is_closing: bool) -> bool:
        """Tell whether a tag is none of SSML's: HTML, or what merely looks like a tag."""
        if is_closing and any(each.name == name for each in self._stack):
            return False
        if name in ("sub", "mark", "p", "s"):
            return not (values or (self._is_document and name != "sub"))
        if name not in _SILENT and is_tag(name):
            return True
        return not self._is_document and name not in _EFFECTS and name not in _PASSED | _SILENT and ":" not in name

    def _close(self, name: str) -> None:
        if not any(each.name == name for each in self._stack):
            self._warn(f"The tag </{name}> closes nothing and is left out.")
            return
        while self._stack:
            open_ = self._stack.pop()
            self._silent -= open_.is_silent
            if not self._silent:
                self._out.append(open_.closing)
            if open_.name == name:
                return
            self._warn(f"The tag <{open_.name}> is not closed before </{name}>.")

    def _effect(self, name: str, values: dict[str, str], *, is_empty: bool) -> tuple[str, str]:
        """Give what is put in place of an opening tag, and of its closing one."""
        if name in _PASSED or name in _SILENT:
            if name == "speak" and (language := self._language(values)):
                self._fenced.language = language
            if name == "audio":
                self._warn("The sound of <audio> is left out; what it holds for those who cannot hear it is said.")
            return "", ""
        effect = _EFFECTS.get(name)
        if effect is None:
            self._warn(f"The tag <{name}> is not known and left out; what it holds is said.")
            return "", ""
        made = effect(self, values)
        if isinstance(made, Note):
            return ("", "") if is_empty else self._fenced.fence(made)
        return made

    def _break(self, values: dict[str, str]) -> tuple[str, str]:
        length = attributes.seconds(values.get("time", ""), values.get("strength", ""))
        if length is None:
            wrong = values.get("time") or values.get("strength")
            self._warn(
                f"The pause {wrong!r} of <break> is not understood and takes half a second; write 500ms or 1.2s."
            )
            length = 0.5
        if length > attributes.LONGEST_PAUSE:
            self._warn(f"The pause of {length:g} s is longer than {attributes.LONGEST_PAUSE:g} s and takes that long.")
            length = attributes.LONGEST_PAUSE
        before = "".join(self._out[-3:])[-1:]
        space = "" if not before or before.isspace() or ord(before) > 0x2E7F else " "
        mark = f"[pause {length:.3f}s]" if length >= 0.05 else ""
        return space + "".join(self._fenced.fence(Note(is_seam=True))) + mark, ""

    def _prosody(self, values: dict[str, str]) -> Note:
        found: dict[str, float] = {}
        for name, value in values.items():
            if name not in ("rate", "pitch", "range", "volume"):
                self._warn(f"The attribute {name!r} of <prosody> is left out; there are rate, pitch, range and volume.")
                continue
            number = attributes.factor(name, value)
            if number is None:
                self._warn(f"The {name} {value!r} of <prosody> is not understood and left out.")
            else:
                found[name] = number
        return Note(prosody=Prosody(**found))

    def _emphasis(self, values: dict[str, str]) -> Note:
        prosody = attributes.emphasis(values.get("level", ""))
        if prosody is None:
            self._warn(f"The level {values['level']!r} of <emphasis> is not known; it counts as moderate.")
            prosody = attributes.emphasis("")
        return Note(prosody=prosody or Prosody())

    def _say_as(self, values: dict[str, str]) -> Note:
        kind = values.get("interpret-as", values.get("type", "")).lower()
        if kind not in say_as.KINDS:
            self._warn(f"The kind {kind!r} of <say-as> is not known; what it holds is read as usual.")
            return Note()
        return Note(says_as=kind, form=values.get("format", ""))

    def _phoneme(self, values: dict[str, str]) -> Note:
        alphabet, phones = values.get("alphabet", "ipa").lower(), values.get("ph", "")
        if not phones:
            raise TextError('The tag <phoneme> has no phones; give them as ph="...", in IPA or pinyin.')
        if alphabet in ("ipa", ""):
            return Note(reading=readings.Unread(phones, "ipa"))
        if alphabet in ("py", "pinyin", "x-pinyin", "sapi", "x-amazon-pinyin", "x-microsoft-sapi"):
            return Note(reading=readings.Unread(phones, "pinyin"))
        self._warn(
            f"The alphabet {alphabet!r} of <phoneme> is not known; its word is read as usual. There are ipa and pinyin."
        )
        return Note()

    def _sub(self, values: dict[str, str]) -> Note:
        alias = values.get("alias", "").strip()
        if not any(map(str.isalnum, alias)):
            self._warn("The tag <sub> has no alias; what it holds is read as usual.")
            return Note()
        return Note(reading=readings.Unread(alias, "words"))

    def _lang(self, values: dict[str, str]) -> Note:
        return Note(language=self._language(values))

    def _voice(self, values: dict[str, str]) -> Note:
        for name in values.keys() - {"name", "xml:lang", "lang", "language"}:
            self._warn(f"The attribute {name!r} of <voice> is left out; there are name and xml:lang.")
        return Note(voice=values.get("name", "").strip(), language=self._language(values))

    def _mark(self, values: dict[str, str]) -> tuple[str, str]:
        from avatar.text.marks import is_mark

        name = values.get("name", "").replace("_", " ").replace("-", " ").strip()
        if is_mark(name):
            return f"[{name}]", ""
        self._warn(f"The mark {name!r} is left out; a mark for the face has its name, such as smile.")
        return "", ""

    def _paragraph(self, values: dict[str, str]) -> tuple[str, str]:
        opening, closing = self._sentence(values)
        return f"\n\n{opening.strip(' ')}", f"{closing.strip(' ')}\n\n"

    def _sentence(self, values: dict[str, str]) -> tuple[str, str]:
        language = self._language(values)
        opening, closing = self._fenced.fence(Note(language=language)) if language else ("", "")
        before = "".join(self._out[-3:]).rstrip()
        is_new = not before or _SENTENCE_END.search(before) is not None
        return (" " if is_new else "\n") + opening, closing + " "

    def _language(self, values: dict[str, str]) -> str:
        tag = values.get("xml:lang") or values.get("lang") or values.get("language") or ""
        if not tag:
            return ""
        try:
            return normal_tag(tag)
        except TextError:
            self._warn(f"The language {tag!r} is not known to any voice and left out.")
            return ""

    def _warn(self, sentence: str) -> None:
        self._fenced.warnings.append(sentence)


_EFFECTS: dict[str, Callable[[_Reader, dict[str, str]], Note | tuple[str, str]]] = {
    "break": _Reader._break,
    "prosody": _Reader._prosody,
    "emphasis": _Reader._emphasis,
    "say-as": _Reader._say_as,
    "phoneme": _Reader._phoneme,
    "sub": _Reader._sub,
    "lang": _Reader._lang,
    "voice": _Reader._voice,
    "mark": _Reader._mark,
    "p": _Reader._paragraph,
    "s": _Reader._sentence,
}

"""HTML and the codes of terminals, taken away: tags, comments, what a page does not show, entities, colours."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_DEEPEST = 3
"""times that a text may have been escaped"""
_TAGS_TEXT = """
a abbr article b big blockquote body br button center cite code dd del details div dl dt em figcaption figure font
footer h[1-6] header hr html i iframe img ins kbd li link mark meta nav ol p pre q s samp section small span strong
strike sub summary sup table tbody td tfoot th thead tr tt u ul wbr
"""
_VALUE = r"(?:\"[^\"<]{0,2000}\"|'[^'<]{0,2000}'|[^\s\"'<>]{1,2000})"
_ATTRIBUTE = rf"\s+[A-Za-z_:@][\w:.-]{{0,60}}(?:\s{{0,9}}=\s{{0,9}}{_VALUE})?"
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS_TEXT.split())})(?:{_ATTRIBUTE}){{0,40}}\s{{0,9}}/?>", re.IGNORECASE)
_BREAKING_TAG = re.compile(
    r"</?(?:article|blockquote|br|dd|div|dl|dt|figure|h[1-6]|header|footer|hr|li|ol|p|section|table|tr|ul)\b",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh]\s*>\s*(?=<t[dh]\b)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,5000}-->|<!DOCTYPE[^<>]{0,500}>", re.DOTALL | re.IGNORECASE)
_UNSHOWN_NAMES = ("script", "style", "head", "template", "svg", "noscript")
_UNSHOWN = re.compile(rf"<({'|'.join(_UNSHOWN_NAMES)})\b[^<>]{{0,2000}}>", re.IGNORECASE)
_CODES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and the like
    r"|\x1b[\]PX^_][^\x07\x1b]{0,500}(?:\x07|\x1b\\)?"  # titles, links
    r"|\x1b[ -/]*[0-~]|\x9b[0-?]*[ -/]*[@-~]"
)


def is_tag(name: str) -> bool:
    """Tell whether a name, in small letters, is that of a tag of HTML that is taken away here."""
    return name in _UNSHOWN_NAMES or _TAG.fullmatch(f"<{name}>") is not None


def without_codes(text: str) -> str:
    """Take away what tells a terminal how to show a text."""
    return _CODES.sub("", text) if "\x1b" in text or "\x9b" in text else text


def without_tags(text: str) -> str:
    """Take tags away, with what a page does not show, and resolve entities; where a line ends, one ends here."""
    if "&" in text:
        for _ in range(_DEEPEST):
            resolved = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
            if resolved == text:
                break
            text = resolved
    if "<" not in text:
        return text
    text = _without_unshown(text)
    text = _COMMENT.sub("", text) if "-->" in text or "<!D" in text else text
    text = _CELL.sub(", ", text)
    return _TAG.sub(lambda match: "\n" if _BREAKING_TAG.match(match[0]) else "", text)


def _without_unshown(text: str) -> str:
    """Take away scripts, styles and the like with what they hold; a tag that is never closed goes alone."""
    kept: list[str] = []
    small, end, unclosed = "", 0, set[str]()
    for match in _UNSHOWN.finditer(text):
        name = match[1].lower()
        if match.start() < end:
            continue
        kept.append(text[end : match.start()])
        end = match.end()
        if name in unclosed or match[0].endswith("/>"):
            continue
        small = small or text.lower()
        closing = small.find(f"</{name}", end)
        after = text.find(">", closing) + 1 if closing >= 0 else 0
        if not after:
            unclosed.add(name)
            continue
        end = after
    return "".join([*kept, text[end:]])

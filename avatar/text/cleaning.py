"""What is taken away from a text before it is read: nothing that anyone would say."""

from __future__ import annotations

import re
import unicodedata

from avatar.errors import TextError
from avatar.text.faces import without_faces
from avatar.text.hypertext import without_codes, without_tags
from avatar.text.markdown import without_marks
from avatar.text.spaced import joined

_COMPATIBLE = re.compile(
    # Full-width letters, digits and signs of sums, but not ，！？：；（）, which belong to Chinese typesetting.
    r"[\uFF02-\uFF07\uFF0A\uFF0B\uFF0D-\uFF19\uFF1C-\uFF1E\uFF20-\uFF3A\uFF3C\uFF3E-\uFF5A\uFF5C\uFF61-\uFFDC"
    r"\uFFE0-\uFFE6\uF900-\uFAFF\U0002F800-\U0002FA1F\u2F00-\u2FDF\uFB00-\uFB06\uFB50-\uFDFB\uFE70-\uFEFC"
    r"\U0001D400-\U0001D7FF\u3200-\u33FF\u210E\u2113\u2474-\u24E9\u24EB-\u24FF]+"
)
_UNIT_SIGNS = str.maketrans(
    {
        "㎡": "m²",
        "㎥": "m³",
        "㎢": "km²",
        "㎞": "km",
        "℃": "°C",
        "℉": "°F",
        "￡": "£",
        "№": "No.",
        "㎧": "m/s",
        "㎨": "m/s²",
        "\u00b5": "μ",
    }
)
_EMOJI = re.compile(
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u2300-\u23FF\u25A0-\u25FF\u2190-\u21FF"
    r"\uFE00-\uFE0F\u20E3\U000E0020-\U000E007F]+"
)
_BOXES = re.compile(r"[\u2500-\u259F]+")
"""lines and blocks that tables and frames are drawn with"""
_CIRCLE_ZERO = re.compile("(?<=[○〇零一二三四五六七八九十])○(?=[○〇零一二三四五六七八九年])")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" *\n[ \n]*")


def clean(text: str) -> str:
    """Take away what cannot be said and unify what is written in two ways.

    Gone are control and zero-width characters, the codes of terminals, emoji, faces made of signs, HTML tags and
    Markdown marks; entities are resolved, letters set apart are joined; full-width letters and digits, ligatures and
    the like take their plain form. Punctuation stays as written, because subtitles
    show it. Lines stay, with at most one blank line between. Raise `TextError` if nothing is left that can be said.
    """
    plain = without_codes(text.replace("\r\n", "\n")).translate(_LINE_ENDS)
    plain = _compose(joined(without_faces(without_marks(without_tags(plain)))))
    plain = _BREAKS.sub(lambda match: "\n\n" if match[0].count("\n") > 1 else "\n", _SPACES.sub(" ", plain)).strip()
    if not any(map(str.isalnum, plain)):
        raise TextError(f"There is nothing to say in {_shown(text)}: {_fault(text)}; give at least one word.")
    return plain


def _compose(text: str) -> str:
    text = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(_UNIT_SIGNS))
    text = _CIRCLE_ZERO.sub("〇", text)
    text = _BOXES.sub(" ", text)
    text = _EMOJI.sub(" ", unicodedata.normalize("NFC", text))
    return "".join(filter(_can_stay, text)) if not text.isascii() or not text.isprintable() else text


def _can_stay(character: str) -> bool:
    # ZWNJ (Persian) and ZWJ (Devanagari) belong to the spelling, everything else of category C is invisible.
    # So do the characters that fence a stretch; whoever calls this has made sure that they are ours.
    return character in "\n\t\u200c\u200d" or character >= "\U00100000" or unicodedata.category(character)[0] != "C"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 24 else text[:23] + "…")


def _fault(text: str) -> str:
    bare = "".join(filter(_can_stay, text)).strip()
    if not bare:
        return "it is empty"
    if not _EMOJI.sub("", bare).strip():
        return "it holds only emoji"
    if any(map(str.isalnum, bare)):
        return "it holds only what is not said, such as a picture, a script or a face made of signs"
    return "it holds only punctuation" if not _EMOJI.search(bare) else "it holds only emoji and punctuation"


_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})

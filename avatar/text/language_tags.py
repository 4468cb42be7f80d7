"""BCP-47 tags: their spelling, and which of them some voice may speak."""

from __future__ import annotations

import re

from avatar.errors import TextError

_SPOKEN_TEXT = """
af am an ar as az ba be bg bn bpy bs ca chr cs cv cy da de el en eo es et eu fa fi fo fr ga gd gn grc gu hak haw
he hi hr ht hu hy hyw ia id io is it ja jbo ka kaa kk kl kn ko kok ku ky la lb lfn lt ltg lv mi mk ml mr ms mt
mto my nb nci ne nl nog om or pa pap piqd pl pt py qdb qu quc qya ro ru sd shn si sjn sk sl smj sq sr sv sw ta
te th ti tk tn tr tt ug uk ur uz vi xex yue zh
"""
SPOKEN: frozenset[str] = frozenset(_SPOKEN_TEXT.split())
"""Primary subtags that espeak-ng 1.52 lists (`espeak_ListVoices`), with `zh` for its `cmn`."""

_SAME = {"cmn": "zh", "iw": "he", "in": "id", "ji": "yi", "no": "nb", "nn": "nb", "zsm": "ms", "arb": "ar", "hbs": "sr"}
_CANTONESE = re.compile(r"(?i)zh-(?:yue\b|(?:[a-z]{4}-)?(?:hk|mo)\b)")
_TAG = re.compile(r"[A-Za-z]{2,4}(?:[-_][A-Za-z0-9]{1,8})*")


def normal_tag(tag: str) -> str:
    """Spell a BCP-47 tag in its usual case; every form of Mandarin becomes "zh", of Cantonese "yue".

    Raise `TextError` if it is no such tag or no voice speaks its language.
    """
    if not _TAG.fullmatch(tag.strip()):
        raise TextError(f"The language {tag!r} is not a BCP-47 code; give one such as zh, en, en-GB, pt-BR, or auto.")
    primary, *others = re.split("[-_]", tag.strip())
    primary = _SAME.get(primary.lower(), primary.lower())
    if primary not in SPOKEN:
        raise TextError(
            f"The language {tag!r} is not known to any voice; give one that 'avatar voice list' shows, or auto."
        )
    if primary == "zh":
        return "yue" if _CANTONESE.match(tag.strip().replace("_", "-")) else "zh"
    return "-".join([primary, *map(_cased, others)])


def _cased(subtag: str) -> str:
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == 2 else subtag.lower()

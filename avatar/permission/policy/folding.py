"""Undo how a word can be disguised, so that one spelling of it is enough in the rules.

Gone after folding: case, full width, accents, zero-width characters, letters of other scripts that look Latin,
traditional characters, HTML tags and entities. The reading "as written" keeps the words as they stand; the reading
"squeezed" also joins what was pulled apart (p-a-s-s, 验*证*码), drops what stands in square brackets and takes digits
inside words for letters. Characters and syllables that sound like a term of `sounds` become that term: it is what will
be heard.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.permission.policy.mapped import Mapped

if TYPE_CHECKING:
    from avatar.permission.policy.sounds import Sounds

HAN = "\u3400-\u9fff"
_TOKEN = re.compile(
    r"<!--.{0,500}?-->|</?[a-zA-Z][^<>]{0,300}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,30});|.", re.DOTALL
)
_LOOKS_LATIN = dict(
    zip(
        "аеорсухіјѕһԁԛԝвкмнтгьոսօαεικνορτυχβηγωσ",
        "aeopcyxijshdqwbkmhtrbnuoaeiknoptuxbnywo",
        strict=True,
    )
)
_LETTERLIKE = dict(
    zip(
        "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯǫʀꜱᴛᴜᴠᴡʏᴢɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴꓵᗩᗷᑕᗪᗴᖴᕼᒍᒪᗰᑎᑭᖇᔕᑌᐯᗯ᙭ᗅᗞᏟᎠᎬᎷᎢᎡᏚᏴᎪᏢᏙᎻᏞᏃ",
        "abcdefghijklmnopqqrstuvwyzacefghijkmrtvwybpdtgkjczfmnlsrvhwxyaeioucabcdefhjlmnprsuvwxadcdemtrsbapvhlz",
        strict=True,
    )
) | {chr(first + at): chr(97 + at) for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for at in range(26)}
"""small capitals, turned letters, letters of scripts that look Latin, letters in squares, in circles, and of flags"""
_BLANK = "\u115f\u1160\u3164\uffa0"
"""letters of Korean that are nothing to see"""
_LOOKALIKE = re.compile("[" + "".join(_LOOKS_LATIN) + "]")
_OTHER_LETTER = re.compile("[\u0370-\u058f]")
_WORD_WITH_LATIN = re.compile(r"(?<![a-z\u0370-\u058f])[\u0370-\u058f]*[a-z][a-z\u0370-\u058f]*")
_SIGNS = str.maketrans({"。": ".", "．": ".", "｡": ".", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "…": "·", "—": "·"})
_QUOTES = re.compile(r"[\"“”„«»「」『』《》〈〉【】()*_]|(?<![a-z])'|'(?![a-z])")
_SIGN = rf"{HAN}\u3041-\u30fa\u30fc"
_UNSPACED = re.compile(rf"[{_SIGN}]")
_BETWEEN_HAN = re.compile(rf"(?<=[{_SIGN}])(?:[^\S\n]|[·~^|/\\+=<>#\-•‧・])+(?=[{_SIGN}])")
_BETWEEN_WORDS = re.compile(r"[^\S\n]*[·~^|\\+=<>#\-•‧・]+[^\S\n]*|[^\S\n]{2,}|[^\S\n ]")
_BRACKETS = re.compile(r"\[[^\[\]\n]{0,60}\]")
_SPELLED = re.compile(r"(?<![a-z0-9])[a-z0-9@$](?:(?:[^\w@$]|_){1,3}[a-z0-9@$]){2,}(?![a-z0-9])")
_INSIDE_WORD = re.compile(
    r"(?<=[a-z])[·~^|/\\+=<>#\-•‧・.,](?=[a-z]{1,2}(?![a-z]))|(?<=[^a-z][a-z])[·~^|/\\+=<>#\-•‧・.,](?=[a-z])"
    r"|(?<=[a-z])[·~^|\\+=<>#•‧・](?=[a-z])|(?<=[a-z]{2})[.,](?=[a-z])"
)
_SMALL_PIECES = re.compile(
    rf"(?<![{HAN}])[{HAN}]{{1,2}}(?:[\s,.、;:!?·~^|/\\+=<>#\-•‧・a-z0-9]{{1,3}}[{HAN}]{{1,2}}){{2,}}(?![{HAN}])"
)
_ALONE = re.compile(
    rf"(?<=[{HAN}])(?:[\s,.、;:!?·~^|/\\+=<>#\-•‧・]{{1,3}}[{HAN}](?![{HAN}]))+[\s,.、;:!?·~^|/\\+=<>#\-•‧・]{{1,3}}(?=[{HAN}])"
)
_NOISE_IN_HAN = re.compile(rf"(?<=[{HAN}])[^{HAN}\n.!?;,:、%\d a-z]{{1,3}}(?=[{HAN}])")
_NOT_HAN = re.compile(rf"[^{HAN}]+")
_MIXED = "a-z0-9@$!€"
_MIXED_WORD = re.compile(
    rf"(?<![{_MIXED}])(?=[a-z0-9@$€]{{0,30}}(?:[a-z][0-9@$€]+[a-z]|[0-9@$€][a-z]{{2}}|[a-z]{{2}}[01345@$€]|[a-z]€))"
    rf"[{_MIXED}]{{2,32}}(?![{_MIXED}])"
)
_LEET = str.maketrans("013457@$!€", "oieastasie")
_WORD_WITHOUT_SPACE = re.compile(rf"(?:^|(?<=[{HAN},.!?;:/%\n]))[a-z$]|^[^a-z${HAN}]")
_CUT = re.compile(rf"(?<![.,:!?;·])[.,:!?;·]+\s+|;|\n\s*|(?<=[{_SIGN}])[.,:!?、]+")
_CUT_WORDS, _CUT_SIGNS = 3, 8
"""Words, or signs where there are no spaces, up to which a piece between two marks is a scrap and no sentence."""
_DISGUISES = (_BRACKETS, _SPELLED, _INSIDE_WORD, _SMALL_PIECES, _ALONE, _NOISE_IN_HAN, _MIXED_WORD)
AROUND = 120
"""Characters on either side of a disguised word that are judged with it."""


def readings(text: str, sounds: Sounds, *, uncut: bool = False) -> list[Mapped]:
    """Give the ways in which a text can be meant: as written, and squeezed where that makes a difference.

    If it is to be read `uncut`, marks that cut a sentence into scraps make a difference, too.
    """
    folded = _folded(text, sounds)
    base = Mapped(latin(folded.text), folded.origins)
    written = _settled(base.sub(_QUOTES, ""), sounds)
    cuts = _cuts(text, base) if uncut else []
    if cuts:
        base = base.blanked(cuts)
    found = [match.span() for pattern in _DISGUISES for match in pattern.finditer(base.text)]
    stretches = _stretches(sorted([*found, *sounds.hearing.found(base.text), *cuts]), len(base.text))
    spoken = sounds.transcriber.heard(text)
    others = [sounds.hearing.heard(_settled(spoken, sounds))] if spoken else []
    return [written, *(_squeezed(base.part(start, end), sounds) for start, end in stretches), *others]


def _stretches(found: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Give the places where something is pulled apart or disguised, with enough around it to understand it."""
    around: list[tuple[int, int]] = []
    for start, end in found:
        if around and start - AROUND <= around[-1][1]:
            around[-1] = (around[-1][0], max(around[-1][1], min(end + AROUND, length)))
        else:
            around.append((max(start - AROUND, 0), min(end + AROUND, length)))
    return around


def _cuts(text: str, base: Mapped) -> list[tuple[int, int]]:
    """Find the marks that end no sentence: a small letter follows, or what they part are scraps."""
    marks = [match.span() for match in _CUT.finditer(base.text)]
    ends = [0, *(end for _, end in marks)]
    starts = [*(start for start, _ in marks), len(base.text)]
    scraps = [_is_scrap(base.text[first:last]) for first, last in zip(ends, starts, strict=True)]
    found = []
    for number, (start, end) in enumerate(marks):
        is_small = end < len(base.text) and text[base.origins[end]].islower() and base.text[start:end].strip() != ","
        if is_small or (scraps[number] and scraps[number + 1]):
            found.append((start, end))
    return found


def _is_scrap(piece: str) -> bool:
    if len(piece) > _CUT_WORDS * 14:
        return False
    if _UNSPACED.search(piece):
        return len(piece) <= _CUT_SIGNS
    return piece.strip().count(" ") < _CUT_WORDS


def _squeezed(text: Mapped, sounds: Sounds) -> Mapped:
    text = text.sub(_BRACKETS, "").sub(_QUOTES, "").sub(_SPELLED, _without_marks).sub(_INSIDE_WORD, "")
    text = text.sub(_NOISE_IN_HAN, "").sub(_ALONE, _only_han).sub(_SMALL_PIECES, _only_han)
    return sounds.hearing.heard(_settled(text.sub(_MIXED_WORD, lambda match: match[0].translate(_LEET)), sounds))


def _folded(text: str, sounds: Sounds) -> Mapped:
    if "<" in text or "&" in text:
        tokens = [(match.start(), match[0]) for match in _TOKEN.finditer(text)]
        pieces = [_token(token) for _, token in tokens]
        starts = [start for start, _ in tokens]
    else:
        pieces = [_character(character) for character in text]
        starts = list(range(len(text)))
    joined = "".join(pieces).translate(sounds.simplified)
    if len(joined) == len(pieces) and all(pieces):
        return Mapped(joined, starts)
    return Mapped(joined, [start for start, piece in zip(starts, pieces, strict=True) for _ in piece])


def _token(token: str) -> str:
    if len(token) == 1:
        return _character(token)
    return "" if token[0] == "<" else "".join(map(_character, html.unescape(token)))


@lru_cache(maxsize=8192)
def _character(character: str) -> str:
    if character == "\n" or character in "\r\x0b\x0c\x85\u2028\u2029":
        return "\n"
    character = _LETTERLIKE.get(character, character)
    category = unicodedata.category(character)
    if character in _BLANK:
        return " "
    if category in ("Cf", "Cc", "Mn", "Me", "Co", "Cn", "Cs"):
        return " " if character == "\t" else ""
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", character.translate(_SIGNS)).translate(_SIGNS).casefold()
    if "\u00c0" <= character < "\u0590" or "\u1e00" <= character < "\u2000":
        plain = "".join(part for part in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(part))
    if category in ("So", "Sk") and plain == character:
        return "·"
    return plain


def plain(text: str) -> str:
    """Give a text letter by letter as it is judged, look-alikes in Latin: to tell the language that it is in."""
    return latin("".join(map(_character, text)))


def latin(text: str) -> str:
    """Take look-alikes for Latin letters: in words with a Latin letter; anywhere if few are of other scripts."""
    others = len(_OTHER_LETTER.findall(text))
    if not others:
        return text
    where = _LOOKALIKE if others < 0.3 * sum(map(str.isalpha, text)) else _WORD_WITH_LATIN
    return where.sub(lambda match: "".join(_LOOKS_LATIN.get(letter, letter) for letter in match[0]), text)


def _only_han(match: re.Match[str]) -> str:
    return _NOT_HAN.sub("", match[0])


def _without_marks(match: re.Match[str]) -> str:
    return re.sub(r"[^a-z0-9@$!]", "", match[0])


def _settled(text: Mapped, sounds: Sounds) -> Mapped:
    spaced = text.sub(_BETWEEN_HAN, "").sub(_BETWEEN_WORDS, " ")
    return sounds.heard(spaced).sub(_WORD_WITHOUT_SPACE, lambda match: f" {match[0]}")

"""Faces that are made of signs, such as (๑•̀ㅂ•́)و✧ or ^_^: nobody says them, and their letters are of no language."""

from __future__ import annotations

import unicodedata

from avatar.runtime.expressions import late

_EYES = late(r"([ﾟ゜°ºˊˋ´`¬￣∩Òò•])[^\w\s0-9()]?[\w.□﹏]{1,2}\1")
"""the same eye on both sides of a mouth"""
_WHOLE = frozenset("ツヅシッ")
"""faces of one sign"""
_PLAIN = late(
    r"(?<![A-Za-z0-9_{}\[\]$.*-])(?:[=;~*]?(?P<eye>[\^~])[_.wov3-]{1,3}(?P=eye)[=;~*]?|(?P<other>[ToO0xX@Q;uv*=-])_{1,3}(?P=other)"
    r"|-\.-|>(?:_{1,3}|\.|w|/{2,5})<|o_O|O_o|[uU]wu|UwU|owo|OwO|QAQ|QwQ|TvT|orz)(?![A-Za-z0-9_{}\[\]$*-])"
)
_SMILEY = late(r"(?<![!-~])[:;][-^'o]?[DPpOoSsXx](?![!-~])|(?<![\w/:])[:;][-^']?[()\[\]|]+(?!\w)|(?<!\S)<3(?!\S)")
_HINTS = ("^", "_", "<", ">", ":", ";", "~", "-.-", "wu", "wo", "wO", "wU", "QAQ", "QwQ", "TvT", "orz")
"""one of them is in whatever holds a face without brackets"""
_ARMS_BEFORE = r"[\\＼ヽ٩ᕙᕦ┌└╭╮ノﾉ~～*＊✧☆★♪♫ლ乁∠╰ヾ¯/_o۹|]{0,6}"
_ARMS_AFTER = r"[و۶ノﾉ/／✧☆★♪♫♥♡~～*＊づっ╯╭╮┐┘┌ゞ٩ᕗᕤ︵┻━─ง彡\\＼¯_ლ¬☞۹|︶]{0,9}(?:\s?[︵┻━─┳]{2,9})?"
_BETWEEN = late(rf"{_ARMS_BEFORE}(?:[(（]([^()（）\n]{{1,20}})[)）]|ʕ([^ʕʔ\n]{{1,20}})ʔ){_ARMS_AFTER}")
_SIGNS = frozenset(
    "^´`ˋˊ｀′‵•·∀ωДдಠಥ◕‿▽△﹏ε๑ㅂㅅ≧≦ﾟ゜╯╰□ᴗᵕᴥ눈ツ◡¬￣~～ﾉ乂✧★☆♥♡╥◞◟⌒﹃﹁▔益皿ㅁ⊙｡●○◉◎"
    "´｡ܫ෴‸ᴖᗜಡʘ͜͡ʖ๏๐ᐛ⩊₍₎˶˙꒳꒦꒷ꈍꇴ´⁰⁽⁾▿•̀╭╮╬＾;；_><=⁄ᵔᐟᐠ"
)
_ODD = frozenset("^_~;><=·`")
"""those of them that are typed for much else: two more that are not are asked for, or the same on both sides"""
_MOST_LETTERS = 4
_PAIR = late(
    r"[A-Za-z\u00c0-\u024f\u0400-\u04ff\u0370-\u03ff]{2}|[\u4e00-\u9fff\u3041-\u30fa]{2}|[\uac00-\ud7a3]{2}|[0-9]{2}"
)
"""two letters of a word, or two digits"""


def without_faces(text: str) -> str:
    """Take faces away."""
    if any(sign in text for sign in "(（ʕ"):
        text = _BETWEEN.sub(lambda match: " " if is_face(match[1] or match[2]) else match[0], text)
    if any(hint in text for hint in _HINTS):
        text = _SMILEY.sub(" ", _PLAIN.sub(" ", text))
    return text


def is_face(inside: str) -> bool:
    """Tell whether what stands in brackets is a face: signs on both sides of something, and no word."""
    plain = inside.strip()
    if plain in _WHOLE or _PLAIN.fullmatch(plain):
        return True
    signs = [sign for sign in unicodedata.normalize("NFC", plain) if not sign.isspace()]
    if len(signs) < 3 or _has_word(plain):
        return False
    own = [sign for sign in signs if sign in _SIGNS]
    strange = {sign for sign in own if sign not in _ODD}
    is_even = signs[0] == signs[-1] and signs[0] in _SIGNS and bool(strange)
    return len(strange) > 1 or (bool(strange) and len(own) > 2) or is_even or _EYES.search(plain) is not None


def _has_word(inside: str) -> bool:
    letters = [sign for sign in inside if sign.isalnum() and sign not in _SIGNS]
    return len(letters) > _MOST_LETTERS or _PAIR.search(inside) is not None

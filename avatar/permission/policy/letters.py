"""How letters of Cyrillic, Greek, Hangul and kana sound in Latin ones; small words of English as they spell them."""

from __future__ import annotations

import re
import unicodedata
from itertools import product

FOREIGN = "\u0370-\u052f\u1f00-\u1fff\u3041-\u3096\u30a1-\u30fa\u30fc\uac00-\ud7a3"
"""letters that are read here, as a class of a pattern"""
LOOSE = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uac00-\ud7a3]")
"""letters of scripts that put vowels between consonants"""
PUT_IN = "_"
"""such a vowel of Hangul; in kana it is one of the five"""
_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщыэюяёіїєґўјѕ", "abvgdejziiklmnoprstufhccxxieuaoiieguis", strict=True))
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", "avgdezitiklmnxoprstufhpos", strict=True))
_GREEK_PAIRS = tuple(
    pair.split("=") for pair in ["ου=у", "μπ=б", "ντ=д", "γκ=г", "τζ=ж", "τσ=ч", "αι=ε", "ει=ι", "οι=ι", "ευ=у"]
)
_GREEK_LETTER = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_ONSETS = ["g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "-", "j", "j", "c", "k", "t", "p", "h"]
_VOWELS = [
    "a",
    "e",
    "a",
    "e",
    "o",
    "e",
    "o",
    "e",
    "o",
    "wa",
    "we",
    "we",
    "o",
    "u",
    "wo",
    "we",
    "wi",
    "u",
    "_",
    "i",
    "i",
]
_CODAS = [
    "-",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "l",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "n",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
"""of Hangul, in the order of Unicode"""
_KANA_ROWS = """
-アイウエオ kカキクケコ sサシスセソ tタチツテト nナニヌネノ hハヒフヘホ mマミムメモ
rラリルレロ gガギグゲゴ zザジズゼゾ dダヂヅデド bバビブベボ pパピプペポ
"""
_KANA_OTHERS = "チ=ci ツ=cu フ=fu ヤ=ya ユ=yu ヨ=yo ワ=wa ヲ=o ン=n ヴ=vu ッ=- ー=-"
_KANA = {
    sign: (row[0] + vowel).strip("-")
    for row in _KANA_ROWS.split()
    for sign, vowel in zip(row[1:], "aiueo", strict=True)
} | {pair[0]: pair[2:].strip("-") for pair in _KANA_OTHERS.split()}
_SMALL_KANA = dict(zip("ァィゥェォャュョ", "aiueoauo", strict=True))
_SMALL_WORDS = """
a: a e ei o; the: ze za zi de da di zo do dze; to: tu; of: of ov ob oba; and: end and en; in: in;
is: iz is ij iju izu; it: it ita ito; that: zet zat det dat zeto deto; you: u iu yu ua; me: mi; my: mai;
your: ur or ua uo yor yua yuo er iur ior; i: ai; am: em am amu; we: vi ui wi; our: auer aur auar aua;
us: as es asu; for: for fo po foa; on: on; this: zis dis tis disu zisu disa; be: bi; are: ar; was: voz vas uoz wozu;
with: viz vis wiz uiz wid vid uizu wizu; not: not nat nota; have: hev hav heb hebu; has: hez haz;
will: vil uil wil uiru wiru; can: ken kan; just: jast jasto dzast; what: vot wat uot uat wato; all: ol oru; now: nau;
no: nou no; please: pliz plis p_lij_ purizu plij; by: bai; its: its; from: from fram f_rom p_rom furomu;
here: hir hia hie; if: if ip ifu; or: or; so: sou so; do: du; need: nid nido; call: kol kal koru; him: him; her: her;
about: ebaut abaut; today: tudei tudej tud_i tude; tonight: tunait tunaito; one: van uan wan; up: ap; out: aut auto;
get: get geto; he: hi; she: xi si; they: zei dei; who: hu; but: bat bato; at: et at ato; as: ez az;
before: bifor bipo bifoa; must: mast most masto; any: eni
"""
_PALLADIUS_FIRST = """
чж=zh цз=z б=b п=p м=m ф=f д=d т=t н=n л=l г=g к=k х=h ц=c с=s ч=ch ш=sh ж=r
"""
_PALLADIUS_REST = """
а=a ай=ai ань=an ан=ang ао=ao о=o оу=ou э=e эй=ei энь=en эн=eng эр=er и=i я=ia яо=iao е=ie ю=iu янь=ian ян=iang
инь=in ин=ing юн=iong у=u ы=i уа=ua уай=uai уань=uan уан=uang уй=ui унь=un ун=ong юй=u юэ=ue юань=uan юнь=un
"""
_PALLADIUS_WHOLE = """
во=wo вэй=wei вэнь=wen ван=wang вань=wan вай=wai ва=wa янь=yan ян=yang я=ya яо=yao е=ye ю=you инь=yin ин=ying и=yi
у=wu юй=yu юэ=yue юань=yuan юнь=yun юн=yong
"""
"""Palladius' spelling of Chinese in Russian"""
_SOFT = "иеяю"
_SOFTENED = {"z": "j", "c": "q", "s": "x"}


def latin(token: str) -> str:
    """Spell a word of other letters as it sounds, doubled letters once."""
    found: list[str] = []
    for sign in _single(unicodedata.normalize("NFC", token).casefold()):
        if "\uac00" <= sign <= "\ud7a3":
            onset, rest = divmod(ord(sign) - 0xAC00, len(_VOWELS) * len(_CODAS))
            vowel, coda = divmod(rest, len(_CODAS))
            found.append(f"{_ONSETS[onset]}{_VOWELS[vowel]}{_CODAS[coda]}".replace("-", ""))
        elif LOOSE.match(sign):
            kana = chr(ord(sign) + 0x60) if sign <= "\u3096" else sign
            if kana in _SMALL_KANA:
                before = found.pop() if found else ""
                found.append((before[:-1] or before) + _SMALL_KANA[kana])
            else:
                found.append(_KANA.get(kana, ""))
        else:
            found.append(_CYRILLIC.get(sign) or _GREEK.get(sign, ""))
    return re.sub(r"(.)\1+", r"\1", "".join(found))


def small_words() -> dict[str, str]:
    """Give for each spelling the word."""
    found: dict[str, str] = {}
    for line in _SMALL_WORDS.replace("\n", " ").split(";"):
        word, forms = line.split(":")
        for form in forms.split():
            found.setdefault(form, word.strip())
    return found


def syllables() -> dict[str, str]:
    """Give the pinyin of syllables of Chinese in Cyrillic."""
    firsts = {"": ""} | _pairs(_PALLADIUS_FIRST)
    found = {}
    for (first, own), (rest, vowels) in product(firsts.items(), _pairs(_PALLADIUS_REST).items()):
        softened = _SOFTENED.get(own, own) if rest[0] in _SOFT else own
        found[first + rest] = softened + vowels
    return found | _pairs(_PALLADIUS_WHOLE)


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split())


def _single(token: str) -> str:
    """Take the accents from Greek, and write one letter for two that are one sound."""
    if not _GREEK_LETTER.search(token):
        return token
    token = "".join(sign for sign in unicodedata.normalize("NFD", token) if not unicodedata.combining(sign))
    for pair, into in _GREEK_PAIRS:
        token = token.replace(pair, into)
    return token

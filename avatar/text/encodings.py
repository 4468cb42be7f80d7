"""In which encoding a text file is: told by its bytes where they say so, else by what makes sense when it is decoded.

Almost any bytes can be decoded in several encodings. Each that fits is judged by how common its characters are where
it is used; short texts are told apart as well, which general detectors do not do (tests/measure/encodings.py).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache

from avatar.errors import TextError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "cp949": "EUC-KR",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
}
"""Python's name and the usual one"""
_ICONV = {"cp950": "BIG5", "cp932": "SHIFT_JIS", "cp949": "EUC-KR", "euc_jp": "EUC-JP", "koi8_r": "KOI8-R"}
_SAMPLE = 20_000
"""bytes that are looked at"""
_SURE, _LEAD = 0.6, 0.35
"""score of an encoding, and lead before the next, with which it is certain"""
_NO_TEXT = -9.0
_ASCII, _FEWEST = 0x7F, 2
"""the highest byte of ASCII, and how many others have to be there to tell anything"""
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明"
    "性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    "位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量"
    "再感建务做接必场件计管期市直德资命山金指许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王完设式"
    "色路记南品住告类求据程北边死张该交规万取望觉术领共确传师观清今切院让识带导争运您请谢欢迎号车买卖钱元块吗呢吧啊哪谁怎"
    "這個們來為國說時會對過發後裡種樣經動還進無與長機開關點業將兩間問並戰頭體產實當學現從見給應員聲論處義條變電數報務場計"
    "許統區隊決書則聽達難權設張規萬領觀讓識導爭運請謝話買賣錢歡號車馬氣總風飛師愛親歲語讀寫龍邊"
    "円駅気東京私何食飲思言話聞読書来今週毎朝昼夜店売買屋円価格税込料無様県区町村番号電話予約"
)
_COMMON_HANGUL = frozenset(
    "이다는을의에가고하지사한기로자도리그를대어서나아시으라있인만것수들부해정은일보장조전제구주여과위상스요니세습까안녕감합했었"
    "겠거게네데때면며모무문물미바방버번생선성소식신실심십아양없연영오와외용우운원월유음입저적점중진차처천청출치터통트표학화회"
)
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё")
_SIGNS = frozenset("×÷±√≈≠≤≥∞°℃①②③④⑤⑥→←↑↓★☆●○■□△▲※€")
_MARKS = frozenset("，。！？；：、“”‘’（）《》【】「」『』…—·～￥％　・ー々〇")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding that bytes may be in."""

    codec: str
    """Python's name of it"""
    score: float
    """how much sense it makes, the more the better"""

    @property
    def name(self) -> str:
        """What it is called."""
        return _NAMES[self.codec]


def decode(content: bytes, origin: str, encoding: str = "") -> str:
    """Decode the content of `origin`, in `encoding` where one is given.

    Without one UTF-8, UTF-16 and UTF-32 count, and GB18030 where it is certain. Raise `TextError` that names what
    is found otherwise, and how it is read.
    """
    return decode_as_found(content, origin, encoding)[0]


def decode_as_found(content: bytes, origin: str, encoding: str = "") -> tuple[str, str]:
    """Decode as `decode` does, and name the encoding that it was, as Python does."""
    if encoding:
        return _decoded(content, origin, encoding), encoding
    marked = [codec for mark, codec in _BYTE_ORDER_MARKS if content.startswith(mark)]
    for codec in marked[:1] or ["utf-8", *_wide(content)]:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not (codec == "utf-8" and b"\x1b$" in content):
            return text, codec
    found = guesses(content) if not marked and b"\0" not in content else []
    if found and found[0].codec == "gb18030" and is_certain(found):
        return content.decode("gb18030"), "gb18030"
    raise TextError(_refusal(found, origin))


def guesses(content: bytes) -> list[Guess]:
    """Name the encodings that bytes may be in, the likeliest first."""
    if b"\x1b$" in content or b"\x1b(" in content:
        return [Guess("iso2022_jp", 1.0)] if _try(content, "iso2022_jp") else []
    if len({byte for byte in content[:_SAMPLE] if byte > _ASCII}) < _FEWEST:
        return []
    found = []
    for codec in _NAMES:
        text = "" if codec == "iso2022_jp" else _try(content, codec)
        if text:
            found.append(Guess(codec, _score(text, codec)))
    return sorted(found, key=lambda guess: -guess.score)


def is_certain(found: list[Guess]) -> bool:
    """Tell whether the first of some guesses is right for certain."""
    others = found[1].score if len(found) > 1 else _NO_TEXT
    return found[0].score >= _SURE and found[0].score - others >= _LEAD


def _decoded(content: bytes, origin: str, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
        text = content.decode(encoding)
    except LookupError:
        raise TextError(
            f"There is no encoding {encoding!r}; give one such as utf-8, gb18030, big5, shift_jis, euc_kr or cp1252."
        ) from None
    except (UnicodeDecodeError, AttributeError) as fault:
        place = f" (byte {fault.start + 1})" if isinstance(fault, UnicodeDecodeError) else ""
        raise TextError(
            f"{origin!r} is not text in {encoding}{place}; give another encoding, or save it as UTF-8."
        ) from None
    if not isinstance(text, str):
        raise TextError(f"{encoding!r} is no encoding of text; give one such as utf-8, gb18030, big5 or shift_jis.")
    return text.removeprefix("\ufeff")


def _refusal(found: list[Guess], origin: str) -> str:
    if not found or found[0].score <= 0:
        return f"{origin!r} is not text in UTF-8, UTF-16 or GB18030; save it as UTF-8 and try again."
    best = found[0]
    python = best.codec.replace("cp950", "big5").replace("cp932", "shift_jis").replace("cp949", "euc_kr")
    iconv = _ICONV.get(best.codec, best.name.upper())
    what = "looks like" if is_certain(found) else "may be"
    return (
        f"{origin!r} is not UTF-8; it {what} {best.name}. If that is so, give --encoding {python}, "
        f"or convert it: iconv -f {iconv} -t UTF-8 FILE > NEW"
    )


def _wide(content: bytes) -> list[str]:
    """Name UTF-16 without a mark where every other byte of ASCII is 0."""
    if len(content) % 2 or b"\0" not in content[:_SAMPLE]:
        return []
    even, odd = content[0:_SAMPLE:2].count(0), content[1:_SAMPLE:2].count(0)
    return ["utf-16-le"] if odd > 3 * even else ["utf-16-be"] if even > 3 * odd else []


def _try(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)[:_SAMPLE]
    except UnicodeDecodeError:
        return ""


def _score(text: str, codec: str) -> float:
    """Say how much sense a text makes, the mean of its characters that are no ASCII."""
    judged = [(place, each) for place, each in enumerate(text) if not each.isascii()]
    if not judged:
        return _NO_TEXT
    if codec in ("cp1252", "cp1251", "koi8_r"):
        return sum(_of_one_byte(text, place, codec) for place, _ in judged) / len(judged)
    return sum(_of_two_bytes(each, codec) for _, each in judged) / len(judged)


@lru_cache(maxsize=16384)
def _of_two_bytes(each: str, codec: str) -> float:
    if "\u3041" <= each <= "\u30fa":
        return 1.6 if codec in ("cp932", "euc_jp") else 0.0
    if "\uac00" <= each <= "\ud7a3":
        return 2.0 if each in _COMMON_HANGUL else 0.6
    if "\u3400" <= each <= "\u9fff":
        return _of_han(each, codec)
    return 1.2 if each in _MARKS else 0.8 if "\uff01" <= each <= "\uff5e" else 0.3 if each in _SIGNS else -1.5


def _of_han(each: str, codec: str) -> float:
    if codec == "cp949":
        return -0.5  # Korean is written in Hangul
    return 2.0 if each in _COMMON_HAN else 0.4 if _is_frequent(each, codec) else -1.5


def _is_frequent(each: str, codec: str) -> bool:
    """Tell whether a character is of the level of an encoding that has its common ones."""
    plane = {"gb18030": "gb2312", "cp932": "euc_jp"}.get(codec, codec)
    try:
        lead = each.encode(plane)[0]
    except UnicodeEncodeError:
        return codec == "gb18030" and _is_frequent(each, "cp950")
    return lead <= {"gb2312": 0xD7, "euc_jp": 0xCF, "cp950": 0xC6}.get(plane, 0xFF)


def _of_one_byte(text: str, place: int, codec: str) -> float:
    each, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if codec == "cp1252":
        if "\u00c0" <= each <= "\u00ff" and each not in "×÷":
            inside = (before.isascii() and before.isalpha()) + (after.isascii() and after.isalpha())
            is_odd = each.isupper() and before.islower()
            return -1.5 if is_odd else (-0.6, 1.0, 1.6)[inside]
        return 0.8 if each in "«»“”‘’–—…€°¿¡ßœŒ\u00a0" else -1.0
    if not "\u0400" <= each <= "\u04ff":
        if before.isalpha() and after.isalpha():
            return -1.5
        return 0.3 if each in "«»“”–—…№\u00a0" else -1.5
    is_mixed = any(beside.isascii() and beside.isalpha() for beside in (before, after))
    if is_mixed or (each.isupper() and before.islower()) or (before.isupper() and each.isupper() and after.islower()):
        return -1.5
    return 1.6 if each in _COMMON_CYRILLIC else 0.9 if each.isupper() and not before.isalpha() else 0.2

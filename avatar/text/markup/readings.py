"""How somebody wants a word to be read: pinyin with tones, phones in IPA, or other words; checked, and of one kind."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from avatar.errors import TextError
from avatar.text.markup.likeness import fits, sounds_like
from avatar.text.markup.syllables import SYLLABLES
from avatar.text.scripts import HAN

_DIGITED = re.compile(r"(?:[A-Za-züÜêÊ:]+[0-5][\s'’·-]*)+")
_ONE_DIGITED = re.compile(r"([a-zêü]+)([0-5])")
_HAN_ALONE = re.compile(f"[{HAN}]+")
_TONE_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_IPA_SIGNS = frozenset(
    "abcdefhijklmnopqrstuvwxyzæçðøħŋœɐɑɒɓɔɕɖɗɘəɚɛɜɝɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕ"
    "ʙʛʜʝʟʡʢʰʲʷˠˤˈˌːˑβθχᵻ.g|‿ "
)
_IPA_ALSO = {
    "'": "ˈ",
    ",": "ˌ",
    ":": "ː",
    "ǝ": "ə",
    "ε": "ɛ",
    "ʦ": "ts",
    "ʧ": "tʃ",
    "ʤ": "dʒ",
    "ʣ": "dz",
    "ʨ": "tɕ",
    "ʥ": "dʑ",
}
"""what people type for a sign of the alphabet"""
_TONE_LETTERS = frozenset("˥˦˧˨˩↗↘↑↓꜀꜁꜂꜃")
LONGEST = 200
"""characters of a reading"""
LONGEST_WORD_OF_PHONES = 60
"""characters that a word may have which is read by phones: it is a word, and no text"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a word is to be read; one of three."""

    pinyin: str = ""
    """syllables with tone digits, "chong2 qing4" """
    ipa: str = ""
    """phones with stress marks"""
    words: str = ""
    """other words that are said instead"""


@dataclass(frozen=True, slots=True)
class Unread:
    """A reading as somebody wrote it, before its word is known."""

    text: str
    """as written"""
    kind: str = ""
    """ "ipa", "pinyin" or "words"; "": what it looks like"""

    def of(self, word: str) -> Reading:
        """Give the reading of a word; raise `TextError` like `read`."""
        if self.kind == "words":
            return Reading(words=self.text)
        if self.kind == "ipa":
            return by_phones(word, self.text)
        return by_pinyin(word, self.text) if self.kind == "pinyin" else read(word, self.text)


def read(word: str, written: str, where: str = "") -> Reading:
    """Say what a reading of `word` is: phones between slashes, pinyin, or other words.

    Raise `TextError` that names it, and `where` it stands, for one that cannot be said, or that is another word's.
    """
    text = unicodedata.normalize("NFC", written.strip())
    if not text or len(text) > LONGEST:
        raise TextError(
            f"The reading {_shown(text)} of {word!r}{where} has {len(text)} characters; write 1 to {LONGEST}."
        )
    if text.startswith("/"):
        return by_phones(word, text, where)
    if _DIGITED.fullmatch(text):
        return by_pinyin(word, text, where)
    if _HAN_ALONE.fullmatch(word) and (syllables := _marked(text)):
        return by_pinyin(word, syllables, where, shown=text)
    if not any(map(str.isalnum, text)):
        raise TextError(f"The reading {text!r} of {word!r}{where} has no letter; write pinyin, /IPA/ or words.")
    return Reading(words=text)


def by_pinyin(word: str, text: str, where: str = "", shown: str = "") -> Reading:
    """Check pinyin with tone digits or marks; raise `TextError` for what is none, or what is another word's."""
    shown = shown or text
    spelled = (text if _DIGITED.fullmatch(text) else _marked(text)) or text
    letters = spelled.lower().replace("u:", "v").replace("ü", "v")
    found = _ONE_DIGITED.findall(letters)
    if not found or re.sub(r"[\s'’·-]", "", _ONE_DIGITED.sub("", letters)):
        raise TextError(
            f"The reading {shown!r} of {word!r}{where} is not pinyin; "
            "write syllables with tone digits, as in chong2 qing4."
        )
    wrong = [base for base, _ in found if not _is_syllable(base)]
    if wrong:
        raise TextError(
            f"The reading {shown!r} of {word!r}{where} holds {wrong[0]!r}, which is no syllable of Mandarin; "
            "write syllables with tone digits, as in chong2 qing4."
        )
    count = sum(1 for base, _ in found if base != "r")
    if _HAN_ALONE.fullmatch(word) and not len(word) - word.count("儿") <= count <= len(word):
        raise TextError(
            f"The reading {shown!r} has {count} syllables, but {word!r}{where} has {len(word)} characters; "
            "give one for each."
        )
    reading = " ".join(f"{base}{tone if tone != '0' else '5'}" for base, tone in found)
    told = word.replace("儿", "") if len(word) > count else word
    if not fits(told, [base.removesuffix("r") if base != "er" else base for base, _ in found if base != "r"]):
        raise _other_word(word, shown, where)
    return Reading(pinyin=reading)


def by_phones(word: str, text: str, where: str = "") -> Reading:
    """Check phones in IPA, between slashes or not; raise `TextError` that names a sign which is none."""
    inner = text.strip().strip("/[]").strip()
    phones = unicodedata.normalize("NFD", inner).replace("c\u0327", "ç")
    phones = "".join(_IPA_ALSO.get(sign, sign) for sign in phones)
    for sign in phones:
        if sign in _TONE_LETTERS:
            continue
        if sign not in _IPA_SIGNS and not unicodedata.combining(sign):
            raise TextError(
                f"The reading {text!r} of {word!r}{where} holds {sign!r}, which is no sign of the phonetic alphabet; "
                "write IPA between slashes, as in /ŋwiən/."
            )
    phones = "".join(sign for sign in phones if sign not in _TONE_LETTERS)
    if not any(map(str.isalpha, phones)):
        raise TextError(
            f"The reading {text!r} of {word!r}{where} has no phone; write IPA between slashes, as in /ŋwiən/."
        )
    if len(word) > LONGEST_WORD_OF_PHONES:
        raise TextError(
            f"The stretch {_shown(word)}{where} has {len(word)} characters; phones are given word by word, "
            f"to {LONGEST_WORD_OF_PHONES} at most."
        )
    if not sounds_like(word, phones):
        raise _other_word(word, text, where)
    return Reading(ipa=" ".join(phones.split()))


def _other_word(word: str, shown: str, where: str) -> TextError:
    """Say that a reading is another word's: nothing may be said that those who judge the text have not read."""
    return TextError(
        f"The reading {shown!r} is too far from {word!r}{where} to be its own; write what is said instead in words "
        '(<sub alias="...">, or in a lexicon), which can be read.'
    )


@lru_cache(maxsize=4096)
def _is_syllable(base: str) -> bool:
    return base in SYLLABLES or base == "r" or (base.endswith("r") and base[:-1] in SYLLABLES)


def syllable_count(text: str) -> int:
    """Count the syllables of pinyin, with tone digits or marks, also where they are none that there are."""
    spelled = text if _DIGITED.fullmatch(text.strip()) else _marked(text)
    if not spelled:  # none that there is, but so many that somebody meant
        return len(re.findall(r"[^\W\d_]+[0-9]?", text))
    return sum(1 for base, _ in _ONE_DIGITED.findall(spelled.lower()) if base != "r")


def is_pinyin(text: str) -> bool:
    """Tell whether a text is pinyin with tone digits, each a syllable that there is."""
    letters = text.strip().lower().replace("u:", "v").replace("ü", "v")
    return bool(_DIGITED.fullmatch(text.strip())) and all(
        _is_syllable(base) for base, _ in _ONE_DIGITED.findall(letters)
    )


def _marked(text: str) -> str:
    """Write pinyin with tone marks with digits: chóngqìng is chong2 qing4; "" where it is none."""
    found: list[str] = []
    for word in re.split(r"[\s'’·-]+", unicodedata.normalize("NFC", text.lower())):
        if not word:
            continue
        cut = _cut(word)
        if not cut:
            return ""
        found += cut
    return " ".join(found)


def _cut(word: str) -> list[str]:
    """Cut a word in tone-marked pinyin into the fewest syllables that take all of its letters; [] where none do."""
    letters: list[str] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFD", word):
        if sign == "\u0308" and letters and letters[-1] == "u":
            letters[-1] = "v"
        elif sign in _TONE_MARKS and letters:
            tones[-1] = _TONE_MARKS[sign]
        elif sign in "abcdefghijklmnopqrstuvwxyz":
            letters.append(sign)
            tones.append(0)
        else:
            return []
    if len(letters) > 60 or not any(tones):
        return []
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 7), end):
            before, base = best[start], "".join(letters[start:end])
            marks = [tone for tone in tones[start:end] if tone]
            if before is None or not _is_syllable(base) or base == "r" or len(marks) > 1:
                continue
            # A syllable does not begin with a vowel inside a word: xian is one, xi'an is two.
            if start and base[0] in "aoe":
                continue
            if best[end] is None or len(before) + 1 <= len(best[end] or []):
                best[end] = [*before, f"{base}{marks[0] if marks else 5}"]
    return best[-1] or []


def _shown(text: str) -> str:
    return repr(text if len(text) <= 24 else text[:23] + "…")

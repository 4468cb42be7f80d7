"""Written German, French, Spanish and so on to what is said: every number, sign and short form becomes words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.text.abbreviations import read_latin
from avatar.text.scripts import HAN, WORD
from avatar.text.silent_signs import SIGNS
from avatar.text.spoken import PAUSES, Rule, Rules, Spoken, pause
from avatar.text.world.clock import clock_rules
from avatar.text.world.codes import address_rules, code_rules
from avatar.text.world.counts import count_rules, fraction_rules
from avatar.text.world.dates import date_rules
from avatar.text.world.forms import either
from avatar.text.world.measures import measure_rules, own_rules
from avatar.text.world.money import money_rules
from avatar.text.world.ranks import rank_rules
from avatar.text.world.roman import roman_rules
from avatar.text.world.tongue import tongue as tongue_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.text.world.tongue import Tongue


def speak(text: str, language: str) -> list[Spoken]:
    """Give the pieces of a sentence in order, with words or a pause to be said; `language` one of `world.LANGUAGES`."""
    plain = _with_ascii_digits(text)
    pieces = _rules(language).read(plain)
    if plain != text:
        pieces = _as_written(pieces, plain, text)
    vowels = tongue_of(language).vowels
    if vowels:
        pieces = [piece._replace(says=_with_vowels(piece.says, vowels)) for piece in pieces]
    return [piece._replace(language=piece.language or language) for piece in pieces]


def _with_vowels(says: str, vowels: Mapping[str, str]) -> str:
    """Write the vowels of Arabic words, of those behind a joined "and" too."""
    words = []
    for word in says.split(" "):
        if word in vowels:
            words.append(vowels[word])
        else:
            words.append(f"وَ{vowels[word[1:]]}" if word[:1] == "و" and word[1:] in vowels else word)
    return " ".join(words)


def _with_ascii_digits(text: str) -> str:
    """Give a text of the same length with the digits of every script as ASCII."""
    if text.isascii() or not any(character.isdecimal() and not character.isascii() for character in text):
        return text
    return "".join(str(int(character)) if character.isdecimal() else character for character in text)


def _as_written(pieces: list[Spoken], plain: str, text: str) -> list[Spoken]:
    """Give the pieces with their words as the text has them."""
    end, written = 0, []
    for piece in pieces:
        start = plain.find(piece.word, end)
        if start < 0:
            written.append(piece)
            continue
        end = start + len(piece.word)
        written.append(piece._replace(word=text[start:end]))
    return written


@lru_cache
def signs_without_words(language: str) -> str:
    """Give the signs that a language's table has no words for, of those that stand for words."""
    signs = _signs(tongue_of(language))
    return "".join(sign for sign in SIGNS if sign not in signs and sign not in "½¼¾")


def _signs(tongue: Tongue) -> dict[str, str]:
    """Give every sign and its words; that of a currency, where it stands alone, is its name."""
    money = {sign: currency.whole.forms[0] for sign, currency in tongue.money.items() if not sign.isalnum()}
    return {**{sign: name for sign, name in money.items() if len(sign) == 1}, **tongue.signs}


@lru_cache
def _rules(language: str) -> Rules:
    tongue = tongue_of(language)
    return Rules(
        (
            *clock_rules(tongue),
            *_short_rules(tongue),
            *address_rules(tongue),
            *date_rules(tongue),
            *code_rules(tongue),
            *rank_rules(tongue),
            *own_rules(tongue),
            *money_rules(tongue),
            *measure_rules(tongue),
            *fraction_rules(tongue),
            *count_rules(tongue),
            *roman_rules(tongue),
            Rule(r"(?<!\w)[A-ZÀ-ÞА-ЯЁŁŚŻĆÇİÖÜĐ]\.(?=[ \u00a0]?[^\W\d_])", _initial),
            Rule(f"[{HAN}]+", _chinese),
            Rule(r"[A-Za-zα-ωа-я](?=[²³])|(?<![A-Za-z])[A-Za-z](?=_|\^)", _word),
            *_power_rules(tongue),
            Rule(rf"{WORD}(?:\.{WORD})+\.?|['’]?{WORD}(?:['’·״׳-]{WORD})*['’]?", _word),
            *_sign_rules(tongue),
            Rule(rf"{PAUSES}|(?<=[^\W\d_])/(?=[^\W\d_])", pause),
        ),
        language,
    )


def _short_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for short forms; one that is a word too counts only where the sentence goes on behind it."""
    words = {_bare(key).lower(): said for key, said in tongue.short_forms.items()}
    inside = {_bare(key): said for key, said in tongue.inside.items()}

    def read(match: re.Match[str]) -> list[Spoken]:
        bare = _bare(match[0])
        return [
            Spoken(
                match[0],
                inside.get(bare)
                or inside.get(bare[0].lower() + bare[1:])
                or inside.get(bare[0].upper() + bare[1:])
                or words[bare.lower()],
                "",
            )
        ]

    short = rf"(?i:{either(tongue.short_forms)})(?![^\W\d_])"
    capitalised = (key[0].upper() + key[1:] for key in tongue.inside)
    numbered = tongue.context.get("numbered", frozenset())
    within = (
        rf"(?:{either({*tongue.inside, *capitalised} - numbered)})(?=[ \u00a0]?[\w(\"„«“]|[,;:)])"
        rf"|(?i:{either(numbered)})(?=[ \u00a0]?(?:\d|[IVX]+\b))"
    )
    pattern = rf"(?<![\w.])(?:{short}|{within})"
    rules = [Rule(pattern, read), Rule(rf"(?<!\w)[A-Za-z]{{1,4}}['’](?={pattern})", _word)]
    if tongue.language == "de":
        rules.append(Rule(r"[A-ZÄÖÜ][a-zäöüß]+str\.", lambda match: [Spoken(match[0], f"{match[0][:-1]}aße", "")]))
    return tuple(rules)


def _bare(written: str) -> str:
    return re.sub(r"\s", "", written)


def _power_rules(tongue: Tongue) -> tuple[Rule, ...]:
    return (Rule("[²³]", lambda match: [Spoken(match[0], tongue.signs[match[0]], "")]),)


def _sign_rules(tongue: Tongue) -> tuple[Rule, ...]:
    signs = _signs(tongue)
    pattern = "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))

    def read(match: re.Match[str]) -> list[Spoken]:
        return [Spoken(match[0], signs[match[0]], "")]

    def minus(match: re.Match[str]) -> list[Spoken]:
        return [Spoken(match[0].strip(), tongue.say["minus"], "")]

    return (
        Rule(r"(?<=[\w)²³]) [-–] (?=[\w(][^=]{0,20}=)|(?<=[\w)²³])[-–](?=[\w(]{1,6}[ ]?=)|−", minus),
        Rule(pattern, read),
    )


def _word(match: re.Match[str]) -> list[Spoken]:
    word = match[0].replace("’", "'")
    # Engines spell capitals by the letters of their own language; only loud words need a hint.
    return [Spoken(match[0], read_latin(word) if len(word) > 5 and word.isupper() and word.isascii() else word, "")]


def _initial(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0][0], "")]


def _chinese(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "zh")]

"""Shortened forms of the Latin alphabet: which end no sentence, which are spelled and which are said as words."""

from __future__ import annotations

import re

_NEVER_LAST_TEXT = """
mr mrs ms mx dr prof st rev hon gen col sgt capt lt cmdr gov sen rep pres mt ft ext vs e.g i.e eg ie cf approx fig
figs vol ch pp ed eds al art nr bzw z.b d.h ca bspw sr sra srta dra dña d.ª m mme mlle av bd ul tel tlf
abs fr mrd mio tsd bzgl evtl ggf inkl exkl zzgl abzgl geb gest hrsg jh kap mind sog hr hrn nrn vgl abb str z.t d.i u.a
i.d.r v.chr n.chr janv févr juil env éd chap ee srs sras sres ud uds vd vds pág págs núm avda pza esq dpto lic ing
gral sig sigg dott avv arch geom rag pag pagg exmo eng cel apto np tzn tzw godz św ks inż mgr płk ust rozdz m.in
m.ö m.s doç yrd müh alb cad sok mah apt bkz örn blv drs bpk sdr sdri yth hlm jl jln kec kab telp tgl tp ths pgs gs
ts bs ks ул просп пер кв корп обл тел стр рис табл гл напр проф акад доц инж тыс млн млрд डॉ इं वै मा प्रो ले कु
पं कै मे नं रु ई ste maj
"""
NEVER_LAST = frozenset(_NEVER_LAST_TEXT.split())
"""Abbreviations after which a sentence goes on, without their last point."""

_SELDOM_LAST_TEXT = """
etc inc ltd co corp jr sr bros dept est min max jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu
fri sat sun a.m p.m am pm u.s u.k u.n e.u ph.d m.d b.a m.a usw p.ej n.v s.a
"""
SELDOM_LAST = frozenset(_SELDOM_LAST_TEXT.split())
"""Abbreviations that may end one: decided by the next word."""

_SENTENCE_STARTERS_TEXT = """
The This That These Those It He She We They You I In On At As If When While But And So However Then There Here
After Before Our Your His Her Their My A An For To What Who Where Why How Please Now Today Le La Der Die Das Il
El
"""
SENTENCE_STARTERS = frozenset(_SENTENCE_STARTERS_TEXT.split())
"""Words that open a sentence far more often than they follow an abbreviation inside one."""

_BEFORE_RANK_TEXT = """
der den dem des am im vom zum zur beim ein eine einen einem einer eines jeder jeden jedem seinen seinem seiner ihren
ihrem ihrer unseren unserem unserer die das dieser diesen diesem jede jedes sein ihr mein dein unser seine ihre meine
meiner meinen meinem meines deine deiner deinen deinem deines seines ihres unsere unseres keine keiner keinen
keinem keines diese dieses eure eurer euren eurem eures
"""
BEFORE_RANK = frozenset(_BEFORE_RANK_TEXT.split())
"""German words between which and a noun a number with a point is an ordinal: der 3. Platz."""

_AFTER_RANK_TEXT = """
Januar Februar März April Mai Juni Juli August September Oktober November Dezember Weltkrieg Jahrhundert Dünya Ocak
Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
"""
AFTER_RANK = frozenset(_AFTER_RANK_TEXT.split())
"""Words before which a number with a point is an ordinal: 3. Oktober."""

_SAID_AS_WORD_TEXT = """
app apps nasa nato unesco unicef asean apec opec covid sars aids laser radar sonar scuba pin sim ram rom gif
jpeg pos swift etsy ikea nike lego oppo vivo fila visa basic logo cad nasdaq forex euribor libor sofr shibor
hibor pro max plus mini lite new hot sale java linux unix ascii adas lidar oled toefl ielts gmat stem saas paas
iaas captcha yolo fomo karaoke love happy star live free best good big super hello hi go no my up yes bye the
and for you are not with from can all one two get
"""
SAID_AS_WORD = frozenset(_SAID_AS_WORD_TEXT.split())
"""Written in capitals too, these are said as words."""

_SPELLED_LOWER_TEXT = """
abc aka amd aol ai api atm b2b bbc bmw cbs cia cnn dna eu fbi gmt ibm msn nba nbc nfl nhl nhs nyc rna rsvp tba
tbd uae usa utc ceo cfo cto cpu css csv diy dvd eta etf faq fyi gdp gpu gps html http https id iot ip ipo isp
ktv led mba ocr otp p2p pc pdf ppt qq qr rmb sdk seo sms sql tv ui url usb ux vip vpn vr www xls xml
"""
_SPELLED_LOWER = frozenset(_SPELLED_LOWER_TEXT.split())
_RESPELLED = {
    "wifi": "Wi-Fi",
    "wi-fi": "Wi-Fi",
    "ok": "O K",
    "vs": "versus",
    "appstore": "App Store",
    "ios": "i O S",
    "a": "A",
}

_CAPITALS = re.compile(r"[A-Z]{1,5}")
_PLURAL = re.compile(r"([A-Z]{2,5})['’]?s")
_TO = re.compile(r"([A-Za-z])2([A-Za-z])")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?\.?")
_CONSONANTS = re.compile("[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{1,5}")
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]", re.IGNORECASE)


def spelled(letters: str) -> str:
    """Write an initialism so that each letter is read by its name: "C E O", "A.T.M.".

    An A before another letter gets points, because engines take a lone A for the article.
    """
    letters = letters.upper()
    return ".".join(letters) + "." if "A" in letters[:-1] else " ".join(letters)


def read_latin(word: str) -> str:
    """Give what an English voice is to read for one written word: itself, or its letters."""
    word = word.replace("’", "'")
    if _DOTTED.fullmatch(word):
        letters = word.replace(".", "")
        return spelled(letters) if len(letters) > 1 else letters
    lower = word.lower()
    if lower in _RESPELLED:
        return _RESPELLED[lower]
    if lower in SAID_AS_WORD:
        return lower if word.isupper() else word
    if "&" in word or "-" in word:
        return _read_joined(word)
    return _read_simple(word, lower)


def _read_joined(word: str) -> str:
    if "&" in word:
        return " and ".join(map(spelled, word.split("&")))
    parts = word.split("-")
    said = list(map(read_latin, parts))
    return word if said == parts else " ".join(said)


def _read_simple(word: str, lower: str) -> str:
    if to := _TO.fullmatch(word):
        return f"{to[1].upper()} to {to[2].upper()}"
    if plural := _PLURAL.fullmatch(word):
        return spelled(plural[1]).rstrip(".") + "'s"
    if _CAPITALS.fullmatch(word) or lower in _SPELLED_LOWER or _CONSONANTS.fullmatch(word):
        return spelled(word)
    # Longer capitals are words written loud; engines would spell them.
    return lower if word.isupper() and _VOWEL.search(word) else word

"""Numbers in Japanese kana as they are pronounced, and how they change with what they count: 三本 is サンボン."""

from __future__ import annotations

import re

_ONES = ("", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー")
_SMALL = {1000: "セン", 100: "ヒャク", 10: "ジュー"}
_LARGE = {10**12: "チョー", 10**8: "オク", 10**4: "マン"}
_LONGEST = 16
"""digits of a number that is still read as a quantity"""
_MERGED = {
    "サンヒャク": "サンビャク", "ロクヒャク": "ロッピャク", "ハチヒャク": "ハッピャク", "サンセン": "サンゼン",
    "ハチセン": "ハッセン", "イチチョー": "イッチョー", "ハチチョー": "ハッチョー", "ジューチョー": "ジュッチョー",
}  # fmt: skip
_KANJI_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}
_NUMERALS = re.compile(r"\d+(?:,\d{3})+(?!\d)|\d+|[〇零一二三四五六七八九]|[十百千万億兆]")

_BREAK = re.compile(r"[.-]|,(?!\d{3}(?!\d))")
_DECIMAL = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)\.(\d+)([十百千万億兆]?)")
_HYPHENED = re.compile(r"\d+(?:-\d+)+")
_PLACES = {"十": "ジュー", "百": "ヒャク", "千": "セン", "万": "マン", "億": "オク", "兆": "チョー"}

NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十百千万億兆]+")
"""Pattern of what a number is written with, commas and the point apart."""

_DAYS = {
    **{1: "ツイタチ", 2: "フツカ", 3: "ミッカ", 4: "ヨッカ", 5: "イツカ", 6: "ムイカ", 7: "ナノカ", 8: "ヨーカ"},
    **{9: "ココノカ", 10: "トーカ", 14: "ジューヨッカ", 17: "ジューシチニチ", 19: "ジュークニチ", 20: "ハツカ"},
    **{24: "ニジューヨッカ", 27: "ニジューシチニチ", 29: "ニジュークニチ"},
}
_THINGS = ("ヒトツ", "フタツ", "ミッツ", "ヨッツ", "イツツ", "ムッツ", "ナナツ", "ヤッツ", "ココノツ")
_WHOLE: dict[str, dict[int, str]] = {
    "人": {1: "ヒトリ", 2: "フタリ"},
    "日": _DAYS,
    "日間": {value: f"{days}カン" for value, days in _DAYS.items()},
    "歳": {20: "ハタチ"},
    "才": {20: "ハタチ"},
    "つ": dict(enumerate(_THINGS, 1)),
    "晩": {1: "ヒトバン", 2: "フタバン"},
    "日目": {value: f"{days}メ" for value, days in _DAYS.items() if value > 1},
    "日頃": {value: f"{days}ゴロ" for value, days in _DAYS.items()},
    "日まで": {value: f"{days}マデ" for value, days in _DAYS.items()},
    "つ目": {value: f"{thing}メ" for value, thing in enumerate(_THINGS, 1)},
    "人前": {},
    "桁": {1: "ヒトケタ", 2: "フタケタ", 3: "ミケタ", 4: "ヨケタ"},
    "坪": {1: "ヒトツボ", 2: "フタツボ"},
    "組": {1: "ヒトクミ", 2: "フタクミ"},
    "箱": {1: "ヒトハコ", 2: "フタハコ", 3: "サンパコ"},
    "袋": {1: "ヒトフクロ", 2: "フタフクロ"},
    "皿": {1: "ヒトサラ", 2: "フタサラ"},
    "口": {1: "ヒトクチ", 2: "フタクチ"},
    "部屋": {1: "ヒトヘヤ", 2: "フタヘヤ"},
    "粒": {1: "ヒトツブ", 2: "フタツブ"},
    "株": {1: "ヒトカブ", 2: "フタカブ"},
    "切れ": {1: "ヒトキレ", 2: "フタキレ"},
    "束": {1: "ヒトタバ", 2: "フタタバ"},
    "通り": {1: "ヒトトーリ", 2: "フタトーリ"},
}
"""Numbers that are one word with what they count."""

_FOUR = {"ヨン": "ヨ"}
_ENDS: dict[str, dict[str, str]] = {
    "月": {"ヨン": "シ", "ナナ": "シチ", "キュー": "ク"},
    "時": {"ヨン": "ヨ", "ナナ": "シチ", "キュー": "ク", "ゼロ": "レー"},
    "時間": {"ヨン": "ヨ", "キュー": "ク"},
    "度": {"ゼロ": "レー"},
    **dict.fromkeys(
        (
            "年",
            "年間",
            "年生",
            "人",
            "円",
            "年代",
            "年度",
            "年目",
            "年制",
            "年頃",
            "年ごろ",
            "年末",
            "人目",
            "人前",
            "人分",
            "人組",
        ),
        _FOUR,
    ),
    "両": {},
}
for _compound in ("月末", "月分", "月中", "月号", "月頃", "月ごろ", "月期"):
    _ENDS[_compound] = _ENDS["月"]
for _compound in ("時頃", "時ごろ", "時台", "時半", "時過ぎ", "時限"):
    _ENDS[_compound] = _ENDS["時"]

"""Last parts of numbers that are another word before what they count."""

_COUNTERS = {
    written: says
    for says, *counters in map(
        str.split,
        (
            *("ニン 人", "ニチ 日", "ニチカン 日間", "ガツ 月", "ジ 時", "ジカン 時間", "ネン 年", "ネンカン 年間"),
            *("ネンセー 年生", "エン 円", "ド 度", "ビョー 秒", "メー 名", "メーサマ 名様", "マイ 枚", "ダイ 台 代"),
            *("バン 番 晩", "ゴー 号", "バイ 倍", "ブ 部", "ワリ 割", "イ 位", "ジョー 条 畳", "ワ 羽", "ツ つ"),
            *("パーセント % パーセント", "カイ 回 階", "コ 個 箇 コ", "ケン 件 県 軒", "キョク 曲", "カン 巻 缶"),
            *(
                "キュー 級",
                "コーザ 口座",
                "カゲツ か月 ヶ月 カ月 ヵ月 ケ月 箇月",
                "カショ か所 ヶ所 カ所 ヵ所 ケ所 箇所",
            ),
            *("カコク か国 ヶ国 カ国 ヵ国 ケ国", "サイ 歳 才", "サツ 冊", "シャ 社", "シュー 週", "シューカン 週間"),
            *(
                "シューネン 周年",
                "シュルイ 種類",
                "セーキ 世紀",
                "ソク 足",
                "セキ 席 隻",
                "トー 頭",
                "テン 点",
                "ツー 通",
            ),
            *("チョーメ 丁目", "チャク 着", "ホン 本", "ヒキ 匹", "ハイ 杯", "ヒョー 票", "フン 分", "フンカン 分間"),
            *(
                "ハク 泊",
                "ハツ 発",
                "ヘン 遍",
                "ホ 歩",
                "ハイ 敗",
                "ショー 勝 章 升",
                "コー 校",
                "ショク 食",
                "テキ 滴",
                "テンポ 店舗",
            ),
            *(
                "トー 棟",
                "ケタ 桁",
                "ツボ 坪",
                "クミ 組",
                "ハコ 箱",
                "フクロ 袋",
                "サラ 皿",
                "クチ 口",
                "ヘヤ 部屋",
                "ツブ 粒",
                "カブ 株",
            ),
            *(
                "キレ 切れ",
                "タバ 束",
                "トーリ 通り",
                "ゴー 合",
                "ゼン 膳",
                "ジョー 錠",
                "リョー 両",
                "モン 問",
                "ダン 段",
                "ギョー 行",
            ),
            *(
                "ジ 字",
                "モジ 文字",
                "カク 画",
                "キ 機 基 期",
                "セタイ 世帯",
                "セダイ 世代",
                "シアイ 試合",
                "ビン 便",
                "ジゲン 時限",
            ),
            *(
                "リン 輪",
                "メートル メートル",
                "センチ センチ",
                "センチメートル センチメートル",
                "キロ キロ",
                "キロメートル キロメートル",
            ),
            *(
                "キログラム キログラム",
                "トン トン",
                "ページ ページ",
                "ポイント ポイント",
                "カロリー カロリー",
                "シリーズ シリーズ",
            ),
            *(
                "セット セット",
                "ケース ケース",
                "パック パック",
                "チーム チーム",
                "カップ カップ",
                "シーズン シーズン",
                "ドル ドル",
            ),
            *(
                "ユーロ ユーロ",
                "ネンセー 年制",
                "ネンダイ 年代",
                "ネンド 年度",
                "ネンメ 年目",
                "ニチメ 日目",
                "ニンメ 人目",
                "カイメ 回目",
            ),
            *(
                "バンメ 番目",
                "ホンメ 本目",
                "コメ 個目",
                "ツメ つ目",
                "シューメ 週目",
                "シャメ 社目",
                "ケンメ 件目 軒目",
                "マイメ 枚目",
            ),
            *(
                "ガツマツ 月末",
                "ガツブン 月分",
                "ガツチュー 月中",
                "ガツゴー 月号",
                "ガツゴロ 月頃 月ごろ",
                "ガツキ 月期",
            ),
            *(
                "ジゴロ 時頃 時ごろ",
                "ジダイ 時台",
                "ジハン 時半",
                "ジスギ 時過ぎ",
                "ニンマエ 人前",
                "ニンブン 人分",
                "ニングミ 人組",
            ),
            *("ニチゴロ 日頃", "ネンゴロ 年頃 年ごろ", "ネンマツ 年末", "ニチマデ 日まで"),
        ),
    )
    for written in counters
}
"""What is counted, as written: how it is said."""

_AFTER_N = {
    **{"階": "ガイ", "軒": "ゲン", "足": "ゾク", "本": "ボン", "匹": "ビキ", "杯": "バイ", "票": "ビョー"},
    **{
        "分": "プン",
        "分間": "プンカン",
        "泊": "パク",
        "発": "パツ",
        "遍": "ベン",
        "歩": "ポ",
        "敗": "パイ",
        "本目": "ボンメ",
    },
    **{"軒目": "ゲンメ"},
}
"""What is counted: how it is said after サン, セン and マン, where that is something else."""

_SHORTENED = {"イチ": "イッ", "ハチ": "ハッ", "ジュー": "ジュッ"}
_SHORTENED_MORE = {"ロク": "ロッ", "ヒャク": "ヒャッ", "ビャク": "ビャッ", "ピャク": "ピャッ"}
_HARDENED = {"ハ": "パ", "ヒ": "ピ", "フ": "プ", "ヘ": "ペ", "ホ": "ポ"}
_HARD_FOUR = frozenset(("分", "分間", "泊", "発", "歩", "敗"))


def value_of(written: str) -> int | None:
    """Give the value of a number in digits, in kanji or in both: 1,200, 二千二十四, 二〇二四, 3万5千.

    None if it is none.
    """
    total = section = 0
    digits, is_empty = "", True
    for part in _NUMERALS.findall(written):
        unit, is_empty = _KANJI_UNITS.get(part), False
        if unit is None:
            digits += _KANJI_DIGITS.get(part) or part.replace(",", "")
        elif unit < 10**4:
            section, digits = section + int(digits or 1) * unit, ""
        else:
            total, section, digits = total + (section + int(digits or (0 if section else 1))) * unit, 0, ""
    return None if is_empty else total + section + int(digits or 0)


def kana(number: int) -> str:
    """Say a quantity: 0 ゼロ, 300 サンビャク, 10,000 イチマン, 80,000,000 ハッセンマン."""
    if number == 0:
        return "ゼロ"
    words = ""
    for unit, place in _LARGE.items():
        count, number = divmod(number, unit)
        if count:
            words += _merged(("イッセン" if count == 1000 else _thousands(count)) + place)
    return words + _thousands(number)


def spoken_number(written: str) -> str:
    """Say a number as written, with a decimal point; leading zeros and very long numbers digit by digit.

    Numbers joined by hyphens, such as a telephone's or a house's, are said digit by digit with ノ between them.
    """
    if _HYPHENED.fullmatch(written):
        return "ノ".join(map(_digit_by_digit, written.split("-")))
    decimal = _DECIMAL.fullmatch(written)
    if decimal:
        whole = spoken_number(decimal[1])
        words = _another_end("レー" if whole == "ゼロ" else whole, _SHORTENED)
        return words + "テン" + _digit_by_digit(decimal[2]) + _PLACES.get(decimal[3], "")
    parts = [part for part in _BREAK.split(written) if part]
    if len(parts) > 1:
        return "".join(map(spoken_number, parts))
    if written.isdecimal() and ((len(written) > 1 and written.startswith("0")) or len(written) > _LONGEST):
        return _digit_by_digit(written)
    return kana(value_of(written) or 0)


def is_counter(written: str, number: int) -> bool:
    """Tell whether a word counts; a month only up to the twelfth, つ only up to nine."""
    most = 12 if written.startswith("月") else {"つ": 9, "つ目": 9}.get(written)
    return written in _COUNTERS and (most is None or 1 <= number <= most)


def counted(written: str, counter: str, *, is_date: bool = True) -> str:
    """Say a number and what it counts: 三本 サンボン, 二人 フタリ, 九時 クジ.

    一日 is ツイタチ as the date of a month, and else イチニチ.
    """
    value = 0 if _BREAK.search(written) else value_of(written)
    is_one_day = counter in {"日", "日間"} and value == 1 and not (is_date and counter == "日")
    one_word = None if value is None or is_one_day else _WHOLE.get(counter, {}).get(value)
    if one_word:
        return one_word
    words = _another_end(spoken_number(written), _ENDS.get(counter, {}))
    after_n = ("サン", "セン", "ゼン", "マン", "ヨン") if counter in _HARD_FOUR else ("サン", "セン", "ゼン", "マン")
    if counter in _AFTER_N and words.endswith(after_n):
        return words + _AFTER_N[counter]
    return _run_together(words, _COUNTERS[counter])


def is_counted_in(text: str) -> bool:
    """Tell whether a text begins with something that counts."""
    bare = text.lstrip()
    return any(bare.startswith(counter) for counter in _COUNTERS)


def joined_to_unit(words: str, unit: str) -> str:
    """Say a number and a unit in kana: 10 and キロ are ジュッキロ."""
    return _run_together(words, unit)


_LOANS = ("キロ", "カロリー", "ケース", "カップ", "ヘクト", "ヘクタール", "ヘルツ", "ヘーホー", "フィート")
"""Words from abroad before which only the last of a number is shortened, and which keep their own sound."""


def _run_together(words: str, says: str) -> str:
    """Shorten the number before a voiceless sound, and harden the ハ row after it: イチ and ホン are イッポン."""
    first = says[0]
    if says.startswith(_LOANS):
        is_k = first in "カキケ"
        return _another_end(words, {"ジュー": "ジュッ", "ヒャク": "ヒャッ", "ロク": "ロッ"} if is_k else {}) + says
    table = _SHORTENED if first in "サシスセソタチツテト" else {}
    if first in "カキクケコハヒフヘホ":
        table = _SHORTENED | _SHORTENED_MORE
    elif first in "パピプペポ":
        table = {"ジュー": "ジュッ"}
    shortened = _another_end(words, table)
    return shortened + (_HARDENED.get(first, first) if shortened != words else first) + says[1:]


def _another_end(words: str, ends: dict[str, str]) -> str:
    for end, other in ends.items():
        if words.endswith(end):
            return words.removesuffix(end) + other
    return words


def _thousands(number: int) -> str:
    words = ""
    for unit, place in _SMALL.items():
        count, number = divmod(number, unit)
        if count:
            words += _merged(("" if count == 1 else _ONES[count]) + place)
    return words + _ONES[number]


def _merged(words: str) -> str:
    return _another_end(words, _MERGED)


def _digit_by_digit(digits: str) -> str:
    return "".join(_ONES[int(digit)] or "ゼロ" for digit in digits)

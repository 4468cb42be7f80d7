"""Chinese or Japanese: by kana, by the forms of characters, by words and marks that only one of them writes."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.scripts import HAN, KANA

_QUOTED = re.compile("《[^》]*》|〈[^〉]*〉|“[^”]*”|「[^」]*」|『[^』]*』")
_KANA = re.compile(f"[{KANA}]+")
_HAN = re.compile(f"[{HAN}]")
_JAPANESE = re.compile(
    "午前|令和|平成|税込|税抜|税別|株式会社|有限会社|会社|四半期|前年比|名様|丁目|号室|番線|円|新幹線|切符|荷物|申込|締切|割引|値引|値段|品切|在庫|取扱|"
    "見積|支払|振込|領収書|都道府県|御中|拝啓|敬具|売上|容疑|一昨日|無料|送料|料金|宅配|家賃|賃貸|駐車場|携帯電話|映画館|"
    "財布|残念|配信|具合|切手|葉書|名刺|残業|給料|売場|交番|暗証|残高|振替|引落|部屋|風呂|押入|乗換|終電|欠航|手荷物|両替|昼食|弁当|刺身|残席|"
    "書留|宛先|差出人|苗字|問合|期限切|留守電|件名|下書|切取|消費税|手数料|試着|値上|値下|着払|前払|後払|先着|有休|会員|受付中|定休日|返品|返金|下さい|御座"
)
"""words that Chinese says otherwise"""
_SOONER_JAPANESE = re.compile(
    "午後|年度|平日|土日|祝日|受付|予約|歳|案内|本日|明日|昨日|毎日|来週|先週|来月|先月|来年|氏名|東京都|京都|首都|首相|大臣|選挙|目的|終了|完了|"
    "了解|在住|所在|存在|被害|被告|給与|与党|是非|是正|我々|其他|連結|経常|課長|様|殿|店舗|一番|当店|応募|年中無休|電車|勉強|大丈夫|写真|逮捕|時計|手紙|[0-9]匹|[月火水木金土日]曜|第[0-9一二三四五六七八九十]+(?:話|巻|回|位)"
)
"""words that Chinese may say, and Japanese says more often"""
_CHINESE = re.compile(
    "[你您她吗吧呢啊这哪怎么没很让给跟说這說嗎們麼妳咱]|(?<!其)[是他我](?!々|が)|請(?!求|負|願)|可以|不要|已经|已經|多少|还是|還是"
)
_SOONER_CHINESE = re.compile("[的了在都也就被与和或但而从於把那还]")
_CHINESE_MARKS = re.compile("[，；：“”‘’《》]|——|……")
_JAPANESE_MARKS = re.compile("〜|(?<=[^0-9一-龠])・|・(?=[^0-9一-龠])|(?<=[0-9])(?:円|名|本|歳|個|件|階|冊|泊)")

_LONG = 12
"""characters, from which on Japanese would show kana"""


def scores_of_han(sentence: str) -> dict[str, float]:
    """Score Chinese and Japanese for a sentence of Han characters and kana, in logarithms of likelihood."""
    unquoted = _QUOTED.sub(" ", sentence)
    chinese = _as_chinese(unquoted)
    # A title in kana makes no sentence Japanese that is Chinese around it.
    bare = unquoted if chinese > 1.0 and _HAN.search(unquoted) else sentence
    han = _HAN.findall(bare)
    japanese = _by_kana(bare, len(han)) + _by_forms(han)
    japanese += 2.0 * len(_JAPANESE.findall(bare)) + 0.7 * len(_SOONER_JAPANESE.findall(bare))
    japanese += 0.9 * len(_JAPANESE_MARKS.findall(bare)) + 1.0 * bare.count("〜")
    if not japanese:
        chinese += min(3.0, 0.25 * max(0, len(han) - _LONG // 3))
    return {"zh": chinese, "ja": japanese - 1.0}


def _as_chinese(text: str) -> float:
    others = _SOONER_JAPANESE.sub(" ", _JAPANESE.sub(" ", text))
    score = 1.5 * len(_CHINESE.findall(others)) + 0.7 * len(_SOONER_CHINESE.findall(others))
    score += min(2.0, 1.0 * len(_CHINESE_MARKS.findall(text)))
    return score + sum(2.5 for character in _HAN.findall(text) if not _encodes(character, "cp932"))


def _by_forms(han: list[str]) -> float:
    """Score Japanese by its forms of characters: those that it alone has, and those that no Chinese writes together."""
    score = 3.0 * sum(map(_is_japanese, han))
    if all(_encodes(character, "cp932") for character in han):
        is_mixed = not all(_encodes(each, "gb2312") for each in han) and not all(_encodes(each, "big5") for each in han)
        score += 3.0 * is_mixed
    return score


def _by_kana(text: str, han: int) -> float:
    score = 0.0
    for run in _KANA.findall(text):
        if run in ("の", "ー", "ノ", "ツ"):  # an ornament of Chinese brands and faces
            score += 1.5
        else:
            score += 3.0 if any("\u3041" <= letter <= "\u309f" for letter in run) else 1.5
    return score if han else score + 3.0


def _is_japanese(character: str) -> bool:
    """Tell a character that was simplified in Japan alone: neither Peking's nor Taipei's set has it."""
    return not _encodes(character, "gb2312") and not _encodes(character, "big5") and _encodes(character, "cp932")


@lru_cache(maxsize=8192)
def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

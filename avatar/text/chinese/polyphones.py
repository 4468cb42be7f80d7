"""Characters with several readings that stand alone in a sentence: which reading their neighbours ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.text.chinese.tone_sandhi import Syllable

LONE_READINGS: dict[str, str] = {
    **{
        "得": "de5",
        "地": "de5",
        "着": "zhe5",
        "了": "le5",
        "的": "de5",
        "吗": "ma5",
        "呢": "ne5",
        "吧": "ba5",
        "啊": "a5",
    },
    **{
        "么": "me5",
        "们": "men5",
        "还": "hai2",
        "为": "wei4",
        "行": "xing2",
        "重": "zhong4",
        "长": "chang2",
        "只": "zhi3",
    },
    **{
        "数": "shu4",
        "给": "gei3",
        "都": "dou1",
        "种": "zhong3",
        "当": "dang1",
        "干": "gan4",
        "好": "hao3",
        "倒": "dao4",
    },
    **{"差": "cha4", "率": "lv4", "几": "ji3", "角": "jiao3", "校": "xiao4", "间": "jian1", "划": "hua4", "分": "fen1"},
    **{
        "中": "zhong1",
        "会": "hui4",
        "没": "mei2",
        "与": "yu3",
        "便": "bian4",
        "才": "cai2",
        "乐": "le4",
        "朴": "piao2",
    },
    **{
        "单": "dan1",
        "查": "cha2",
        "区": "qu1",
        "要": "yao4",
        "量": "liang4",
        "转": "zhuan3",
        "调": "tiao2",
        "处": "chu4",
    },
    **{
        "应": "ying1",
        "相": "xiang1",
        "和": "he2",
        "看": "kan4",
        "教": "jiao1",
        "降": "jiang4",
        "折": "zhe2",
        "载": "zai4",
    },
    **{
        "圈": "quan1",
        "号": "hao4",
        "更": "geng4",
        "藏": "cang2",
        "朝": "chao2",
        "传": "chuan2",
        "似": "si4",
        "系": "xi4",
    },
    **{
        "少": "shao3",
        "难": "nan2",
        "片": "pian4",
        "空": "kong1",
        "省": "sheng3",
        "石": "shi2",
        "提": "ti2",
        "万": "wan4",
    },
    **{
        "嘛": "ma5",
        "呀": "ya5",
        "哇": "wa5",
        "啦": "la5",
        "呗": "bei5",
        "嗯": "en1",
        "哦": "o4",
        "喂": "wei4",
        "哈": "ha1",
    },
    **{"幺": "yao1", "〇": "ling2", "两": "liang3", "个": "ge4", "过": "guo4", "这": "zhe4", "那": "na4", "哪": "na3"},
    **{"谁": "shei2", "露": "lu4", "薄": "bao2", "落": "luo4", "血": "xue4", "熟": "shu2", "色": "se4", "削": "xiao1"},
    **{"尽": "jin4", "卡": "ka3", "夹": "jia1", "扎": "zha1", "打": "da3", "大": "da4", "压": "ya1", "缝": "feng4"},
    **{
        "占": "zhan4",
        "正": "zheng4",
        "从": "cong2",
        "强": "qiang2",
        "任": "ren4",
        "切": "qie4",
        "冲": "chong1",
        "令": "ling4",
    },
    **{"发": "fa1", "供": "gong1", "兴": "xing1", "观": "guan1", "结": "jie2", "据": "ju4", "模": "mo2", "宁": "ning2"},
}
"""character -> its reading where it is a word of its own and nothing around it says otherwise"""

_NUMERAL = frozenset("零一二两三四五六七八九十百千万亿几每这那")
_BENEFIT = re.compile(
    "为[^，。]{1,10}?(?:服务|提供|办理|解答|着想|准备|打造|定制|带来|送上|推荐|介绍|开通|申请|预约|查询|设计|讲解|解决|处理|祝福|加油|保驾)"
)
_DEGREE = frozenset("很好快多高低大小早晚清非太更最特十比不")


def settle(syllables: list[Syllable]) -> None:
    """Give lone characters the reading that their neighbours ask for, in place."""
    _settle_able(syllables)
    text = "".join(syllable.character for syllable in syllables)
    for index, syllable in enumerate(syllables):
        rule = _RULES.get(syllable.character)
        if rule is None or len(syllable.word_text) > 1:
            continue
        if asked := rule(syllables, index, text):
            syllable.base, syllable.tone = asked[:-1], int(asked[-1])


def _settle_able(syllables: list[Syllable]) -> None:
    """Read 得了 behind a verb as what can be done: 办得了."""
    for before, de, le in zip(syllables, syllables[1:], syllables[2:], strict=False):
        if de.word_text == "得了" and le.character == "了" and de.character == "得" and before.base:
            de.tone, le.base, le.tone = 5, "liao", 3


def _around(text: str, index: int) -> tuple[str, str]:
    return text[index - 1 : index] if index else "", text[index + 1 : index + 2]


def _de(_: list[Syllable], index: int, text: str) -> str:
    before, after = _around(text, index)
    if before in set("还就都必总你我他您她也可非们") and after and after not in _DEGREE:
        return "dei3"
    return "" if before else "de2"


def _di(_: list[Syllable], index: int, text: str) -> str:
    before, after = _around(text, index)
    return "di4" if not after or not before or before in set("每这该块此各一片两") or after in "的上下里方" else ""


def _le(syllables: list[Syllable], index: int, text: str) -> str:
    before, _ = _around(text, index)
    is_able = before == "不" or (before == "得" and index > 1 and syllables[index - 1].word_text == "得")
    return "liao3" if is_able else ""


def _hai(syllables: list[Syllable], index: int, text: str) -> str:
    _, after = _around(text, index)
    if not after or after in set("款钱清贷息债") or (after in set("了完掉上") and text[index + 2 : index + 3] != "有"):
        return "huan2"
    is_sum = index + 1 < len(syllables) and syllables[index + 1].is_number
    return "huan2" if is_sum and re.match(".[^，]{0,12}?[元块万]", text[index:]) else ""


def _wei(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = _around(text, index)
    if after and after in set("您你我他她它谁此何了大客广用"):
        return ""
    if before and before in set("成认作以视设改称分变定列记简评选转换存名均仅约应率额号即多少总高低长量价"):
        return "wei2"
    if index + 1 < len(syllables) and (syllables[index + 1].is_number or after in _NUMERAL):
        return "wei2"
    return "" if _BENEFIT.match(text[index : index + 16]) else "wei2"


def _zhi(_: list[Syllable], index: int, text: str) -> str:
    before, _after = _around(text, index)
    return "zhi1" if before and before in _NUMERAL else ""


def _zhong(_: list[Syllable], index: int, text: str) -> str:
    return "zhong4" if _around(text, index)[1] in ("了", "奖", "签", "标") else ""


def _chong(_: list[Syllable], index: int, text: str) -> str:
    after = _around(text, index)[1]
    return "chong2" if after and after in set("新复启置做建发试来签填绑设印装构拍修审申叠读走回开") else ""


def _sow(_: list[Syllable], index: int, text: str) -> str:
    after = _around(text, index)[1]
    return "zhong4" if after and after in set("地田树菜花草植") else ""


def _shu(_: list[Syllable], index: int, text: str) -> str:
    return "shu3" if _around(text, index)[1] in ("一", "到", "着") else ""


_RULES = {
    **{"得": _de, "地": _di, "了": _le, "还": _hai, "为": _wei, "只": _zhi},
    **{"中": _zhong, "重": _chong, "种": _sow, "数": _shu},
}

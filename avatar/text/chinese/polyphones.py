"""Characters with several readings that stand alone: the usual reading, and rules for what their neighbours ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.chinese.particles import PARTICLES, TAKES_A_RESULT, around, is_errand

if TYPE_CHECKING:
    from avatar.text.chinese.tone_sandhi import Syllable

_LONE = """
得=de5 地=de5 着=zhe5 了=le5 的=de5 吗=ma5 呢=ne5 吧=ba5 啊=a5 么=me5 们=men5 还=hai2 为=wei4 行=xing2 重=zhong4
长=chang2
只=zhi3 数=shu4 给=gei3 都=dou1 种=zhong3 当=dang1 干=gan4 好=hao3 倒=dao4 差=cha4 率=lv4 几=ji3 角=jiao3
校=xiao4 间=jian1
划=hua4 分=fen1 中=zhong1 会=hui4 没=mei2 与=yu3 便=bian4 才=cai2 乐=le4 朴=piao2 单=dan1 查=cha2 区=qu1 要=yao4
量=liang4
转=zhuan3 调=tiao2 处=chu4 应=ying1 相=xiang1 和=he2 看=kan4 教=jiao1 降=jiang4 折=zhe2 载=zai4 圈=quan1 号=hao4
更=geng4
藏=cang2 朝=chao2 传=chuan2 似=si4 系=xi4 少=shao3 难=nan2 片=pian4 空=kong1 省=sheng3 石=shi2 提=ti2 万=wan4
嘛=ma5 呀=ya5
哇=wa5 哕=yue3 啦=la5 呗=bei5 嗯=en1 哦=o4 喂=wei4 哈=ha1 幺=yao1 〇=ling2 两=liang3 个=ge4 过=guo4 这=zhe4
那=na4 哪=na3 谁=shei2
露=lu4 薄=bao2 落=luo4 血=xue4 熟=shu2 色=se4 削=xiao1 尽=jin4 卡=ka3 夹=jia1 扎=zha1 打=da3 大=da4 压=ya1
缝=feng4 占=zhan4
正=zheng4 从=cong2 强=qiang2 任=ren4 切=qie4 冲=chong1 令=ling4 发=fa1 供=gong1 兴=xing1 观=guan1 结=jie2 据=ju4 模=mo2
宁=ning2 粘=zhan1
"""

LONE_READINGS: dict[str, str] = dict(pair.split("=") for pair in _LONE.split())
"""character -> its reading where it is a word of its own and nothing around it says otherwise"""

_NUMERAL = frozenset("零一二两三四五六七八九十百千万亿几每这那")
_KINDS = _NUMERAL | frozenset("各某多品物该此")
_FOOD = "鸡鱼虾肉薯饼糕串排丸酱茄藕卷豆腐油条土花生蘑菇馒头年麻蛋翅腿牛奶鸭圆宵饺"
_HAIR = re.compile(
    "扎(?:了|着|个|上|起|起来|成|好|住|紧|在|的)?[^，。]{0,6}?(?:头发|辫|马尾|腰带|蝴蝶结|领带|丸子|绳|捆|裤|灯笼|风筝)"
)
_FRIED = re.compile(
    f"炸[^，。]{{0,2}}?[{_FOOD}]|炸(?:至|到|得|成|了)?[^，。]{{0,4}}?(?:金黄|酥|熟|透|焦|脆|[分秒]钟|[一二两三四五]遍|出锅)"
)
_ROUND = re.compile("转(?:了|过|着)?[^，。的]{0,2}?圈|转(?:着|个不|呀|啊)")
_POURED = re.compile("倒(?:了|出|点|上|满)?[^，。]{0,2}?[杯碗壶瓶桶盆锅水茶酒汤油]")
_FILLED = re.compile("盛(?:了|上|出|满|好)?[^，。]{0,3}?[碗盆勺盘饭汤粥]")
_FAITH = frozenset("宗堂皇派义区士主友徒父廷案师")
_ABLE = frozenset(("得了", "得出", "得到", "得着"))
_WHO = frozenset("我你您他她它咱谁")


def settle(syllables: list[Syllable]) -> None:
    """Give lone characters the reading that their neighbours ask for, in place."""
    text = "".join(syllable.character for syllable in syllables)
    _settle_able(syllables, text)
    for index, syllable in enumerate(syllables):
        rule = _RULES.get(syllable.character)
        if rule is None or syllable.is_number or not _is_alone(syllables, index):
            continue
        if asked := rule(syllables, index, text):
            syllable.base, syllable.tone = asked[:-1], int(asked[-1])


def _is_alone(syllables: list[Syllable], index: int) -> bool:
    """Tell whether a character is a word of its own, or one said twice; in 这种花 it is, though 种花 is a word."""
    here = syllables[index]
    if len(set(here.word_text)) == 1 or here.word_text == "一角":
        return True
    return here.character == "种" and here.is_first and index > 0 and syllables[index - 1].character in _KINDS


def _settle_able(syllables: list[Syllable], text: str) -> None:
    """Read 得 behind a verb as what can be done, and how: 办得了, 搬得出; before 到 as what has to be: 得到医院去."""
    for index, (before, de, after) in enumerate(zip(syllables, syllables[1:], syllables[2:], strict=False), 1):
        if de.word_text not in _ABLE or de.character != "得":
            continue
        if before.character in TAKES_A_RESULT and len(before.word_text) == 1:
            de.tone = 5
            if after.character == "了":
                after.base, after.tone = "liao", 3
        elif is_errand(text, index):
            de.base, de.tone = "dei", 3


def _zhi(_: list[Syllable], index: int, text: str) -> str:
    before, _after = around(text, index)
    return "zhi1" if before and before in _NUMERAL else ""


def _zhong(_: list[Syllable], index: int, text: str) -> str:
    return "zhong4" if around(text, index)[1] in ("了", "奖", "签", "标", "毒", "弹", "计", "招") else ""


def _chong(_: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if before and before in set("很太不真好最更越挺有多") and after in ("", "的", "了", "吗", "吧", "要"):
        return "zhong4"
    return "chong2" if after and after in set("新复启置做建发试来签填绑设印装构拍修审申叠读走回开录写编排译") else ""


def _sow(_: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if before and before in _KINDS:
        return "zhong3"
    return "zhong4" if after and after in set("地田树菜花草植瓜豆粮稻麦茶棉果药竹葡苹庄玉土水烟") else ""


def _shu(syllables: list[Syllable], index: int, text: str) -> str:
    if index + 1 < len(syllables) and syllables[index + 1].is_number:
        return ""
    before, after = around(text, index)
    if after and after in set("到着了清完羊星数"):
        return "shu3"
    if after == "一" and text[index + 2 : index + 3] in ("数", "下", "遍"):
        return "shu3"
    return "shu3" if before in ("数", "一") and text[max(index - 2, 0) : index].startswith("数") else ""


def _liang(syllables: list[Syllable], index: int, text: str) -> str:
    if index + 1 < len(syllables) and syllables[index + 1].is_number:
        return ""
    before, _after = around(text, index)
    if re.match("量(?:[一了着个量完]|体[温重长裁]|血|身|尺|腰|胸围)", text[index : index + 4]) or before == "量":
        return "liang2"
    return "liang2" if text[max(index - 2, 0) : index] in ("量一", "量了") else ""


def _jiao(_: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    following = after if after != "教" else text[index + 2 : index + 3]
    if following and following in _WHO | set("会给过得了不怎如唱跳弹打写读说做用人大孩学小同"):
        return "jiao1"
    return "jiao1" if before and before in _WHO | set("去要教") and after and after not in _FAITH else ""


def _hang(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if after and after in set("人动程驶走为政李星者军进径吗吧啊了不"):
        return ""
    if before == "一" and index > 1 and text[index - 2] in "人等员团生长们":
        return "xing2"
    if before and before in set("我他该各贵本") and after and after not in "的得":
        return "hang2"
    counted = index > 0 and (syllables[index - 1].is_number or before in set("一二两三四五六七八九十几每首末第整多"))
    if counted and before != "万":
        return "hang2"
    return "hang2" if before in ("这", "那", "哪") and after and after in set("字代诗文数里业规当话") else ""


def _zha(_: list[Syllable], index: int, text: str) -> str:
    is_cooked = _FRIED.match(text[index : index + 12]) or re.search("[油锅]", text[max(index - 6, 0) : index])
    return "zha2" if is_cooked else ""


def _za(_: list[Syllable], index: int, text: str) -> str:
    return "za1" if _HAIR.match(text[index : index + 12]) else ""


def _zhuan(_: list[Syllable], index: int, text: str) -> str:
    return "zhuan4" if _ROUND.match(text[index : index + 6]) else ""


def _dao(_: list[Syllable], index: int, text: str) -> str:
    before, _after = around(text, index)
    if before and before in set("打推撞摔绊跌跪病累晕吓刮吹压砍扳驳击撂放墙树房楼"):
        return "dao3"
    return "dao4" if _POURED.match(text[index : index + 6]) else ""


def _cheng(_: list[Syllable], index: int, text: str) -> str:
    return "cheng2" if _FILLED.match(text[index : index + 8]) else ""


def _shan(_: list[Syllable], index: int, text: str) -> str:
    after = around(text, index)[1]
    return "shan1" if after and after in _WHO | set("了着") else ""


def _nian(_: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    return "nian2" if before and before in set("不很太又真好挺发") and after not in set("住上在到") else ""


def _zhang(_: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if after == "得" and before and before in _WHO | set("们子孩儿"):
        return "zhang3"
    return "zhang3" if after and after in set("出满着大高胖") and before not in ("不", "很", "太", "更") else ""


def _jue(_: list[Syllable], index: int, text: str) -> str:
    is_role = text[max(index - 1, 0) : index] == "一" and re.search("[饰演扮]", text[max(index - 14, 0) : index])
    return "jue2" if is_role else ""


def _he(_: list[Syllable], index: int, text: str) -> str:
    before, _after = around(text, index)
    is_mixed = not before or before in set("在去来会把着玩爱要正帮先再水")
    return (
        "huo2"
        if is_mixed and re.match("和(?:了|点|好)?(?:泥|面|水泥|沙子|馅)(?:[的吧呢了啊巴玩]|$)", text[index : index + 6])
        else ""
    )


def _cha(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    is_lacking = after and (after in set("一二两三四五六七八九十几多了得不") or syllables[index + 1].is_number)
    return "cha4" if is_lacking or before in ("很", "太", "最", "还", "只") else ""


def _o(syllables: list[Syllable], index: int, _: str) -> str:
    return f"{syllables[index].base}5" if 0 < index == len(syllables) - 1 else ""


_RULES = {
    **PARTICLES,
    **{"只": _zhi, "中": _zhong, "重": _chong, "种": _sow, "数": _shu, "量": _liang, "教": _jiao, "行": _hang},
    **{
        "炸": _zha,
        "扎": _za,
        "转": _zhuan,
        "倒": _dao,
        "盛": _cheng,
        "扇": _shan,
        "粘": _nian,
        "长": _zhang,
        "哦": _o,
        "角": _jue,
    },
    **{"和": _he, "差": _cha},
}

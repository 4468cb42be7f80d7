"""得, 地, 着, 了, 还, 为, 都, 应: which of their readings the grammar of a sentence asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.text.chinese.tone_sandhi import Syllable

_NUMERAL = frozenset("零一二两三四五六七八九十百千万亿几每这那")

TAKES_A_RESULT = frozenset(
    "走跑飞跳写唱说讲吃睡玩学考做办打踢看听想搞弄闹搬洗穿住坐站开演长变活死生过忙累气吓急热冷疼痛美逗乐笑哭来起教背读画答"
    "记拍切炒煮烧烤晒吹刮下落掉摔碰撞压挤推拉拖抬扛提拿抓握抱带赶追逃躲藏找问骂吵叫喊闻尝喝吐咬嚼吞咳喘病瘦胖老熟烂臭香"
    "甜苦辣酸咸淡浓厚薄粗细深浅宽窄远近早晚快慢多少好坏新旧贵干湿亮暗红黑白黄绿蓝脏乱齐静满空重轻硬软滑紧松直弯平斜高矮低"
    "大小强弱灵笨傻疯怕羞愁烦恨爱困饿渴醉醒晕肿破碎断倒沉流滚转摇晃抖震停等守管治修补建盖造装拆换改加减算数量测买卖租借"
    "付收存取赚赔花用省攒挣输赢比争斗杀砍刺射弹扫擦抹刷缝织绣种养喂剪梳扎捆系解练扮练扬聊谈议论处分清认信靠对配顾合离扭蹲趴跪躺爬瘸翘滑拧绑裹盖埋挖锯敲捶踩蹭舔吮吸呼喷浇泡煎炖蒸拌揉捏掐挠抠"
)
"""Verbs and adjectives of one character after which 得 says how or how much."""

_DEGREE = frozenset("很太挺更最极比非十特相那这像跟如不多好快慢高低大小远近早晚清")
"""What says how or how much begins with these."""

_ERRAND = re.compile("得到[^，。了]{1,7}?(?:去|走|跑|办|取|领|拿|买|开会|报到)")

_HOW = frozenset(("这么", "那么", "如此", "十分", "相当", "比较", "不得", "多么"))

_MUST = re.compile(
    "立即|立刻|马上|赶紧|赶快|赶忙|尽快|尽早|及时|准时|按时|提前|抓紧|先|再|另|亲自|自己|好好|认真|小心|注意|时刻|经常|随时|去|回|走|把|给|找|买|问|学"
    "|按|从|在|由|跟|和|向|对|罚|改|吃|喝|睡|赔|赶|抓|承认|需要|经过|交|付|出门|出去|动手|动脑|想办法|想想|等|用|靠|花|请|写|换|加|减|住院|坐|带|拿|穿|戴"
    "|听|读|练|送|接|还|排队|办|查|修|洗|拆|做|开会|开车|开始|上班|上课|上学|上网|上去|加班|下班|下车|看医生|看看|看情况|看你|看他|看谁|看我|继续|保持|遵守|通过|完成"
    "|让|要|有人|有个|有点|多喝|多吃|多穿|多学|多练|多花|多想|多看|多注意|多带|多久|多长时间|多少钱|好几|[一二两三四五六七八九十几半]+[个小天年月周分秒]|花|会说|会做|跑一趟|打电话"
    "|打车|打针|打扫|打个|陪|帮|搬|省|忍|拼|努力|面对|重新|重做|重来|尊重|考虑|解决|处理|准备|手术|住院|休息|支付|缴|填|签|戒|忌|养|防|变|承担|负责|提供|避免|控制|服从|依靠|依|凭|将|为|往|朝|到|来"
)
"""What one has to do begins with these."""

_SAYS_MUST = frozenset("还就都必总你我他您她它们谁又便才须需准真怕少光家人也非咱天上午晚后前时候这那事")
"""Before 得 as "must": who has to, when, and adverbs."""

_MANNERS = frozenset("快慢猛狠轻重早晚高低深浅久多好大力")
"""Adjectives of one character that say how something is done."""

_NOT_MANNER = frozenset("每这该块此各一片两那哪某整宝等")
_PLACE_AFTER = frozenset("的上下里方区块面处形图铁产理板主址位势砖狱皮段名貌质震税契价")

_BENEFIT = re.compile(
    "为[^，。]{1,10}?(?:服务|提供|办理|解答|着想|准备|打造|定制|带来|送上|推荐|介绍|开通|申请|预约|查询|设计|讲解|解决|处理|祝福|加油|保驾"
    "|祈祷|庆祝|庆生|操心|担心|骄傲|自豪|高兴|难过|鼓掌|点赞|喝彩|效力|报仇|辩护|代言|配音|伴奏|写信|写歌|争光|奋斗|牺牲|献身|保密|开门|倒茶)"
)
_ASKED = re.compile("应[^，。；]{0,14}?(?:邀|要求|请求|之请|号召|征召|之约|之求|召唤|征)")


def around(text: str, index: int) -> tuple[str, str]:
    """Give the characters before and after one; "" at the ends."""
    return text[index - 1 : index] if index else "", text[index + 1 : index + 2]


def _de(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    rest = text[index + 1 : index + 8]
    if not before:
        return "dei3" if _MUST.match(rest) else "de2"
    if not after:
        return ""
    word = syllables[index - 1].word_text
    if before in _NUMERAL and before not in "这那" and after in _NUMERAL:
        return "de2"  # of a multiplication table
    if len(word) == 1 and before in TAKES_A_RESULT:
        return "de5"
    if before in _SAYS_MUST and before == word[-1] and (after not in _DEGREE or _MUST.match(rest)):
        # 他得了奖 is what he won.
        return "de2" if after in "了过" else "dei3" if _MUST.match(rest) or len(word) == 1 else ""
    return _de_of_manner(word, rest)


def _de_of_manner(word: str, rest: str) -> str:
    """Read 得 behind a word that may be how something is done, or who has to do it, by what follows."""
    if rest[0] in "很太挺更最极非特" or rest[:2] in _HOW:
        return "de5"
    if _MUST.match(rest) and rest[0] not in "让要多好有比来为到":
        return "dei3"
    return "de5" if len(word) > 1 else ""


def is_errand(text: str, index: int) -> bool:
    """Tell whether 得 before 到 is what one has to do: 我得到医院去."""
    return text[index - 1 : index] in _SAYS_MUST and bool(_ERRAND.match(text[index : index + 12])) if index else False


def _is_manner(word: str) -> bool:
    """Tell whether a word is said of how something is done by its form: 慢慢, 高高兴兴, 静悄悄, 兴高采烈, 突然."""
    if len(word) > 1 and word[-1] == word[-2]:
        return True
    return len(word) == 4 or (len(word) > 1 and word[-1] in "然般样")


def _di(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if not before:
        return "di4"
    word = syllables[index - 1].word_text
    if _is_manner(word) or (word in _MANNERS and after):
        return "de5"
    if not after or before in _NOT_MANNER or after in _PLACE_AFTER:
        return "di4"
    return ""


def _le(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    verb = text[index - 2 : index - 1] if index > 1 else ""
    is_able = before == "不" or (before == "得" and syllables[index - 1].word_text == "得")
    if is_able and verb and verb not in "还觉记懂显舍值晓只罢获取":
        return "liao3"
    return "liao4" if after == "望" else ""


def _zhe(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if index > 1 and (before == "不" or (before == "得" and syllables[index - 1].word_text == "得")):
        return "zhao2"
    return "zhao2" if before in ("睡", "猜", "逮") and after in ("了", "") else ""


def _hai(syllables: list[Syllable], index: int, text: str) -> str:
    _, after = around(text, index)
    if not after:
        return "huan2"
    if after in set("款钱清贷息债") or (after in set("了完掉") and text[index + 2 : index + 3] != "有"):
        return "huan2"
    is_sum = index + 1 < len(syllables) and syllables[index + 1].is_number
    return "huan2" if is_sum and re.match(".[^，]{0,12}?[元块万]", text[index : index + 20]) else ""


def _wei(syllables: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if after and after in set("您你我他她它谁此何了大客广"):
        return "wei4"
    if before and before in set("成认作以视设改称分变定列记简评选转换存名均仅约应率额号即多少总高低长量价"):
        return "wei2"
    if index + 1 < len(syllables) and (syllables[index + 1].is_number or after in _NUMERAL):
        return "wei2"
    return "wei4" if _BENEFIT.match(text[index : index + 16]) else ""


def _dou(_: list[Syllable], index: int, text: str) -> str:
    before, after = around(text, index)
    if after and after in set("是有会能要不没很在被把将已得想说去来可应该叫让给用做觉知喜爱用挺还"):
        return "dou1"
    return "dou1" if before and before in set("们者谁每全各切么家人") and after else ""


def _ying(syllables: list[Syllable], index: int, text: str) -> str:
    if index + 1 == len(syllables):
        return ""
    return "ying4" if _ASKED.match(text[index : index + 20]) else "ying1"


PARTICLES = {"得": _de, "地": _di, "了": _le, "着": _zhe, "还": _hai, "为": _wei, "都": _dou, "应": _ying}
"""character -> rule that gives its reading, or "" where what was weighed stays"""

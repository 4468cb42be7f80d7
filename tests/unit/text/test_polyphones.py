"""Characters with several readings, kind by kind: grammar, measures, verbs, places, traditional writing."""

from __future__ import annotations

import pytest

from avatar.text.pronouncing import pronunciations


def pinyin(text: str) -> str:
    """Join the readings of a Chinese sentence, without its pauses."""
    return " ".join(word.reading for word in pronunciations(text, "zh") if word.reading != ",")


def syllables_of(text: str, character: str) -> list[str]:
    """Give how each occurrence of a character is read; the sentence must have a syllable for each of its characters."""
    plain = "".join(filter(str.isalpha, text))
    read = pinyin(text).split()
    assert len(read) == len(plain), f"{text}: {read}"
    return [syllable for written, syllable in zip(plain, read, strict=True) if written == character]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("得立即去医院。", "dei3"),
        ("严重的就得手术。", "dei2"),
        ("晚上得加班。", "dei3"),
        ("公司得交税。", "dei3"),
        ("你得好好学。", "dei3"),
        ("这事得看情况。", "dei3"),
        ("他得了冠军。", "de2"),
        ("得民心，顺天意。", "de2"),
        ("打扫得很干净。", "de5"),
        ("他跑得快。", "de5"),
        ("讨论得有声有色。", "de5"),
        ("东西搬得出去。", "de5"),
        ("小孩长得很高。", "de5"),
        ("研究得出结论。", "de2"),
    ],
)
def test_de_is_a_complement_or_what_one_has_to_do(written: str, read: str) -> None:
    assert syllables_of(written, "得") == [read]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("小心地搬上楼。", "de5"),
        ("她悄悄地离开。", "de5"),
        ("高高兴兴地回家。", "de5"),
        ("突然地停下来。", "de5"),
        ("目不转睛地看书。", "de5"),
        ("认真地听讲。", "de5"),
        ("双兔傍地走。", "di4"),
        ("每地都去看看。", "di4"),
        ("这是他的居住地。", "di4"),
        ("新地王出现。", "di4"),
    ],
)
def test_di_is_ground_or_says_how(written: str, read: str) -> None:
    assert syllables_of(written, "地") == [read]


@pytest.mark.parametrize(
    ("written", "character", "read"),
    [
        ("睡得着觉。", "着", ["zhao2"]),
        ("找不着钥匙。", "着", ["zhao2"]),
        ("火点着了。", "着", ["zhao2"]),
        ("看着书睡着了。", "着", ["zhe5", "zhao2"]),
        ("衣着朴素。", "着", ["zhuo2"]),
        ("去不了，吃得了。", "了", ["liao3", "liao3"]),
        ("获得了奖。", "了", ["le5"]),
        ("了望台上。", "了", ["liao4"]),
        ("写了两行代码。", "行", ["hang2"]),
        ("看第三行字。", "行", ["hang2"]),
        ("一行人到了。", "行", ["xing2"]),
        ("干一行爱一行。", "行", ["hang2", "hang2"]),
        ("行，没问题。", "行", ["xing2"]),
        ("该行动起来。", "行", ["xing2"]),
        ("教教我。", "教", ["jiao1", "jiao1"]),
        ("他教英语。", "教", ["jiao1"]),
        ("谁教你唱歌。", "教", ["jiao1"]),
        ("教育部门。", "教", ["jiao4"]),
        ("佛教和道教。", "教", ["jiao4", "jiao4"]),
        ("头发长长了。", "长", ["zhang3", "chang2"]),
        ("绳子太长。", "长", ["chang2"]),
        ("个子长高了。", "长", ["zhang3"]),
        ("还没还钱。", "还", ["hai2", "huan2"]),
        ("书都还了。", "还", ["huan2"]),
        ("重写一遍。", "重", ["chong2"]),
        ("任务很重。", "重", ["zhong4"]),
        ("我都知道首都。", "都", ["dou1", "du1"]),
        ("应于三日内答应。", "应", ["ying1", "ying5"]),
        ("应公司邀请。", "应", ["ying4"]),
        ("为你祈祷，成为老师。", "为", ["wei4", "wei2"]),
    ],
)
def test_grammar_tells_readings_apart(written: str, character: str, read: list[str]) -> None:
    assert syllables_of(written, character) == read


@pytest.mark.parametrize(
    ("written", "character", "read"),
    [
        ("量一量体重。", "量", ["liang2", "liang2"]),
        ("量血压。", "量", ["liang2"]),
        ("数量很大。", "量", ["liang4"]),
        ("数一数人数。", "数", ["shu3", "shu3", "shu4"]),
        ("她在数星星。", "数", ["shu3"]),
        ("种菜种花。", "种", ["zhong4", "zhong4"]),
        ("这种花好看。", "种", ["zhong3"]),
        ("她扎头发。", "扎", ["za1"]),
        ("扎个马尾辫。", "扎", ["za1"]),
        ("扎了一针。", "扎", ["zha1"]),
        ("他在垂死挣扎。", "扎", ["zha2"]),
        ("系上红领巾。", "系", ["ji4"]),
        ("系好安全带。", "系", ["ji4"]),
        ("关系很好。", "系", ["xi4"]),
        ("胶水不粘了。", "粘", ["nian2"]),
        ("把纸粘在墙上。", "粘", ["zhan1"]),
        ("来一份炸鸡。", "炸", ["zha2"]),
        ("下锅炸三分钟。", "炸", ["zha2"]),
        ("炸桥。", "炸", ["zha4"]),
        ("转了一圈。", "转", ["zhuan4"]),
        ("转身，转账。", "转", ["zhuan3", "zhuan3"]),
        ("倒了一杯茶。", "倒", ["dao4"]),
        ("树倒了。", "倒", ["dao3"]),
        ("盛一碗饭。", "盛", ["cheng2"]),
        ("扇了他一下。", "扇", ["shan1"]),
        ("中了大奖。", "中", ["zhong4"]),
        ("去和泥玩，我和你。", "和", ["huo2", "he2"]),
        ("参将和部将。", "将", ["jiang4", "jiang4"]),
        ("饰演老师一角。", "角", ["jue2"]),
    ],
)
def test_verbs_and_measures_are_told_by_what_they_are_about(written: str, character: str, read: list[str]) -> None:
    assert syllables_of(written, character) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("单县", "shan4 xian4"),
        ("解州", "xie4 zhou1"),
        ("大宛", "da4 yuan1"),
        ("阏氏", "yan1 zhi1"),
        ("高句丽", "gao1 gou1 li2"),
        ("东莞", "dong1 guan3"),
        ("蚌埠", "beng4 bu4"),
        ("中牟", "zhong1 mu4"),
        ("洪洞", "hong2 tong2"),
        ("朝阳区", "chao2 yang2 qu1"),
        ("吐谷浑", "tu3 yu4 hun2"),
        ("大堡礁", "da4 bao3 jiao1"),
    ],
)
def test_places_keep_their_own_reading(written: str, read: str) -> None:
    assert pinyin(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("朝阳升起", "zhao1 yang2 sheng1 qi3"),
        ("春朝", "chun1 zhao1"),
        ("果脯", "guo2 fu3"),
        ("鸡胸脯", "ji1 xiong1 pu2"),
        ("吗丁啉", "ma3 ding1 lin2"),
        ("哕", "yue3"),
        ("折本", "she2 ben3"),
        ("心宽体胖", "xin1 kuan1 ti3 pan2"),
        ("旋转", "xuan2 zhuan3"),
        ("弄清楚", "nong4 qing1 chu5"),
        ("划船", "hua2 chuan2"),
        ("牌子", "pai2 zi5"),
        ("一场大雨", "yi4 chang2 da4 yu3"),
        ("一场电影", "yi4 chang3 dian4 ying3"),
    ],
)
def test_words_that_dictionaries_and_network_miss_are_listed(written: str, read: str) -> None:
    assert pinyin(written) == read


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("強求", "强求"),
        ("勉強", "勉强"),
        ("強顏歡笑", "强颜欢笑"),
        ("親家", "亲家"),
        ("呼天搶地", "呼天抢地"),
        ("荸薺", "荸荠"),
        ("銀行行長", "银行行长"),
        ("為人民服務", "为人民服务"),
        ("長大以後會計師", "长大以后会计师"),
        ("單老師，您好", "单老师，您好"),
        ("睡得著覺", "睡得着觉"),
        ("甚麼時候", "什么时候"),
    ],
)
def test_traditional_writing_reads_as_simplified(traditional: str, simplified: str) -> None:
    assert pinyin(traditional) == pinyin(simplified)
    assert "".join(word.word for word in pronunciations(traditional, "zh")) == traditional


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("乾杯", "gan1 bei1"),
        ("乾隆", "qian2 long2"),
        ("能幹", "neng2 gan4"),
        ("頭髮", "tou2 fa5"),
        ("發財", "fa1 cai2"),
        ("白髮", "bai2 fa4"),
        ("著名", "zhu4 ming2"),
        ("看著我", "kan4 zhe5 wo3"),
        ("瞭望", "liao4 wang4"),
        ("瞭解", "liao2 jie3"),
        ("狼藉", "lang2 ji2"),
        ("一隻貓", "yi4 zhi1 mao1"),
        ("著《史记》", "zhu4 shi3 ji4"),
    ],
)
def test_a_traditional_character_says_which_of_several_it_is(written: str, read: str) -> None:
    assert pinyin(written) == read

"""Readings of Chinese characters in context."""

from __future__ import annotations

import pytest

from avatar.text.pronouncing import pronunciations


def pinyin(text: str) -> str:
    """Join the readings of a Chinese sentence."""
    return " ".join(word.reading for word in pronunciations(text, "zh"))


def words(text: str) -> list[str]:
    """List the words that a Chinese sentence is cut into."""
    return [word.word for word in pronunciations(text, "zh")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("银行行长在重庆长大", "yin2 hang2 hang2 zhang3 zai4 chong2 qing4 zhang3 da4"),
        ("还款", "huan2 kuan3"),
        ("最低还款额", "zui4 di1 huan2 kuan3 e2"),
        ("还没有还款", "hai2 mei2 you3 huan2 kuan3"),
        ("每月还3000元", "mei3 yue4 huan2 san1 qian1 yuan2"),
        ("音乐快乐", "yin1 yue4 kuai4 le4"),
        ("数一数数字", "shu3 yi5 shu3 shu4 zi4"),
        ("了解了", "liao2 jie3 le5"),
        ("办不了", "ban4 bu4 liao3"),
        ("办得了", "ban4 de5 liao3"),
        ("跑得快", "pao3 de5 kuai4"),
        ("得到", "de2 dao4"),
        ("你得先还款", "ni2 dei3 xian1 huan2 kuan3"),
        ("慢慢地走", "man4 man4 de5 zou3"),
        ("当地", "dang1 di4"),
        ("为您服务", "wei4 nin2 fu2 wu4"),
        ("利率为3.85%", "li4 lv4 wei2 bai3 fen1 zhi1 san1 dian3 ba1 wu3"),
        ("为人民服务", "wei4 ren2 min2 fu2 wu4"),
        ("三只股票", "san1 zhi1 gu3 piao4"),
        ("重新输入重量", "chong2 xin1 shu1 ru4 zhong4 liang4"),
        ("会计", "kuai4 ji4"),
        ("我行客户", "wo3 hang2 ke4 hu4"),
        ("女士旅游绿色", "nv3 shi4 lv3 you2 lv4 se4"),
        ("兄弟", "xiong1 di5"),
    ],
)
def test_characters_with_several_readings_are_read_by_context(written: str, read: str) -> None:
    assert pinyin(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("不是", "bu2 shi4"),
        ("不好", "bu4 hao3"),
        ("好不好", "hao3 bu5 hao3"),
        ("不一样", "bu4 yi2 yang4"),
        ("一个", "yi2 ge4"),
        ("一万", "yi2 wan4"),
        ("一起", "yi4 qi3"),
        ("第一", "di4 yi1"),
        ("十一月一号", "shi2 yi1 yue4 yi1 hao4"),
        ("一百一十一", "yi4 bai3 yi1 shi2 yi1"),
        ("星期一到周五", "xing1 qi1 yi1 dao4 zhou1 wu3"),
        ("看一看", "kan4 yi5 kan4"),
        ("1个人", "yi2 ge4 ren2"),
        ("1000元", "yi4 qian1 yuan2"),
        ("1.5", "yi1 dian2 wu3"),
        ("唯一", "wei2 yi1"),
        ("2011年", "er4 ling2 yi1 yi1 nian2"),
    ],
)
def test_yi_and_bu_change_their_tone(written: str, read: str) -> None:
    assert pinyin(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("你好", "ni2 hao3"),
        ("您好", "nin2 hao3"),
        ("展览馆", "zhan2 lan2 guan3"),
        ("小老鼠", "xiao2 lao2 shu3"),
        ("我想买理财产品", "wo2 xiang3 mai2 li3 cai2 chan2 pin3"),
        ("请你给我", "qing2 ni3 gei2 wo3"),
        ("你可以走", "ni3 ke2 yi2 zou3"),
        ("五百五十五", "wu2 bai2 wu3 shi2 wu3"),
        ("我，你", "wo3 , ni3"),
        ("讲讲", "jiang2 jiang5"),
        ("姐姐", "jie3 jie5"),
    ],
)
def test_third_tones_that_meet_change(written: str, read: str) -> None:
    assert pinyin(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("朋友", "peng2 you5"), ("喜欢", "xi3 huan5"), ("谢谢", "xie4 xie5"), ("什么", "shen2 me5"), ("我们", "wo3 men5")],
)
def test_unstressed_syllables_are_neutral(written: str, read: str) -> None:
    assert pinyin(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("花儿", "huar1"),
        ("一会儿", "yi2 huir4"),
        ("哪儿", "nar3"),
        ("事儿", "shir4"),
        ("女儿", "nv3 er2"),
        ("儿童", "er2 tong2"),
    ],
)
def test_the_suffix_er_joins_its_syllable_and_the_child_stays(written: str, read: str) -> None:
    assert pinyin(written) == read
    assert "".join(words(written)) == written


def test_words_are_what_a_reader_sees_as_words() -> None:
    assert words("请问您想办理什么业务？") == ["请问", "您", "想", "办理", "什么", "业务"]
    assert words("您尾号8812的储蓄卡消费￥12,345.67。") == ["您", "尾号", "8812", "的", "储蓄卡", "消费", "￥12,345.67"]
    assert words("请下载App，联系CEO") == ["请", "下载", "App", "，", "联系", "CEO"]

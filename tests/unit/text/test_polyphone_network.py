"""The network that hears polyphones: read as it is installed, and safely."""

from __future__ import annotations

import math
import pickle
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from avatar.errors import NotInstalledError
from avatar.runtime.toml import read_toml
from avatar.text.chinese.context import Context
from avatar.text.chinese.network import PolyphoneNetwork, network
from avatar.text.chinese.polyphone_words import polyphone_words
from avatar.text.chinese.traditional import own_reading, simplified
from avatar.text.chinese.weighing import FIRM, trust, weigh
from avatar.text.markup.syllables import SYLLABLES


def weights() -> Path:
    """Find the files of the installed package."""
    found = find_spec("g2pM")
    assert found is not None
    assert found.origin
    return Path(found.origin).parent


def heard(text: str, character: str) -> str:
    """Give the likeliest reading of a character in a sentence."""
    odds = network().odds(text)[text.index(character)]
    return max(odds, key=odds.__getitem__)


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("他担任银行行长。", "长", "zhang3"),
        ("这条河全长三百公里。", "长", "chang2"),
        ("该国的出生率下降。", "率", "lv4"),
        ("他率领军队进城。", "率", "shuai4"),
        ("该片由他参演并作曲。", "曲", "qu3"),
        ("他来自该市的首都机场。", "都", "du1"),
    ],
)
def test_a_sentence_tells_readings_apart(text: str, character: str, reading: str) -> None:
    assert heard(text, character) == reading


def test_odds_are_those_of_a_characters_own_readings() -> None:
    odds = network().odds("然而，他还没有还书。")
    for place, readings in odds.items():
        assert math.isclose(sum(map(math.exp, readings.values())), 1, rel_tol=1e-6), place
    assert set(odds[4]) == {"hai2", "huan2"}
    assert network().odds("No Chinese at all.") == {}


def test_every_reading_is_a_syllable_that_voices_have() -> None:
    believed = trust()
    heard = {reading for each in believed.taught | believed.once for reading in network().odds(each)[0]}
    listed = {reading for readings in polyphone_words().values() for reading in readings.values()}
    assert {reading[:-1] for reading in heard | listed} <= SYLLABLES
    assert {reading[-1] for reading in heard | listed} <= set("12345")


def test_every_listed_word_holds_its_character() -> None:
    for word, readings in polyphone_words().items():
        assert set(readings) <= set(word), word


def test_a_damaged_or_missing_file_is_named_with_its_cure(tmp_path: Path) -> None:
    for file in weights().glob("*.pkl"):
        shutil.copy(file, tmp_path)
    PolyphoneNetwork(tmp_path)
    file = tmp_path / "np_ckpt.pkl"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(NotInstalledError, match=r"np_ckpt\.pkl.*pip install"):
        PolyphoneNetwork(tmp_path)
    file.unlink()
    with pytest.raises(NotInstalledError, match=r"np_ckpt\.pkl"):
        PolyphoneNetwork(tmp_path)


def test_what_is_no_array_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pickle can run anything: one that names more than arrays is refused, whatever its checksum."""
    import hashlib

    from avatar.text.chinese import network as module

    content = pickle.dumps(print)
    for name in module._FILES:
        (tmp_path / name).write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(module, "_FILES", dict.fromkeys(module._FILES, sha256))
    with pytest.raises(pickle.UnpicklingError, match="print"):
        PolyphoneNetwork(tmp_path)


def test_the_dictionary_gives_way_only_to_what_was_learned() -> None:
    sure = {"hang2": -0.001, "xing2": -7.0}
    believed = trust()
    assert weigh("行", "xing2", believed.lone, sure) == "hang2"
    assert weigh("行", "xing2", believed.pair, {"hang2": -0.7, "xing2": -0.7}) == "xing2"
    assert weigh("行", "xing2", believed.pair, {"hang2": 0.0, "xing2": -11.0}) == "hang2"
    assert weigh("行", "xing2", FIRM, sure) == "xing2"
    assert weigh("数", "shu3", believed.pair, {"shu4": 0.0, "shu3": -11.0}) == "shu3"
    assert weigh("识", "shi5", believed.pair, {"shi2": 0.0, "zhi4": -11.0}) == "shi5"


def test_a_sentence_is_heard_whole() -> None:
    """The mark that ends it counts, and traditional writing is heard as simplified, place by place."""
    context = Context("銀行行長，單老師！")
    assert context.text == "银行行长，单老师！"
    assert max(context.odds(3), key=context.odds(3).__getitem__) == "zhang3"
    assert context.named(5) == "shan4"
    assert context.odds(4) == {}


def test_traditional_characters_are_those_that_the_policy_knows() -> None:
    """What is read is what was judged: but for words of Cantonese, both have one table."""
    import avatar.permission.policy

    file = Path(avatar.permission.policy.__file__).parent / "rules" / "traditional.toml"
    judged = read_toml(file.read_text("utf-8"))
    pairs = dict(zip(judged["traditional"], judged["simplified"], strict=True))
    read_otherwise = {old for old, new in pairs.items() if len(old) == 1 and simplified(old) != new}
    assert len(pairs) > 2900
    assert read_otherwise <= set("係帳帐咁俾嘅唔佢吒薳")


@pytest.mark.parametrize("character", "髮發乾幹隻盡儘鬥")
def test_a_traditional_characters_own_reading_is_one_of_the_network(character: str) -> None:
    odds = network().odds(simplified(character))
    assert own_reading(character) in odds[0]

"""What is wrong with a network is told in a sentence, and only of that one."""

from dataclasses import replace

from avatar.neural.runner import examine
from avatar.neural.table import NETWORKS


def test_a_network_that_is_missing_is_told_and_the_others_work(monkeypatch):
    monkeypatch.setitem(NETWORKS, "lost", replace(NETWORKS["hand"], file="lost.onnx"))
    troubles = examine()
    assert "'lost.onnx' that ships with avatar cannot be read" in troubles.pop("lost")
    assert set(troubles.values()) == {""}

"""What `avatar bench gpu` is asked for that it does not know, and what it needs."""

from importlib.util import find_spec

import pytest

from avatar.cli.edge import run


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--networks", "dlib"], "'dlib'"),
        (["--device", "tpu"], "'tpu'"),
        (["--at-once", "0"], "'0'"),
        (["--size", "large"], "'large'"),
    ],
)
def test_what_it_does_not_know_is_one_sentence(capsys, words, named):
    assert run(["bench", "gpu", *words]) == 2
    told = capsys.readouterr()
    assert named in told.err
    assert told.out == ""


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is here")
def test_without_torch_it_says_what_to_install(capsys):
    assert run(["bench", "gpu"]) == 4
    assert "pip install 'avatar[neural]'" in capsys.readouterr().err

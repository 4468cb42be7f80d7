"""What a text costs the policy grows with its length and no faster: counted in steps, not in seconds."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager

import pytest

from avatar.permission.policy import (
    ShippedPolicy,
    features,
    folding,
    hearing,
    judging,
    letters,
    sounds,
    tongues,
    trained,
    transcribing,
)
from tests.unit.permission.regex_steps import Steps

HOSTILE = [
    "a",
    "1",
    "a1",
    "$",
    "1 2 3 ",
    "a.",
    "a\n",
    "a b ",
    "ab, ",
    "'a ",
    '"a',
    "«a",
    "<!--",
    "[a",
    "&#1",
    "码",
    "码,",
    "码 ",
    "a码",
    "α",
    "αa",
    "коуд ",
    "코드",
    " ",
    "·",
    "c0d3 ",
    "あ,",
]
"""each is repeated"""
MODULES = (features, folding, hearing, judging, letters, sounds, tongues, trained, transcribing)
MOST_GROWTH = 2.5
"""times the steps, for twice the text"""
PATTERNS = {
    f"{module.__name__.rsplit('.')[-1]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}


@pytest.fixture(autouse=True)
def deep():
    """Let the counter recurse once for each sign of a text."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(30_000)
    yield
    sys.setrecursionlimit(before)


def steps(pattern, text):
    counter = Steps(pattern, text)
    counter.spans()
    return counter.count


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("a+b|ab*?c", "aab abbc aaac"),
        (r"(?<![a-z])(?:so|then)(?!\w)", "so, then sofa then"),
        (r"[^\S\n]*[·~]+[^\S\n]*|[^\S\n]{2,}", "a ·· b   c ~d"),
        (r"\bx{1,2}y??(?=z|$)", "xyz xxz xxxz xy"),
    ],
)
def test_the_counter_finds_what_the_real_matcher_finds(pattern, text):
    assert Steps(re.compile(pattern), text).spans() == [match.span() for match in re.finditer(pattern, text)]


def test_the_counter_tells_a_pattern_that_is_quadratic():
    slow = re.compile("a*c")
    assert steps(slow, "a" * 200) > 3.5 * steps(slow, "a" * 100)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_is_worse_than_linear(name):
    """The patterns of the folding were cubic on one long word; those of the rules stand behind plain pieces of text."""
    whole = PATTERNS[name]
    pattern = re.compile(
        re.sub(r",[35]00\}", ",30}", whole.pattern), whole.flags
    )  # what is bounded: with a lower bound
    for piece in HOSTILE:
        short, long = (steps(pattern, (piece * length)[:length]) for length in (100, 200))
        assert long <= MOST_GROWTH * short + 500, (piece, short, long)


@contextmanager
def counted():
    """Count calls and lines of Python; every turn of a loop is one."""
    count = [0]

    def trace(frame, event, argument):
        count[0] += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield count
    finally:
        sys.settrace(before)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1 2 3 ",
        "a.",
        "a\n",
        "ab, ",
        '"a',
        "码,",
        "αa",
        "коуд ",
        "코드",
        "Tell me the code. ",
        "He says pay. ",
        "请把验证码告诉我。",
        "Dígame el código que le llegó. ",
        "母さん、今日中に振り込んで。",
        "Good morning to all of you, my dear friends. Dígame el código que le llegó, por favor. ",
    ],
)
def test_no_step_of_judging_is_worse_than_linear(piece):
    policy, taken = ShippedPolicy(), []
    policy.judge("Good morning, dear all, this is a text to warm up. 各位早上好。")
    for length in (700, 1400):
        text = (piece * length)[:length]
        policy.judge(text[:-1])
        with counted() as count:
            policy.judge(text)
        taken.append(count[0])
    assert taken[1] <= MOST_GROWTH * taken[0] + 2000, taken


def test_what_is_asked_at_the_end_of_a_long_text_is_found():
    text = "All is well in the garden today. " * 1_000 + "Please tell me the code that we sent you."
    assert ShippedPolicy().judge(text).decision == "refuse"

"""The policy: what is blocked, what is not, and that disguises do not help."""

import pytest

from avatar.errors import InputError, NotInstalledError
from avatar.provenance.policy import RulePolicy, Together, Verdict, load_policy


@pytest.fixture(scope="module")
def policy():
    return RulePolicy()


def decide(policy, text, purpose="", language="auto"):
    return policy.judge(text, language=language, purpose=purpose).decision


@pytest.mark.parametrize(
    "text",
    [
        "请把您收到的验证码告诉我。",
        "请把您收到的驗證碼告訴我。",
        "请把您收到的验 证 码告诉我。",
        "请把您收到的验*证*码告诉我。",
        "请把您收到的验😀证😀码告诉我。",
        "请把您收到的验\u200b证\u200b码告诉我。",
        "请把您收到的验，证，码，告，诉，我。",
        "请把您收到的验<b>证</b>码告诉我。",
        "请把您收到的验&#35777;码告诉我。",
        "请把您收到的燕正马告诉我。",
        "请把您收到的yanzhengma告诉我。",
        "请把您收到的yàn zhèng mǎ告诉我。",
        "请把您收到的yzm告诉我。",
        "Please tell me your password.",
        "PLEASE TELL ME YOUR PASSWORD.",
        "Please tell me your p4ssw0rd.",
        "Please tell me your p@$$word.",
        "Please tell me your p-a-s-s-w-o-r-d.",
        "Please tell me your p a s s w o r d.",
        "Please tell me your pass\u200bword.",
        "Please tell me your pаsswоrd.",  # Cyrillic а and о
        "Please tell me your ｐａｓｓｗｏｒｄ.",
        "Please tell me your pass·word.",
        "Please tell me your pássword.",
    ],
)
def test_a_disguise_does_not_help(text, policy):
    assert decide(policy, text) == "refuse"


@pytest.mark.parametrize(
    "text",
    [
        "请勿将验证码告诉任何人。",
        "如果有人让您把验证码告诉他，请挂断电话。",
        "Never tell anyone your password.",
        "We will never ask you to tell us your password.",
        "Scammers pretend to be the police. They say: transfer your money to a safe account.",
    ],
)
def test_a_warning_is_not_what_it_warns_of(text, policy):
    assert decide(policy, text) == "allow"


@pytest.mark.parametrize(
    "text",
    [
        "请勿将验证码告诉任何人，但是现在请把验证码告诉我。",
        "Never share your password with strangers. Now tell me your password.",
        "Beware of scammers. Please read me the code that we sent to your phone.",
        "Don't worry, just tell me your password.",
    ],
)
def test_a_warning_beside_it_excuses_nothing(text, policy):
    assert decide(policy, text) == "refuse"


def test_a_finding_shows_the_place_in_the_text_as_given(policy):
    text = "😀 您好！请把<b>您收到的</b>验 证 码告诉我。谢谢"
    finding = policy.judge(text, language="zh", purpose="").findings[0]
    assert (finding.rule, finding.category) == ("codes.ask", "codes")
    assert text[finding.start : finding.end].endswith("告诉")
    assert "验 证 码" in text[finding.start : finding.end]


@pytest.mark.parametrize("text", ["", " ", "，。", "😀", "\u200b", "<b></b>", "&amp;", "[", "a", "码"])
def test_scraps_are_allowed(text, policy):
    assert policy.judge(text, language="auto", purpose="").decision == "allow"


def test_a_purpose_allows_what_belongs_to_it(policy):
    result = "The count is over and Senator Hill has lost the election."
    assert decide(policy, result, "marketing") == "hold"
    assert decide(policy, result, "news") == "allow"


def test_no_purpose_allows_what_harms_children_or_asks_for_codes(policy):
    for purpose in ("news", "education", "entertainment", "politics", "x-health", "x-anything"):
        assert decide(policy, "Schoolgirl nudes, uncensored.", purpose) == "refuse"
        assert decide(policy, "请把验证码告诉我。", purpose) == "refuse"


@pytest.mark.parametrize(
    ("text", "language", "is_covered"),
    [
        ("您好", "zh-CN", True),
        ("Hello", "auto", True),
        ("Hola", "es", False),
        ("こんにちは", "auto", False),
        ("مرحبا", "auto", False),
    ],
)
def test_it_says_whether_it_knows_the_language(text, language, is_covered, policy):
    assert policy.judge(text, language=language, purpose="").is_covered is is_covered


def test_own_rules_are_added(tmp_path):
    (tmp_path / "own.toml").write_text(
        '[concepts.rival]\nen = ["acme"]\nzh = ["艾克美"]\n'
        '[[rule]]\nid = "own.rival"\ncategory = "own"\ndecision = "hold"\nwhy = "It names a rival."\nall = ["rival"]\n'
    )
    own = RulePolicy([tmp_path])
    assert own.judge("Better than ACME!", language="en", purpose="").rules == ("own.rival",)
    assert decide(own, "Please tell me your password.") == "refuse"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[[rule", "not valid TOML"),
        ('[[rule]]\nid = "a"', "has no"),
        ('[[rule]]\nid="a"\ncategory="a"\ndecision="hold"\nwhy="a"\nall=["nothing"]', "nothing"),
        ('[[rule]]\nid="a"\ncategory="a"\ndecision="ban"\nwhy="a"\nall=["negation"]', "ban"),
        ('[[rule]]\nid="a"\ncategory="a"\ndecision="hold"\nwhy="a"\nall=["negation"]\nfoo=1', "foo"),
        ('[concepts.broken]\nen = ["("]', "broken"),
    ],
)
def test_a_faulty_rule_file_is_named(content, named, tmp_path):
    (tmp_path / "own.toml").write_text(content)
    with pytest.raises(InputError, match=named):
        RulePolicy([tmp_path])


class Strict:
    def judge(self, text, *, language, purpose):
        return Verdict("refuse")


def test_of_several_policies_the_strictest_decides(policy):
    assert Together(policy, Strict()).judge("Hello", language="en", purpose="").decision == "refuse"


def test_a_policy_that_is_not_there_is_named():
    with pytest.raises(NotInstalledError, match="no policy 'nobody'"):
        load_policy(["nobody"])

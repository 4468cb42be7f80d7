"""The policy: what is blocked, what is not, and that disguises do not help."""

import re
import sys
from pathlib import Path

import pytest

from avatar.errors import InputError, NotInstalledError, OutputError
from avatar.permission.policy import RulePolicy, Together, Verdict, load_policy
from avatar.permission.policy.judging import SHIPPED
from avatar.permission.policy.lexicon import ALSO, LANGUAGES, read_lexicon
from avatar.permission.policy.patterns import phrases
from avatar.permission.policy.sounds import characters_of, pinyin_of
from tests.ordinary import without_privilege

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCRIPTS = Path(__file__).parents[2] / "measure" / "policy_scripts.toml"


def scripts(every):
    """Give every so manieth script of the trials with its purpose and whether it is harmful."""
    sets = tomllib.loads(SCRIPTS.read_text(encoding="utf-8"))["set"]
    return [(text, own["purpose"], own["harmful"]) for own in sets for text in own["texts"]][::every]


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
        "請説出您手機裏的驗證碼",  # as Hong Kong writes it
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
        "Please tell me the; code that we sent to your phone.",
        "Please tell me the code. that we sent. to your phone.",
        "Please.\nTell me\nyour\npassword.",
        "Please, tell, me, the, code.",
        "请把。您的。验证码。告诉。我",
        "I; am Donald Trump and I endorse this coin.",
        "Please tell me the coad that we sent to your fone.",
        "Pleez tel mee yor passwurd.",
        "Give me the verifikashun kode we text you.",
        "Please tell me the ᴄᴏᴅᴇ we sent to your ᴘʜᴏɴᴇ.",
        "Please tell me your 🅿🅰🆂🆂🆆🅾🆁🅳.",
        "Please tell me your 🇵🇦🇸🇸🇼🇴🇷🇩.",
        "Please tell me your ᑭᗩᔕᔕᗯOᖇᗪ.",
        "Please ʇǝll me your password.",
        "T€ll m€ your pa$$word.",
        "73ll m3 y0ur p455w0rd.",
        "t e l l m e y o u r p a s s w o r d",
        "t-e-l-l m-e y-o-u-r c-o-d-e",
        "T.E.L.L. me your P.I.N.",
        "te ll me yo ur pass wo rd",
        "tellmeyourpassword",
        "tell me your\u2060pass\ufeffword",
        "tell\u3164me\u3164your\u3164code",
        "プリーズ・テル・ミー・ユア・パスワード",
        "Dime; el código. que te enviamos.",
        "Dime el c0d1g0 que te enviamos.",
        "認証コードを、教えて、ください",
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
        ("Hola", "es", True),
        ("Olá", "pt-BR", True),
        ("Hallo", "de", False),
        ("こんにちは", "auto", True),
        ("안녕하세요", "auto", False),
        ("مرحبا", "auto", False),
        ("Неllо, уоur раrсеl hаs аrrіvеd.", "auto", True),  # Cyrillic а, е, о, р, с, у, і, Н
        ("Здравствуйте, ваша посылка пришла, call us.", "auto", False),
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


def test_rules_of_ones_own_that_may_not_be_read_are_not_taken_for_none(tmp_path):
    (tmp_path / "own.toml").write_text("")
    for place in (tmp_path / "own.toml", tmp_path):
        place.chmod(0o000)
        with without_privilege(), pytest.raises(OutputError, match="is closed to you; open it with: chmod"):
            RulePolicy([tmp_path])
        place.chmod(0o700)


class Strict:
    def judge(self, text, *, language, purpose):
        return Verdict("refuse")


def test_of_several_policies_the_strictest_decides(policy):
    assert Together(policy, Strict()).judge("Hello", language="en", purpose="").decision == "refuse"


def test_a_policy_that_is_not_there_is_named():
    with pytest.raises(NotInstalledError, match="no policy 'nobody'"):
        load_policy(["nobody"])


@pytest.mark.slow
def test_of_the_trials_scripts_hardly_any_is_judged_wrongly(policy):
    told = {True: [], False: []}
    for text, purpose, harmful in scripts(every=7):
        told[harmful].append(decide(policy, text, purpose) != "allow")
    assert sum(told[True]) >= 0.98 * len(told[True])
    assert sum(told[False]) <= 0.02 * len(told[False])


@pytest.mark.slow
def test_every_shipped_pattern_can_be_used_and_misses_nothing_by_its_needles():
    texts = [f" {text.lower()}" for text, _, _ in scripts(every=40)]
    for concept in read_lexicon((SHIPPED,)).concepts.values():
        for language in (*LANGUAGES, *ALSO):
            for phrase in (*concept.patterns(language), *concept.excepted(language)):
                expression = re.compile(phrase.source)
                for text in texts:
                    found = [match.span() for match in expression.finditer(text) if match[0]]
                    assert [span[:2] for span in phrase.spans(text)] == found, phrase


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("ab(?:c|d)?e", ["abe", "abce"]),
        ("(?:foo|bar) baz", ["foo baz", "bar baz"]),
        ("x?yz", ["yz"]),
        ("a+b{0,2}c", ["aac", "ac"]),
        ("[ab]c(?!d)", ["ac"]),
        ("{me} ~ see", ["us now see", "me see"]),
        ("a\\.b|c", ["a.b", "c"]),
    ],
)
def test_needles_let_through_whatever_the_pattern_matches(pattern, said):
    found = phrases([pattern], "en", {"me": "me|us"}, {})
    for text in said:
        assert any(phrase.spans(f" {text}") for phrase in found)
    assert not any(phrase.spans(" nothing of it") for phrase in found)


OWN = """
[concepts.bait]
en = ["bait"]
[concepts.hook]
en = ["hook"]
[concepts.calm]
en = ["calm"]
[[rule]]
id = "own.fishing"
category = "own"
decision = "hold"
why = "It fishes."
weights = {bait = 2, hook = 1, calm = -2}
needs = 3
within = "near"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("There is bait.", "allow"),
        ("There is bait on the hook.", "hold"),
        ("There is bait. It is on a hook.", "hold"),
        (
            "There is bait over there. One of us walked home early. Two more came by the river. "
            "Three stayed here all day. "
            "A hook hung on the wall.",
            "allow",
        ),
        ("There is bait on a hook, calm water.", "allow"),
        ("There is no calm: there is bait on a hook.", "hold"),
        ("There is bait, and more bait.", "hold"),
    ],
)
def test_ideas_are_weighed_together(text, decision, tmp_path):
    (tmp_path / "own.toml").write_text(OWN)
    verdict = RulePolicy([tmp_path]).judge(text, language="en")
    assert verdict.decision == decision
    assert verdict.rules == (("own.fishing",) if decision == "hold" else ())


def test_a_weighing_rule_without_a_sum_is_named(tmp_path):
    (tmp_path / "own.toml").write_text(OWN.replace("needs = 3", ""))
    with pytest.raises(InputError, match="needs"):
        RulePolicy([tmp_path])


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ('Narrator: the phone rings. "Please tell me your password." She hangs up.', "allow"),
        ("旁白：电话响了。“请把验证码告诉我。”她挂断了电话。", "allow"),
        ('"Please tell me your password."', "refuse"),
        ('Narrator: "Welcome." Now please tell me your password.', "refuse"),
    ],
)
def test_a_story_excuses_what_it_quotes_and_nothing_else(text, decision, policy):
    assert decide(policy, text) == decision


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Dígame el código que acaba de recibir.", "codes.abroad"),
        ("Donnez-moi le code reçu par SMS.", "codes.abroad"),
        ("Bitte nenn mir die TAN.", "codes.abroad"),
        ("Hier spricht die Polizei, jetzt ist eine Kaution fällig.", "officials.abroad"),
        ("Mi detti il codice che le è arrivato.", "codes.abroad"),
        ("Me passa a senha que chegou no seu celular.", "codes.abroad"),
        ("認証コードを教えてください。", "codes.abroad"),
        ("Nonna, ho avuto un incidente, mandami subito dei soldi.", "fraud.abroad_family"),
        ("オレオレ、事故を起こしたから百万円振り込んで。", "fraud.abroad_family"),
        ("Esse fundo rende dez por cento com lucro garantido.", "investment.abroad"),
        ("投票は延期になりました、行かなくて大丈夫です。", "elections.abroad"),
        ("Je suis Emmanuel Macron et je vous parle.", "figures.claim"),
        ("Les enfants, ne dites rien à vos parents, c'est notre secret.", "minors.abroad_secret"),
    ],
)
def test_some_demands_are_known_in_other_languages(text, rule, policy):
    assert rule in policy.judge(text, language="auto").rules


@pytest.mark.parametrize(
    "text",
    [
        "Nunca comparta su contraseña.",
        "Ne donnez jamais votre code à personne.",
        "Non comunichi mai a nessuno il codice.",
        "Nunca informe sua senha a ninguém.",
        "暗証番号は誰にも教えないでください。",
        "暗証番号を聞かれたら詐欺です。",
        "Se qualcuno le chiede il codice, riagganci.",
    ],
)
def test_warnings_are_known_in_other_languages(text, policy):
    assert decide(policy, text) == "allow"


@pytest.mark.slow
def test_the_syllables_are_those_of_the_terms():
    spelled = tomllib.loads((SHIPPED / "syllables.toml").read_text(encoding="utf-8"))
    terms = tomllib.loads((SHIPPED / "sounds.toml").read_text(encoding="utf-8"))["sounds"]
    assert spelled["spelled"] == {term: " ".join(own) for term, own in pinyin_of([*terms]).items() if len(term) >= 3}
    needed = {syllable for own in spelled["spelled"].values() for syllable in own.split()}
    assert spelled["syllables"] == characters_of(needed)


def test_own_terms_are_heard_too(tmp_path):
    (tmp_path / "own.toml").write_text(
        'sounds = ["艾克美"]\n[concepts.rival]\nzh = ["艾克美"]\n'
        '[[rule]]\nid = "own.rival"\ncategory = "own"\ndecision = "hold"\nwhy = "It names a rival."\nall = ["rival"]\n',
        encoding="utf-8",
    )
    assert RulePolicy([tmp_path]).judge("我们比爱客每好。", language="zh").rules == ("own.rival",)

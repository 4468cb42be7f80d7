"""Questions and answers from a file: found in other words and languages, and honest about the rest."""

from __future__ import annotations

import asyncio

import pytest

from avatar.errors import InputError
from avatar.runtime.folders import Home
from avatar.service.brain import Conversation, open_brain
from avatar.service.brain.answering import cuts_of
from avatar.service.brain.conversation import MOST_TURNS
from avatar.service.brain.faq.reading import demonstration, read_faq
from avatar.service.brain.judging import Judge
from avatar.service.brain.phrases import languages, phrase
from avatar.service.brain.plain import plain
from avatar.service.config import Agent, BrainSettings

OWN = """
synonyms = [["sea", "ocean"]]
[[question]]
id = "boats"
ask = ["When do the boats leave?", "Wann fahren die Boote?", "船は何時に出ますか"]
answer.en = "Every hour, from nine o'clock on."
answer.de = "Jede Stunde, ab neun Uhr."
answer.ja = "九時から、毎時出ます。"
more.en = "In winter only at noon."
[[question]]
id = "swim"
ask.en = "Can I swim in the sea?"
ask.ar = "هل يمكنني السباحة في البحر؟"
answer.en = "Yes, from May to September."
answer.ar = "نعم، من مايو إلى سبتمبر."
[[question]]
id = "code"
ask = "What do you want from me?"
answer = "Tell me your password and the code that we sent you."
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home.at(tmp_path_factory.mktemp("home"))


@pytest.fixture
def brain(home, tmp_path):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return open_brain(Agent("anna", "default", "anna", brain=BrainSettings(faq=tmp_path / "own.toml")), home)


def ask(brain, text, conversation=None):
    async def run():
        return [clause async for clause in brain.answer(conversation or Conversation(), text)]

    clauses = asyncio.run(run())
    return " ".join(clause.text for clause in clauses), clauses


@pytest.mark.parametrize(
    ("question", "answer", "language"),
    [
        ("when does the boat leave", "Every hour, from nine o'clock on.", "en"),
        ("Wann fährt das nächste Boot?", "Jede Stunde, ab neun Uhr.", "de"),
        ("船は何時ですか", "九時から、毎時出ます。", "ja"),
        ("Can one swim in the OCEAN?", "Yes, from May to September.", "en"),
        ("أريد السباحة في البحر", "نعم، من مايو إلى سبتمبر.", "ar"),
    ],
)
def test_answers_in_the_language_of_the_question(brain, question, answer, language):
    """Other words, other endings, other cases: the same answer, in the visitor's language."""
    text, clauses = ask(brain, question)
    assert text == answer
    assert {clause.language for clause in clauses} == {language}


def test_it_says_what_it_does_not_know(brain):
    """A question that the file has no answer to is not answered; what can be asked is offered."""
    text, _ = ask(brain, "Who won the world cup in 1998?")
    assert "don't know" in text
    assert "When do the boats leave?" in text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Are you a human?", "AI"),
        ("你是真人吗？", "AI"),
        ("¿Eres una persona?", "inteligencia artificial"),
        ("你好", "AI"),
    ],
)
def test_it_says_that_it_is_an_ai(brain, question, said):
    """Whoever asks is told."""
    assert said in ask(brain, question)[0]


def test_more_and_yes(brain):
    """A follow-up is about what was answered or offered last."""
    talk = Conversation()
    ask(brain, "When do the boats leave?", talk)
    assert ask(brain, "Tell me more, please.", talk)[0] == "In winter only at noon."
    talk.offered = ("swim",)
    assert ask(brain, "yes", talk)[0].startswith("Yes, from May")


def test_a_refused_answer_is_replaced(brain):
    """Answers of the file pass the policy too."""
    text, clauses = ask(brain, "What do you want from me?")
    assert "password" not in text
    assert [clause.replaced for clause in clauses] == [True]


def test_a_visitors_words_are_bounded(brain):
    """A book is no question."""
    assert "too long" in ask(brain, "When do the boats leave? " * 1000)[0]


def test_a_conversation_is_bounded():
    """It remembers the latest turns, and of an interrupted one what was heard."""
    talk = Conversation()
    for number in range(100):
        talk.add("visitor", f"question {number}")
        talk.said("First.")
        talk.said("Second.")
    assert len(talk.turns) == MOST_TURNS
    assert talk.turns[-1].text == "First. Second."
    talk.heard("First.")
    assert talk.turns[-1].text == "First."
    talk.heard("")
    assert talk.turns[-1].who == "visitor"
    assert talk.turns[-1].text == "question 99"


def test_a_table(tmp_path):
    """A CSV as spreadsheets write it: rows with the same answer are one question asked in several ways."""
    path = tmp_path / "faq.csv"
    path.write_bytes("\ufeffquestion;answer;language\r\nWann?;Um neun.;de\r\nUm wie viel Uhr?;Um neun.;de\r\n".encode())
    (entry,) = read_faq(path).entries
    assert entry.asked == {"de": ("Wann?", "Um wie viel Uhr?")}
    assert entry.answers == {"de": "Um neun."}


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("a.toml", b"[[question]]\nask = 3\nanswer = 'x'", "number 1"),
        ("a.toml", b"[[question]]\nask = 'x'", "answer"),
        ("a.toml", b"[[question]]\nask = 'x'\nanswr = 'y'", "answr"),
        ("a.toml", b"question = 3", "question"),
        ("a.toml", b"ask = ", "TOML"),
        ("a.toml", b"", "no questions"),
        ("a.toml", b"\xff\xfe", "UTF-8"),
        ("a.csv", b"frage,antwort\na,b\n", "question,answer"),
        ("a.csv", b"question,answer\na,\n", "Line 2"),
        ("a.csv", b"", "no questions"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, name, content, named):
    """The message names the place and the cure."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=named):
        read_faq(tmp_path / name)


def test_the_demonstration(home):
    """It ships, and answers in four languages."""
    brain = open_brain(Agent("anna", "default", "anna"), home)
    for question, said in (
        ("I lost my card", "block"),
        ("我的银行卡丢了", "挂失"),
        ("Ich habe meine Karte verloren", "sperren"),
        ("He perdido la tarjeta", "Bloqu"),
    ):
        assert said in ask(brain, question)[0]


@pytest.mark.slow
def test_everything_that_ships_may_be_said(home):
    """The policy lets through all that an agent says of its own accord, and every answer of the demonstration."""
    judge = Judge(home.data, "customer-service")
    own = [
        phrase(kind, language, name="Anna", topics="")
        for language in languages()
        for kind in ("hello", "thanks", "bye", "who", "unknown", "no_more", "ask", "instead", "broken", "too_long")
    ]
    shipped = [
        text
        for entry in read_faq(demonstration()).entries
        for text in (*entry.answers.values(), *entry.more.values(), *(asked[0] for asked in entry.asked.values()))
    ]
    assert [text for text in (*own, *shipped) if not judge.passes(text)] == []
    clauses = [plain(cut.text) for text in shipped for cut in cuts_of(text)]
    assert [clause for clause in clauses if not judge.passes(clause)] == []

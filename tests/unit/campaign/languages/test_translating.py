"""Texts come back in other languages, whole, looked over and approved, however the endpoint fails."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from avatar.campaign.languages.answers import Answers
from avatar.campaign.languages.endpoint import Endpoint
from avatar.campaign.languages.glossary import Glossary
from avatar.campaign.languages.review import read_review
from avatar.campaign.languages.texts import approved
from avatar.campaign.languages.translating import Wanted, read_answer, translate
from avatar.campaign.sheet.opening import read_table
from avatar.campaign.sheet.reading import read_campaign
from avatar.campaign.sheet.variants import read_sheet
from avatar.cli.app import app
from avatar.errors import InputError
from avatar.runtime import environment
from tests.translation_server import KEY, TranslationServer, completion

HELLO = "Good morning, {{ name }}. Your balance at Sunrise Bank is 1,299.50 euros."
OFFER = "Until the 31st you pay 20 % less for the new card. Come and see us soon."
GERMAN = "Guten Morgen, {{ name }}. Ihr Guthaben bei der Sunrise Bank beträgt 1.299,50 Euro."
GERMAN_OFFER = "Bis zum 31. zahlen Sie 20 % weniger für die neue Karte. Besuchen Sie uns doch bald."
SPANISH = "Buenos días, {{ name }}. Su saldo en Sunrise Bank es de 1.299,50 euros."
SPANISH_OFFER = "Hasta el 31 usted paga un 20 % menos por la nueva tarjeta. Venga a vernos pronto."
TABLE = {("de", HELLO): GERMAN, ("de", OFFER): GERMAN_OFFER, ("es", HELLO): SPANISH, ("es", OFFER): SPANISH_OFFER}
TERMS = Glossary({"balance": {"de": "Guthaben", "es": "saldo"}}, ("Sunrise Bank",))


@pytest.fixture
def server():
    with TranslationServer(dict(TABLE)) as served:
        yield served


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("avatar.campaign.languages.endpoint._PAUSE", 0.01)


def ask(server, tmp_path, texts=(HELLO, OFFER), language="de"):
    answers = Answers(tmp_path / "kept.jsonl")
    endpoint = Endpoint(server.url, "model", seconds=60)
    made = translate([Wanted(text, language) for text in texts], "en", endpoint, TERMS, answers)
    return [made[Wanted(text, language)] for text in texts]


def test_texts_come_back_and_are_not_asked_for_again(server, tmp_path):
    first, second = ask(server, tmp_path)
    assert (first.text, first.faults, second.text) == (GERMAN, (), GERMAN_OFFER)
    ((language, content, _),) = server.asked
    assert language == "de"
    assert content["glossary"] == {"balance": "Guthaben", "Sunrise Bank": "Sunrise Bank"}
    assert [each.is_new for each in ask(server, tmp_path)] == [False, False]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "failure",
    [
        (429, {"Retry-After": "0"}, b""),
        (500, {}, b"oops"),
        (503, {}, b""),
        (0, {}, b""),
        (200, {}, b"<html>not json</html>"),
        (200, {}, b'{"choices": []}'),
        (200, {}, completion("")),
        (200, {}, completion("I would rather not.")),
        (200, {}, completion('{"items": [{"id": "7", "text": "?"}]}')),
    ],
)
def test_what_fails_for_a_while_is_asked_again(server, tmp_path, failure):
    server.failures = [failure, failure]
    assert [each.text for each in ask(server, tmp_path)] == [GERMAN, GERMAN_OFFER]
    assert len(server.asked) == 3


def test_of_half_an_answer_the_half_is_kept(server, tmp_path):
    server.table["de", OFFER] = [None, GERMAN_OFFER]
    assert [each.text for each in ask(server, tmp_path)] == [GERMAN, GERMAN_OFFER]
    assert [each["text"] for each in server.asked[1][1]["items"]] == [OFFER]


def test_what_never_comes_is_left_out_and_asked_for_by_the_next_run(server, tmp_path):
    server.failures = [(500, {}, b"")] * 4
    assert [each.text for each in ask(server, tmp_path)] == ["", ""]
    assert [each.text for each in ask(server, tmp_path)] == [GERMAN, GERMAN_OFFER]


def test_a_place_to_fill_in_that_is_lost_is_asked_for_again_with_the_reason(server, tmp_path):
    server.table["de", HELLO] = [GERMAN.replace("{{ name }}", "Anna"), GERMAN]
    assert [each.text for each in ask(server, tmp_path)] == [GERMAN, GERMAN_OFFER]
    (again,) = server.asked[1][1]["items"]
    assert again["wrong_before"] == ["The place to fill in {{ name }} is missing."]
    server.table["de", HELLO] = "Hallo {{ vorname }}, Ihr Guthaben bei der Sunrise Bank beträgt 1.299,50 Euro."
    (tmp_path / "kept.jsonl").unlink()
    assert [each.text for each in ask(server, tmp_path)] == ["", GERMAN_OFFER]


def test_what_is_doubtful_is_kept_with_its_warning(server, tmp_path):
    server.table["de", HELLO] = "Guten Morgen, {{ name }}. Ihr Kontostand bei der Sonnenbank beträgt 1.300 Euro."
    first, _ = ask(server, tmp_path)
    assert [fault.message.split(":")[0] for fault in first.faults] == [
        "The numbers differ",
        "'Sunrise Bank' should stay as it is.",
        "'balance' should be 'Guthaben' in it.",
    ]


def test_a_key_that_is_refused_ends_it_at_once(server, tmp_path, monkeypatch):
    environment.trust_environment()
    monkeypatch.setenv("TRANSLATOR", "sk-wrong")
    endpoint = Endpoint(server.url, "model", "TRANSLATOR")
    with pytest.raises(InputError, match="401: it does not take the key") as caught:
        translate([Wanted(HELLO, "de")], "en", endpoint, TERMS, Answers(tmp_path / "kept.jsonl"))
    assert "sk-wrong" not in str(caught.value)
    assert len(server.asked) == 1
    monkeypatch.delenv("TRANSLATOR")
    with pytest.raises(InputError, match="'TRANSLATOR', which key_env names, is not set"):
        translate([Wanted(HELLO, "de")], "en", endpoint, TERMS, Answers(tmp_path / "kept.jsonl"))


def test_a_half_written_line_of_what_is_kept_counts_for_nothing(server, tmp_path):
    ask(server, tmp_path)
    kept = tmp_path / "kept.jsonl"
    lines = kept.read_bytes()
    kept.write_bytes(lines[:-30])
    assert [each.is_new for each in ask(server, tmp_path)].count(True) == 1
    assert [each.is_new for each in ask(server, tmp_path)] == [False, False]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "none",
        "{",
        '{"items": 3}',
        '{"items": [{"id": 1}]}',
        '{"items": [{"id": "1", "text": "a"}, {"id": 1, "text": "b"}]}',
    ],
)
def test_an_answer_of_another_form_is_none(content):
    assert read_answer(content, 2) == {}


CAMPAIGN = """\
name: spring
table: table.csv
languages: [en, de, es]
translation:
  url: {url}
  model: qwen3:8b
  key_env: TRANSLATOR
  glossary: glossary.csv
  keep: [Sunrise Bank]
"""


@pytest.fixture
def folder(tmp_path, server, monkeypatch):
    monkeypatch.setenv("TRANSLATOR", KEY)
    (tmp_path / "campaign.yaml").write_text(CAMPAIGN.format(url=server.url))
    (tmp_path / "table.csv").write_text(f'name,text\nAna,"{HELLO}"\nBob,"{OFFER}"\n')
    (tmp_path / "glossary.csv").write_text("term,de,es\nbalance,Guthaben,saldo\n")
    return tmp_path


def run(folder, *words):
    return CliRunner().invoke(app, ["campaign", "translate", str(folder), *words])


def checked(folder, **more):
    campaign = read_campaign(folder)
    table, problems = approved(campaign, read_table(campaign.table), **more)
    return read_sheet(campaign, table), problems


def test_nothing_is_said_that_nobody_has_approved(folder, server):
    """From the table to what is said: translated, corrected in the workbook, approved, and not asked for twice."""
    assert "not translated yet; run: avatar campaign translate" in checked(folder)[1][0].message
    done = run(folder, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert (report["texts"], report["asked"], report["lacking"], report["approved"]) == (4, 4, 0, 0)
    assert all(headers["Authorization"] == f"Bearer {KEY}" for _, _, headers in server.asked)
    sheet, problems = checked(folder)
    assert [each.language for each in sheet.variants] == ["en", "en"]
    assert len(problems) == 4
    assert "Nobody has approved" in problems[0].message
    sheet, problems = checked(folder, is_unreviewed=True)
    assert (len(sheet.variants), problems) == (6, ())
    book = load_workbook(report["review"])
    for row in book.active.iter_rows(min_row=2):
        row[6].value = "yes"
        if row[2].value == "es" and "{{" in row[3].value:
            row[4].value = row[4].value.replace("Buenos días", "Hola")
    book.save(report["review"])
    sheet, problems = checked(folder)
    assert problems == ()
    texts = {(each.row, each.language): each.text for each in sheet.variants}
    assert texts[2, "es"] == "Hola, Ana. Su saldo en Sunrise Bank es de 1.299,50 euros."
    assert texts[3, "de"] == GERMAN_OFFER
    asked = len(server.asked)
    report = json.loads(run(folder, "--json").stdout)
    assert (report["asked"], report["approved"], len(server.asked)) == (0, 4, asked)


def test_a_source_that_was_changed_is_translated_and_read_anew(folder, server):
    review = folder / "translations.csv"
    told = (folder / "campaign.yaml").read_text()
    (folder / "campaign.yaml").write_text(f"{told}  review: translations.csv\n")
    assert run(folder, "--quiet").exit_code == 0
    review.write_text(review.read_text("utf-8-sig").replace(",\n", ",yes\n"), "utf-8")
    assert checked(folder)[1] == ()
    changed = OFFER.replace("20 %", "30 %")
    (folder / "table.csv").write_text(f'name,text\nAna,"{HELLO}"\nBob,"{changed}"\n')
    server.table |= {("de", changed): GERMAN_OFFER.replace("20", "30"), ("es", changed): None}
    assert [each.message for each in checked(folder)[1]] == [
        "The text is new or was changed since it was translated; run: avatar campaign translate"
    ] * 2
    done = run(folder)
    assert done.exit_code == 1
    assert "1 did not come" in done.stderr
    assert [(each.language, each.message.split(";")[0]) for each in checked(folder)[1]] == [
        ("de", "Nobody has approved the translation"),
        ("es", "There is no translation"),
    ]


def test_a_place_that_a_person_has_broken_is_refused(folder):
    run(folder)
    book = load_workbook(folder / "translations.xlsx")
    for row in book.active.iter_rows(min_row=2):
        row[4].value, row[6].value = row[4].value.replace("{{ name }}", "{{ name"), "yes"
    book.save(folder / "translations.xlsx")
    _, problems = checked(folder)
    assert {each.row for each in problems} == {2}
    assert "cannot be said: The place to fill in {{ name }} is missing." in problems[0].message


def test_a_cell_that_begins_like_a_formula_stays_a_text(folder, server):
    server.table["de", OFFER] = "=20 % weniger bis zum 31. für die neue Karte. Besuchen Sie uns doch bald."
    for name in ("translations.xlsx", "review.csv"):
        run(folder, "--review", str(folder / name))
        texts = {each.translation for each in read_review(folder / name)}
        assert server.table["de", OFFER] in texts
    assert load_workbook(folder / "translations.xlsx").active["E4"].data_type == "s"


@pytest.mark.parametrize(
    ("campaign", "words"),
    [
        ("languages: [en]\n", "nothing to translate"),
        ("languages: [en, de]\n", "names no endpoint"),
        ("languages: [en, de]\ntranslation: {url: 'ftp://x/v1', model: a}\n", "no endpoint 'ftp://x/v1'"),
        ("languages: [en, de]\ntranslation: {url: 'http://x/v1'}\n", "has no model"),
        ("languages: [en, de]\ntranslation: {model_name: a}\n", "did you mean 'model'"),
    ],
)
def test_what_cannot_be_asked_is_said_before_it_is(folder, server, campaign, words):
    (folder / "campaign.yaml").write_text(f"name: spring\ntable: table.csv\n{campaign}")
    done = run(folder)
    assert isinstance(done.exception, InputError)
    assert words in str(done.exception)
    assert server.asked == []

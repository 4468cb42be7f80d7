"""`avatar campaign new` and `check`: from an empty folder to a table with its problems beside its rows."""

import csv
import io
import json

import openpyxl
import pytest

YAML = "name: test\ntable: {table}\nlanguages: [en]\nvoices: fast\nsizes: 320x320\n"


@pytest.fixture
def campaign(shell):
    def make(table="text\nHello.\n", more="", name="table.csv"):
        folder = shell.folder / "c"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(table, encoding="utf-8")
        (folder / "campaign.yaml").write_text(YAML.format(table=name) + more, encoding="utf-8")
        return folder

    return make


@pytest.mark.slow
def test_a_new_campaign_is_one_that_can_be_made(shell):
    made = shell.tells("campaign", "new", "Spring Offer", "--languages", "zh,en,ar,de,es,fr,pt-BR,ja")
    assert [each.rsplit("/")[-1] for each in made["files"]] == ["campaign.yaml", "table.csv", "README.md"]
    assert (shell.folder / "Spring Offer" / "table.csv").read_bytes().startswith("\ufeff".encode())
    found = shell.tells("campaign", "check", "Spring Offer", "--quiet")
    assert (found["campaign"], found["rows"], found["clips"], found["fatal"]) == ("spring-offer", 2, 16, 0)
    assert "There is something in 'Spring Offer' already" in shell.refuses("campaign", "new", "Spring Offer")


def test_an_unknown_language_makes_no_folder(shell):
    assert "There is no language 'qq'" in shell.refuses("campaign", "new", "x", "--languages", "en,qq")
    assert not (shell.folder / "x").exists()


def test_a_check_tells_by_row_and_column_and_says_so_by_its_code(shell, campaign):
    folder = campaign("text,voice\nFine.,\n{{ nope }},\nHi.,nobody\nHi.,nobody\n")
    done = shell("campaign", "check", folder)
    assert done.code == 2
    fields = [line.split("\t") for line in done.out.splitlines()]
    assert [each[:3] for each in fields] == [["3", "text", "en"], ["4-5", "voice", "en"]]
    assert done.err == "1 clip of 4 rows can be made; 3 rows have faults.\n"
    found = shell.tells("campaign", "check", folder, code=2)
    assert [(each["row"], each["column"]) for each in found["problems"]] == [(3, "text"), (4, "voice"), (5, "voice")]
    assert found["seconds"] > 0


def test_what_is_well_ends_with_nothing_but_that(shell, campaign):
    assert shell.prints("campaign", "check", campaign()) == "1 clip of 1 row can be made.\n"


def test_the_table_comes_back_with_its_problems(shell, campaign):
    folder = campaign("id;text\n1;Fine.\n\n3;{{ nope }}\n")
    done = shell("campaign", "check", folder, "--table", "out.csv")
    assert (done.code, "divided by semicolons" in done.err) == (2, True)
    content = (shell.folder / "out.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0] == ["id", "text", "problem"]
    assert rows[1] == ["1", "Fine.", ""]
    assert rows[3][2].startswith("text: There is no 'nope' to fill in")


def test_a_workbook_comes_back_as_a_workbook(shell, campaign):
    folder = campaign(name="book.xlsx")
    book = openpyxl.Workbook()
    for row in (["text"], ["Fine."], ["{{ nope }}"]):
        book.active.append(row)
    book.save(folder / "book.xlsx")
    shell("campaign", "check", folder, "--table", "out.xlsx", "--quiet")
    cells = list(openpyxl.load_workbook(shell.folder / "out.xlsx").active.values)
    assert cells[:2] == [("text", "problem"), ("Fine.", None)]
    assert cells[2][1].startswith("text: There is no 'nope'")


def test_a_file_with_slips_is_told_with_its_lines(shell, campaign):
    folder = campaign(more="purpos: x\n")
    assert shell.refuses("campaign", "check", folder) == (
        "campaign.yaml, line 6: There is no key 'purpos'; did you mean 'purpose'?"
    )


def test_a_folder_without_a_campaign_is_told_how_one_is_made(shell):
    assert "avatar campaign new NAME" in shell.refuses("campaign", "check")


@pytest.mark.slow
def test_a_campaign_with_a_template_that_ships_begins_with_its_sample(shell):
    shell.tells("campaign", "new", "shop", "--template", "product", "--languages", "en,ar")  # fonts may have no Chinese
    found = shell.tells("campaign", "check", "shop", "--quiet")
    assert (found["rows"], found["clips"], found["fatal"]) == (3, 6, 0)
    told = shell.tells("campaign", "plan", "shop", "--quick", "--quiet", "--jobs", "jobs.jsonl")
    assert (told["due"], told["unchanged"], told["languages"]) == (6, 0, {"en": 3, "ar": 3})
    jobs = [json.loads(line) for line in (shell.folder / "jobs.jsonl").read_text("utf-8").splitlines()]
    assert [each["output"] for each in jobs] == told["outputs"]
    assert all(each["scene"]["template"].startswith("product@") for each in jobs)

"""Tables as people keep them: any spreadsheet's CSV, workbooks, JSON Lines; numbered as their owners see them."""

import csv
import datetime
import io

import openpyxl
import pytest

from avatar.campaign.sheet.opening import read_table
from avatar.campaign.sheet.table import MOST_ROWS
from avatar.campaign.sheet.writing import write_problems
from avatar.errors import InputError


@pytest.fixture
def read(tmp_path):
    def read_content(name, content, **how):
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return read_table(tmp_path / name, **how)

    return read_content


@pytest.fixture
def refused(read):
    def told(name, content, **how):
        with pytest.raises(InputError) as fault:
            read(name, content, **how)
        return str(fault.value)

    return told


def texts(table):
    return [(row.number, *map(str, row.cells.values())) for row in table.rows]


CHINESE = "编号,讲稿\n1,欢迎来到我们的春季新品发布会\n\n3,谢谢大家，再见\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_is_read_in_the_encoding_that_it_has(read, encoding):
    table = read("t.csv", CHINESE.encode(encoding))
    assert table.headers == ("编号", "讲稿")
    assert texts(table) == [(2, "1", "欢迎来到我们的春季新品发布会"), (4, "3", "谢谢大家，再见")]
    assert bool(table.notes) == (encoding in ("utf-16", "gb18030")), "said where it is not the usual one"


def test_an_encoding_that_is_not_certain_is_asked_for(refused, read):
    content = "text\nBonjour à tous et déjà là\n".encode("cp1252")
    assert "write into campaign.yaml, encoding: cp1252" in refused("t.csv", content)
    assert texts(read("t.csv", content, encoding="cp1252")) == [(2, "Bonjour à tous et déjà là")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", 'id,text\n1,"Hi, all; yes"\n'),
        ("t.csv", 'id;text\r\n1;"Hi, all; yes"\r\n'),
        ("t.tsv", "id\ttext\n1\tHi, all; yes\n"),
        ("t.csv", 'sep=|\nid|text\n1|"Hi, all; yes"\n'),
        ("t.csv", "id\ttext\n1\tHi, all; yes\n"),
        ("t.csv", '\n\n"id", text \n1,"Hi, all; yes",,\n'),
        ("t.csv", '\ufeff\u200eid\u00a0,text\n1,"Hi, all; yes"\n'),
        ("t.jsonl", '{"id": 1, "text": "Hi, all; yes"}\n'),
    ],
)
def test_cells_are_told_apart_whatever_is_between_them(read, name, content):
    table = read(name, content)
    assert table.headers == ("id", "text")
    assert list(table.rows[0].cells.values()) == ["1", "Hi, all; yes"]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(read):
    table = read("t.csv", 'text\n"two\nlines"\n\n,\nlast\n')
    assert [(number, text) for number, text in texts(table)] == [(2, "two\nlines"), (5, "last")]


def test_a_row_of_too_many_cells_is_that_rows_fault_alone(read):
    table = read("t.csv", "id,text\n1,Hi, all\n2,Hello\n")
    assert [bool(row.faults) for row in table.rows] == [True, False]
    assert "' all' stands in column C, which has no header" in table.rows[0].faults[0][1]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", "Text,id,text \na,b,c\n", "has the column 'text' twice (column A and column C)"),
        ("t.csv", 'id,text\n1,"abc\n2,b\n', "from line 2 on: a quotation mark that begins there is never closed"),
        ("t.csv", 'id,text\n1,"abc"d\n', "something stands after a closing quotation mark"),
        ("t.csv", "", "is empty"),
        ("t.csv", "\n,,\n", "is empty"),
        ("t.xls", "x", "save it as .xlsx"),
        ("t.ods", "x", "save it as .xlsx or .csv"),
        ("t.pdf", "x", "give a .csv, .tsv, .xlsx or .jsonl file"),
        ("t.xlsx", "x", "is no workbook that can be read"),
        ("t.jsonl", '{"text": "hi"\n', "line 1 is not JSON"),
        ("t.jsonl", "\n[1]\n", "line 2 is no object"),
        ("t.jsonl", '{"a": 1, "a": 2}', "has 'a' twice"),
        ("t.csv", "text\n" + "x\n" * (MOST_ROWS + 1), "more than 10,000 rows"),
        ("t.csv", ",".join(f"c{n}" for n in range(400)) + "\n1\n", "400 columns"),
    ],
)
def test_what_is_no_table_is_told(refused, name, content, told):
    assert told in refused(name, content)


@pytest.mark.parametrize(
    ("cell", "told"),
    [("x" * 20_001, "leave 20,000 at most"), ("a\x07b", "the control sign U+0007")],
)
def test_a_cell_that_nobody_could_say_is_told(read, cell, told):
    assert told in read("t.csv", f"text\n{cell}\nfine\n").rows[0].faults[0][1]


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "Text", "price", "until", "share", "at", "sum"])
    sheet.append([1, "Hello", 1299.5, datetime.date(2026, 12, 31), 0.25, datetime.datetime(2026, 1, 2, 15, 4), "=1+1"])
    sheet.append([])
    sheet.append([2.0, "=cmd", -5.25])
    sheet["B4"].data_type = "s"
    forms = {"C2": "#,##0.00", "D2": "d. mmmm yyyy", "E2": "0%", "F2": "yyyy-mm-dd hh:mm"}
    forms["C4"] = "[$€-407] #,##0.00;([$€-407] #,##0.00)"
    for place, form in forms.items():
        sheet[place].number_format = form
    book.create_sheet("Notes")["A1"] = "mine"
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_as_people_see_it(workbook):
    table = read_table(workbook)
    assert "the sheet 'Sheet' was read" in table.notes[0]
    first, second = table.rows
    shown = list(first.cells.values())
    assert shown == ["1", "Hello", "1,299.50", "31. December 2026", "25%", "2026-01-02 15:04", ""]
    assert first.cells["price"].value == 1299.5
    assert [(column, message[:40]) for column, message in first.faults] == [
        ("sum", "The cell holds a formula without a value")
    ]
    assert (second.number, second.cells["id"], second.cells["price"]) == (4, "2", "(€ 5.25)")


def test_a_sheet_is_chosen_by_its_name(workbook):
    assert read_table(workbook, sheet="Notes").headers == ("mine",)
    with pytest.raises(InputError, match="has no sheet 'Other'; it has: Sheet, Notes"):
        read_table(workbook, sheet="Other")


TOLD = {2: '=HYPERLINK("x"): change it', 4: "text: too long"}


def test_a_workbook_is_given_back_as_it_was_with_a_column(workbook, tmp_path):
    write_problems(read_table(workbook), TOLD, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = book["Sheet"]
    assert [cell.value for cell in sheet[1]][-1] == "problem"
    assert (sheet["H2"].value, sheet["H2"].data_type) == (TOLD[2], "s"), "no formula of ours"
    assert sheet["H4"].value == TOLD[4]
    assert sheet["G2"].value == "=1+1", "the customer's own formulas stay"
    assert sheet["D2"].number_format == "d. mmmm yyyy"
    assert book["Notes"]["A1"].value == "mine"


def test_a_csv_is_given_back_for_a_spreadsheet(read, tmp_path):
    table = read("t.csv", CHINESE.encode("gb18030"))
    write_problems(table, TOLD, tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["编号", "讲稿", "problem"]
    assert rows[1][2] == "'" + TOLD[2]
    assert (rows[2], rows[3][2]) == ([], TOLD[4])
    again = read_table(tmp_path / "out.csv")
    assert [list(row.cells.values())[:2] for row in again.rows] == [list(row.cells.values()) for row in table.rows]


def test_no_cell_of_a_csv_that_is_given_back_is_a_formula(read, tmp_path):
    cells = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "-5.5", "+4"]
    table = read("t.csv", "text\n" + "\n".join(cells) + "\n")
    write_problems(table, {}, tmp_path / "out.csv")
    written = [row[0] for row in csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig")))][1:]
    assert written == ["'=1+1", "'+cmd|' /C calc'!A0", "'@SUM(1)", "'-2+3", "-5.5", "+4"]
    assert [str(row.cells["text"]) for row in read_table(tmp_path / "out.csv").rows] == cells


def test_no_heading_of_a_csv_that_is_given_back_is_a_formula(read, tmp_path):
    table = read("t.csv", "text,=1+1\na,b\n")
    write_problems(table, {}, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[0] == "text,'=1+1,problem"
    assert read_table(tmp_path / "out.csv").headers[:2] == table.headers


def test_json_lines_are_given_back_with_their_numbers_of_lines(read, tmp_path):
    table = read("t.jsonl", '{"text": "a", "n": 3, "problem": "old"}\n\n\n{"text": "b"}\n')
    write_problems(table, TOLD, tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text().split("\n")
    assert lines[3] == '{"text": "b", "problem": "text: too long"}'
    assert lines[0] == '{"text": "a", "n": 3, "problem": ""}'


def test_a_table_is_never_overwritten_nor_changed_into_another_kind(read, tmp_path):
    table = read("t.csv", "text\na\n")
    with pytest.raises(InputError, match="is the table itself"):
        write_problems(table, {}, tmp_path / "t.csv")
    with pytest.raises(InputError, match=r"name it with \.csv"):
        write_problems(table, {}, tmp_path / "out.xlsx")


def test_a_workbook_that_would_unpack_to_a_trap_is_not_opened(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")
    with pytest.raises(InputError, match="declares XML entities"):
        read_table(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</row>", b"</rov>"),
        ("xl/worksheets/sheet1.xml", b"<sheetPr>", b"<sheetPr><x"),
        ("xl/workbook.xml", b"<sheets>", b"<sheetz>"),
        ("xl/styles.xml", b"count", b"c\x00unt"),
    ],
)
def test_a_garbled_workbook_is_told_in_a_sentence(workbook, tmp_path, part, old, new):
    import zipfile

    with zipfile.ZipFile(workbook) as whole, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as garbled:
        for name in whole.namelist():
            content = whole.read(name)
            garbled.writestr(name, content.replace(old, new) if name == part else content)
    with pytest.raises(InputError, match=r"is damaged .*open it in a spreadsheet and save it again"):
        read_table(tmp_path / "bad.xlsx")


@pytest.mark.parametrize("length", [10, 200, 3000])
def test_a_workbook_that_is_cut_short_is_told_in_a_sentence(workbook, tmp_path, length):
    (tmp_path / "short.xlsx").write_bytes(workbook.read_bytes()[:length])
    with pytest.raises(InputError, match="is no workbook that can be read"):
        read_table(tmp_path / "short.xlsx")

"""The result table is harmless in a spreadsheet; the page shows all clips and all problems, and needs nothing else."""

from __future__ import annotations

import csv
import io
import re

import pytest

from avatar.campaign.job import Outcome, Problem
from avatar.campaign.running.gallery import GALLERY, page, write_gallery
from avatar.campaign.running.manifest import Line
from avatar.campaign.running.place import Place
from avatar.campaign.running.table import HEADER, TABLE, harmless, write_table
from tests.campaigns import job

GOOD, BAD, LEFT = job(1, "Hello <b>you</b>."), job(2, "مرحبا", "ar"), job(3, "=1+1", "fr", slug="été")
FILES = {"vtt": "en/1.vtt", "thumbnail": "en/1.jpg"}
LINES = {
    GOOD.input_hash: Line.of_job(GOOD, Outcome(GOOD.input_hash, "done", GOOD.output, FILES, "ab" * 32, seconds=61.5)),
    BAD.input_hash: Line.of_job(BAD, Outcome(BAD.input_hash, "failed", message="=HYPERLINK(1) is no <voice>.")),
}
PROBLEM = Problem(9, "price", "fr", "The price '-' is not a number; write one.")


@pytest.mark.parametrize("cell", ["=1", "+1+1", "-a", "@a", "\t=1", "\r=1", "\uff1d1", "\uff0b1+1", "\uff20a"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless("a=1") == "a=1"
    assert (harmless(-1), harmless("-1")) == (-1, "-1")


def test_the_table_has_a_line_per_clip_and_per_problem(tmp_path):
    place = Place.at(tmp_path)
    write_table(place, [GOOD, BAD, LEFT], LINES, [PROBLEM])
    raw = (tmp_path / TABLE).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADER
    assert [row["state"] for row in rows] == ["done", "failed", "left", "not planned"]
    assert rows[0]["film"] == str(tmp_path / GOOD.output)
    assert rows[1]["problem"].startswith("'=HYPERLINK")
    assert rows[3]["problem"] == f"price: {PROBLEM.message}"


def test_links_in_a_store_are_urls():
    place = Place.at("memory://bucket/spring")
    assert place.link("en/1.mp4") == "memory:///bucket/spring/en/1.mp4"


def test_the_page_shows_all_and_asks_nobody(tmp_path):
    place = Place.at(tmp_path)
    (tmp_path / "en").mkdir()
    (tmp_path / "en/1.vtt").write_text("WEBVTT\n")
    write_gallery(place, [GOOD, BAD, LEFT], LINES, [PROBLEM])
    text = (tmp_path / GALLERY).read_text(encoding="utf-8")
    assert "<b>you</b>" not in text
    assert "Hello &lt;b&gt;you" in text
    assert text.count('<li class="card"') == 3
    assert "is no &lt;voice&gt;." in text
    assert "Row 9 (fr), price: The price" in text
    assert "Not rendered yet" in text
    assert "1:01" in text
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    assert 'data-captions="data:text/vtt;base64,' in text


def test_a_name_cannot_end_the_script():
    evil = job(1, "Hi.", slug="x")
    named = type(evil)(**{**evil.document(), "size": (256, 256), "campaign": "</script><script>alert(1)</script>"})
    assert "<script>alert" not in page([named], {})

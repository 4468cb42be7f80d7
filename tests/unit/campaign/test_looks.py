"""Rows in looks of their own: each is made once, and what cannot be made is told by its row before anything renders."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

from avatar.campaign.preflight import check
from avatar.ledger.audit import audit_folder, read_entries
from avatar.neural.esrgan.onnx_bytes import model, node
from avatar.permission.consent import ConsentStore
from avatar.permission.consent.revoking import revoke
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from tests.garments import drawn

USUAL = "name: test\ntable: table.csv\nlanguages: [en]\nportrait: amara\nvoices: fast\nsizes: 320x320\n"


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path / "home")


@pytest.fixture
def looked_at(tmp_path, home):
    folder = tmp_path / "shop"
    (folder / "products").mkdir(parents=True)
    Image.fromarray(drawn("logo tee", 480)).save(folder / "products" / "tee.png")
    Image.fromarray(np.full((480, 400, 3), 244, np.uint8)).save(folder / "products" / "empty.png")
    (folder / "campaign.yaml").write_text(USUAL, encoding="utf-8")

    def look(table):
        (folder / "table.csv").write_text(table, encoding="utf-8")
        return check(folder, home)

    return look


def told(checked):
    return [(each.row, each.column, each.message) for each in checked.problems if each.is_fatal]


def looks(home):
    return [card.name for card in PortraitStore(home=home.data).list() if not card.is_shipped]


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ("products/none.png,,", "garment", r"There is no picture 'products/none\.png' in"),
        ("products/empty.png,,", "garment", r"No flat-lay garment was found in 'empty\.png'"),
        ("products/empty.png,marco,", "garment", r"No flat-lay garment was found in 'empty\.png'"),
        (",nobody,", "face", "no portrait 'nobody'"),
        ("products/tee.png,nobody,", "face", "no portrait 'nobody'"),
        ("products/tee.png,tee.png,", "face", r"tee\.png"),
        (",marco,1.5", "keep", r"'1\.5' is no share; give a number from 0 to 1"),
        (",marco,much", "keep", "much"),
    ],
)
def test_a_look_that_cannot_be_is_told_by_its_row_and_stops_no_other(looked_at, home, cells, column, why):
    checked = looked_at(f"text,garment,face,keep\nHello.,,,\nBye.,{cells}\n")
    assert [job.row for job in checked.jobs] == [2]
    ((row, where, message),) = told(checked)
    assert (row, where) == (3, column)
    assert re.search(why, message)
    assert looks(home) == []


def test_a_row_whose_people_have_not_agreed_is_told_and_nothing_is_measured(looked_at, home, astronaut):
    checked = looked_at(f"text,face\nHello.,{astronaut}\n")
    ((row, column, message),) = told(checked)
    assert (row, column) == (2, "face")
    assert "--edit likeness" in message
    assert looks(home) == []
    assert [entry["what"] for entry in read_entries(audit_folder(home.data))].count("portrait.edit") == 0


@pytest.mark.slow
def test_a_look_is_made_once_for_all_rows_and_checks_and_ends_with_its_people(looked_at, home):
    table = "text,garment\nHello.,products/tee.png\nHello.,\nBye.,products/tee.png\n"
    first = looked_at(table)
    assert told(first) == []
    (name,) = looks(home)
    assert [job.portrait for job in first.jobs] == [name, "amara", name]
    assert len({job.input_hash for job in first.jobs}) == 3
    again = looked_at(table)
    assert [job.input_hash for job in again.jobs] == [job.input_hash for job in first.jobs]
    (made,) = (entry for entry in read_entries(audit_folder(home.data)) if entry["what"] == "portrait.edit")
    revoke(ConsentStore(home.data), made["authorization"])
    ended = looked_at(table)
    assert [job.row for job in ended.jobs] == [3]
    assert [row for row, _, message in told(ended) if "revoked" in message] == [2, 4]


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ("products/tee.png,,none.onnx,", "parser", r"There is no network 'none\.onnx' in"),
        ("products/tee.png,,products/empty.png,", "parser", r"empty\.png' is no ONNX network"),
        ("products/tee.png,,blind.onnx,", "garment", "clothes"),
        (",marco,,none.onnx", "swapper", r"no file 'none\.onnx'"),
        ("products/tee.png,,,none.onnx", "swapper", "say whose in 'face'"),
    ],
)
def test_a_rows_own_networks_take_part_and_are_told_where_they_cannot(looked_at, home, tmp_path, cells, column, why):
    """`blind.onnx` finds no clothes on anybody, where colours would."""
    weights = {"w": np.zeros((18, 3, 1, 1), np.float32)}
    layers = [node("Conv", ("x", "w"), "y", kernel_shape=(1, 1))]
    (tmp_path / "shop" / "blind.onnx").write_bytes(model(layers, weights, {"x": 3}, {"y": 18}))
    checked = looked_at(f"text,garment,face,parser,swapper\nHello.,,,,\nBye.,{cells}\n")
    assert [job.row for job in checked.jobs] == [2]
    ((row, where, message),) = told(checked)
    assert (row, where) == (3, column)
    assert re.search(why, message)
    assert looks(home) == []

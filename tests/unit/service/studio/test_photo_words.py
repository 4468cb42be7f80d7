"""What is said of a photo has its words in Chinese on the studio's page."""

from __future__ import annotations

from pathlib import Path

import pytest

import avatar
from avatar.portrait.check import check_photo
from avatar.runtime.folders import shipped

WORDS = (Path(avatar.__file__).parents[1] / "web/src/studio/texts/photo.zh.ts").read_text("utf-8")


@pytest.mark.slow
def test_every_item_and_its_unit_is_told_in_chinese() -> None:
    items = check_photo(shipped("portraits") / "xiaochen" / "portrait.jpg").items
    assert len(items) > 15
    for item in items:
        for key in (item.name, f"{item.name}.good", f"{item.name}.bad"):
            assert f'"photo.{key}": "' in WORDS, key
        assert not item.unit or item.unit == "0-1" or f'"unit.{item.unit}": "' in WORDS, item.unit

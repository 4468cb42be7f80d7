"""The pages that are written are seen as they are meant in a browser that reaches nothing else."""

from __future__ import annotations

import re

import numpy as np
import pytest

import avatar
from avatar.inspection import inspect_clip
from avatar.inspection.page import write_page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def inspected(tmp_path_factory, warm):
    folder = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AVATAR_HOME", str(warm(folder / "home", "xiaochen")))
        clip = avatar.say("Hello, my friend; five big maps.", output=folder / "clip.mp4", size=(256, 256))
    report = inspect_clip(folder / "clip.mp4")
    page = folder / "page.html"
    write_page(report, folder / "clip.mp4", page)
    return clip, report, page


def test_the_page_of_an_inspection_shows_rows_plots_and_frames(inspected, seen):
    _clip, report, page = inspected
    document, picture = seen(page)
    for row in report.rows:
        assert row.name in document.replace("&#x27;", "'").replace("&#39;", "'")
    assert document.count("<svg") >= 4
    assert document.count("<img") >= 1
    grey = picture.mean(axis=2)
    busy = (np.abs(np.diff(grey, axis=1)) > 30).sum(axis=1) > 0
    assert busy[:2000].mean() > 0.3, "most of the page has something on it"


def test_the_page_asks_for_nothing_from_elsewhere(inspected):
    page = inspected[2].read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(https?://[^"')\s]+)""", page)
    assert not addresses

"""The lines that install an extra into what is there, and break nothing of it."""

from __future__ import annotations

import pytest

from avatar.runtime import system as system_facts
from avatar.runtime.packages import line_for, version_of

CPU = "--extra-index-url https://download.pytorch.org/whl/cpu"
OURS = "&& pip install --force-reinstall --no-deps opencv-contrib-python-headless"


@pytest.mark.parametrize(
    ("extra", "system", "has_card", "parts"),
    [
        ("identity", "linux", False, []),
        ("neural", "linux", False, [CPU]),
        ("neural", "linux", True, []),
        ("neural", "darwin", False, []),
        ("insightface", "linux", True, [OURS]),
        ("face-alignment", "linux", False, [CPU, OURS]),
        ("coqui", "linux", False, [CPU]),
        ("all", "linux", False, [CPU, OURS]),
    ],
)
def test_an_extra_comes_with_the_torch_that_fits_and_opencv_is_put_back(
    extra, system, has_card, parts, monkeypatch, tmp_path
):
    card = tmp_path / "nvidiactl"
    if has_card:
        card.touch()
    monkeypatch.setattr(system_facts, "_CARD", str(card))
    monkeypatch.setattr(system_facts.sys, "platform", system)
    assert line_for(extra) == " ".join([f"pip install 'avatar[{extra}]'", *parts])


def test_a_version_is_empty_for_what_is_not_installed():
    assert version_of("numpy")
    assert version_of("no-such-package") == ""

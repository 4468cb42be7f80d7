from __future__ import annotations

import pytest

from avatar.service.portraits import Portraits
from avatar.service.problems import Problem
from tests.service import service


@pytest.mark.slow
def test_a_portrait_stays_in_memory_and_is_the_same_for_all_tenants(tmp_path):
    of = service(tmp_path, tenants=("default", "bank"))
    portraits = Portraits(200, of.metrics)
    first = portraits.get(of.tenant("default"), "xiaochen")
    assert portraits.get(of.tenant("default"), "xiaochen") is first
    assert portraits.get(of.tenant("bank"), "xiaochen") is first
    assert b"avatar_portraits_resident 1.0" in of.metrics.text()


@pytest.mark.parametrize("name", ["nobody", "../default/portraits/x", "/etc/passwd", "", ".", "a\nb", "x" * 5000])
def test_what_is_no_name_of_a_portrait_is_not_there(tmp_path, name):
    with pytest.raises(Problem) as fault:
        Portraits(200).get(service(tmp_path).tenant("default"), name)
    assert fault.value.status == 404


def test_a_file_where_the_service_was_started_is_no_portrait(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nobody").write_bytes(b"no picture")
    with pytest.raises(Problem):
        Portraits(200).get(service(tmp_path / "homes").tenant("default"), "nobody")

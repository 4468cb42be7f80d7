"""Known holes are found in a dump of the OSV database, by names, versions and ranges as they stand there."""

import json
import zipfile

import pytest

from tests.measure.holes import main

LOCK = (
    "jinja2==3.1.4 \\\n    --hash=sha256:00\npillow==11.3.0 ; python_version < '3.11'\npillow==12.0.0\nAiohttp==3.9\n"
    "torch-audio==2.9.0+cpu\nearly==0.0.0.dev3\nlate==2.1rc1\n"
)


def entry(number, name, ecosystem="PyPI", withdrawn=None, **affected):
    told = {"id": f"PYSEC-2026-{number}", "aliases": [f"CVE-2026-{number}"], "summary": "A hole."}
    told["affected"] = [{"package": {"name": name, "ecosystem": ecosystem}, **affected}]
    return told | ({"withdrawn": withdrawn} if withdrawn else {})


def within(*events):
    return [{"type": "ECOSYSTEM", "events": [dict([each]) for each in events]}]


TWICE = ("introduced", "11.2"), ("fixed", "12")
ENTRIES = {
    1: (entry(1, "Jinja2", ranges=within(("introduced", "0"), ("fixed", "3.1.5"))), ["jinja2 3.1.4"]),
    2: (entry(2, "jinja2", ranges=within(("introduced", "0"), ("fixed", "3.1.4"))), []),
    3: (entry(3, "Pillow", ranges=within(("introduced", "0"), ("fixed", "11"), *TWICE)),
        ["pillow 11.3.0"]),
    4: (entry(4, "pillow", ranges=within(("introduced", "10"), ("last_affected", "12.0.0"))),
        ["pillow 11.3.0", "pillow 12.0.0"]),
    5: (entry(5, "aiohttp", versions=["3.9.0", "strange"]), ["aiohttp 3.9"]),
    6: (entry(6, "jinja2", ecosystem="npm", versions=["3.1.4"]), []),
    7: (entry(7, "jinja2", withdrawn="2026-01-01T00:00:00Z", versions=["3.1.4"]), []),
    8: (entry(8, "jinja2", ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}]), []),
    9: (entry(9, "another", versions=["3.1.4"]), []),
    10: (entry(10, "torch_Audio", ranges=within(("introduced", "0"), ("fixed", "2.9.1"))), ["torch-audio 2.9.0+cpu"]),
    11: (entry(11, "torch.audio", versions=["2.9.0"]), ["torch-audio 2.9.0+cpu"]),
    12: (entry(12, "early", ranges=within(("introduced", "0"))), ["early 0.0.0.dev3"]),
    13: (entry(13, "early", ranges=within(("introduced", "0.0.0"))), []),
    14: (entry(14, "late", ranges=within(("introduced", "2.0"), ("fixed", "2.1"))), ["late 2.1rc1"]),
    15: (entry(15, "late", ranges=within(("introduced", "2.0"), ("last_affected", "2.1b2"))), []),
    16: (entry(16, "late", ranges=within(("introduced", "2.0"), ("limit", "2.1a1"))), []),
    17: (entry(17, "late", ranges=within(("introduced", "2.0"), ("limit", "2.0"), ("limit", "*"))), ["late 2.1rc1"]),
    18: (entry(18, "late", ranges=within(("fixed", "2.0"), ("introduced", "0"))), []),
    19: (entry(19, "late", ranges=within(("introduced", "0"), ("fixed", "r2012-final"))), ["late 2.1rc1"]),
    20: (entry(20, "late", ranges=[{"type": "SEMVER", "events": [{"introduced": "2.0.0"}]}]), ["late 2.1rc1"]),
    21: (entry(21, "late", ranges=None, versions=None), []),
}  # fmt: skip


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "a.lock"
    path.write_text(LOCK)
    return str(path)


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("number", ENTRIES)
def test_a_hole_is_told_of_the_versions_that_have_it(tmp_path, lock, capsys, number, is_packed):
    told, expected = ENTRIES[number]
    place = tmp_path / "dump"
    if is_packed:
        with zipfile.ZipFile(place, "w") as packed:
            packed.writestr(f"{told['id']}.json", json.dumps(told))
    else:
        place.mkdir()
        (place / f"{told['id']}.json").write_text(json.dumps(told))
    code = main([str(place), lock])
    *lines, last = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == expected
    assert all(f"CVE-2026-{number}" in line for line in lines)
    assert code == (1 if expected else 2 if number in (6, 7, 9) else 0)
    assert last.endswith(f"{len(expected)} holes")


def test_what_two_databases_tell_of_is_one_hole(tmp_path, lock, capsys):
    """As in a real dump: one entry of PyPI's own, one of GitHub's, which name each other or a CVE, and more fields."""
    told = {
        "PYSEC-2026-7": {"aliases": ["CVE-2026-7"], "details": "A hole.", "schema_version": "1.7.0"},
        "GHSA-aaaa-bbbb-cccc": {"aliases": ["CVE-2026-8"], "summary": "Evil \x1b[8mhidden\u202e."},
        "GHSA-dddd-eeee-ffff": {"aliases": ["CVE-2026-7", "CVE-2026-8"], "withdrawn": None, "severity": []},
    }
    for name, more in told.items():
        ranges = within(("introduced", "0"), ("fixed", "3.1.6"))
        what = {"package": {"name": "jinja2", "ecosystem": "PyPI", "purl": "pkg:pypi/jinja2"}, "ranges": ranges}
        affected = [what, {"ranges": [{"type": "GIT", "repo": "https://example.com", "events": []}]}]
        whole = {"id": name, "modified": "2026-11-01T00:00:00Z", "affected": affected, **more}
        (tmp_path / f"{name}.json").write_text(json.dumps(whole))
    assert main([str(tmp_path), lock]) == 1
    line, last = capsys.readouterr().out.splitlines()
    assert all(each in line for each in (*told, "CVE-2026-7", "CVE-2026-8"))
    assert line.endswith("Evil [8mhidden.")
    assert last.endswith("3 entries about them, 1 holes")

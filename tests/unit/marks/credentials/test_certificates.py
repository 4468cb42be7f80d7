"""Own certificates count whatever the clock says, and are made anew where they do not."""

import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509

from avatar.errors import RefusedError
from avatar.marks import credentials
from avatar.marks.credentials import authority
from avatar.marks.credentials.authority import own_anchors, own_certificates, renew
from avatar.marks.registry import Entry, Facts, Registry
from tests.unit.marks.credentials.test_credentials import picture, signed


class Clock(datetime):
    """A clock that shows what it is told to."""

    shown = datetime.now(timezone.utc)

    @classmethod
    def now(cls, tz=None):
        return cls.shown


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(authority, "datetime", Clock)

    def show(*moment):
        monkeypatch.setattr(Clock, "shown", datetime(*moment, tzinfo=timezone.utc))

    return show


def bounds(certificates):
    first = x509.load_pem_x509_certificates(certificates.chain.encode())[0]
    return first.not_valid_before_utc, first.not_valid_after_utc


@pytest.mark.parametrize("back", [timedelta(hours=12), timedelta(days=2), timedelta(days=9000)])
def test_a_clock_that_is_set_back_needs_no_new_ones(tmp_path, clock, back):
    clock(2026, 11, 29)
    before = own_certificates(tmp_path)
    clock(*(datetime(2026, 11, 29) - back).timetuple()[:6])
    assert own_certificates(tmp_path) == before
    assert bounds(before)[0] <= Clock.shown


@pytest.mark.parametrize("years", [(1970, 2026), (2026, 1970), (2026, 1999), (2100, 2026), (2026, 2100)])
def test_those_that_do_not_count_at_this_moment_are_made_anew_and_the_old_ones_stay_known(tmp_path, clock, years):
    found = []
    for year in years:
        clock(year, 1, 2)
        found.append(own_certificates(tmp_path))
        begins, ends = bounds(found[-1])
        assert begins <= Clock.shown < ends
    known = own_anchors(tmp_path)
    assert all(each.chain[each.chain.rindex("-----BEGIN") :] in known for each in found)


@pytest.mark.parametrize("content", ["", "damaged"])
def test_a_damaged_chain_is_made_anew(tmp_path, content):
    own_certificates(tmp_path)
    (tmp_path / "keys" / "credentials" / "chain.pem").write_text(content)
    path = signed(picture(tmp_path / "a.png"), tmp_path)
    assert credentials.read(path, "png", own_anchors(tmp_path)).state == "trusted"


@pytest.mark.parametrize("lost", ["chain.pem", ""])
def test_those_that_are_gone_where_clips_were_signed_are_not_quietly_made_anew(tmp_path, lost):
    folder, first = tmp_path / "keys" / "credentials", own_certificates(tmp_path)
    (folder / "chain.pem").unlink()
    assert own_certificates(tmp_path) != first  # nothing was signed yet
    facts = Facts("0" * 32, "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), ())
    Registry(tmp_path).add(Entry(facts, "1" * 64, 1000, "mp4", ("label", "c2pa")))
    (folder / lost).unlink() if lost else shutil.rmtree(folder)
    for _ in range(2):
        with pytest.raises(RefusedError, match="avatar keys init"):
            own_certificates(tmp_path)
    renew(tmp_path)
    assert own_certificates(tmp_path) == own_certificates(tmp_path)


def test_clips_that_a_customers_program_has_not_signed_are_no_trace(tmp_path):
    facts = Facts("0" * 32, "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), ())
    Registry(tmp_path).add(Entry(facts, "1" * 64, 1000, "gif", ("label", "aigc")))
    assert own_certificates(tmp_path).chain


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux")
@pytest.mark.slow
def test_the_library_runs_nothing_that_lies_in_the_working_folder(tmp_path):
    """It would look for its native code there first."""
    (tmp_path / "libc2pa_c.so").write_bytes(b"\x7fELF and not much more")
    code = (
        "import pathlib, avatar.marks.credentials.native\n"
        "print(pathlib.Path.cwd())\n"
        "assert 'c2pa/libs/' in pathlib.Path('/proc/self/maps').read_text()"
    )
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    line = [sys.executable, "-c", code]
    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(tmp_path))


@pytest.mark.slow
def test_the_library_needs_no_working_folder(tmp_path):
    code = (
        f"import os; os.chdir({str(tmp_path)!r}); os.rmdir({str(tmp_path)!r}); import avatar.marks.credentials.native"
    )
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)

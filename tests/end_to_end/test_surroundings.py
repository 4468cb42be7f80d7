"""Some of the hostile surroundings that `python -m tests.measure.hostile` tries; it tries all."""

import os
import shutil
import subprocess

import pytest

from tests.measure import hostile

pytestmark = pytest.mark.slow

WANTED = (
    "home closed: speak",
    "HOME=/dev/null: speak",
    "~ in AVATAR_HOME",
    "no user, no HOME, no home",
    "package closed: say, home new",
    "all streams closed: say",
    "working folder gone: absolute output",
    "output is a link in a ring",
    "output is the photo",
    "timeline is a pipe",
    "name of 255 bytes",
    "TMPDIR missing",
    "files may be 16 kB",
    "clock set back: 13h",
    "memory, say: 700",
    "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0: file",
    "8 at once without a name",
    "two write the same output",
    "killed while it has a name",
)
CASES = {case.name: case for case in hostile.read_cases()}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A home in which everything was used once, and a package folder that is closed."""
    folder = tmp_path_factory.mktemp("hostile")
    package, home = hostile.closed_package(folder / "package"), folder / "home"
    for words in ("speak --voice fast -o a.wav", "say --voice fast --size 128x128 -o a.mp4"):
        line = ["bash", "-c", f"$A {words} 'Good morning.'"]
        surroundings = hostile.environment(folder, home, package)
        subprocess.run(line, cwd=folder, env=surroundings, check=True, capture_output=True)
    yield home, package
    hostile.remove(folder)


@pytest.mark.parametrize("name", WANTED)
def test_the_work_is_done_or_one_sentence_says_what_to_set(name, base, tmp_path):
    case = CASES[name]
    missing = [each for each in case.needs if not shutil.which(each)]
    if missing or (case.needs == ("unshare",) and not may_unshare()):
        pytest.skip(f"needs {case.needs}")
    code, said = hostile.tried(case, tmp_path, *base)
    shown = (tmp_path / "stdout").read_text() if (tmp_path / "stdout").exists() else ""
    assert hostile.fault_of(case, code, said, shown) == "", said
    subprocess.run(["chmod", "-R", "u+rwX", str(tmp_path)], check=True)


def may_unshare():
    """Containers and some kernels allow no namespaces of one's own."""
    return (
        os.name == "posix"
        and subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode == 0
    )


def test_every_case_has_a_name_of_its_own():
    names = [case.name for case in hostile.read_cases()]
    assert len(names) == len(set(names)) > 500
